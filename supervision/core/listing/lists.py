"""A list as one declaration. Fast and flat at a million rows (quality.md §1).

The keys of a page come from one walk along an index, and only shown columns are read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.listing.filters import Criterion, Filter
from supervision.core.listing.keyset import Cursor, Order, Range, Sort, ranges
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
    """A standing view: its criteria are made anew for each page (they may depend on today).

    `each`: a column and the values of the view. Each value is a walk along its own index, and the
    walks are merged: asked for together, no order would lie in any index. `by_key`: its criteria
    name few rows by a key of theirs, so that they lead and no body is walked.
    """

    name: str
    label: str
    where: Callable[[], Sequence[Criterion]] = lambda: ()
    each: tuple[Any, Sequence[Any]] | None = None
    by_key: bool = False
    sort: str | None = None
    tone: str | None = None

    def criteria(self) -> list[Criterion]:
        """What it demands of a row."""
        return [*self.where(), *([self.each[0].in_(self.each[1])] if self.each else [])]

    def walks(self) -> list[list[Criterion]]:
        """The same as parts that have no row in common."""
        if self.each is None:
            return [[*self.where()]]
        column, values = self.each
        return [[*self.where(), column == value] for value in values]


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
        demands = (self.model.id.in_(wanted), *self.base())
        seen = set(session.scalars(sa.select(self.model.id).where(*demands)))
        return self._shown([key for key in wanted if key in seen])

    def window(
        self, walks: Sequence[Sequence[Criterion]], order: Order, cursor: Cursor | None, size: int
    ) -> list[Any]:
        """Up to `size` rows of these walks together beyond `cursor`, in the direction it looks.

        Keys first, then what is shown of them: in one statement SQLite would rather walk the
        whole list for the sake of the outer order (0.8 s at 300,000 rows instead of 3 ms).
        """
        keys: list[int] = []
        for part in ranges(order, cursor):
            keys += self._keys(walks, order, part, size - len(keys))
            if len(keys) >= size:
                break
        return self._shown(keys, order.sort.column.label("sort_key"))

    def _keys(
        self, walks: Sequence[Sequence[Criterion]], order: Order, part: Range, most: int
    ) -> list[int]:
        """The first keys of a range, of one walk or of several merged."""
        several = [
            sa.select(self.model.id, order.sort.column.label("by"))
            .where(*demands, *part.demands)
            .order_by(*part.ordering)
            .limit(most)
            for demands in walks
        ]
        if len(several) == 1:
            return list(session.scalars(several[0]))
        each = (sa.select(one.c.id, one.c.by) for one in (walk.subquery() for walk in several))
        found = session.execute(sa.select(sa.union_all(*each).subquery())).all()
        found = sorted(found, key=lambda row: (row.by is None, row.by or 0, row.id))
        return [row.id for row in (found[::-1] if part.downwards else found)][:most]

    def _shown(self, keys: Sequence[int], *more: Any) -> list[Any]:
        """The shown columns of these rows, in this order.

        The keys were found within the scope. Asking for the body once more would mislead SQLite,
        which takes one body for few rows, into reading all of its rows.
        """
        if not keys:
            return []
        statement = sa.select(self.model.id, *self.columns, *more).select_from(self.model)
        for join in self.joins:
            statement = statement.join(join.target, join.on, isouter=join.outer)
        statement = statement.where(self.model.id.in_(keys))
        with seeing(EVERYTHING):
            found = {row.id: row for row in session.execute(statement)}
        return [found[key] for key in keys if key in found]
