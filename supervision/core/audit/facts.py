"""The entered facts of a business row: which columns those are, and their keyed digest.

A column belongs to them when each of its changes stands on the trail, so that the newest event of a row
can vouch for all of it. Columns that follow from others and are told nowhere are the ledger's to verify.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from supervision.core.canonical import as_json
from supervision.core.db import Base
from supervision.core.seams import Composed

SKIPPED = frozenset({"id", "version", "created_at", "created_by_id"})
CHUNK, STREAMED = 500, {"yield_per": 1000}
Facts = Mapping[str, str | None]  # column → its value as canonical JSON
Before = dict[str, str | None] | None  # the facts that were changed, as they were; None: unknown


class Followed(Protocol):
    """What declares that `columns` of `model` follow from other records (core/derived)."""

    @property
    def model(self) -> type[Any]: ...

    @property
    def columns(self) -> Sequence[str]: ...


def _untold(parts: Sequence[Followed]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for one in parts:
        told = one.model.__table__.c
        found[one.model.__tablename__] |= {name for name in one.columns if not told[name].doc}
    return found


FOLLOWED: Composed[Followed, Mapping[str, frozenset[str]]] = Composed(
    "columns that follow from other records and are told nowhere", _untold
)


Asking = sa.Select[*tuple[Any, ...]]
Columns = Mapping[str, sa.types.TypeEngine[Any]]  # of a table, by name


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


def names_of(table: str) -> tuple[str, ...]:
    """The columns that are facts of a row of `table`; empty where it is no business table."""
    return _names_of(table, FOLLOWED.whole().get(table, frozenset()))


@cache
def _names_of(table: str, followed: frozenset[str]) -> tuple[str, ...]:
    model = models().get(table)
    if model is None or "id" not in model.__table__.c:
        return ()
    left_out = SKIPPED | followed
    return tuple(
        column.name
        for column in model.__table__.c
        if column.name not in left_out and not _is_machinery(column)
    )


def _is_machinery(column: sa.Column[object]) -> bool:
    """Nothing anybody entered: told nowhere, or secret without even a name (leases, progress)."""
    return bool(column.info.get("unaudited") or (column.info.get("secret") and not column.doc))


def version_of(table: str, names: Sequence[str]) -> str:
    """The version of a list of facts: any other list has another."""
    return _version_of(table, tuple(names))


@lru_cache(maxsize=1024)
def _version_of(table: str, names: tuple[str, ...]) -> str:
    return hashlib.sha256(as_json([table, *names]).encode()).hexdigest()[:8]


def digest(key: str, table: str, row_id: int, facts: Facts) -> str:
    """Keyed digest of one row's facts, with the version of their list before it."""
    names = tuple(sorted(facts))
    text = as_json([table, row_id, [[name, facts[name]] for name in names]])
    mac = hmac.digest(key.encode(), text.encode(), "sha256").hex()
    return f"{_version_of(table, names)}:{mac}"


def same(made: str, held: str) -> bool:
    """Whether a digest is the one that is held, whatever somebody wrote there."""
    return hmac.compare_digest(made.encode(), held.encode())


def read(
    connection: Connection,
    table: str,
    names: Sequence[str],
    ids: Sequence[int] | None = None,
    held: Columns = MappingProxyType({}),
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows (of `ids`, or all) with their facts as they stand in the store, by key.

    `held`: what the store has, for columns of an older schema that the program has no more.
    """
    told = tuple(names)
    if ids is None:
        whole = _asking(table, told, held)
        with connection.execute(whole, execution_options=STREAMED) as found:
            yield from _rows(found, names)  # whoever stops in between leaves no cursor open
        return
    some = _some(_asking(table, told, held)) if held else _asking_some(table, told)
    for start in range(0, len(ids), CHUNK):
        part = {"ids": ids[start : start + CHUNK]}
        yield from _rows(connection.execute(some, part), names)


def _asking(table: str, names: tuple[str, ...], held: Columns) -> Asking:
    columns = models()[table].__table__.c
    asked = [columns[name] if name in columns else sa.column(name, held[name]) for name in names]
    return sa.select(columns["id"], *asked).order_by(columns["id"])


def _some(whole: Asking) -> Asking:
    return whole.where(whole.selected_columns[0].in_(sa.bindparam("ids", expanding=True)))


@cache
def _asking_some(table: str, names: tuple[str, ...]) -> Asking:
    """Each transaction asks for the rows it wrote: the question is put together once a process."""
    return _some(_asking(table, names, {}))


def _rows(
    found: sa.CursorResult[*tuple[Any, ...]], names: Sequence[str]
) -> Iterator[tuple[int, dict[str, str | None]]]:
    for row in found:
        yield row[0], {name: shown(value) for name, value in zip(names, row[1:], strict=True)}


def facts_before(row: Base, action: str) -> Before:
    """The facts of `row` that a flush has changed (all, if it deleted it); None where one is unknown."""
    names = names_of(row.__tablename__)
    state = inspect(row)
    if action == "create":
        return {}
    if action == "delete":
        held = state.dict
        return {name: shown(held[name]) for name in names} if held.keys() >= set(names) else None
    before: dict[str, str | None] = {}
    for name in names:
        history = state.attrs[name].history
        if history.has_changes():
            if not history.deleted:
                return None
            before[name] = shown(history.deleted[0])
    return before


class Rows:
    """What one transaction wrote, row by row, until its events are chained."""

    def __init__(self, connection: Connection, key: str) -> None:
        self.connection, self.key = connection, key
        self.written: dict[tuple[str, int], list[str]] = {}
        self.before: dict[tuple[str, int], Before] = {}
        self._now: dict[tuple[str, int], Facts] | None = None

    def note(self, row: tuple[str, int], wrote: str, before: Before) -> None:
        """The row was written; of facts changed more than once the earliest value counts."""
        if not wrote or not names_of(row[0]):
            return
        earlier = self.before.get(row, {})
        known = before is not None and earlier is not None
        self.before[row] = {**(before or {}), **(earlier or {})} if known else None
        self.written.setdefault(row, []).append(wrote)

    def digests(self, table: str, row_id: int) -> tuple[str | None, str | None]:
        """Before and after the transaction; None but for the first event that asks for a row."""
        row = (table, row_id)
        wrote = self.written.pop(row, None)
        if wrote is None:
            return None, None
        if self._now is None:
            self._now = self._read([row, *self.written])
        now, before = self._now.get(row), self.before[row]
        after = "" if now is None else digest(self.key, table, row_id, now)
        if wrote[0] == "create":
            return "", after
        if before is None:
            return None, after
        return digest(self.key, table, row_id, {**(now or {}), **before}), after

    def _read(self, rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Facts]:
        """The facts of the rows as the store has them now: one statement for each table."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for table, row_id in rows:
            wanted[table].append(row_id)
        return {
            (table, row_id): held
            for table, ids in wanted.items()
            for row_id, held in read(self.connection, table, names_of(table), ids)
        }
