"""Restoring as a whole: the keys first, then the data, then what the restored system must know of it."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url

from supervision.core import backup, clock, config
from supervision.core.backup import Archive, Pool, wrapping
from supervision.core.backup.archive import SETTINGS
from supervision.core.backup.making import fsync_folder
from supervision.core.backup.restoring import refuse_unfit
from supervision.core.backup.site import elsewhere
from supervision.core.config import KEYS
from supervision.core.db import db
from supervision.core.errors import DomainError
from supervision.core.startup.schema import RESTORING, newest, refuse_half_restored
from supervision.operating.running import note

_WRITTEN = {"True": "1", "False": "0"}  # as backups of before bear it


def passphrase(source: Path | None, *, again: bool = False) -> str:
    """From the first line of a file, else asked for without showing it."""
    if source is not None:
        try:
            return source.read_text("utf-8").partition("\n")[0].strip()
        except OSError:
            raise DomainError(f"口令文件 {source} 读不出来：请检查路径和权限") from None
    return str(
        click.prompt("口令", hide_input=True, confirmation_prompt="再输一次" if again else False)
    )


def restore(
    found: Archive, instance: Path, pool: Pool, key_file: Path | None, passphrase_file: Path | None
) -> list[str]:
    """Restore `found` into `instance`; with keys out of `key_file`, or those that lie there."""
    refuse_half_restored(instance)
    url = make_url(config.database_url(instance))
    refuse_unfit(found, elsewhere(instance, {}, instance, url))
    if key_file is not None:
        wrapping.put(wrapping.unwrap(key_file, passphrase(passphrase_file)), instance)
    folder = config.keys_folder(instance)
    retired = tuple(path.read_text("ascii").strip() for path in config.retired_keys(folder))
    site = elsewhere(instance, _keys_in(folder), instance, url, retired=retired)
    (instance / RESTORING).touch()
    fsync_folder(instance)
    try:
        return backup.restore(found, site, pool)
    except BaseException:  # the place is empty again
        (instance / RESTORING).unlink(missing_ok=True)
        raise


def settings_of_then(found: Archive) -> list[str]:
    """What was set when it was saved and is set otherwise now, as it stands in the file of settings."""
    now = backup.here().settings
    then: dict[str, str] = json.loads(found.read(SETTINGS))
    written = {name: _WRITTEN.get(value, value) for name, value in then.items()}
    return [f"{name}={value}" for name, value in written.items() if now.get(name, value) != value]


def _keys_in(folder: Path) -> dict[str, str]:
    paths = {name: folder / name for name in KEYS}
    missing = [name for name, path in paths.items() if not path.is_file()]
    if missing:
        message = (
            f"{folder} 里没有密钥（{'、'.join(missing)}）：请加 --keys 导出的密钥文件，"
            "或先把原来的密钥文件放进去"
        )
        raise DomainError(message)
    return {name: path.read_text("utf-8").strip() for name, path in paths.items()}


def take_over(app: Any, found: Archive) -> None:
    """Bring an older database on, leave the restore on the trail, and let it be served from now on."""
    mark = app.config["INSTANCE"] / RESTORING
    with app.app_context():
        if found.manifest.revision != newest():
            import flask_migrate

            flask_migrate.upgrade()
            db.session.remove()
            db.engine.dispose()
            try:
                backup.refuse_wrong_trail(found, backup.here())
            except DomainError:  # the place is empty again
                mark.unlink()
                raise
        at = clock.local(found.manifest.moment).strftime("%Y年%-m月%-d日%H:%M")
        label = f"从备份恢复：{found.path.name}（{at}，审计{found.manifest.events}条）"
        note("backup.restore", label)
    mark.unlink()
    fsync_folder(mark.parent)
