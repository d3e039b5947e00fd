"""A list as one declaration. Fast and flat at a million rows (quality.md §1).

The keys of a page come from one walk along an index, and only shown columns are read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.listing.filters import Criterion, Filter
from supervision.core.listing.keyset import Cursor, Order, Sort, ranges
from supervision.core.listing.page import Page

PAGE_SIZE = 50
EXPORT_CHUNK = 2000
EXPORT_LIMIT = 50_000


@dataclass(frozen=True)
class Column:
    """A heading; `sort` names the Sort it offers; `num` sets figures right; `quiet` is only read."""

    label: str
    sort: str | None = None
    num: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Join:
    """A table some columns come from."""

    target: Any
    on: Criterion
    outer: bool = False


@dataclass(frozen=True)
class Tab:
    """A standing view: its criteria are made anew for each page (they may depend on today)."""

    name: str
    label: str
    where: Callable[[], Sequence[Criterion]] = lambda: ()
    sort: str | None = None
    tone: str | None = None


@dataclass(frozen=True)
class Listing:
    """A list: what it shows (`columns` of `model` and of `joins`), how it is filtered and sorted.

    The first of `sorts` and of `tabs` is the default. Filters and tabs speak of `model`'s own
    columns (of another table by EXISTS); `base` always holds. Each wants an index ending in the
    sort column and the key.
    """

    model: Any
    columns: tuple[Any, ...]
    headings: tuple[Column, ...]
    sorts: tuple[Sort, ...]
    filters: tuple[Filter, ...] = ()
    joins: tuple[Join, ...] = ()
    tabs: tuple[Tab, ...] = ()
    base: Callable[[], Sequence[Criterion]] = lambda: ()
    size: int = PAGE_SIZE

    def open(self, args: Mapping[str, str], path: str) -> Page:
        """The page the URL asks for; values that make no sense are ignored and named in `notes`."""
        return Page(self, args, path)

    def rows(self, args: Mapping[str, str]) -> Iterator[Any]:
        """Every row of the list as the URL filters and sorts it: what an export writes.

        Raises DomainError beyond EXPORT_LIMIT rows.
        """
        page, cursor, read = Page(self, args, ""), None, 0
        while chunk := page.window(cursor, EXPORT_CHUNK):
            read += len(chunk)
            if read > EXPORT_LIMIT:
                raise DomainError(f"筛选结果超过{EXPORT_LIMIT}条，请缩小范围后导出")
            yield from chunk
            cursor = Cursor(chunk[-1].sort_key, chunk[-1].id, backwards=False)

    def chosen(self, ids: Iterable[int]) -> list[Any]:
        """The rows of these keys that the present scope sees, in the order given."""
        wanted = list(dict.fromkeys(ids))[:EXPORT_LIMIT]
        statement = self._joined(sa.select(self.model.id, *self.columns).select_from(self.model))
        statement = statement.where(self.model.id.in_(wanted), *self.base())
        found = {row.id: row for row in session.execute(statement)}
        return [found[key] for key in wanted if key in found]

    def _joined(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        for join in self.joins:
            statement = statement.join(join.target, join.on, isouter=join.outer)
        return statement

    def window(
        self, demands: Sequence[Criterion], order: Order, cursor: Cursor | None, size: int
    ) -> list[Any]:
        """Up to `size` rows beyond `cursor`, in the direction it looks."""
        rows: list[Any] = []
        for part in ranges(order, cursor):
            keys = (
                sa.select(self.model.id.label("id"), order.sort.column.label("sort_key"))
                .where(*demands, *part.demands)
                .order_by(*part.ordering)
                .limit(size - len(rows))
                .subquery()
            )
            statement = sa.select(self.model.id, *self.columns, keys.c.sort_key).select_from(keys)
            statement = self._joined(statement.join(self.model, self.model.id == keys.c.id))
            rows += session.execute(statement.order_by(*part.ordering)).all()
            if len(rows) >= size:
                break
        return rows
