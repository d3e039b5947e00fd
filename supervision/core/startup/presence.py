"""Is the database there, where files or the anchor say that it existed; and is it one at all."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from supervision.core.config import has_records

_MAGIC = b"SQLite format 3\x00"
_WAY_OUT = (
    "请用 mingdu backup restore 从备份恢复到一个空的数据目录；确要重新开始的，"
    "用 SUPERVISION_INSTANCE 另指一个空目录"
)


def path_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server or for memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def refuse_lost(instance: Path, url: URL) -> None:
    """SystemExit where the database is gone, or SQLite's file empty, and the folder says that it existed."""
    if url.get_backend_name() == "postgresql":
        _refuse_lost_from_server(instance, url)
        return
    path = path_of(url)
    if path is None or (path.is_file() and path.stat().st_size > 0):
        return
    if has_records(instance):
        message = (
            f"数据库不见了：{path} 不存在或是空的，而数据目录里有它的文件或审计锚定。{_WAY_OUT}"
        )
        raise SystemExit(message)


def _refuse_lost_from_server(instance: Path, url: URL) -> None:
    if _stands_on_server(url):
        return
    if has_records(instance):
        message = (
            f"数据库不见了：服务器上没有“{url.database}”，而数据目录里有它的文件或审计锚定。请检查 "
            f"DATABASE_URL；库确已不在的，建一个空库后，{_WAY_OUT}"
        )
        raise SystemExit(message)
    message = f"服务器上没有数据库“{url.database}”（DATABASE_URL）：请按部署说明第2节建一个空库"
    raise SystemExit(message)


def _stands_on_server(url: URL) -> bool:
    """Whether the server has it; True where that cannot be asked: connecting tells what is wrong then."""
    engine = sa.create_engine(
        url.set(database="postgres"),
        poolclass=sa.pool.NullPool,
        connect_args={"connect_timeout": 10},
    )
    known = sa.table("pg_database", sa.column("datname"))
    try:
        with engine.connect() as connection:
            named = sa.select(known.c.datname).where(known.c.datname == url.database)
            return connection.scalar(named) is not None
    except sa.exc.DBAPIError:
        return True


def refuse_what_is_no_database(url: URL) -> None:
    """SystemExit where something else lies in the place of SQLite's file."""
    path = path_of(url)
    if path is None or not path.is_file() or path.stat().st_size == 0:
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError:
        message = f"数据库 {path} 读不出来：请检查它的属主、权限和所在磁盘"
        raise SystemExit(message) from None
    if head != _MAGIC:
        raise SystemExit(f"{path} 不是 SQLite 数据库，可能被覆盖或损坏。{_WAY_OUT}")


def refuse_emptied(instance: Path, connection: Connection) -> None:
    """SystemExit where a database has no table and the folder says that it had."""
    if not connection.dialect.has_table(connection, "alembic_version") and has_records(instance):
        message = f"数据库是空的，而数据目录 {instance} 里有它的文件或审计锚定。{_WAY_OUT}"
        raise SystemExit(message)


def refuse_anothers(connection: Connection) -> None:
    """SystemExit where a database has tables that no migration of ours has made."""
    if connection.dialect.has_table(connection, "alembic_version"):
        return
    found = sorted(sa.inspect(connection).get_table_names())
    if found:
        message = (
            f"数据库里已有不是本系统建的表（{'、'.join(found[:3])} 等{len(found)}个）：请检查 "
            "DATABASE_URL，本系统须用自己的、空的数据库"
        )
        raise SystemExit(message)
