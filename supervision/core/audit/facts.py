"""The entered facts of a business row: which columns those are, and their keyed digest.

A column belongs to them when each of its changes stands on the trail, so that the newest event of a row
can vouch for all of it. Columns that follow from others and are told nowhere are the ledger's to verify.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Base, LongText, Model, as_json, insert_or_ignore

SKIPPED = frozenset({"id", "version", "created_at", "created_by_id"})
CHUNK = 500
Facts = Mapping[str, str | None]  # column → its value as canonical JSON
_followers: dict[str, set[str]] = {}


class FactList(Model):
    """A version of the list of facts of one table, as digests were made by it."""

    __tablename__ = "fact_list"
    __audited__ = False

    version: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    subject_type: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    names: Mapped[LongText]


def follows(model: type[Any], columns: Iterable[str]) -> None:
    """These columns of `model` follow from other records (core/derived declares them)."""
    told = model.__table__.c
    _followers[model.__tablename__] = {name for name in columns if not told[name].doc}
    names_of.cache_clear()


def shown(value: object) -> str | None:
    """A value as the trail keeps it."""
    return None if value is None else as_json(value)


@cache
def models() -> Mapping[str, type[Any]]:
    """Every business table by name: what leaves events when it is written."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__tablename__)
        if getattr(mapper.class_, "__audited__", True)
    }


@cache
def names_of(table: str) -> tuple[str, ...]:
    """The columns that are facts of a row of `table`; empty where it is no business table."""
    model = models().get(table)
    if model is None or "id" not in model.__table__.c:
        return ()
    left_out = SKIPPED | _followers.get(table, set())
    return tuple(
        column.name
        for column in model.__table__.c
        if column.name not in left_out and not column.info.get("unaudited")
    )


def version_of(table: str, names: Sequence[str]) -> str:
    """The version of a list of facts: any other list has another."""
    return hashlib.sha256(as_json([table, *names]).encode()).hexdigest()[:8]


def digest(key: str, table: str, row_id: int, facts: Facts) -> str:
    """Keyed digest of one row's facts, with the version of their list before it."""
    names = sorted(facts)
    text = as_json([table, row_id, [[name, facts[name]] for name in names]])
    mac = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{version_of(table, names)}:{mac}"


def read(
    connection: Connection, table: str, names: Sequence[str], ids: Sequence[int] | None = None
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows (of `ids`, or all) with their facts as they stand in the store, by key."""
    columns = models()[table].__table__.c
    statement = sa.select(columns["id"], *[columns[name] for name in names])
    statement = statement.order_by(columns["id"])
    if ids is None:
        yield from _rows(connection.execution_options(yield_per=1000).execute(statement), names)
        return
    for start in range(0, len(ids), CHUNK):
        part = statement.where(columns["id"].in_(ids[start : start + CHUNK]))
        yield from _rows(connection.execute(part), names)


def _rows(found: Any, names: Sequence[str]) -> Iterator[tuple[int, dict[str, str | None]]]:
    for row in found:
        yield row[0], {name: shown(value) for name, value in zip(names, row[1:], strict=True)}


def keep_list(connection: Connection, table: str, known: Callable[[str], bool]) -> str:
    """The version in use for `table`, kept with its names when `known` says it is new."""
    names = sorted(names_of(table))
    version = version_of(table, names)
    if not known(f"{table}:{version}"):
        row = {"version": version, "subject_type": table, "names": ",".join(names)}
        connection.execute(insert_or_ignore(FactList, connection).values(row))  # type: ignore[arg-type]
    return version
