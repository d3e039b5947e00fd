"""Making a backup: the database at one moment, then every file that moment names."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from supervision.core import clock, config
from supervision.core.audit import AuditHead
from supervision.core.backup import archive
from supervision.core.backup.archive import KeptFile, Manifest
from supervision.core.backup.dumping import open_store, snapshot
from supervision.core.backup.pool import Pool, sha256_of
from supervision.core.backup.site import Site, alone
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.installation import fingerprints, program_of
from supervision.core.startup.keys import foreign_keys
from supervision.core.startup.schema import revision_of
from supervision.core.version import VERSION
from supervision.core.words import Word

BUSY = "另一个备份正在进行，请等它做完"
PATIENCE = 600  # seconds; the first nightly one begins as the service does, and its operator makes one then
_DERIVED = ("search_", "sqlite_")  # made from the rest by the store itself


class Reason(Word):
    """Why a backup was made; only nightly ones are rotated by the calendar."""

    MANUAL = "manual", "手工"
    NIGHTLY = "nightly", "每日"
    UPGRADE = "upgrade", "升级前"


@dataclass(frozen=True)
class Made:
    """A finished backup; `copied` files are new to the pool, `faults` could not be kept."""

    path: Path
    manifest: Manifest
    copied: int

    @property
    def faults(self) -> list[str]:
        return self.manifest.faults


def create(site: Site, *, reason: Reason, whole: bool = False, to: Path | None = None) -> Made:
    """Make a backup; a `whole` one carries every file inside, to be taken elsewhere.

    One that is being made is waited for. DomainError when that takes too long or the disk is full;
    nothing half-made is left.
    """
    with alone(site.backups / "lock", BUSY, patience=PATIENCE), _room_needed(site.backups):
        _clear(site.backups)
        with tempfile.TemporaryDirectory(prefix="making-", dir=site.backups) as folder:
            return _create(site, Path(folder), reason=reason, whole=whole, to=to)


def _clear(folder: Path) -> None:
    """What a backup that was killed has left: this one has the folder alone."""
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)
    for left in folder.glob("making-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _room_needed(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        if not _says_full(fault):
            raise
        message = f"备份目录 {folder} 所在磁盘已满，备份没有做成，没有留下半份：请腾出空间再做"
        raise DomainError(message) from None


def _says_full(fault: Exception) -> bool:
    """The kernel by number, SQLite and pg_dump in words."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return any(words in str(fault) for words in ("disk is full", "No space left"))


def _create(site: Site, folder: Path, *, reason: Reason, whole: bool, to: Path | None) -> Made:
    store = site.url.get_backend_name()
    dump = folder / archive.DUMPS[store]
    with snapshot(site.url, dump) as seen:
        if wrong := foreign_keys(seen.connection, site.keys):  # nobody could restore it
            message = f"密钥 {'、'.join(wrong)} 与数据库不符，备份没有做：请先运行 mingdu doctor"
            raise DomainError(message)
        files = _files(seen.connection)
        counts = count_rows(seen.connection)
        revision = revision_of(seen.connection) or ""
        head = seen.connection.execute(sa.select(AuditHead.__table__)).mappings().one_or_none()
        served_by = program_of(seen.connection)
    copied, faults = _keep(site, files)
    members: dict[str, Path | bytes] = {
        dump.name: dump,
        archive.FILES: json.dumps([astuple(one) for one in files]).encode(),
        archive.SETTINGS: json.dumps(site.settings, ensure_ascii=False, indent=1).encode(),
    }
    if head is not None:
        anchor = {name: head[name] for name in ("count", "mac", "seal")}
        members[archive.ANCHOR] = json.dumps(anchor).encode()
    manifest = Manifest(
        version=served_by if reason == Reason.UPGRADE else VERSION,
        revision=revision,
        made_at=clock.now().isoformat(),
        reason=reason,
        store=store,
        counts=counts,
        events=head["count"] if head is not None else 0,
        head=head["mac"] if head is not None else "",
        keys=fingerprints(site.keys),
        members={name: _hash(content) for name, content in members.items()},
        files=len(files),
        whole=whole,
        faults=faults,
    )
    text = manifest.to_bytes()
    seal = archive.seal_of(text, site.keys["audit_key"]).encode()
    sealed = {archive.MANIFEST: text, archive.SEAL: seal, **members}
    with _room_needed(to or site.backups):
        path = _free_name(to or site.backups, reason)
        archive.write(path, sealed, _contents(site, files) if whole else {})
        fsync_folder(path.parent)
    return Made(path, manifest, copied)


def _files(connection: Connection) -> list[KeptFile]:
    table = StoredFile.__table__
    columns = (table.c.key, table.c.sha256, table.c.size, table.c.attached)
    return [KeptFile(*row) for row in connection.execute(sa.select(*columns).order_by(table.c.id))]


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows of each table that holds records."""
    names = sorted(sa.inspect(connection).get_table_names())
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in names
        if not name.startswith(_DERIVED) and name != "alembic_version"
    }


def place_of(instance: Path, key: str) -> Path:
    """Where the bytes of a stored file lie in a data folder."""
    return instance / config.FILES / key[:2] / key


def _keep(site: Site, files: list[KeptFile]) -> tuple[int, list[str]]:
    """Copy what the pool lacks; how many, and what is missing or broken, by its key.

    A file may be thrown away between the moment of the database and now (an upload given up):
    its row is gone by now, and it is no fault.
    """
    pool, copied, lost = Pool(site.backups / "pool"), 0, []
    for one in files:
        if pool.whole(one.sha256, one.size):
            continue
        if pool.take(place_of(site.instance, one.key), one.sha256):
            copied += 1
        else:
            lost.append(one)
    lost = [
        one for one in lost if not pool.whole(one.sha256, one.size)
    ]  # another bore the same content
    if not lost:
        return copied, []
    with open_store(site.url) as connection:
        table = StoredFile.__table__
        keys = [one.key for one in lost]
        there = set(connection.scalars(sa.select(table.c.key).where(table.c.key.in_(keys))))
    return copied, [one.key for one in lost if one.key in there]


def _contents(site: Site, files: list[KeptFile]) -> dict[str, Path]:
    pool = Pool(site.backups / "pool")
    kept = {one.sha256 for one in files if pool.has(one.sha256)}
    return {archive.member_of(sha256): pool.path_of(sha256) for sha256 in sorted(kept)}


def _hash(content: Path | bytes) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return sha256_of(file)


def _free_name(place: Path, reason: Reason) -> Path:
    if place.suffix == archive.SUFFIX:
        if place.exists():
            raise DomainError(f"{place} 已经存在，请换一个文件名")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}-{reason}"
    for number in range(1, 1000):
        name = stem if number == 1 else f"{stem}-{number}"
        if not (path := place / f"{name}{archive.SUFFIX}").exists():
            return path
    raise DomainError(f"{place} 里同一时刻的备份太多")


def fsync_folder(folder: Path) -> None:
    """Let the disk take what was renamed, made or removed in `folder`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
