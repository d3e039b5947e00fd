"""When 延期 may be asked for: said once, for the flow, the buttons and the pages."""

from datetime import date

import sqlalchemy as sa

from supervision.core import clock, duedates, settings
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS
from supervision.core.held import held
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import PENDING_EXTENSION, ExtensionStatus
from supervision.instruments.models import Instrument

EXTENSIONS = "extensions"


def extensions_of(paper: Instrument) -> list[Extension]:
    """Every request for extension of the paper, the first first."""
    statement = sa.select(Extension).where(Extension.instrument_id == paper.id)
    ordered = statement.order_by(Extension.number)
    return held(paper, EXTENSIONS, lambda: list(session.scalars(ordered)))


def runs(paper: Instrument, _actor: Principal) -> str | None:
    """A term of the unit runs."""
    return None if paper.due_on is not None else "此件没有正在计算的反馈期限"


def stands_still(paper: Instrument, _actor: Principal) -> str | None:
    """A term of the unit was stopped and has not gone on."""
    stopped = None if paper.due_on is not None else duedates.stopped_of(paper, *UNIT_KINDS)
    return None if stopped is not None else "此件没有中止计算的反馈期限"


def open_to_requests(paper: Instrument, actor: Principal) -> str | None:
    """A term runs, nothing is asked yet, and the number of extensions is not used up."""
    missing = runs(paper, actor)
    if missing is not None:
        return missing
    asked = extensions_of(paper)
    if any(one.status in PENDING_EXTENSION for one in asked):
        return "已有一次延期申请正在办理"
    cap = int(settings.get("extension_cap"))
    if sum(one.status is ExtensionStatus.GRANTED for one in asked) >= cap:
        return f"此件已延期{cap}次，达到上限，不能再申请延期"
    return None


def open_today(paper: Instrument, actor: Principal) -> str | None:
    """The same, and its last day is not past: what the unit itself is held to."""
    return open_to_requests(paper, actor) or expired(paper, on=clock.today())


def expired(paper: Instrument, *, on: date) -> str | None:
    """Whether the running term was over on `on`, the day the request was made."""
    if paper.due_on is not None and on > paper.due_on:
        return f"期限已于{clock.chinese_date(paper.due_on)}届满，不能再申请延期"
    return None
