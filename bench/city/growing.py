"""Growing a database: seeds aside, indexes off, one INSERT … SELECT a table, indexes on again."""

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bench.city import searching, trail
from bench.city.clones import STORY, Clone, Size, clones_for, offices_for
from bench.city.columns import APART, FIRM, OFFICE, ONCE, TYPED, expression
from supervision.core.db import db

CLONE = "city_clone"
ROUND = 1000


def grow(connection: Connection, size: Size, *, key: str) -> int:
    """Make the demonstration in `connection`'s database `size` large; how many problems it has then.

    `key`: the audit key of the instance.
    """
    tables = [table for table in db.metadata.sorted_tables if _has_rows(connection, table)]
    grown = [one for one in tables if one.name not in (*ONCE, *APART) and "id" in one.c]
    stride = _stride(connection, grown)
    clones = clones_for(size, seeds=_count(connection, "problem"))
    _keep(connection, clones)
    offices = [one for one in offices_for(size) if one.k <= len(clones)]
    indexes = _without_indexes(connection, tables)
    for table in grown:
        _copy(connection, table, stride)
    searching.grow(connection, clones[: size.searchable], offices, stride=stride)
    trail.grow(connection, clones[: size.audited], stride=stride, key=key)
    for statement in indexes:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"DROP TABLE {CLONE}")
    move_sequences(connection, tables)
    return _count(connection, "problem")


def _has_rows(connection: Connection, table: sa.Table) -> bool:
    return (
        connection.scalar(sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table))))
        or False
    )


def _count(connection: Connection, table: str) -> int:
    return int(connection.scalar(sa.text(f'SELECT count(*) FROM "{table}"')) or 0)


def _stride(connection: Connection, tables: Sequence[sa.Table]) -> int:
    """One for all tables, so that a key whose table its row names needs no look."""
    most = max(connection.scalar(sa.select(sa.func.max(table.c.id))) or 0 for table in tables)
    return (most // ROUND + 1) * ROUND


def _keep(connection: Connection, clones: Sequence[Clone]) -> None:
    columns = "k integer primary key, office integer, weeks integer, near integer, year integer, "
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {CLONE} ({columns} serial integer, firm text, area text)"
    )
    connection.execute(
        sa.text(
            f"INSERT INTO {CLONE} VALUES (:k, :office, :weeks, :near, :year, :serial, :firm, :area)"
        ),
        [vars(clone) for clone in clones],
    )


def _without_indexes(connection: Connection, tables: Sequence[sa.Table]) -> list[str]:
    """Take plain indexes away, as filling is much faster without; the statements that bring them back.

    In the order they were made: where two serve alike, either store decides by that.
    """
    plain = {one.name: one for table in tables for one in table.indexes if not one.unique}
    back = []
    for name in sorted(plain, key=_made(connection)):
        back.append(str(sa.schema.CreateIndex(plain[name]).compile(connection)))
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return back


def _made(connection: Connection) -> Callable[[str | None], int]:
    held = {
        "sqlite": "SELECT name, rowid AS place FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT relname AS name, oid::bigint AS place FROM pg_class WHERE relkind = 'i'",
    }
    statement = held[connection.dialect.name]
    places = {row.name: row.place for row in connection.exec_driver_sql(statement)}
    return lambda name: places[name]


def _copy(connection: Connection, table: sa.Table, stride: int) -> None:
    office = table.name in OFFICE
    connection.exec_driver_sql(f'CREATE TEMPORARY TABLE city_seed AS SELECT * FROM "{table.name}"')
    says = {} if office else {column.name: _says(connection, column) for column in table.c}
    made = [
        expression(
            column,
            office=office,
            stride=stride,
            says=says.get(column.name, {}),
            dialect=connection.dialect.name,
        )
        for column in table.c
    ]
    if office:
        made = [_unique(column, sql) for column, sql in zip(table.c, made, strict=True)]
    names = ", ".join(f'"{column.name}"' for column in table.c)
    chosen = f"(SELECT DISTINCT office, area FROM {CLONE} WHERE office > 0)" if office else CLONE
    order = "c.office" if office else "c.k"
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(made)} '
        f"FROM {chosen} c CROSS JOIN city_seed s {_only(table)} ORDER BY {order}, s.id"
    )
    connection.exec_driver_sql("DROP TABLE city_seed")


def _only(table: sa.Table) -> str:
    """What hangs on the office (a certificate's last day) is not copied with every case."""
    kind = TYPED["owner_id"]
    if table.name in OFFICE or kind not in table.c:
        return ""
    office = ", ".join(f"'{one}'" for one in OFFICE)
    return f"WHERE s.{kind} NOT IN ({office})"


def _unique(column: sa.Column[object], sql: str) -> str:
    """Names that must differ: of accounts, and of units (by district: 示例市西城区市场监督管理局)."""
    if column.name == "username":
        return f"{sql} || '.' || c.office"
    leading = {"name": "示例市", "short_name": "市"} if column.table.name == "unit" else {}
    if column.name in leading:
        town = leading[column.name]
        return f"'{town}' || c.area || substr({sql}, {len(town) + 1})"
    return sql


def _says(connection: Connection, column: sa.Column[object]) -> dict[str, bool]:
    """Which of the words that differ between copies stand anywhere in this column."""
    if not isinstance(column.type, sa.String) or isinstance(column.type, sa.Enum):
        return {}
    words = (FIRM, *(f"〔{year}〕" for year in range(STORY, date.today().year + 1)))  # noqa: DTZ011
    counts = ", ".join(
        f"sum(CASE WHEN \"{column.name}\" LIKE '%{one}%' THEN 1 ELSE 0 END)" for one in words
    )
    statement = f"SELECT {counts} FROM city_seed".replace("%", "%%")
    found = connection.exec_driver_sql(statement).one()
    return {word: bool(count) for word, count in zip(words, found, strict=True)}


def move_sequences(connection: Connection, tables: Sequence[sa.Table]) -> None:
    """The next key lies beyond every copied one (SQLite does that by itself)."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "
                f'(SELECT max(id) FROM "{table.name}"))'
            )
