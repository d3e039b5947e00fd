"""异议 and 复查: the kind sets both terms; reviewers were not on the case; the effect on the deadline is stated."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.signing.leaders import plain_name
from supervision.agencies import succession
from supervision.core import clock, duedates, pairs
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Result, Term, Unit, compute, resume
from supervision.core.deadlines import decide as decide_anew
from supervision.core.duedates import DueDate, DueKind, calendar_of
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments import item_terms
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.flow import OBJECTION_FLOW, people_on_the_case
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.raising import last_day, objections_of
from supervision.instruments.objecting.states import Decision, Effect, ObjectionStatus

LAPSED = "lapse"  # no step of the flow: it falls away with its paper


@dataclass(frozen=True)
class ObjectionFacts:
    """What the unit says; `raised_on`, letter and scans only for an objection that came on paper."""

    grounds: str
    raised_on: date | None = None
    raised_by: str = ""
    letter_number: str = ""
    scans: tuple[StoredFile, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class DecisionFacts:
    """What the review decides; reviewers, day and scans are given for a decision made on paper."""

    decision: Decision
    text: str
    effect: Effect = Effect.RUNS_ON
    new_due: date | None = None
    reviewers: str = ""
    decided_on: date | None = None
    scans: tuple[StoredFile, ...] = field(default_factory=tuple)


def raise_(paper: Instrument, facts: ObjectionFacts, *, actor: Principal) -> Objection:
    """The unit objects, today, within the kind's term."""
    FLOW.check(paper, "object", actor=actor)
    return _raise(paper, facts, "object", on=clock.today(), by=actor.name, actor=actor)


def register(paper: Instrument, facts: ObjectionFacts, *, actor: Principal) -> Objection:
    """An objection that came on paper; one that came too late is registered too, and not accepted."""
    FLOW.check(paper, "register_objection", actor=actor)
    on = facts.raised_on or clock.today()
    if on > clock.today() or (paper.delivered_on and on < paper.delivered_on):
        message = "提出日期须在送达之后、今天之前"
        raise DomainError(message, field="raised_on")
    by = facts.raised_by or (succession.present(paper.unit).name if paper.unit else paper.addressee)
    objection = _raise(paper, facts, "register_objection", on=on, by=by, actor=actor)
    objection.registered, objection.letter_number = True, facts.letter_number
    attach_scans(objection, facts.scans, on=on, actor=actor)
    return objection


def _raise(
    paper: Instrument, facts: ObjectionFacts, verb: str, *, on: date, by: str, actor: Principal
) -> Objection:
    until = last_day(paper)
    assert until is not None  # noqa: S101  (the flow asked for a kind with a term)
    term = Term(paper.kind.decision_number or 15, Unit(paper.kind.decision_unit))
    FLOW.fire(paper, verb, note="提出异议", reason=facts.grounds.strip(), actor=actor)
    objection = Objection(
        body_id=paper.body_id,
        instrument=paper,
        raised_on=on,
        raised_by=by,
        last_day=until,
        grounds=facts.grounds.strip(),
        due_on=compute(on, term, calendar_of(paper.body_id)).due,
        created_by_id=actor.user_id,
    )
    session.add(objection)
    session.flush()
    duedates.start(
        objection, DueKind.OBJECTION, term, on=on, title=f"{paper.number} 复查决定",
        basis=f"{paper.kind.name}的复查期限", event="提出异议", actor=actor,
        unit_id=paper.unit_id, holder_id=paper.handler_id,
    )  # fmt: skip
    return objection


def decide(objection: Objection, facts: DecisionFacts, *, actor: Principal) -> None:
    """A reviewer who was not on the case decides, in the system."""
    OBJECTION_FLOW.check(objection, "decide_objection", actor=actor)
    _decide(objection, facts, "decide_objection", on=clock.today(), by=actor.name, actor=actor)
    objection.reviewers = facts.reviewers or actor.name
    session.flush()


def check_registered(objection: Objection, facts: DecisionFacts, *, actor: Principal) -> None:
    """DomainError where a decision on paper cannot have been made so."""
    OBJECTION_FLOW.check(objection, "register_decision", actor=actor)
    on = facts.decided_on or clock.today()
    if on > clock.today() or on < objection.raised_on:
        message = "决定日期须在提出异议之后、今天之前"
        raise DomainError(message, field="decided_on")
    _refuse_people_on_the_case(objection.instrument, facts.reviewers)


def write_registered(objection: Objection, facts: DecisionFacts, *, actor: Principal) -> None:
    """A decision made on paper, once another person than the registrar confirmed it (`registering`)."""
    check_registered(objection, facts, actor=actor)
    on = facts.decided_on or clock.today()
    _decide(objection, facts, "register_decision", on=on, by=facts.reviewers[:40], actor=actor)
    objection.reviewers = facts.reviewers


