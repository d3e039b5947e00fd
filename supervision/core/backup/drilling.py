"""The drill: a backup restored into a temporary place and examined; its outcome is remembered."""

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from supervision.core import clock
from supervision.core.backup.archive import Archive
from supervision.core.backup.dumping import SQLITE
from supervision.core.backup.making import place_of
from supervision.core.backup.pool import Pool
from supervision.core.backup.restoring import restore
from supervision.core.backup.site import Site, elsewhere
from supervision.core.errors import DomainError
from supervision.core.startup.schema import newest

_RESULT = "drill.json"


@dataclass(frozen=True)
class Drill:
    """What came of a drill; `said` are its faults, or what could not be had again."""

    at: str
    archive: str
    passed: bool
    said: list[str]

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def drill(found: Archive, site: Site, pool: Pool) -> Drill:
    """Restore `found` elsewhere with the keys of `site`, look, and throw it away."""
    try:
        with _folder(site) as folder, _store(site) as url:
            place = elsewhere(Path(folder), site.keys, site.backups, url, retired=site.retired)
            said, passed = restore(found, place, pool), True
        if found.manifest.revision != newest():
            said.append(f"数据库（{found.manifest.revision}）比程序旧，审计链在恢复、升级后核验")
    except DomainError as refusal:
        said, passed = [refusal.message], False
        if anew := _anew(found, site, pool):
            said.append(f"已从数据目录重新存入{anew}个文件，请再演练一次")
    outcome = Drill(clock.now().isoformat(), found.path.name, passed, said)
    _remember(site.backups, outcome)
    return outcome


def _anew(found: Archive, site: Site, pool: Pool) -> int:
    """Copies that rotted are made again of the office's own files; how many that were."""
    with suppress(DomainError):
        if not found.manifest.whole and found.sealed_by(site.keys["audit_key"]):
            places = {one.sha256: one.key for one in found.kept_files()}
            bad = [sha256 for sha256 in places if not pool.intact(sha256)]
            return sum(pool.take(place_of(site.instance, places[one]), one) for one in bad)
    return 0


def _folder(site: Site) -> tempfile.TemporaryDirectory[str]:
    """Beside the backups, where there is room for what they hold."""
    site.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="drill-", dir=site.backups)


@contextmanager
def _store(site: Site) -> Iterator[URL | None]:
    """A database for the time of a drill; None for SQLite, whose file comes with the folder."""
    if site.url.get_backend_name() == SQLITE:
        yield None
        return
    name = f"{site.url.database}_drill_{secrets.token_hex(4)}"
    engine = sa.create_engine(site.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except sa.exc.ProgrammingError:
        message = f"数据库账号不能建临时库，演练做不了：请由管理员执行 ALTER ROLE {site.url.username} CREATEDB"
        raise DomainError(message) from None
    try:
        yield site.url.set(database=name)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        engine.dispose()


def _remember(folder: Path, outcome: Drill) -> None:
    draft = folder / f"{_RESULT}.part"
    draft.write_text(json.dumps(asdict(outcome), ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / _RESULT)


def last_drill(folder: Path) -> Drill | None:
    """The outcome of the latest drill; None when there was none."""
    try:
        last = Drill(**json.loads((folder / _RESULT).read_text("utf-8")))
        known = last.moment.tzinfo is not None
    except (OSError, ValueError, TypeError):
        return None
    return last if known else None
