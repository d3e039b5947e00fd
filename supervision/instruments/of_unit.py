"""Papers addressed to a unit, as a panel on the unit's page."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies.models import Unit
from supervision.core import related
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS
from supervision.core.duedates.shown import tentative
from supervision.instruments.models import Instrument

SHOWN = 10


def papers_of(unit: Unit) -> Mapping[str, Any]:
    """The newest papers of the unit; the whole list is a click away."""
    if not current().can(Permission.INSTRUMENT_VIEW):
        return {"papers": [], "unit": unit, "unsure": set()}
    statement = (
        sa.select(Instrument)
        .where(Instrument.unit_id == unit.id)
        .options(joinedload(Instrument.kind))
        .order_by(Instrument.id.desc())
    )
    papers = list(session.scalars(statement.limit(SHOWN)))
    unsure = tentative("instrument", [paper.id for paper in papers], UNIT_KINDS)
    return {"papers": papers, "unit": unit, "unsure": unsure}


def install() -> None:
    """Show a unit's papers on its page; called by create_app()."""
    related.register("unit", related.Part("papers", "instruments/of_unit.html", papers_of))
