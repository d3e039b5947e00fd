"""The database as one file at one moment, on either store, and back into an empty place."""

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from supervision.core.errors import DomainError
from supervision.core.startup.presence import path_of

SQLITE, POSTGRES = "sqlite", "postgresql"
SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Snapshot:
    """A dump of the database, and a connection that sees the very same moment."""

    path: Path
    connection: Connection


@contextmanager
def snapshot(url: URL, path: Path) -> Iterator[Snapshot]:
    """Dump the database of `url` to `path` while others go on writing."""
    if url.get_backend_name() == SQLITE:
        with _vacuumed(url, path) as connection:
            yield Snapshot(path, connection)
        return
    with open_store(url) as connection:
        connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        exported = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={exported}"]
        _run_postgres("pg_dump", [*options, f"--file={path}"], url, path.parent)
        yield Snapshot(path, connection)


@contextmanager
def _vacuumed(url: URL, path: Path) -> Iterator[Connection]:
    """A reader's snapshot written out whole; writers go on (WAL)."""
    source = path_of(url)
    if source is None or not source.is_file():
        raise DomainError(f"数据库文件 {source} 不存在，没有可备份的内容")
    with contextlib.closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=60000")
        connection.execute("VACUUM INTO ?", [str(path)])
    with open_store(URL.create(SQLITE, database=str(path))) as copy:
        yield copy


@contextmanager
def open_store(url: URL) -> Iterator[Connection]:
    """A connection of its own to any database, closed for good on leaving."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def load(dump: Path, url: URL) -> None:
    """Put a dump into the empty place of `url`; side files of another database are cleared first."""
    path = path_of(url)
    if path is None:
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run_postgres("pg_restore", [*options, str(dump)], url, dump.parent, to=True)
        return
    draft = path.with_name(path.name + ".part")
    shutil.copyfile(dump, draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.chmod(0o600)
    remove(path)
    draft.replace(path)


def remove(path: Path) -> None:
    """An SQLite database with all that belongs to it: its log would be replayed into another."""
    for name in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
        name.unlink(missing_ok=True)


def is_empty(url: URL) -> bool:
    """Whether nothing is where a database would be put."""
    path = path_of(url)
    if path is not None:
        return not path.exists()
    with open_store(url) as connection:
        return not sa.inspect(connection).get_table_names()


def empty(url: URL) -> None:
    """Make room where a database was, for the copy of it that is about to be loaded."""
    path = path_of(url)
    if path is not None:
        remove(path)
        return
    with open_store(url) as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
        connection.commit()


def _run_postgres(
    program: str, options: list[str], url: URL, folder: Path, *, to: bool = False
) -> None:
    """Run one of PostgreSQL's own programs; the password goes by a file, never on the command line."""
    passfile = folder / f"pgpass.{secrets.token_hex(4)}"
    passfile.touch(mode=0o600)
    passfile.write_text(f"*:*:*:*:{_escaped(url.password or '')}\n", encoding="utf-8")
    address = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "dbname": url.database,
        "passfile": str(passfile) if url.password else None,
        **url.query,
    }
    given = {name: str(value) for name, value in address.items() if value is not None}
    from psycopg.conninfo import make_conninfo

    target = f"--dbname={make_conninfo(**given)}"
    command = [_program(program), "--no-password", target, *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    finally:
        passfile.unlink(missing_ok=True)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        doing = "装入数据库" if to else "导出数据库"
        raise DomainError(f"{doing}失败（{program}）：{said[-1] if said else done.returncode}")


def _escaped(password: str) -> str:
    return password.replace("\\", "\\\\").replace(":", "\\:")


def _program(name: str) -> str:
    """The newest installed program: it must not be older than the server."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise DomainError(f"缺少 {name}，请由管理员执行：apt-get install postgresql-client")
    return found
