"""What the page of a paper shows of its side flows: requests, objections, and who may do what now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for
from sqlalchemy.orm import joinedload

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.workflow import Transition
from supervision.instruments import drafting, extending, following, kinds, objecting, originals
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.side_flow import EXTENSION_FLOW, OBJECTION_FLOW
from supervision.instruments.side_models import Extension, Objection
from supervision.instruments.states import ANSWERABLE
from supervision.instruments.views import Button

WITHDRAWING = {"withdraw_extension", "withdraw_objection"}


@dataclass(frozen=True)
class Line:
    """One request or objection with the steps this person may take."""

    record: Any
    steps: list[Transition]
    decide_url: str | None
    withdraw_url: str | None
    due: ShownDue | None = None


@dataclass(frozen=True)
class SideFlows:
    """Everything beside the paper."""

    extensions: list[Line]
    objections: list[Line]


def of(paper: Instrument, actor: Principal) -> SideFlows:
    """The side flows of a paper as `actor` may see and act on them."""
    return SideFlows(
        [_extension(one, actor) for one in extending.extensions_of(paper)],
        [_objection(one, actor) for one in objecting.objections_of(paper)],
    )


def _extension(one: Extension, actor: Principal) -> Line:
    steps = EXTENSION_FLOW.available(one, actor)
    paper_id = one.instrument_id
    decides = any(step.name not in WITHDRAWING for step in steps)
    return Line(
        one,
        steps,
        url_for("instruments.decide_extension", paper_id=paper_id, extension_id=one.id)
        if decides
        else None,
        url_for("instruments.withdraw_extension", paper_id=paper_id, extension_id=one.id)
        if _withdraws(steps)
        else None,
    )


def _objection(one: Objection, actor: Principal) -> Line:
    steps = OBJECTION_FLOW.available(one, actor)
    paper_id = one.instrument_id
    decides = any(step.name not in WITHDRAWING for step in steps)
    return Line(
        one,
        steps,
        url_for("instruments.decide_objection", paper_id=paper_id, objection_id=one.id)
        if decides
        else None,
        url_for("instruments.withdraw_objection", paper_id=paper_id, objection_id=one.id)
        if _withdraws(steps)
        else None,
        shown_due(one, DueKind.OBJECTION),
    )


def _withdraws(steps: Sequence[Transition]) -> bool:
    return any(step.name in WITHDRAWING for step in steps)


def links(paper: Instrument, actor: Principal) -> list[Button]:
    """申请延期, 提出异议 (or their registered ways) and the sealed scan, where they may be begun now."""
    found = []
    registers = actor.can(P.INSTRUMENT_REGISTER) and actor.body_id == paper.body_id
    if paper.status in ANSWERABLE and (registers or actor.can(P.EXTENSION_ASK)):
        # On paper a request may have come in time and be entered late: the form asks for its day.
        possible = registers or extending.refusal(paper, on=clock.today()) is None
        if possible:
            label = "登记延期申请" if registers else "申请延期"
            found.append(_link("extension", label, "instruments.ask_extension", paper))
    if (registers or actor.can(P.OBJECTION_RAISE)) and objecting.refusal(paper) is None:
        label = "登记异议" if registers else "提出异议"
        found.append(_link("objection", label, "instruments.raise_objection", paper))
    if originals.awaited(paper, actor):
        label = "替换盖章扫描件" if paper.archive_scanned else "上传盖章扫描件"
        found.append(_link("sealed-scan", label, "instruments.sealed_scan", paper))
    return found


def _link(name: str, label: str, endpoint: str, paper: Instrument) -> Button:
    return Button(name=name, label=label, url=url_for(endpoint, paper_id=paper.id), method="GET")


@dataclass(frozen=True)
class FollowUp:
    """A paper to draft next: its name, where to post, and why it is offered."""

    name: str
    url: str
    why: str


_WHY = {
    following.SUPERIOR: "该单位为{management}，一般先告知上一级主管部门{superior}督促整改"
    "（《行政执法监督条例》第四十二条）；也可以继续采用其他方式。",
    following.REMINDER: "到期前提醒，不要求反馈。",
    following.URGING: "已逾期，未了结的要求带入督办函。",
    following.DECISION: "纠正类条目逾期未整改，问题带入决定书，送达后由决定书督促。",
}


def follow_ups(paper: Instrument, *, overdue: bool) -> list[FollowUp]:
    """What may be drafted from this paper now, the most fitting first."""
    codes = following.offered(paper, overdue=overdue)
    names = {kind.code: kind.name for kind in kinds.all_in_force()} if codes else {}
    unit = paper.unit
    words = {
        "management": unit.management.label if unit else "",
        "superior": unit.superior_name if unit else "",
    }
    return [
        FollowUp(
            names[code],
            url_for("instruments.follow_up", paper_id=paper.id, code=code),
            _WHY[code].format(**words),
        )
        for code in codes
        if code in names
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
    children = session.scalars(
        sa.select(Instrument)
        .where(Instrument.parent_id == paper.id)
        .options(*loading)
        .order_by(Instrument.id)
    )
    return Family(parent, list(children), _refer_url(paper))


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
    if kind is not None and (kind.code == following.SUPERIOR or not kind.reply_wanted):
        return None
    words = {"management": unit.management.label, "superior": unit.superior_name}
    return f"{unit.short_name}：{_WHY[following.SUPERIOR].format(**words)}"
