"""What the page of a paper shows of the papers before and after it, and what may be drafted next."""

from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy.orm import joinedload

from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.instruments.children import children_of
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.onward import service as following
from supervision.instruments.onward.offering import kinds_of
from supervision.instruments.states import KindPurpose


@dataclass(frozen=True)
class FollowUp:
    """A paper to draft next: its name, where to post, and why it is offered."""

    name: str
    url: str
    why: str


_WHY = {
    KindPurpose.SUPERIOR: "该单位为{management}，一般先告知上一级主管部门{superior}督促整改"
    "（《行政执法监督条例》第四十二条）；也可以继续采用其他方式。",
    KindPurpose.REMINDER: "到期前提醒，不要求反馈。",
    KindPurpose.URGING: "已逾期，未了结的要求带入督办函。",
    KindPurpose.DECISION: "纠正类条目逾期未整改，问题带入决定书，送达后由决定书督促。",
}


def follow_ups(paper: Instrument, *, overdue: bool) -> list[FollowUp]:
    """What may be drafted from this paper now, the most fitting first."""
    purposes = following.offered(paper, overdue=overdue)
    known = kinds_of(paper) if purposes else []
    names = {kind.purpose: kind.name for kind in reversed(known)}
    unit = succession.holder(paper.unit)
    words = {
        "management": unit.management.label if unit else "",
        "superior": unit.superior_name if unit else "",
    }
    return [
        FollowUp(
            names[one],
            url_for("instruments.follow_up", paper_id=paper.id, purpose=one.value),
            _WHY[one].format(**words),
        )
        for one in purposes
        if one in names
    ]


@dataclass(frozen=True)
class Family:
    """Papers this one follows from or led to."""

    parent: Instrument | None
    children: list[Instrument]
    refer_url: str | None


def family(paper: Instrument) -> Family:
    """The paper before and the papers after this one; 移送 may start at any time."""
    loading = (joinedload(Instrument.kind),)
    parent = session.get(Instrument, paper.parent_id, options=loading) if paper.parent_id else None
    return Family(parent, children_of(paper), _refer_url(paper))


def _refer_url(paper: Instrument) -> str | None:
    """Referrals are a higher slice: the link stands only where they are installed."""
    problems = [str(item.problem_id) for item in paper.items if item.problem_id]
    if not problems or "referrals.create" not in current_app.view_functions:
        return None
    return url_for("referrals.create", problems=",".join(problems))


def superior_hint(unit: Unit | None, kind: InstrumentKind | None) -> str | None:
    """Why informing the superior department comes first for this unit, or None; nothing is blocked."""
    if unit is None or not drafting.offers_superior(unit):
        return None
    if kind is not None and (kind.purpose is KindPurpose.SUPERIOR or not kind.reply_wanted):
        return None
    words = {"management": unit.management.label, "superior": unit.superior_name}
    return f"{unit.short_name}：{_WHY[KindPurpose.SUPERIOR].format(**words)}"
