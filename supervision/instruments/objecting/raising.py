"""When an 异议 may be raised: said once, for the flow, the buttons and the pages."""

from datetime import date

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Result
from supervision.core.held import held
from supervision.instruments import rules
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import ObjectionStatus

OBJECTIONS = "objections"


def objections_of(paper: Instrument) -> list[Objection]:
    """Every objection to the paper, the first first."""
    statement = sa.select(Objection).where(Objection.instrument_id == paper.id)
    ordered = statement.order_by(Objection.id)
    return held(paper, OBJECTIONS, lambda: list(session.scalars(ordered)))


def window(paper: Instrument, by: Calendar | None = None) -> Result | None:
    """The term in which the unit may object (`by` another calendar); None where the kind admits no objection."""
    return rules.window(paper, rules.OBJECT, by)


def last_day(paper: Instrument) -> date | None:
    """The last day on which the unit may object."""
    term = window(paper)
    return term.due if term else None


def open_to_objections(paper: Instrument, _actor: Principal) -> str | None:
    """The kind admits them, and none is or was under review."""
    if paper.kind.objection_number is None:
        return "此文种没有设定异议期限"
    raised = objections_of(paper)
    if any(one.status in (ObjectionStatus.RAISED, ObjectionStatus.DECIDED) for one in raised):
        return "此件的异议正在复查或已经复查"
    return None


def open_today(paper: Instrument, actor: Principal) -> str | None:
    """The same, and the last day is not past: what the unit itself is held to."""
    refusal = open_to_objections(paper, actor)
    until = last_day(paper) if refusal is None else None
    if until is not None and clock.today() > until:
        return f"异议期限已于{clock.chinese_date(until)}届满"
    return refusal
