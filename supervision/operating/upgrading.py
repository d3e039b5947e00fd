"""Upgrade with a way back: check, backup, migrate, self-test; killed in the middle, it begins again.

While it is under way a mark in the data folder names the backup made before: start-up refuses, and
the next upgrade first puts that backup back.
"""

from collections.abc import Callable
from typing import Any

from supervision.core import backup, clock, derived, installation, startup
from supervision.core.backup import Archive, Reason, Site, dumping
from supervision.core.backup.replacing import put_back
from supervision.core.backup.verifying import faults_of_pages
from supervision.core.db import db, unit_of_work
from supervision.core.errors import DomainError
from supervision.core.installation import DERIVED, PROGRAM, facts
from supervision.core.startup import keys, presence
from supervision.core.startup.schema import UPGRADING, is_known, newest, revision_of
from supervision.core.version import VERSION
from supervision.operating import under_way
from supervision.operating.running import note

Say = Callable[[str], Any]


def upgrade(app: Any, say: Say) -> None:
    """Bring the database to the program's revision, in the application's context, folder held alone."""
    site = backup.here()
    _recover(site, say)
    present = _present(site)
    if present == newest():
        if _versions(site) != {VERSION}:
            startup.check(app)
            _derive_anew(say)
        say(f"数据库已是最新（{present}），程序 {VERSION}")
        return
    if present is not None and not is_known(present):
        raise DomainError(
            f"数据库（{present}）比程序（{newest()}）新：请装回与它相配的程序版本，不能倒着升级"
        )
    archive = _save(site, say) if present is not None else ""
    under_way.put(site, under_way.mark_of(present, newest(), archive, site))
    say(f"升级数据库：{present or '空'} → {newest()}")
    import flask_migrate

    flask_migrate.upgrade()
    db.session.remove()
    db.engine.dispose()
    under_way.take_away(site)
    try:
        startup.check(app)
        _self_test(site)
        _derive_anew(say)
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
        presence.refuse_anothers(connection)
        keys.refuse_foreign(connection, site.keys, site.keys_folder)
        return revision_of(connection)


def _versions(site: Site) -> set[str | None]:
    """Of the programs that last served, and by whose rules what is stored follows."""
    with dumping.open_store(site.url) as connection:
        known = facts(connection)
    return {known.get(PROGRAM), known.get(DERIVED)}


def _derive_anew(say: Say) -> None:
    """What is stored and follows from other records follows by the rules of this program from now on.

    That it was done is stored with it: a newer program may have served before, or been killed in between.
    """
    with unit_of_work() as own:
        put = {label: count for label, count in derived.rebuild(own).items() if count}
        installation.put(own, DERIVED, VERSION)
    if put:
        told = "、".join(f"{label}{count}条" for label, count in put.items())
        say(f"按程序 {VERSION} 的规则重算：{told}")


def _save(site: Site, say: Say) -> str:
    made = backup.create(site, reason=Reason.UPGRADE)
    backup.rotate(site.backups)
    say(f"已备份：{made.path}")
    return made.path.name


def _recover(site: Site, say: Say) -> None:
    """Undo an upgrade that was killed in the middle."""
    mark = under_way.read(site)
    if mark is None:
        return
    if mark.archive or mark.torn:
        found = saved_before(site)
        say(f"上次升级没有做完，先退回升级前的备份 {found.path.name}")
        put_back(found, site)
    else:
        say("上次建库没有做完，重新建库")
        dumping.empty(site.url)
    under_way.take_away(site)


def _self_test(site: Site) -> None:
    with dumping.open_store(site.url) as connection:
        for fault in faults_of_pages(connection):
            raise DomainError(fault)


def saved_before(site: Site) -> Archive:
    """The backup a rollback goes back to: of a torn mark, the one that was made just before it."""
    mark = under_way.read(site)
    if mark is not None and mark.archive:
        return backup.open_archive(site.backups / mark.archive)
    for one in backup.archives(site.backups):
        if one.manifest.reason == Reason.UPGRADE:
            return one
    lost = f"{site.backups} 里没有升级前的备份"
    if mark is not None and mark.torn:
        raise DomainError(
            f"上次升级没有做完，它的标记 {site.instance / UPGRADING} 读不出来，{lost}：库里有数据的，"
            "按部署说明第8节用 mingdu backup restore 恢复；还没有数据的，移走整个数据目录再做一次"
        )
    raise DomainError(f"{lost}，不能退回")


def roll_back(site: Site, found: Archive, say: Say) -> None:
    """Put the database of before the upgrade back; what is there now is kept as a backup first."""
    if under_way.read(site) is None:
        made = backup.create(site, reason=Reason.MANUAL)
        say(f"现有数据另存为：{made.path}")
        mark = under_way.mark_of(found.manifest.revision, newest(), found.path.name, site)
        under_way.put(site, mark)
    put_back(found, site)
    under_way.take_away(site)
    at = clock.local(found.manifest.moment).strftime("%Y-%m-%d %H:%M")
    say(f"数据库已退回 {at}（{found.manifest.revision}，审计{found.manifest.events}条）")
    if found.manifest.revision != newest():
        say(f"请装回当时的程序版本再启动：git checkout v{found.manifest.version} && make setup")
