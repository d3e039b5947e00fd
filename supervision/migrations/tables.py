"""Changing a table's columns and constraints on both stores; for SQLite it is written anew, rows and all.

Alembic's batch mode loses every CHECK a table has (SQLAlchemy does not read them back), so on SQLite
the table's own CREATE statement is edited instead: what is not named here stays as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op


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


def _rewrite(
    table: str,
    columns: Sequence[NewColumn],
    gone: Sequence[str],
    drop: Sequence[str],
    add: Mapping[str, str],
) -> None:
    bind = op.get_bind()
    held = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    parts = _parts(bind.execute(held, {"table": table}).scalar_one())
    extras = sa.text(
        "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type <> 'table' "
        "AND sql IS NOT NULL"
    )
    beside = list(bind.execute(extras, {"table": table}).scalars())
    names = [row[1] for row in bind.exec_driver_sql(f'PRAGMA table_info("{table}")')]
    kept = [name for name in names if name not in gone]
    missing = set(drop) - {_named(part) for part in parts}
    if missing:
        message = f"{table} has no {sorted(missing)}"
        raise LookupError(message)
    away = {*gone, *drop}
    own = [part for part in parts if _named(part) not in away]
    rules = [part for part in own if part.upper().startswith("CONSTRAINT")]
    body = [
        *(part for part in own if part not in rules),
        *(one.sql for one in columns),
        *rules,
        *(f"CONSTRAINT {name} {rule}" for name, rule in add.items()),
    ]
    last = bind.execute(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
    ).scalar()
    fresh = f"_new_{table}"
    bind.exec_driver_sql(f'CREATE TABLE "{fresh}" (\n\t' + ", \n\t".join(body) + "\n)")
    into = ", ".join(f'"{name}"' for name in [*kept, *(one.name for one in columns)])
    values = ", ".join([*(f'"{name}"' for name in kept), *(one.fill for one in columns)])
    bind.exec_driver_sql(f'INSERT INTO "{fresh}" ({into}) SELECT {values} FROM "{table}"')  # noqa: S608
    bind.exec_driver_sql(f'DROP TABLE "{table}"')
    bind.exec_driver_sql(f'ALTER TABLE "{fresh}" RENAME TO "{table}"')
    for statement in beside:
        bind.exec_driver_sql(statement)
    if last is not None:  # a key once given is never given again
        same = sa.text("UPDATE sqlite_sequence SET seq = :last WHERE name = :table")
        bind.execute(same, {"last": last, "table": table})


def _named(part: str) -> str:
    words = part.split(None, 2)
    return words[1] if words[0].upper() == "CONSTRAINT" else words[0].strip('"')


def _parts(statement: str) -> list[str]:
    """Columns and constraints of a CREATE TABLE: cut at the commas outside brackets and quotes."""
    body = statement[statement.index("(") + 1 : statement.rindex(")")]
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
