"""Keyset paging: a place in an ordered list, and the index ranges before and after it.

Empty sort values come last in either direction and are a range of their own, so that each query
is one walk along an index, whichever store it runs on (their own rules for NULL differ).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from supervision.core.keys import MAX_ID, identifier


@dataclass(frozen=True)
class Sort:
    """A column people may sort by; `descending`: what the first click on its heading gives."""

    name: str
    column: Any
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Order:
    """A sort in one direction, ties broken by the key."""

    sort: Sort
    key: Any
    descending: bool


@dataclass(frozen=True)
class Cursor:
    """The row at a page's edge: its sort value (None: empty) and key, and which side is wanted."""

    value: Any
    key: int
    backwards: bool


def turned(cursor: Cursor, order: Order) -> Cursor:
    """The same place looked at the other way, the row that stands there included."""
    backwards = not cursor.backwards
    downwards = order.descending != backwards
    beside = min(cursor.key + 1, MAX_ID) if downwards else cursor.key - 1
    return Cursor(cursor.value, beside, backwards)


@dataclass(frozen=True)
class Range:
    """One walk along an index: what it demands of a row, and in which order it goes."""

    demands: tuple[sa.ColumnElement[bool], ...]
    ordering: tuple[Any, ...]
    downwards: bool


def ranges(order: Order, cursor: Cursor | None) -> Iterator[Range]:
    """What lies beyond `cursor` (or the whole list), nearest first."""
    backwards = cursor is not None and cursor.backwards
    in_empty = cursor is not None and cursor.value is None
    filled, empty = _filled(order, cursor, backwards), _empty(order, cursor, backwards)
    if not order.sort.nullable:
        yield filled
    elif backwards:
        if in_empty:
            yield empty
        yield filled
    else:
        if not in_empty:
            yield filled
        yield empty


def _filled(order: Order, cursor: Cursor | None, backwards: bool) -> Range:  # noqa: FBT001
    column, key = order.sort.column, order.key
    downwards = order.descending != backwards
    demands = [column.is_not(None)] if order.sort.nullable else []
    if cursor is not None and cursor.value is not None:
        here = sa.tuple_(column, key)
        place = sa.tuple_(sa.literal(cursor.value, column.type), sa.literal(cursor.key))
        demands.append(here < place if downwards else here > place)
    ordering = (column.desc(), key.desc()) if downwards else (column.asc(), key.asc())
    return Range(tuple(demands), ordering, downwards)


def _empty(order: Order, cursor: Cursor | None, backwards: bool) -> Range:  # noqa: FBT001
    column, key = order.sort.column, order.key
    downwards = order.descending != backwards
    demands = [column.is_(None)]
    if cursor is not None and cursor.value is None:
        demands.append(key < cursor.key if downwards else key > cursor.key)
    ordering = (column.desc(), key.desc()) if downwards else (column.asc(), key.asc())
    return Range(tuple(demands), ordering, downwards)


def cursor_text(value: object, key: int) -> str:
    """A place as the URL carries it."""
    if isinstance(value, (date, datetime)):
        value = value.isoformat()
    return f"{'' if value is None else value}~{key}"


def read_cursor(args: Mapping[str, str], sort: Sort) -> Cursor | None:
    """The place the URL names; None for the first page and for anything that is no place."""
    for name, backwards in (("after", False), ("before", True)):
        text = args.get(name, "")
        value, mark, key = text.rpartition("~")
        if not mark:
            continue
        try:
            return Cursor(_value(value, sort), identifier(key), backwards)
        except ValueError:
            continue
    return None


def _value(text: str, sort: Sort) -> object:
    """The sort value in `text`; ValueError when it is none of this column's type."""
    if not text and sort.nullable:
        return None
    wanted = sort.column.type.python_type
    if wanted in (date, datetime):
        return wanted.fromisoformat(text)
    value = wanted(text)
    if "\x00" in text or (isinstance(value, int) and abs(value) > MAX_ID):
        raise ValueError(text)
    return value
