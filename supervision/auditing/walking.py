"""Reading the trail along its indexes: it only grows, and what is rare in it stands anywhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core.audit import AuditEvent
from supervision.core.db import session

MOST = 100  # of more, one walk in the order of the trail soon meets enough


def values_along(column: InstrumentedAttribute[str]) -> list[str]:
    """Every value of a column that an index begins with: one step of the index each."""
    least = sa.select(sa.func.min(column).label("value")).cte("along", recursive=True)
    above = sa.select(sa.func.min(column)).where(column > least.c.value).correlate(least)
    each = least.union_all(sa.select(above.scalar_subquery()).where(least.c.value.is_not(None)))
    return [one for one in session.scalars(sa.select(each.c.value)) if one is not None]


def first_of(
    walks: Sequence[sa.Select[AuditEvent]],
    beyond: sa.ColumnElement[bool],
    *,
    order: sa.ColumnElement[int] | InstrumentedAttribute[int],
    most: int,
) -> list[AuditEvent]:
    """The first events of several walks merged: as many of each, then as many of all."""
    if not walks:
        return []
    several = [walk.where(beyond).order_by(order).limit(most) for walk in walks]
    if len(several) == 1:
        return list(session.scalars(several[0]))
    keys = (sa.select(one.with_only_columns(AuditEvent.seq).subquery().c.seq) for one in several)
    found = sa.select(AuditEvent).where(AuditEvent.seq.in_(sa.union(*keys)))
    return list(session.scalars(found.order_by(order).limit(most)))
