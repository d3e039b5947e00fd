"""A small office of 0.1.0 (commit 4dac2c5, the last before migrations were frozen), to be brought on by them.

It is an instance folder (SQLite at revision 0003, archived PDFs, keys of its own), made by that
commit's own services: an action with a closed, an overdue and a drafted paper, a 移交, two interviews,
a clue of the province, and somebody of every role with PASSWORD. Its PostgreSQL twin is made of it.
"""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from supervision.core.db import db

PACKED = Path(__file__).parents[1] / "upgrade" / "0.1.0.tar.xz"
REVISION = "0003"
PASSWORD = "Upgrade-2024-old"
PEOPLE = (
    "zhou",
    "wang",
    "zhao",
    "shijian",
    "shijian.head",
    "guancha",
    "sysadmin",
    "secadmin",
    "auditor",
)
MADE_ANEW = ("search_token", "sqlite_", "alembic_")  # indexes and marks of the store itself


def unpack(folder: Path, packed: Path = PACKED) -> Path:
    """The old instance in `folder`, as that release left it."""
    folder.mkdir(parents=True)
    with tarfile.open(packed) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(folder, filter="data")
        else:  # Python before 3.11.4; our own archive
            archive.extractall(folder)  # noqa: S202
    return folder


def revision(url: str) -> str:
    """Where the database of `url` stands."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return found


def counts(connection: Connection) -> dict[str, int]:
    """Rows a table, of the tables that hold what people entered."""
    names = [name for name in sa.inspect(connection).get_table_names() if not _is_made_anew(name)]
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in names
    }


def fill_postgres(app: Flask, instance: Path) -> None:
    """Bring `app`'s empty PostgreSQL to the old revision and copy the rows of the old SQLite there."""
    kept = f"sqlite:///{instance / 'supervision.sqlite3'}"
    with app.app_context():
        with _as_if_new(instance):
            flask_migrate.upgrade(revision=revision(kept))
        source = sa.create_engine(kept)
        with source.connect() as old, db.engine.begin() as new:
            tables = sa.MetaData()
            tables.reflect(new, only=lambda name, _: not _is_made_anew(name))
            new.exec_driver_sql("SET session_replication_role = replica")  # in any order
            for table in tables.tables.values():
                _copy(old, new, table)
            new.exec_driver_sql("SET session_replication_role = DEFAULT")
        source.dispose()


@contextmanager
def _as_if_new(instance: Path) -> Iterator[None]:
    """Without the files that tell a lost database from a new one."""
    aside = instance.with_name("aside")
    aside.mkdir()
    for name in ("files", "audit_anchor.json"):
        (instance / name).rename(aside / name)
    yield
    for path in aside.iterdir():
        path.rename(instance / path.name)


def _copy(old: Connection, new: Connection, table: sa.Table) -> None:
    """Values as SQLite holds them, given to PostgreSQL as what its columns are."""
    mirror = sa.Table(
        table.name, sa.MetaData(), *(sa.Column(c.name, _read_as(c.type)) for c in table.columns)
    )
    rows = [dict(row) for row in old.execute(sa.select(mirror)).mappings()]
    if rows:
        new.execute(sa.insert(table), rows)
    if "id" in table.columns and isinstance(table.columns["id"].type, sa.Integer):
        highest = sa.select(sa.func.max(table.columns["id"])).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
        new.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(highest, 1))))


def _read_as(kind: Any) -> Any:
    for generic in (sa.JSON, sa.DateTime, sa.Date, sa.Boolean, sa.LargeBinary):
        if isinstance(kind, generic):
            return generic()
    return sa.types.NullType()


def _is_made_anew(name: str) -> bool:
    return name.startswith(MADE_ANEW)
