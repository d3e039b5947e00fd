"""Is a backup good: every byte against its hash, the database against what the manifest counted."""

import tempfile
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from supervision.core import audit
from supervision.core.backup import archive, dumping
from supervision.core.backup.archive import Archive, Manifest
from supervision.core.backup.making import count_rows
from supervision.core.backup.pool import Pool
from supervision.core.backup.site import Site
from supervision.core.installation import fingerprints
from supervision.core.startup.keys import foreign_keys
from supervision.core.startup.schema import revision_of

MOST_NAMED = 5


def verify(found: Archive, pool: Pool, keys: dict[str, str]) -> list[str]:
    """Faults in words, none when all is well. DomainError where the archive is cut off."""
    manifest = found.manifest
    if manifest.keys != fingerprints(keys):
        return ["此备份属于另一套密钥（另一处安装，或换过密钥），用现有密钥不能恢复"]
    if not found.sealed_by(keys["audit_key"]):
        return ["备份的清单被改动过（封印不符）"]
    faults = [
        f"备份中的 {name} 与清单的校验值不符"
        for name, sha256 in manifest.members.items()
        if found.hash_of(name) != sha256
    ]
    if faults:
        return faults
    return [*_faults_of_files(found, pool), *_faults_of_dump(found)]


def _faults_of_files(found: Archive, pool: Pool) -> list[str]:
    files = found.kept_files()
    known = set(found.manifest.faults)
    wanted = {one.sha256 for one in files if one.attached and one.key not in known}
    bad = [sha256 for sha256 in sorted(wanted) if not _holds(found, pool, sha256)]
    if not bad:
        return []
    named = "、".join(sha256[:12] for sha256 in bad[:MOST_NAMED])
    return [f"{len(bad)}个文件的备份缺失或损坏（{named}{'等' if len(bad) > MOST_NAMED else ''}）"]


def _holds(found: Archive, pool: Pool, sha256: str) -> bool:
    if found.manifest.whole:
        return found.hash_of(archive.member_of(sha256)) == sha256
    return pool.intact(sha256)


def _faults_of_dump(found: Archive) -> list[str]:
    """An SQLite copy is opened and counted; PostgreSQL's is proved by the drill."""
    name = archive.DUMPS[found.manifest.store]
    if found.manifest.store != dumping.SQLITE:
        return []
    with tempfile.TemporaryDirectory(prefix="mingdu-verify-") as folder:
        path = Path(folder) / name
        found.extract(name, path, found.manifest.members[name])
        with dumping.open_store(URL.create(dumping.SQLITE, database=str(path))) as connection:
            return faults_of_database(connection, found.manifest)


def faults_of_pages(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its own file; PostgreSQL looks after its pages by itself."""
    if connection.dialect.name != dumping.SQLITE:
        return []
    said = connection.scalar(sa.text("PRAGMA quick_check"))
    return [] if said == "ok" else [f"数据库自检不通过：{said}"]


def faults_of_database(connection: Connection, manifest: Manifest) -> list[str]:
    """What a restored database lacks of what was counted when it was saved."""
    if torn := faults_of_pages(connection):
        return torn
    if (revision := revision_of(connection)) != manifest.revision:
        return [f"数据库版本是{revision}，清单上是{manifest.revision}"]
    counts = count_rows(connection)
    return [
        f"表 {name} 有{counts.get(name, 0)}行，清单上是{manifest.counts.get(name, 0)}行"
        for name in sorted({*counts, *manifest.counts})
        if counts.get(name, 0) != manifest.counts.get(name, 0)
    ]


def faults_of_trail(
    connection: Connection, manifest: Manifest, site: Site, anchor: Path, *, grown: bool = False
) -> list[str]:
    """The chain from the first event to the head of the manifest; `grown`: events came after that."""
    keys = site.keys
    head = [(manifest.head, manifest.events)] if manifest.events and grown else []
    verdict = audit.verify(
        connection, key=keys["audit_key"], retired=site.retired, anchor=anchor, known=head
    )
    faults = [f"审计链：{fault}" for fault in verdict.faults if manifest.events or verdict.count]
    if (
        not grown
        and manifest.events
        and (verdict.count, verdict.head) != (manifest.events, manifest.head)
    ):
        faults.append(f"审计记录{verdict.count}条，清单上是{manifest.events}条或链头不同")
    return [*faults, *(f"密钥 {name} 与数据库不符" for name in foreign_keys(connection, keys))]
