"""Business verbs on referrals, in the order of their life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision.accounts.models import User
from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record as put_on_record
from supervision.core.db import session
from supervision.core.deadlines import Term, checked_term
from supervision.core.deadlines import Unit as TermUnit
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError, WrongState
from supervision.core.eventdays import check_day, fire_on
from supervision.core.facts import Facts
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.problems.models import Problem, ProblemStatus
from supervision.referrals.models import FLOW, Referral, ReferralProblem, ReferralViewer
from supervision.referrals.states import ReferralStatus, Way
from supervision.referrals.telling import TOLD

NOT_FOUND_TRUE = (ProblemStatus.PENDING, ProblemStatus.REJECTED)


@dataclass(frozen=True)
class ReferralFacts(Facts[Referral]):
    """What is referred, to whom, by which word, and who may know of it."""

    way: Way
    recipient: str
    subject: str
    basis: str = ""
    reasons: str = ""
    answer_wanted: bool = True
    term_number: int | None = None
    term_unit: str = "工作日"
    problems: Sequence[Problem] = ()
    approver: User | None = None
    viewers: Sequence[User] = ()
    files: Sequence[StoredFile] = ()


@dataclass(frozen=True)
class Answer:
    """What the recipient told us became of it."""

    result: str
    number: str = ""
    files: Sequence[StoredFile] = ()


def draft(facts: ReferralFacts, *, actor: Principal) -> Referral:
    """拟稿; from now on only its handler, its approver and the named viewers see it."""
    actor.require(Permission.REFERRAL_RECORD)
    referral = Referral(
        body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id
    )
    enter(referral, facts, actor=actor)
    return referral


def enter(referral: Referral, facts: ReferralFacts, *, actor: Principal) -> None:
    """Put a new referral with its links and files into the store."""
    apply(referral, facts)
    session.add(referral)
    session.flush()
    for stored in facts.files:
        attach(stored, referral, actor=actor, purpose=Purpose.OTHER)


def amend(referral: Referral, facts: ReferralFacts, *, actor: Principal) -> None:
    """Change a draft."""
    actor.require(Permission.REFERRAL_RECORD)
    if not may_amend(referral, actor):
        raise WrongState(f"{referral.way.label}“{referral.shown_status.label}”，不能再修改")
    apply(referral, facts)
    session.flush()
    for stored in facts.files:
        attach(stored, referral, actor=actor, purpose=Purpose.OTHER)


def may_amend(referral: Referral, actor: Principal) -> bool:
    """Whether `actor` may change the draft now."""
    own = referral.body_id == actor.body_id and referral.handler_id == actor.user_id
    return own and referral.status is ReferralStatus.DRAFT and not referral.back_entered


def apply(referral: Referral, facts: ReferralFacts) -> None:
    """Write the draft into the record; DomainError where it breaks a rule."""
    if facts.answer_wanted and facts.term_number is not None:
        checked_term(facts.term_number, facts.term_unit, field="term_number")
    if facts.way is Way.STATUTORY and not facts.basis.strip():
        raise DomainError("移送须写明法律依据", field="basis")
    facts.into(
        referral,
        term_number=facts.term_number if facts.answer_wanted else None,
        approver_id=facts.approver.id if facts.approver else None,
    )
    _set_problems(referral, facts.problems)
    name_viewers(referral, facts.viewers)


def _set_problems(referral: Referral, problems: Sequence[Problem]) -> None:
    for problem in problems:
        if problem.status in NOT_FOUND_TRUE and not referral.back_entered:
            label = problem.status.label
            raise DomainError(f"问题“{problem.title}”为“{label}”，不能移交", field="problems")
    held = {link.problem_id: link for link in referral.problem_links}
    referral.problem_links = [
        held.get(one.id) or ReferralProblem(body_id=referral.body_id, problem_id=one.id)
        for one in dict.fromkeys(problems)
    ]


def name_viewers(referral: Referral, people: Sequence[User]) -> None:
    """Who besides handler and approver may see it: people of the same body."""
    if any(one.body_id != referral.body_id for one in people):
        raise DomainError("知悉人员须是本机关人员", field="viewers")
    held = {row.user_id: row for row in referral.viewers}
    referral.viewers = [
        held.get(one.id) or ReferralViewer(body_id=referral.body_id, user_id=one.id)
        for one in dict.fromkeys(people)
    ]


def change_viewers(
    referral: Referral, people: Sequence[User], *, reason: str, actor: Principal
) -> None:
    """The handler widens or narrows the circle; who was in it stands on the trail."""
    actor.require(Permission.REFERRAL_RECORD)
    if referral.handler_id != actor.user_id:
        raise WrongState("知悉人员由承办人确定")
    name_viewers(referral, people)
    names = "、".join(one.name for one in people) or "无"
    put_on_record(
        referral, action="viewers", label=f"知悉人员：{names}", reason=reason, actor=actor
    )
    session.flush()


def awaits_approval(referral: Referral) -> bool:
    """Whether it waits for its approver."""
    return referral.status is ReferralStatus.REVIEWING and referral.approved_on is None


def name_approver(referral: Referral, to: User, *, reason: str, actor: Principal) -> None:
    """Another approver than the one who left, or took the matter over; told as the first one was."""
    actor.require(Permission.REFERRAL_RECORD)
    if referral.handler_id != actor.user_id or not awaits_approval(referral):
        raise WrongState("审批人由承办人在批准之前指定")
    if to.id == referral.approver_id:
        return
    if to.id in (referral.handler_id, referral.created_by_id):
        raise DomainError("审批人不得是承办人本人", field="approver_id")
    referral.approver_id = to.id
    session.flush()
    put_on_record(
        referral, action="approver", label=f"审批人改为{to.name}", reason=reason, actor=actor
    )
    TOLD.step(referral, "approver", actor=actor)


def submit(referral: Referral, *, on: date, actor: Principal) -> None:
    """报批 to the approver named."""
    FLOW.check(referral, "submit", actor=actor)
    check_day(on)
    if referral.approver_id is None:
        raise DomainError("请先指定审批人", field="approver_id")
    if referral.approver_id == referral.handler_id:
        raise DomainError("审批人不得是承办人本人", field="approver_id")
    referral.submitted_on = on
    fire_on(FLOW, referral, "submit", on=on, actor=actor)


def approve(referral: Referral, *, on: date, actor: Principal) -> None:
    """批准; the handler then sends it."""
    FLOW.check(referral, "approve", actor=actor)
    check_day(on, *referral.days)
    fire_on(FLOW, referral, "approve", on=on, actor=actor)
    referral.approved_on, referral.approved_by_id = on, actor.user_id
    session.flush()


def refuse(referral: Referral, *, on: date, reason: str, actor: Principal) -> None:
    """退回修改 to the handler."""
    FLOW.check(referral, "refuse", actor=actor)
    check_day(on, *referral.days)
    referral.submitted_on = None
    fire_on(FLOW, referral, "refuse", on=on, actor=actor, reason=reason)


def check_refused(referral: Referral, *, on: date, reason: str, actor: Principal) -> None:
    """DomainError where it cannot have been sent back so on paper."""
    FLOW.check(referral, "register_refuse", actor=actor)
    if not reason.strip():
        raise DomainError("请填写理由", field="reason")
    check_day(on, *referral.days)


def write_refused(referral: Referral, *, by: str, on: date, reason: str, actor: Principal) -> None:
    """退回修改 by `by` on paper, once another person than the registrar confirmed it (`on_paper`)."""
    check_refused(referral, on=on, reason=reason, actor=actor)
    referral.submitted_on = None
    fire_on(FLOW, referral, "register_refuse", on=on, actor=actor, reason=reason, by=by)


def send(referral: Referral, *, on: date, number: str = "", actor: Principal) -> None:
    """Sent by other means than a letter of this system; the answer's term begins."""
    FLOW.check(referral, "send", actor=actor)
    check_day(on, *referral.days)
    referral.sent_on = on
    referral.letter_number = number or referral.letter_number
    fire_on(FLOW, referral, "send", on=on, actor=actor)
    begin_term(referral, actor=actor)


