"""How interviews count: only those that took place, 人次 all who came, 人 the different persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.agencies.models import Officer
from supervision.core.db import session
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import COUNTED, Standing

_CALLED_SO = (Officer.unit_id == Interviewee.unit_id, Officer.name == Interviewee.name)
# The officer on file: as entered, or who alone is called so in the unit, though put on file only since.
ON_FILE = sa.func.coalesce(
    Interviewee.officer_id,
    sa.select(sa.func.min(Officer.id))
    .where(*_CALLED_SO)
    .having(sa.func.count() == 1)
    .correlate(Interviewee)
    .scalar_subquery(),
)


@dataclass(frozen=True)
class Tally:
    """Interviews held in a period; of each standing the persons (人) and the attendances (人次)."""

    held: int
    leaders: int
    leader_times: int
    officers: int
    officer_times: int


def tally(since: date, until: date, *, body_ids: Sequence[int]) -> Tally:
    """Count interviews held from `since` to `until`, both included, whatever the day of entry."""
    held = sa.select(Interview.id).where(
        Interview.body_id.in_(body_ids),
        Interview.status.in_(COUNTED),
        Interview.held_on.between(since, until),
    )
    rows = session.execute(
        sa.select(Interviewee.in_leadership, ON_FILE, Interviewee.name, Interviewee.unit_id).where(
            Interviewee.interview_id.in_(held), Interviewee.absent.is_(False)
        )
    ).all()
    came: dict[Standing, list[tuple[object, ...]]] = {one: [] for one in Standing}
    for in_leadership, officer_id, name, unit_id in rows:
        key = ("officer", officer_id) if officer_id is not None else ("typed", name, unit_id)
        came[Standing.LEADER if in_leadership else Standing.OFFICER].append(key)
    times = session.scalar(sa.select(sa.func.count()).select_from(held.subquery())) or 0
    leaders, officers = came[Standing.LEADER], came[Standing.OFFICER]
    return Tally(times, len(set(leaders)), len(leaders), len(set(officers)), len(officers))
