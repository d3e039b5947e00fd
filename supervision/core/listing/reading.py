"""The rows of a list from the store. Fast and flat at a million rows (quality.md §1).

The keys of a page come from one walk along an index, and only shown columns are read.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.listing.filters import Criterion
from supervision.core.listing.keyset import Cursor, Order, Range, ranges
from supervision.core.listing.lists import Listing
from supervision.core.listing.rows import Batch

MOST_CHOSEN = 50_000


def window(
    listing: Listing,
    walks: Sequence[Sequence[Criterion]],
    order: Order,
    cursor: Cursor | None,
    size: int,
) -> list[Any]:
    """Up to `size` rows of these walks together beyond `cursor`, in the direction it looks.

    Keys first, then what is shown of them: in one statement SQLite would rather walk the
    whole list for the sake of the outer order (0.8 s at 300,000 rows instead of 3 ms).
    """
    keys: list[int] = []
    for part in ranges(order, cursor):
        keys += _keys(listing, walks, order, part, size - len(keys))
        if len(keys) >= size:
            break
    return _shown(listing, keys, order.sort.column.label("sort_key"))


def _keys(
    listing: Listing, walks: Sequence[Sequence[Criterion]], order: Order, part: Range, most: int
) -> list[int]:
    """The first keys of a range, of one walk or of several merged."""
    several = [
        sa.select(listing.model.id, order.sort.column.label("by"))
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


def chosen(listing: Listing, ids: Iterable[int]) -> list[object]:
    """The rows of these keys that the present scope sees, in the order given."""
    wanted = list(dict.fromkeys(ids))[:MOST_CHOSEN]
    demands = (listing.model.id.in_(wanted), *listing.base())
    seen = set(session.scalars(sa.select(listing.model.id).where(*demands)))
    return _shown(listing, [key for key in wanted if key in seen])


def _shown(listing: Listing, keys: Sequence[int], *more: object) -> list[object]:
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
    return list(Batch(result.keys(), present, listing.beside).lines)
