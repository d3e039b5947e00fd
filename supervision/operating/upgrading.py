"""Upgrade with a way back: check, backup, migrate, self-test; killed in the middle, it begins again.

While it is under way a mark in the data folder names the backup made before: start-up refuses, and
the next upgrade first puts that backup back.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervision.core import backup, clock, startup
from supervision.core.backup import Archive, Reason, Site, dumping
from supervision.core.backup.replacing import put_back
from supervision.core.backup.verifying import faults_of_pages
from supervision.core.db import db
from supervision.core.errors import DomainError
from supervision.core.startup import presence
from supervision.core.startup.schema import UPGRADING, is_known, newest, revision_of
from supervision.core.version import VERSION
from supervision.operating.running import note

Say = Callable[[str], Any]


@dataclass(frozen=True)
class Mark:
    """An upgrade that is under way: where it started from; `archive` is empty for a new database."""

    present: str
    wanted: str
    archive: str


def read_mark(instance: Path) -> Mark | None:
    """The upgrade that did not come to its end, if there is one."""
    path = instance / UPGRADING
    if not path.exists():
        return None
    try:
        return Mark(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError):
        return Mark("", "", "")


def _set_mark(instance: Path, mark: Mark) -> None:
    draft = instance / f"{UPGRADING}.new"
    draft.write_text(json.dumps(mark.__dict__), encoding="utf-8")
    draft.replace(instance / UPGRADING)


def upgrade(app: Any, say: Say) -> None:
    """Bring the database to the program's revision, in the application's context, folder held alone."""
    site = backup.here()
    _recover(site, say)
    present = _present(site)
    if present == newest():
        say(f"数据库已是最新（{present}），程序 {VERSION}")
        return
    if present is not None and not is_known(present):
        raise DomainError(
            f"数据库（{present}）比程序（{newest()}）新：请装回与它相配的程序版本，不能倒着升级"
        )
    archive = _save(site, say) if present is not None else ""
    _set_mark(site.instance, Mark(present or "", newest(), archive))
    say(f"升级数据库：{present or '空'} → {newest()}")
    import flask_migrate

    flask_migrate.upgrade()
    db.session.remove()
    db.engine.dispose()
    (site.instance / UPGRADING).unlink()
    try:
        startup.check(app)
        _self_test(site)
    except (SystemExit, DomainError) as fault:
        raise DomainError(f"升级后自检不通过：{fault}。可用 mingdu rollback 退回升级前") from None
    if present is not None:
        note("upgrade", f"升级数据库 {present} → {newest()}，程序 {VERSION}")
    say("升级完成，自检通过")


def _present(site: Site) -> str | None:
    presence.refuse_lost(site.instance, site.url)
    presence.refuse_what_is_no_database(site.url)
    path = presence.path_of(site.url)
    if path is not None and not path.exists():
        return None
    with dumping.open_store(site.url) as connection:
        presence.refuse_emptied(site.instance, connection)
        return revision_of(connection)


def _save(site: Site, say: Say) -> str:
    made = backup.create(site, reason=Reason.UPGRADE)
    backup.rotate(site.backups)
    say(f"已备份：{made.path}")
    return made.path.name


def _recover(site: Site, say: Say) -> None:
    """Undo an upgrade that was killed in the middle."""
    mark = read_mark(site.instance)
    if mark is None:
        return
    if mark.archive:
        say(f"上次升级没有做完，先退回升级前的备份 {mark.archive}")
        put_back(backup.open_archive(site.backups / mark.archive), site)
    elif not mark.present:
        say("上次建库没有做完，重新建库")
        dumping.empty(site.url)
    (site.instance / UPGRADING).unlink()


def _self_test(site: Site) -> None:
    with dumping.open_store(site.url) as connection:
        for fault in faults_of_pages(connection):
            raise DomainError(fault)


def saved_before(site: Site) -> Archive:
    """The backup a rollback goes back to."""
    mark = read_mark(site.instance)
    if mark is not None and mark.archive:
        return backup.open_archive(site.backups / mark.archive)
    for one in backup.archives(site.backups):
        if one.manifest.reason == Reason.UPGRADE:
            return one
    raise DomainError(f"{site.backups} 里没有升级前的备份，不能退回")


def roll_back(site: Site, found: Archive, say: Say) -> None:
    """Put the database of before the upgrade back; what is there now is kept as a backup first."""
    if read_mark(site.instance) is None:
        made = backup.create(site, reason=Reason.MANUAL)
        say(f"现有数据另存为：{made.path}")
        _set_mark(site.instance, Mark(found.manifest.revision, newest(), found.path.name))
    put_back(found, site)
    (site.instance / UPGRADING).unlink()
    at = clock.local(found.manifest.moment).strftime("%Y-%m-%d %H:%M")
    say(f"数据库已退回 {at}（{found.manifest.revision}，审计{found.manifest.events}条）")
    if found.manifest.revision != newest():
        say(f"请装回当时的程序版本再启动：git checkout v{found.manifest.version} && make setup")
