"""Business verbs on interviews, in the order of their life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supervision.accounts.signing import scans
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.core.eventdays import check_day, fire_on
from supervision.core.facts import Facts
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments.delivering import leading
from supervision.instruments.models import Instrument
from supervision.interviews import people, promising
from supervision.interviews.models import FLOW, Interview, InterviewPaper, InterviewProblem
from supervision.interviews.people import IntervieweeFacts, Supervisor
from supervision.interviews.promising import NOTHING, Promise
from supervision.interviews.states import BEFORE, InterviewStatus, Sharing, Signing
from supervision.problems.models import Problem


@dataclass(frozen=True)
class InterviewFacts(Facts[Interview]):
    """What is planned: who is interviewed by whom, why, where and when."""

    reason: str
    planned_on: date
    interviewees: Sequence[IntervieweeFacts]
    interviewers: Sequence[Supervisor]
    recorder: Supervisor | None
    planned_at: str = ""
    place: str = ""
    content: str = ""
    action_id: int | None = None
    problems: Sequence[Problem] = ()
    papers: Sequence[Instrument] = ()


@dataclass(frozen=True)
class Attendance:
    """How one interviewee took part: absent, or present and signed or refused (with the reason); and what was
    promised by this one alone."""

    absent: bool = False
    signing: Signing | None = None
    note: str = ""
    promise: Promise = NOTHING


@dataclass(frozen=True)
class Record(Facts[Interview]):
    """What the interview came to. `attendance` by interviewee id; who is not named was present.

    `promising`: whether `promise` is of all, or each promised for himself.
    """

    minutes: str
    held_at: str = ""
    promise: str = ""
    promise_due: date | None = None
    promising: Sharing = Sharing.TOGETHER
    attendance: Mapping[int, Attendance] | None = None
    files: Sequence[StoredFile] = ()


def plan(facts: InterviewFacts, *, actor: Principal) -> Interview:
    """拟定: to be approved before anybody is told."""
    actor.require(Permission.INTERVIEW_RECORD)
    interview = Interview(
        body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id
    )
    apply(interview, facts)
    session.add(interview)
    session.flush()
    return interview


def amend(interview: Interview, facts: InterviewFacts, *, actor: Principal) -> None:
    """Change the plan; once approved, people and reason stand and only 改期 moves the day."""
    if not may_amend(interview, actor):
        actor.require(Permission.INTERVIEW_RECORD)
        raise WrongState(f"约谈“{interview.status.label}”，不能再修改")
    apply(interview, facts)
    session.flush()
    _tell_notices(interview, actor)


def may_amend(interview: Interview, actor: Principal) -> bool:
    """Whether `actor` may change the plan now."""
    own = interview.body_id == actor.body_id
    drafted = interview.status is InterviewStatus.DRAFTED and not interview.back_entered
    return own and drafted and actor.can(Permission.INTERVIEW_RECORD)


def apply(interview: Interview, facts: InterviewFacts) -> None:
    """Write the plan into the record; DomainError where it breaks a rule."""
    facts.into(interview)
    people.seat(interview, facts.interviewers, facts.recorder)
    people.invite(interview, facts.interviewees)
    _link(interview, facts)


def _link(interview: Interview, facts: InterviewFacts) -> None:
    problems = {link.problem_id: link for link in interview.problem_links}
    interview.problem_links = [
        problems.get(one.id) or InterviewProblem(body_id=interview.body_id, problem_id=one.id)
        for one in dict.fromkeys(facts.problems)
    ]
    papers = {link.instrument_id: link for link in interview.paper_links}
    interview.paper_links = [
        papers.get(one.id) or InterviewPaper(body_id=interview.body_id, instrument_id=one.id)
        for one in dict.fromkeys(facts.papers)
    ]


def approve(interview: Interview, *, on: date, actor: Principal) -> None:
    """批准, by another than who planned it: the leader where a 部门负责人 is interviewed."""
    FLOW.check(interview, interview.approving, actor=actor)
    check_day(on)
    interview.approved_on, interview.approved_by_id = on, actor.user_id
    fire_on(FLOW, interview, interview.approving, on=on, actor=actor)


def notify(interview: Interview, *, on: date, number: str = "", actor: Principal) -> None:
    """The units were told by other means than a notice of this system."""
    FLOW.check(interview, "notify", actor=actor)
    check_day(on, interview.approved_on)
    interview.notified_on, interview.notice_number = on, number
    fire_on(FLOW, interview, "notify", on=on, actor=actor)


def reschedule(
    interview: Interview, *, to: date, at: str = "", place: str = "", reason: str, actor: Principal
) -> None:
    """改期 with its reason; the day planned before stays on the timeline."""
    FLOW.check(interview, "reschedule", actor=actor)
    if to < clock.today():
        raise DomainError("新的约谈日期不得早于今天", field="to")
    label = f"改期：{clock.chinese_date(interview.planned_on)} → {clock.chinese_date(to)}"
    interview.planned_on, interview.planned_at = to, at or interview.planned_at
    interview.place = place or interview.place
    FLOW.fire(interview, "reschedule", reason=reason, note=label, actor=actor)
    session.flush()
    _tell_notices(interview, actor)


def miss(interview: Interview, *, on: date, reason: str, actor: Principal) -> None:
    """缺席: nobody came, so it was not held and is not counted."""
    FLOW.check(interview, "miss", actor=actor)
    check_day(on, interview.notified_on)
    fire_on(FLOW, interview, "miss", on=on, actor=actor, reason=reason)


def hold(interview: Interview, held: Record, *, on: date, actor: Principal) -> None:
    """已实施: minutes, who was absent, who signed; a promise with its day is followed from now on."""
    FLOW.check(interview, "hold", actor=actor)
    check_day(on, interview.notified_on)
    write_record(interview, held, on=on)
    fire_on(FLOW, interview, "hold", on=on, actor=actor)
    _tell_notices(interview, actor)
    for stored in held.files:
        attach(stored, interview, actor=actor, purpose=Purpose.SIGNED_SCAN, event_date=on)
    if interview.promise_due is not None:
        promising.follow(interview, actor=actor)
        FLOW.fire(interview, "track", actor=actor)
        session.flush()


def write_record(
    interview: Interview, held: Record, *, on: date, own: Sequence[Promise] | None = None
) -> None:
    """Write what took place into the record; DomainError where it is incomplete. `own`: what each head
    promised, where that is not said with the attendance (补录)."""
    attendance = held.attendance or {}
    _take_attendance(interview, attendance)
    shared = Promise(held.promise, held.promise_due)
    if own is None:
        nobody = Attendance()
        own = [attendance.get(head.id, nobody).promise for head in interview.interviewees]
    promising.write(interview, held.promising or Sharing.TOGETHER, shared, own, on=on)
    interview.held_on, interview.held_at = on, held.held_at
    interview.minutes = held.minutes


def _take_attendance(interview: Interview, attendance: Mapping[int, Attendance]) -> None:
    for head in interview.interviewees:
        taken = attendance.get(head.id, Attendance())
        if (taken.absent or taken.signing is Signing.REFUSED) and not taken.note.strip():
            word = "缺席" if taken.absent else "拒绝签字"
            raise DomainError(f"{head.name}{word}，请写明理由", field="attendance")
        head.absent, head.note = taken.absent, taken.note.strip()
        head.signing = None if taken.absent else taken.signing
    if all(head.absent for head in interview.interviewees):
        raise DomainError("全部约谈对象缺席的，请登记缺席", field="attendance")


def close(interview: Interview, *, on: date, result: str = "", actor: Principal) -> None:
    """办结; where something was promised, what came of it must be said."""
    FLOW.check(interview, "close", actor=actor)
    check_day(on, interview.held_on)
    if interview.promises_open and not result.strip():
        left = "、".join(head.name for head in promising.unkept(interview))
        message = f"请填写承诺落实情况{f'（{left}没有登记落实）' if left else ''}"
        raise DomainError(message, field="result")
    interview.closed_on, interview.promise_result = on, result.strip()
    fire_on(FLOW, interview, "close", on=on, actor=actor)
    promising.end(interview, on=on)


def cancel(interview: Interview, *, on: date, reason: str, actor: Principal) -> None:
    """取消 with its reason; it is never counted."""
    FLOW.check(interview, "cancel", actor=actor)
    check_day(on, *interview.days)
    interview.cancelled_on = on
    fire_on(FLOW, interview, "cancel", on=on, actor=actor, reason=reason)
    _tell_notices(interview, actor)
    scans.fall_away(interview, on=on)


def _tell_notices(interview: Interview, actor: Principal) -> None:
    """The last day for each notice follows the day of the interview, or falls away with it."""
    leading.follow_event(Interview.__tablename__, interview.id, actor=actor)


def may_notify(interview: Interview, actor: Principal) -> bool:
    """Whether `actor` may draft notices for it now."""
    own = interview.body_id == actor.body_id
    planned = interview.status in BEFORE and interview.status is not InterviewStatus.DRAFTED
    return own and planned and actor.can(Permission.INSTRUMENT_DRAFT)
