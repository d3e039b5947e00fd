"""Changing a table's columns and constraints on both stores; for SQLite it is written anew, rows and all.

Alembic's batch mode loses every CHECK a table has (SQLAlchemy does not read them back), so on SQLite
the table's own CREATE statement is edited instead: what is not named here stays as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection


@dataclass(frozen=True)
class NewColumn:
    """A column to add: its type in SQL, and an SQL expression for the rows that exist."""

    name: str
    type: str
    fill: str = "NULL"
    nullable: bool = True

    @property
    def sql(self) -> str:
        return f"{self.name} {self.type}{'' if self.nullable else ' NOT NULL'}"


def alter(
    table: str,
    *,
    columns: Sequence[NewColumn] = (),
    gone: Sequence[str] = (),
    drop: Sequence[str] = (),
    add: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
) -> None:
    """Add `columns`, take away the `gone`; `drop` and `add` constraints by their full names.

    `before`: statements on the rows that must run between the two (old constraints off, new ones not yet on).
    """
    added = dict(add or {})
    if op.get_bind().dialect.name == "sqlite":
        if before:
            _rewrite(table, columns, (), drop, {})
            _run(before)
            _rewrite(table, (), gone, (), added)
        else:
            _rewrite(table, columns, gone, drop, added)
        return
    for name in drop:
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT {name}')
    for one in columns:
        kind = one.type if one.nullable else f"{one.type} NOT NULL DEFAULT {one.fill}"
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {one.name} {kind}')
        if not one.nullable:
            op.execute(f'ALTER TABLE "{table}" ALTER COLUMN {one.name} DROP DEFAULT')
        elif one.fill != "NULL":
            op.execute(f'UPDATE "{table}" SET {one.name} = {one.fill}')  # noqa: S608
    _run(before)
    for name, rule in added.items():
        op.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT {name} {rule}')
    for column in gone:
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')


def _run(statements: Sequence[str]) -> None:
    for statement in statements:
        op.execute(statement)


def remake(table: str, body: Callable[[str], str], copied: Mapping[str, str] | None = None) -> None:
    """SQLite: the table anew, under the words `body` makes of what stands in its brackets.

    `copied`: column → SQL of its value for the rows there are; without it every column as it stands.
    Indexes and triggers come back, and a key once given is never given again.
    """
    bind = op.get_bind()
    held = sa.table("sqlite_master", *map(sa.column, ("type", "name", "tbl_name", "sql")))
    mine = sa.select(held.c.sql).where(held.c.tbl_name == table, held.c.sql.is_not(None))
    words: str = bind.scalars(mine.where(held.c.type == "table", held.c.name == table)).one()
    beside = bind.scalars(mine.where(held.c.type != "table")).all()
    last = _last_key(bind, table)
    into = "".join(["(", ", ".join(f'"{name}"' for name in copied), ")"]) if copied else ""
    values = ", ".join(copied.values()) if copied else "*"
    fresh, run = f"_new_{table}", bind.exec_driver_sql
    run(f'CREATE TABLE "{fresh}" ({body(words.partition("(")[2])}')
    run(f'INSERT INTO "{fresh}" {into} SELECT {values} FROM "{table}"')  # noqa: S608  (names of our own)
    run(f'DROP TABLE "{table}"')
    run(f'ALTER TABLE "{fresh}" RENAME TO "{table}"')
    for statement in beside:
        run(statement)
    if last is not None:
        run("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        run("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (table, last))


def _last_key(bind: Connection, table: str) -> int | None:
    """The highest key ever given in a table that gives none twice (KEYS_ONCE)."""
    if not bind.dialect.has_table(bind, "sqlite_sequence"):
        return None
    row = bind.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return row.scalar()


def _rewrite(
    table: str,
    columns: Sequence[NewColumn],
    gone: Sequence[str],
    drop: Sequence[str],
    add: Mapping[str, str],
) -> None:
    names = [row[1] for row in op.get_bind().exec_driver_sql(f'PRAGMA table_info("{table}")')]
    kept = {name: f'"{name}"' for name in names if name not in gone}

    def body(words: str) -> str:
        parts = _parts(words)
        missing = set(drop) - {_named(part) for part in parts}
        if missing:
            message = f"{table} has no {sorted(missing)}"
            raise LookupError(message)
        own = [part for part in parts if _named(part) not in {*gone, *drop}]
        rules = [part for part in own if part.upper().startswith("CONSTRAINT")]
        lines = [
            *(part for part in own if part not in rules),
            *(one.sql for one in columns),
            *rules,
            *(f"CONSTRAINT {name} {rule}" for name, rule in add.items()),
        ]
        return "\n\t" + ", \n\t".join(lines) + "\n)"

    remake(table, body, {**kept, **{one.name: one.fill for one in columns}})


def _named(part: str) -> str:
    words = part.split(None, 2)
    return words[1] if words[0].upper() == "CONSTRAINT" else words[0].strip('"')


def _parts(words: str) -> list[str]:
    """Columns and constraints of a CREATE TABLE: cut at the commas outside brackets and quotes."""
    body = words[: words.rindex(")")]
    parts, depth, quoted, begun = [], 0, "", 0
    for place, char in enumerate(body):
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in "'\"":
            quoted = char
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "," and not depth:
            parts.append(body[begun:place])
            begun = place + 1
    return [part.strip() for part in [*parts, body[begun:]]]
