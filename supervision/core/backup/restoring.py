"""The way back: an archive into an empty place, everything verified before and after."""

import shutil
from contextlib import suppress
from pathlib import Path

from supervision.core import config
from supervision.core.backup import archive, dumping
from supervision.core.backup.archive import Archive, KeptFile
from supervision.core.backup.making import place_of
from supervision.core.backup.pool import Pool, copy_checked
from supervision.core.backup.site import Site
from supervision.core.backup.verifying import (
    MOST_NAMED,
    faults_of_database,
    faults_of_trail,
    verify,
)
from supervision.core.errors import DomainError
from supervision.core.startup.schema import is_known, newest


def restore(found: Archive, site: Site, pool: Pool) -> list[str]:
    """Restore into the empty place of `site`; what could not be had again, in words.

    DomainError with the reason, and the place empty again, when anything is not as it was saved.
    """
    refuse_unfit(found, site)
    faults = verify(found, pool, site.keys)
    if faults:
        raise DomainError(f"备份 {found.path.name} 不能用：{'；'.join(faults)}")
    try:
        missing = _put_files(found, site, pool)
        _put_database(found, site)
        faults = _examine(found, site)
        if faults:
            raise DomainError(f"恢复出来的数据与备份不符：{'；'.join(faults)}")  # noqa: TRY301  (undone below like every other failure)
    except BaseException:
        _undo(site)
        raise
    return missing


def refuse_unfit(found: Archive, site: Site) -> None:
    """DomainError where the place is in use, or the backup is of another store or a later program."""
    manifest = found.manifest
    store = site.url.get_backend_name()
    if manifest.store != store:
        raise DomainError(f"此备份是 {manifest.store} 数据库，而 DATABASE_URL 指向 {store}")
    if not is_known(manifest.revision):
        message = (
            f"备份的数据库（{manifest.revision}）比程序新，由程序 {manifest.version} 制作："
            "请先装好不低于该版本的程序，再恢复"
        )
        raise DomainError(message)
    if config.has_been_used(site.instance) or not dumping.is_empty(site.url):
        message = (
            f"{site.instance} 或它的数据库里已有数据，不能覆盖：请先停止服务，把旧数据移到别处，"
            "或用 SUPERVISION_INSTANCE（和 DATABASE_URL）另指一个空的地方"
        )
        raise DomainError(message)


def _put_files(found: Archive, site: Site, pool: Pool) -> list[str]:
    missing = []
    for one in found.kept_files():
        target = place_of(site.instance, one.key)
        if not _put_file(found, pool, one, target) and one.attached:
            missing.append(f"文件 {one.key[:12]} 在备份时已经缺失或损坏，不能恢复")
    return missing


def _put_file(found: Archive, pool: Pool, one: KeptFile, target: Path) -> bool:
    if pool.has(one.sha256):
        with pool.path_of(one.sha256).open("rb") as file:
            return copy_checked(file, target, one.sha256)
    if found.manifest.whole:
        with suppress(DomainError):  # given up, or lost, before the backup was made
            return found.extract(archive.member_of(one.sha256), target, one.sha256)
    return False


def _put_database(found: Archive, site: Site) -> None:
    name = archive.DUMPS[found.manifest.store]
    dump = site.instance / f"{name}.restoring"
    try:
        if not found.extract(name, dump, found.manifest.members[name]):
            raise archive.broken(found.path)
        dumping.load(dump, site.url)
    finally:
        dump.unlink(missing_ok=True)
    if archive.ANCHOR in found.manifest.members:
        (site.instance / config.ANCHOR).write_bytes(found.read(archive.ANCHOR))


def _examine(found: Archive, site: Site) -> list[str]:
    with dumping.open_store(site.url) as connection:
        faults = faults_of_database(connection, found.manifest)
        if faults or found.manifest.revision != newest():
            return faults  # the trail of an older program is read once it is brought on
        return faults_of_trail(connection, found.manifest, site, site.instance / config.ANCHOR)


def refuse_wrong_trail(found: Archive, site: Site) -> None:
    """Of an older database, restored and brought on: DomainError, and the place empty, for a trail
    that does not hold the one that was saved."""
    with dumping.open_store(site.url) as connection:
        anchor = site.instance / config.ANCHOR
        faults = faults_of_trail(connection, found.manifest, site, anchor, grown=True)
    if faults:
        _undo(site)
        raise DomainError(f"恢复并升级后的审计链与备份不符：{'；'.join(faults[:MOST_NAMED])}")


def _undo(site: Site) -> None:
    """The place was empty: whatever lies there came with this restore."""
    shutil.rmtree(site.instance / config.FILES, ignore_errors=True)
    (site.instance / config.ANCHOR).unlink(missing_ok=True)
    with suppress(Exception):
        dumping.empty(site.url)
