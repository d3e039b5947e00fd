"""Foreign keys added to tables that hold rows: orphans told, nothing else of the table lost.

SQLite cannot alter a constraint, so there the table is made anew (tables.py). `enforcement_off` is put
around all migrations by env.py, because the switch does nothing inside a transaction.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

from supervision.migrations.tables import remake


@dataclass(frozen=True, order=True)
class Key:
    """`table.column` names a row of `parent`."""

    table: str
    column: str
    parent: str

    @property
    def name(self) -> str:
        return f"fk_{self.table}_{self.column}_{self.parent}"

    @property
    def constraint(self) -> str:
        return f'CONSTRAINT {self.name} FOREIGN KEY({self.column}) REFERENCES "{self.parent}" (id)'


def add(keys: Iterable[Key]) -> None:
    """Add `keys`; a value that names nothing is noted among the facts of the installation and emptied."""
    connection = op.get_bind()
    for table, group in groupby(sorted(keys), key=lambda key: key.table):
        own = list(group)
        for key in own:
            _free_of_orphans(connection, key)
        if connection.dialect.name == "sqlite":
            _rebuild(connection, table, lambda words, own=own: _with(words, own))  # type: ignore[misc]
            continue
        for key in own:
            op.create_foreign_key(key.name, key.table, key.parent, [key.column], ["id"])


def remove(keys: Iterable[Key]) -> None:
    """Take `keys` away again."""
    connection = op.get_bind()
    for table, group in groupby(sorted(keys), key=lambda key: key.table):
        own = list(group)
        if connection.dialect.name == "sqlite":
            _rebuild(connection, table, lambda words, own=own: _without(words, own))  # type: ignore[misc]
            continue
        for key in own:
            op.drop_constraint(key.name, key.table, type_="foreignkey")


@contextmanager
def enforcement_off(connection: Connection) -> Iterator[None]:
    """Let SQLite take a table away and make it anew without touching the rows that name it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def _free_of_orphans(connection: Connection, key: Key) -> None:
    """Empty what names nothing and keep what it was; where it must not be empty, say so and stop."""
    child, parent = (
        sa.table(key.table, sa.column(key.column)),
        sa.table(key.parent, sa.column("id")),
    )
    value = child.c[key.column]
    named = sa.select(parent.c.id).where(parent.c.id == value).exists()
    orphaned = value.is_not(None) & ~named
    columns = {one["name"]: one for one in sa.inspect(connection).get_columns(key.table)}
    own: Any = sa.literal_column("id" if "id" in columns else '"key"')
    rows = connection.execute(sa.select(own, value).select_from(child).where(orphaned)).all()
    if not rows:
        return
    if not columns[key.column]["nullable"]:
        which = "、".join(str(row[0]) for row in rows[:20])
        message = f"{key.table}.{key.column} 有 {len(rows)} 行指向不存在的记录（{which}），请先更正"
        raise SystemExit(message)
    facts = sa.table("installation", sa.column("name"), sa.column("value"))
    noted = [
        {"name": f"{key.table}.{key.column} {row[0]}"[:64], "value": str(row[1])} for row in rows
    ]
    connection.execute(sa.insert(facts), noted)
    connection.execute(sa.update(child).where(orphaned).values({key.column: None}))


def _with(words: str, keys: Sequence[Key]) -> str:
    inside, close, after = words.rpartition(")")
    return ", ".join([inside.rstrip(), *(key.constraint for key in keys)]) + close + after


def _without(words: str, keys: Sequence[Key]) -> str:
    for key in keys:
        words = re.sub(rf",\s*{re.escape(key.constraint)}", "", words)
    return words


def _rebuild(connection: Connection, table: str, change: Callable[[str], str]) -> None:
    """The table anew with other keys, and every one of them names a row."""
    remake(table, change)
    broken = connection.exec_driver_sql(f'PRAGMA foreign_key_check("{table}")').all()
    if broken:
        raise SystemExit(f"{table} 有 {len(broken)} 行指向不存在的记录：{broken[:20]}")
