"""A new key in the place of one: of the trail, whose old key stays to verify what it sealed, or of sessions.

Each step may be the last before a kill; run again it goes on from there.
"""

import os
import secrets
from pathlib import Path

import sqlalchemy as sa

from supervision.core import config, installation
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import AuditEvent, AuditHead, record
from supervision.core.audit.chain import ROTATION, head_seal, write_anchor
from supervision.core.backup import Site
from supervision.core.db import session, unit_of_work
from supervision.core.installation import fingerprint
from supervision.core.startup.keys import PREFIX

AUDIT, SESSIONS = "audit_key", "secret_key"


def rotate(site: Site, name: str, *, reason: str) -> None:
    """Put a new key in the place of `name`; the service must not run."""
    new = _next_of(site.keys_folder / name)
    text = new.read_text(encoding="ascii").strip()
    with seeing(EVERYTHING):
        if not _known(name, text):
            _announce(name, text, reason)
            _take_up(name, text)
    if name == AUDIT:
        _retire(site.keys_folder / name)
        with seeing(EVERYTHING), unit_of_work(write=False) as own:
            head = own.get_one(AuditHead, 1)
            write_anchor(site.instance / config.ANCHOR, key=text, count=head.count, mac=head.mac)
    new.replace(site.keys_folder / name)


def _next_of(path: Path) -> Path:
    """The key to come, kept in a file of its own until it is in use."""
    new = path.with_name(f"{path.name}.next")
    if not new.exists():
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(32), encoding="ascii")
    return new


def _known(name: str, text: str) -> bool:
    """Whether the database is the new key's already."""
    with unit_of_work(write=False) as own:
        return installation.facts(own.connection()).get(PREFIX + name) == fingerprint(text, name)


def _announce(name: str, text: str, reason: str) -> None:
    """The last event under the old key says which comes next."""
    label = f"更换密钥 {name}，新密钥指纹{fingerprint(text, name)[:16]}"
    with unit_of_work() as own:
        last = own.scalar(sa.select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1))
        if last is not None and last.label == label:
            return
        action = ROTATION if name == AUDIT else "keys.rotate"
        record(own.get_one(AuditHead, 1), action=action, label=label, reason=reason, actor=SYSTEM)


def _take_up(name: str, text: str) -> None:
    with unit_of_work() as own:
        installation.put(own, PREFIX + name, fingerprint(text, name))
        if name == AUDIT:
            head = own.get_one(AuditHead, 1)
            head.seal = head_seal(text, head.count, head.mac)
        session.flush()


def _retire(path: Path) -> None:
    """The old key under a number: `audit_key.1` is the first that was ever in use."""
    held = path.read_text(encoding="ascii").strip()
    retired = config.retired_keys(path.parent)
    if not any(one.read_text(encoding="ascii").strip() == held for one in retired):
        os.link(path, path.with_name(f"{path.name}.{len(retired) + 1}"))
