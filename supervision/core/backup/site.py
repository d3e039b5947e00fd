"""Whose backup: the data folder, the store, the keys and the folder of backups of one installation."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from flask import current_app
from sqlalchemy.engine import URL, make_url

from supervision.core import config
from supervision.core.config import KEYS
from supervision.core.errors import DomainError


@dataclass(frozen=True)
class Site:
    """One installation; `settings` is what a person must set again by hand (no secrets), as it is typed."""

    instance: Path
    url: URL
    keys: dict[str, str]
    backups: Path
    settings: dict[str, str]
    keys_folder: Path
    retired: tuple[str, ...] = ()  # keys of the trail that were in use before


_TOLD = (
    "PUBLIC_URL", "HTTPS", "TRUSTED_PROXIES", "HOST", "PORT", "SMTP_HOST", "SMTP_PORT", "SMTP_TLS",
    "SMTP_CA_FILE", "SMTP_USER", "SMTP_FROM", "SMTP_TIMEOUT", "WEBHOOK_KIND", "WEBHOOK_HOSTS",
    "WEBHOOK_PRIVATE", "WEBHOOK_TIMEOUT", "CERTIFICATE", "CERTIFICATE_ROOTS", "CERTIFICATE_REVOKED",
    "TIMESTAMP_URL", "ANCHOR_DIR", "LOG_FORMAT", "SESSION_IDLE_MINUTES", "SESSION_ABSOLUTE_HOURS",
)  # fmt: skip


def here() -> Site:
    """The installation of the running application."""
    settings = current_app.config
    return Site(
        instance=settings["INSTANCE"],
        url=make_url(settings["SQLALCHEMY_DATABASE_URI"]),
        keys={name: settings[name.upper()] for name in KEYS},
        backups=settings["BACKUP_DIR"],
        settings={name: _typed(settings[name]) for name in _TOLD},
        keys_folder=settings["KEYS_DIR"],
        retired=settings["AUDIT_KEYS_RETIRED"],
    )


def _typed(value: object) -> str:
    """A setting as it stands in the file that sets it."""
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)


def elsewhere(
    instance: Path,
    keys: dict[str, str],
    backups: Path,
    url: URL | None = None,
    *,
    retired: tuple[str, ...] = (),
) -> Site:
    """A place to restore to, before anything runs there."""
    address = url or make_url(f"sqlite:///{instance / config.DATABASE}")
    return Site(
        instance=instance,
        url=address,
        keys=keys,
        backups=backups,
        settings={},
        keys_folder=config.keys_folder(instance),
        retired=retired,
    )


@contextmanager
def alone(path: Path, refusal: str, *, patience: float = 0) -> Iterator[None]:
    """Hold the lock file `path` for as long as the work takes; DomainError when another has it.

    `patience`: for so many seconds the other is waited for. The kernel lets go of it when a process
    dies, so nothing has to be cleaned up by hand.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ends = time.monotonic() + patience
    with path.open("w") as file:
        while not _locked(file):
            if time.monotonic() >= ends:
                raise DomainError(refusal)
            time.sleep(1)
        yield


def _locked(file: TextIO) -> bool:
    """Whether the lock is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