def begin_term(referral: Referral, *, actor: Principal) -> None:
    """The term for the answer runs from the day after sending; none where no answer is wanted."""
    if not referral.answer_wanted or referral.term_number is None or referral.sent_on is None:
        return
    duedates.start(
        referral,
        DueKind.REFERRAL,
        Term(referral.term_number, TermUnit(referral.term_unit)),
        on=referral.sent_on,
        title=f"{referral.way.label}回告：{referral.subject}"[:200],
        basis=referral.basis or f"{referral.way.label}时要求的回告期限",
        event=referral.way.label,
        actor=actor,
        holder_id=referral.handler_id,
    )


def receive(
    referral: Referral,
    *,
    on: date,
    by: str = "",
    receipts: Sequence[StoredFile] = (),
    actor: Principal,
) -> None:
    """The recipient took it: who and when, with the receipt."""
    FLOW.check(referral, "receive", actor=actor)
    check_day(on, referral.sent_on)
    referral.received_on, referral.received_by = on, by
    fire_on(FLOW, referral, "receive", on=on, actor=actor)
    for stored in receipts:
        attach(stored, referral, actor=actor, purpose=Purpose.RECEIPT, event_date=on)


def send_back(referral: Referral, *, on: date, reason: str, actor: Principal) -> None:
    """退回: the recipient does not take it; nothing is due any more."""
    FLOW.check(referral, "return", actor=actor)
    check_day(on, *referral.days)
    if not reason.strip():
        raise DomainError("登记退回须填写理由", field="reason")
    referral.returned_on, referral.return_reason = on, reason.strip()
    fire_on(FLOW, referral, "return", on=on, actor=actor, reason=reason)
    duedates.end(referral, DueKind.REFERRAL, on=on, met=False)


def process(referral: Referral, *, on: date, actor: Principal) -> None:
    """The recipient is dealing with it."""
    FLOW.check(referral, "process", actor=actor)
    check_day(on, *referral.days)
    referral.processing_on = on
    fire_on(FLOW, referral, "process", on=on, actor=actor)


def answer(referral: Referral, told: Answer, *, on: date, actor: Principal) -> None:
    """回告: the result, on the day it was told."""
    FLOW.check(referral, "answer", actor=actor)
    check_day(on, *referral.days)
    if not told.result.strip():
        raise DomainError("请填写处理结果", field="result")
    referral.answered_on, referral.answer_number = on, told.number
    referral.result = told.result.strip()
    fire_on(FLOW, referral, "answer", on=on, actor=actor)
    for stored in told.files:
        attach(stored, referral, actor=actor, purpose=Purpose.REPLY_SCAN, event_date=on)
    duedates.end(referral, DueKind.REFERRAL, on=on)


def archive(referral: Referral, *, on: date, actor: Principal) -> None:
    """归档: after the answer, after a return, or at 已接收 where no answer is wanted."""
    FLOW.check(referral, "archive", actor=actor)
    check_day(on, *referral.days, referral.returned_on)
    referral.archived_on = on
    fire_on(FLOW, referral, "archive", on=on, actor=actor)
