"""Putting a backup back over the very database it was made of (an upgrade undone)."""

from supervision.core import config
from supervision.core.backup import archive, dumping
from supervision.core.backup.archive import Archive
from supervision.core.backup.making import place_of
from supervision.core.backup.pool import Pool, copy_checked
from supervision.core.backup.site import Site
from supervision.core.backup.verifying import faults_of_database, verify
from supervision.core.errors import DomainError


def put_back(found: Archive, site: Site) -> None:
    """Replace the database by that of `found`; files stay, those gone since come back.

    DomainError, and nothing changed, where the backup is not good. Killed in between it is simply
    done again: the caller's mark in the folder says that it must be.
    """
    pool = Pool(found.path.parent / "pool")
    faults = verify(found, pool, site.keys)
    if faults:
        raise DomainError(f"备份 {found.path.name} 不能用：{'；'.join(faults)}")
    name = archive.DUMPS[found.manifest.store]
    dump = site.instance / f"{name}.restoring"
    try:
        found.extract(name, dump, found.manifest.members[name])
        if site.url.get_backend_name() != dumping.SQLITE:
            dumping.empty(site.url)
        dumping.load(dump, site.url)
    finally:
        dump.unlink(missing_ok=True)
    if archive.ANCHOR in found.manifest.members:
        (site.instance / config.ANCHOR).write_bytes(found.read(archive.ANCHOR))
    _files_back(found, site, pool)
    with dumping.open_store(site.url) as connection:
        faults = faults_of_database(connection, found.manifest)
    if faults:
        raise DomainError(f"退回的数据库与备份不符：{'；'.join(faults)}")


def _files_back(found: Archive, site: Site, pool: Pool) -> None:
    for one in found.kept_files():
        target = place_of(site.instance, one.key)
        if not target.exists() and pool.has(one.sha256):
            with pool.path_of(one.sha256).open("rb") as file:
                copy_checked(file, target, one.sha256)
