"""最迟送达日: a paper about an event has to be delivered so long before it, where its kind sets that."""

from supervision.core import clock
from supervision.core.deadlines import Result, compute
from supervision.core.duedates import Why, calendar_of, why
from supervision.instruments.drafting import subjects
from supervision.instruments.models import Instrument
from supervision.instruments.rules import lead


def latest(paper: Instrument) -> Result | None:
    """The last day on which it may be delivered, counted backward from its event."""
    term = lead(paper.kind)
    event = subjects.day_of(paper) if term else None
    if term is None or event is None:
        return None
    return compute(event, term, calendar_of(paper.body_id))


def shown(paper: Instrument) -> Why | None:
    """That day with its reasons."""
    result = latest(paper)
    return why(result, event="约谈", basis=f"{paper.kind.name}的提前送达") if result else None


def warning(paper: Instrument) -> str:
    """What is to be said once it is, or would be today, delivered too late; nothing is blocked."""
    result = latest(paper)
    if result is None or (paper.delivered_on or clock.today()) <= result.due:
        return ""
    told = "送达时" if paper.delivered_on else "今天送达"
    return f"{told}已过最迟送达日{clock.chinese_date(result.due)}，请改期或者征得对方同意。"
