"""停留N个工作日: how long a paper has been with its reviewer or signatory. Its handler and the section head
see it, nobody else; no light, no term, no figure hangs on it, for leaders are not rated."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import Entry
from supervision.core.duedates import calendar_of
from supervision.core.turns import Turn
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S


def said(
    whose: Turn | None, paper: Instrument, actor: Principal, entries: Iterable[Entry]
) -> Turn | None:
    """Whose turn it is, with how long it has stayed there, for those who may know."""
    begun = _begun(paper, entries) if whose and _may_know(paper, actor) else None
    if whose is None or begun is None:
        return whose
    days = calendar_of(paper.body_id).workdays_between(begun, clock.today())
    if not days:
        return whose
    return replace(whose, what=f"{whose.what}（停留{days}个工作日）")


def _begun(paper: Instrument, entries: Iterable[Entry]) -> date | None:
    if paper.status is S.AWAITING_SIGNATURE:
        return paper.reviewed_on
    if paper.status is not S.REVIEWING:
        return None
    submitted = (one.at for one in entries if one.action == "submit")  # the newest comes first
    at = next(submitted, None)
    return at.date() if at else None


def _may_know(paper: Instrument, actor: Principal) -> bool:
    return actor.user_id == paper.handler_id or actor.can(Permission.INSTRUMENT_REVIEW)
