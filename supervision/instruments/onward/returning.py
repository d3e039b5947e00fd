"""退回转办: until when a unit may return what is not its own; said once, for the flow and the pages."""

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.instruments import rules
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus


def returnable(paper: Instrument, _actor: Principal) -> str | None:
    """The kind allows it; a letter that came too late is registered all the same."""
    return None if paper.kind.returnable else "该文种不能退回改派"


def returnable_today(paper: Instrument, actor: Principal) -> str | None:
    """The same, and the last day is not past: what the unit itself is held to."""
    return returnable(paper, actor) or _past(paper) or None


def _past(paper: Instrument) -> str:
    term = rules.window(paper, rules.RETURN)
    if term is None or clock.today() <= term.due:
        return ""
    day = clock.chinese_date(term.due)
    return f"退回期限已于{day}届满，确不属本单位职责的，请书面告知监督机构"


def told(paper: Instrument) -> str:
    """What both sides read beside the paper while it may be returned, or might have been."""
    if paper.status is not InstrumentStatus.DELIVERED:
        return ""
    term = rules.window(paper, rules.RETURN)
    if term is None:
        return ""
    return _past(paper) or f"不属本单位职责的，可退回至{clock.chinese_date(term.due)}（含当日）"
