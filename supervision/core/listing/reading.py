"""The rows of a list from the store. Fast and flat at a million rows (quality.md §1).

The keys of a page come from one walk along an index, and only shown columns are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Query, session
from supervision.core.listing.filters import Criterion
from supervision.core.listing.keyset import Cursor, Order, Range, ranges
from supervision.core.listing.lists import Listing
from supervision.core.listing.rows import Batch, Line
from supervision.core.listing.typed import STRETCH

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
) -> Stretch:
    """Up to `size` rows of these walks together beyond `cursor`, in the direction it looks.

    `sought`: what is looked for row by row along the walks, no further than STRETCH rows of each.

    Keys first, then what is shown of them: in one statement SQLite would rather walk the
    whole list for the sake of the outer order (0.8 s at 300,000 rows instead of 3 ms).
    """
    keys: list[int] = []
    stopped: Place | None = None
    for part in ranges(order, cursor):
        several = [_walk(listing, order, part, demands) for demands in walks]
        found, stopped = _first(several, part, size - len(keys), sought)
        keys += found
        if len(keys) >= size or stopped is not None:
            break
    return Stretch(_shown(listing, keys, order.sort.column.label("sort_key")), stopped)


def _walk(listing: Listing, order: Order, part: Range, demands: Sequence[Criterion]) -> Query:
    """One walk along an index: each row's key and what it is sorted by."""
    row = sa.select(listing.model.id, order.sort.column.label("by"))
    return row.where(*demands, *part.demands).order_by(*part.ordering)


def _first(
    walks: Sequence[Query], part: Range, most: int, sought: Sequence[Criterion]
) -> tuple[list[int], Place | None]:
    """The first keys of one walk or of several merged, and the place where looking stopped."""
    if not sought:
        if len(walks) == 1:
            return list(session.scalars(walks[0].limit(most))), None
        merged = _merged([walk.limit(most) for walk in walks], part)
        return [key for _by, key in merged[:most]], None
    found = _merged([_sought(walk, sought, most) for walk in walks], part)
    if len(found) >= most:
        return [key for _by, key in found[:most]], None
    far = _merged([walk.limit(1).offset(STRETCH - 1) for walk in walks], part)
    if not far:
        return [key for _by, key in found], None
    near = (place for place in found if (place >= far[0] if part.downwards else place <= far[0]))
    return [key for _by, key in near], far[0]


def _sought(walk: Query, sought: Sequence[Criterion], most: int) -> Query:
    """The first rows of a walk that have what is sought: read one by one until there are enough."""
    rows = walk.add_columns(sa.and_(*sought).label("hit")).limit(STRETCH).subquery()
    return sa.select(rows.c.id, rows.c.by).where(rows.c.hit).limit(most)


def _merged(walks: Sequence[Query], part: Range) -> list[Place]:
    each = (sa.select(one.c.by, one.c.id) for one in (walk.subquery() for walk in walks))
    rows = session.execute(sa.select(sa.union_all(*each).subquery())).all()
    return sorted(((row.by, row.id) for row in rows), reverse=part.downwards)


def chosen(listing: Listing, ids: Iterable[int]) -> list[Line]:
    """The rows of these keys that the present scope sees, in the order given."""
    wanted = list(dict.fromkeys(ids))[:MOST_CHOSEN]
    demands = (listing.model.id.in_(wanted), *listing.base())
    seen = set(session.scalars(sa.select(listing.model.id).where(*demands)))
    return _shown(listing, [key for key in wanted if key in seen])


def _shown(listing: Listing, keys: Sequence[int], *more: sa.ColumnElement[object]) -> list[Line]:
    """The shown columns of these rows, in this order.

    The keys were found within the scope. Asking for the body once more would mislead SQLite,
    which takes one body for few rows, into reading all of its rows.
    """
    if not keys:
        return []
    statement = sa.select(listing.model.id, *listing.fields, *more).select_from(listing.model)
    for join in listing.joins:
        statement = statement.join(join.target, join.on, isouter=join.outer)
    statement = statement.where(listing.model.id.in_(keys))
    with seeing(EVERYTHING):
        result = session.execute(statement)
        rows = {row.id: row for row in result}
    present = [rows[key] for key in keys if key in rows]
    return Batch(result.keys(), present, listing.beside).lines