def _refuse_people_on_the_case(paper: Instrument, reviewers: str) -> None:
    listed = reviewers.replace(",", "，").replace("、", "，").split("，")
    named = {plain_name(one) for one in listed}
    if not named - {""}:
        message = "请填写复查人员"
        raise DomainError(message, field="reviewers")
    involved = sa.select(User.name).where(User.id.in_(people_on_the_case(paper)))
    hands = (*session.scalars(involved), paper.signatory_name)
    barred = sorted(named & {plain_name(one) for one in hands})
    if barred:
        message = f"{'、'.join(barred)}承办、审核、签发或核查过此件，不能复查对它的异议"
        raise DomainError(message, field="reviewers")


def _decide(
    objection: Objection, facts: DecisionFacts, verb: str, *, on: date, by: str, actor: Principal
) -> None:
    paper = objection.instrument
    row = duedates.open_of(paper, DueKind.REPLY, DueKind.SUPPLEMENT)
    objection.decision, objection.decision_text = facts.decision, facts.text.strip()
    objection.decided_on, objection.decided_by, objection.effect = on, by, facts.effect
    moved = _moved(objection, row, facts, on=on)
    if row is not None and moved is not None:
        objection.old_due, objection.new_due = row.due, moved.due
    said = f"复查决定：{facts.decision.label}；{facts.effect.label}"
    OBJECTION_FLOW.fire(objection, verb, actor=actor, note=said)
    if row is not None and moved is not None:
        duedates.move(row, moved, reason=f"复查决定（{facts.effect.label}）", actor=actor)
        item_terms.follow_paper(paper, actor=actor)
    _close_term(objection, on=on)


def _moved(
    objection: Objection, row: DueDate | None, facts: DecisionFacts, *, on: date
) -> Result | None:
    """The reply term as the decision leaves it; None where it runs on."""
    if facts.effect is Effect.RUNS_ON:
        return None
    if row is None:
        message = "没有正在计算的期限（单位已反馈，或者期限已中止），请选择“期限照常计算”"
        raise DomainError(message, field="effect")
    calendar = calendar_of(objection.body_id)
    if facts.effect is Effect.NEW_DATE:
        if facts.new_due is None or facts.new_due <= row.due:
            message = f"另定的日期须晚于现在的到期日{clock.chinese_date(row.due)}"
            raise DomainError(message, field="new_due")
        return decide_anew(
            duedates.result_of(row), facts.new_due, on=on, calendar=calendar, reason="复查异议",
            basis=f"复查决定：{facts.decision.label}",
        )  # fmt: skip
    result = duedates.result_of(row)
    begun = result.pauses[-1].resumed if result.pauses else result.start or objection.raised_on
    first_counted = begun + timedelta(days=1)
    stopped = max(objection.raised_on, first_counted)
    if result.pauses and on < stopped:
        return None  # another objection's stop covers these days already
    return resume(
        result, stopped=stopped, resumed=max(on, stopped), calendar=calendar, reason="复查异议",
        basis=f"复查决定：{facts.decision.label}",
    )  # fmt: skip


def not_accept(objection: Objection, *, reason: str, actor: Principal) -> None:
    """不予受理, with the reason: too late, or not what may be objected to."""
    OBJECTION_FLOW.fire(
        objection, "not_accept_objection", reason=reason, actor=actor, note="异议不予受理"
    )
    objection.refusal = reason.strip()
    _close_term(objection, on=clock.today())


def withdraw(objection: Objection, *, actor: Principal) -> None:
    """The unit takes its objection back."""
    OBJECTION_FLOW.fire(objection, "withdraw_objection", actor=actor)
    _close_term(objection, on=clock.today(), met=False)


def lapse(paper: Instrument, *, actor: Principal, because: str) -> None:
    """An objection still open falls away with its paper."""
    for objection in objections_of(paper):
        if objection.status is ObjectionStatus.RAISED:
            OBJECTION_FLOW.settle(objection, ObjectionStatus.LAPSED, actor=actor, because=because)
            pairs.end(objection, LAPSED, actor)
            _close_term(objection, on=clock.today(), met=False)


def _close_term(objection: Objection, *, on: date, met: bool = True) -> None:
    row = duedates.open_of(objection, DueKind.OBJECTION)
    if row is not None:
        duedates.close(row, on=on, met=met)


def attach_scans(
    objection: Objection, scans: tuple[StoredFile, ...], *, on: date, actor: Principal
) -> None:
    for scan in scans:
        attach(scan, objection, actor=actor, purpose=Purpose.REPLY_SCAN, event_date=on,
               unit_id=objection.instrument.unit_id)  # fmt: skip
    session.flush()
