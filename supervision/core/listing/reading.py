"""The rows of a list from the store. Fast and flat at a million rows (quality.md §1).

The keys of a page come from one walk along an index, and only shown columns are read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Expression, Query, session
from supervision.core.listing.filters import Criterion
from supervision.core.listing.keyset import Cursor, Order, Range, ranges
from supervision.core.listing.lists import Listing
from supervision.core.listing.rows import Batch, Beside, Line
from supervision.core.listing.typed import STRETCH
from supervision.core.prepared import ask

MOST_CHOSEN = 50_000
Place = tuple[object, int]
"""Sort value and key of a row."""


@dataclass(frozen=True)
class Stretch:
    """Rows that were read, and the place where reading stopped before it had enough of them."""

    rows: list[Line]
    stopped: Place | None = None

    @property
    def last(self) -> Place | None:
        """Where to go on; None when nothing was read."""
        if self.stopped is None and self.rows:
            return place_of(self.rows[-1])
        return self.stopped


def place_of(row: Line) -> Place:
    """Where a row that was read stands."""
    return row.sort_key, row.id


def window(
    listing: Listing,
    walks: Sequence[Sequence[Criterion]],
    order: Order,
    cursor: Cursor | None,
    size: int,
    *,
    sought: Sequence[Criterion] = (),
    beside: Beside | None = None,
) -> Stretch:
    """Up to `size` rows of these walks together beyond `cursor`, in the direction it looks.

    `sought`: what is looked for row by row along the walks, no further than STRETCH rows of each; `beside`:
    what stands beside the rows, where that is not what always does.

    Keys first, then what is shown of them: in one statement SQLite would rather walk the
    whole list for the sake of the outer order (0.8 s at 300,000 rows instead of 3 ms).
    """
    keys: list[int] = []
    stopped: Place | None = None
    for part in ranges(order, cursor):
        several = [Walk(listing.model, order, part, demands) for demands in walks]
        found, stopped = _first(several, part, size - len(keys), sought)
        keys += found
        if len(keys) >= size or stopped is not None:
            break
    return Stretch(_shown(listing, keys, order.sort.column, beside=beside), stopped)


@dataclass(frozen=True)
class Walk:
    """One walk along an index."""

    model: Any
    order: Order
    part: Range
    demands: Sequence[Criterion]

    @property
    def parts(self) -> list[Criterion]:
        """What it demands of a row."""
        return [*self.demands, *self.part.demands]

    @property
    def shape(self) -> tuple[object, ...]:
        """What else tells it from others."""
        order = self.order
        return self.model, order.sort.column, self.part.downwards, len(self.parts)

    def rows(self) -> Query:
        """Each row's key and what it is sorted by."""
        row = sa.select(self.model.id, self.order.sort.column.label("by"))
        return row.where(*self.parts).order_by(*self.part.ordering)


def _first(
    walks: Sequence[Walk], part: Range, most: int, sought: Sequence[Criterion]
) -> tuple[list[int], Place | None]:
    """The first keys of one walk or of several merged, and the place where looking stopped."""
    if not sought:
        found = _merged(walks, part, ("first", most), lambda walk: walk.rows().limit(most))
        return [key for _by, key in found[:most]], None
    found = _merged(
        walks, part, ("sought", most, STRETCH), lambda walk: _sought(walk, sought, most), sought
    )
    if len(found) >= most:
        return [key for _by, key in found[:most]], None
    far = _merged(
        walks, part, ("far", STRETCH), lambda walk: walk.rows().limit(1).offset(STRETCH - 1)
    )
    if not far:
        return [key for _by, key in found], None
    near = (place for place in found if (place >= far[0] if part.downwards else place <= far[0]))
    return [key for _by, key in near], far[0]


def _sought(walk: Walk, sought: Sequence[Criterion], most: int) -> Query:
    """The first rows of a walk that have what is sought: read one by one until there are enough."""
    hit = sa.and_(*sought).label("hit")
    rows = walk.rows().add_columns(hit).limit(STRETCH).subquery()
    return sa.select(rows.c.id, rows.c.by).where(rows.c.hit).limit(most)


def _merged(
    walks: Sequence[Walk],
    part: Range,
    kind: tuple[object, ...],
    made: Callable[[Walk], Query],
    more: Sequence[Criterion] = (),
) -> list[Place]:
    """The rows of several walks, in the order in which they go."""

    def statement() -> Query:
        if len(walks) == 1:
            return made(walks[0])
        each = (sa.select(one.c.id, one.c.by) for one in (made(walk).subquery() for walk in walks))
        return sa.select(sa.union_all(*each).subquery())

    parts = [demand for walk in walks for demand in (*walk.parts, *more)]
    shape = (*kind, tuple(walk.shape for walk in walks))
    found = [(by, key) for key, by in ask(shape, parts, statement).rows]
    return found if len(walks) == 1 else sorted(found, reverse=part.downwards)


def chosen(listing: Listing, ids: Iterable[int]) -> list[Line]:
    """The rows of these keys that the present scope sees, in the order given."""
    wanted = list(dict.fromkeys(ids))[:MOST_CHOSEN]
    demands = (listing.model.id.in_(wanted), *listing.base())
    seen = set(session.scalars(sa.select(listing.model.id).where(*demands)))
    return _shown(listing, [key for key in wanted if key in seen])


def _shown(
    listing: Listing, keys: Sequence[int], *by: Expression, beside: Beside | None = None
) -> list[Line]:
    """The shown columns of these rows, in this order.

    The keys were found within the scope. Asking for the body once more would mislead SQLite,
    which takes one body for few rows, into reading all of its rows.
    """
    if not keys:
        return []
    more: list[Expression] = [one.label("sort_key") for one in by]
    among = listing.model.id.in_(keys)

    def statement() -> Query:
        rows = sa.select(listing.model.id, *listing.fields, *more).select_from(listing.model)
        for join in listing.joins:
            rows = rows.join(join.target, join.on, isouter=join.outer)
        return rows.where(among)

    with seeing(EVERYTHING):
        answer = ask(("shown", listing, *by), [among], statement)
    rows = {row[0]: row for row in answer.rows}
    present = [rows[key] for key in keys if key in rows]
    return Batch(answer.names, present, listing.beside if beside is None else beside).lines
