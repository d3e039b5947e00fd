"""Reading the trail along its indexes: it only grows, and what is rare in it stands anywhere."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core.audit import AuditEvent
from supervision.core.db import Expression, session

MOST = 100  # of more, one walk in the order of the trail soon meets enough
TRAIL = (AuditEvent.seq,)
IN_TIME = (AuditEvent.at, AuditEvent.seq)
"""The order of what is narrowed: a day leads to its events, wherever they stand. It is the trail's own but
where somebody has set the clock back."""


def values_along(column: InstrumentedAttribute[str]) -> list[str]:
    """Every value of a column that an index begins with: one step of the index each."""
    least = sa.select(sa.func.min(column).label("value")).cte("along", recursive=True)
    above = sa.select(sa.func.min(column)).where(column > least.c.value).correlate(least)
    each = least.union_all(sa.select(above.scalar_subquery()).where(least.c.value.is_not(None)))
    return [one for one in session.scalars(sa.select(each.c.value)) if one is not None]


def beyond(order: Sequence[Expression], seq: int, *, backwards: bool) -> sa.ColumnElement[bool]:
    """The events that stand in `order` after the event `seq`, or before it."""
    place: sa.ColumnElement[Any] = sa.literal(seq)
    at = session.scalar(sa.select(AuditEvent.at).where(AuditEvent.seq == seq))
    if len(order) == 1 or at is None:
        here: Expression = AuditEvent.seq
    else:
        here, place = sa.tuple_(*order), sa.tuple_(sa.literal(at, AuditEvent.at.type), place)
    return here < place if backwards else here > place


def first_of(
    walks: Sequence[sa.Select[AuditEvent]],
    beyond: sa.ColumnElement[bool],
    *,
    order: Sequence[Expression],
    most: int,
) -> list[AuditEvent]:
    """The first events of several walks merged: as many of each, then as many of all."""
    if not walks:
        return []
    several = [walk.where(beyond).order_by(*order).limit(most) for walk in walks]
    if len(several) == 1:
        return list(session.scalars(several[0]))
    keys = (sa.select(one.with_only_columns(AuditEvent.seq).subquery().c.seq) for one in several)
    found = sa.select(AuditEvent).where(AuditEvent.seq.in_(sa.union(*keys)))
    return list(session.scalars(found.order_by(*order).limit(most)))
