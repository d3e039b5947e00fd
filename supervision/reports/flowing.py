"""Referrals on the dashboard: of what was sent, how much was received and answered."""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.referrals import counting
from supervision.referrals.counting import Line
from supervision.reports.periods import Period


def referrals(period: Period, body_ids: Sequence[int]) -> list[Line]:
    """Matters and problems by word (移交, 移送) and measure word; numbers only, so without row scope."""
    with seeing(EVERYTHING):
        return counting.lines(period.since, period.until, body_ids=body_ids)


def body_of_unit(unit_id: int) -> int:
    """The body that supervises a unit."""
    return session.scalar(sa.select(Unit.body_id).where(Unit.id == unit_id)) or 0
