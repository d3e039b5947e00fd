"""Papers addressed to a unit, as a panel on the unit's page."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS
from supervision.core.duedates.shown import tentative
from supervision.core.related import Panel
from supervision.instruments.models import Instrument
from supervision.instruments.revoking.bonds import marks
from supervision.instruments.states import FINISHED

SHOWN = 10


def papers_of(unit: Unit) -> Mapping[str, object]:
    """The newest papers of the unit and those it took over open; the whole list is a click away."""
    if not current().can(Permission.INSTRUMENT_VIEW):
        return {"papers": [], "unit": unit, "unsure": set(), "marks": {}}
    statement = (
        sa.select(Instrument)
        .where(sa.or_(Instrument.unit_id == unit.id, _taken_over(unit)))
        .options(joinedload(Instrument.kind))
        .order_by(Instrument.id.desc())
    )
    papers = list(session.scalars(statement.limit(SHOWN)))
    unsure = tentative("instrument", [paper.id for paper in papers], UNIT_KINDS)
    return {"papers": papers, "unit": unit, "unsure": unsure, "marks": marks(papers)}


def _taken_over(unit: Unit) -> sa.ColumnElement[bool]:
    """Unfinished papers of units merged into this one: the finished stay with the old unit."""
    before = succession.merged_into(unit.id)
    return sa.and_(Instrument.unit_id.in_(before), Instrument.status.not_in(FINISHED))


PANEL = Panel("unit", "instruments/of_unit.html", papers_of)
