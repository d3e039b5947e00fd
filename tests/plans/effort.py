"""What each statement costs the store, counted and never timed.

SQLite: steps of its virtual machine. PostgreSQL: rows that a node of the executed plan looked at; of
what writes, which is not done twice, rows of the tables that its plan reads from end to end.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

GRAIN = 100  # steps between two calls of SQLite's progress handler
ENOUGH = 20_000_000  # a statement beyond is stopped: its fault is plain, and the run stays short
READING = ("SELECT", "WITH")
WRITING = ("UPDATE", "DELETE", "INSERT")


@dataclass
class Spent:
    """One statement, what it cost, and its plan as the store tells it."""

    statement: str
    parameters: Any
    work: int = 0
    plan: str = ""

    @property
    def reads(self) -> bool:
        return self.statement.lstrip().upper().startswith(READING)


@contextmanager
def efforts(engine: sa.Engine) -> Iterator[list[Spent]]:
    """The statements sent through `engine` while inside, each with its work."""
    spent: list[Spent] = []
    meter = _sqlite if engine.dialect.name == "sqlite" else _postgres
    with meter(engine, spent):
        yield spent


@contextmanager
def _sqlite(engine: sa.Engine, spent: list[Spent]) -> Iterator[None]:
    metered: set[int] = set()

    def tick() -> int:
        if not spent:
            return 0
        spent[-1].work += GRAIN
        return int(spent[-1].work > ENOUGH)

    def before(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        raw = connection.connection.dbapi_connection
        if id(raw) not in metered:
            raw.set_progress_handler(tick, GRAIN)
            metered.add(id(raw))
        spent.append(Spent(statement, None if many else parameters))

    event.listen(engine, "before_cursor_execute", before)
    yield
    event.remove(engine, "before_cursor_execute", before)
    engine.dispose()


def plan_of(engine: sa.Engine, one: Spent) -> str:
    """The plan as text, for the message of a failure."""
    if one.plan or one.parameters is None:
        return one.plan
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one.statement}", one.parameters)
        return "\n".join(f"    {row.detail}" for row in rows)


@contextmanager
def _postgres(engine: sa.Engine, spent: list[Spent]) -> Iterator[None]:
    def after(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        one = Spent(statement, None if many else parameters)
        spent.append(one)
        if many or not statement.lstrip().upper().startswith((*READING, *WRITING)):
            return
        told = "ANALYZE, TIMING OFF, SUMMARY OFF, FORMAT JSON" if one.reads else "FORMAT JSON"
        with connection.connection.dbapi_connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN ({told}) {statement}", parameters)
            plan = cursor.fetchone()[0][0]["Plan"]
            walked = [] if one.reads else [_rows(cursor, node) for node in _nodes(plan)]
        one.work = max(walked or map(_looked_at, _nodes(plan)))
        one.plan = json.dumps(plan, ensure_ascii=False)

    event.listen(engine, "after_cursor_execute", after)
    yield
    event.remove(engine, "after_cursor_execute", after)


def read_whole(one: Spent) -> Iterator[tuple[str, int]]:
    """The tables that PostgreSQL's plan reads from end to end, with what was looked at."""
    for node in _nodes(json.loads(one.plan)):
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"], _looked_at(node)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _rows(cursor: Any, node: dict[str, Any]) -> int:
    """What a table holds that a node reads from end to end."""
    if node["Node Type"] != "Seq Scan":
        return 0
    cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [node["Relation Name"]])
    return int(cursor.fetchone()[0])


def _looked_at(node: dict[str, Any]) -> int:
    dropped = sum(node[name] for name in node if name.startswith("Rows Removed"))
    return int((node["Actual Rows"] + dropped) * node["Actual Loops"])
