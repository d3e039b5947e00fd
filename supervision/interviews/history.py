"""补录: interviews of earlier years with their true days and the notice's number; 更正."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import begun, correctable, correcting, entered
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day
from supervision.core.facts import Facts
from supervision.core.files import attach
from supervision.core.files.models import Purpose
from supervision.interviews import past_promises, promising
from supervision.interviews.models import FLOW, Interview
from supervision.interviews.past_promises import PastPromise
from supervision.interviews.promising import Promise
from supervision.interviews.service import (
    InterviewFacts,
    Record,
    apply,
    write_record,
)
from supervision.interviews.states import InterviewStatus, Seat, Sharing


@dataclass(frozen=True)
class Past(Facts[Interview]):
    """What had happened by the time of entry; each day is that of the event."""

    held_on: date
    record: Record
    approved_on: date | None = None
    notified_on: date | None = None
    notice_number: str = ""
    closed_on: date | None = None
    promise_result: str = ""
    own: Sequence[PastPromise] = ()  # 分别承诺, of those who promised for themselves

    @property
    def left(self) -> bool:
        """Whether something promised is still to be kept, as far as is known."""
        return bool(past_promises.unkept(self.own)) or self.record.promise_due is not None


def back_enter(facts: InterviewFacts, past: Past, *, actor: Principal) -> Interview:
    """Enter an interview of the past with its true days; it is marked 补录."""
    actor.require(Permission.INTERVIEW_RECORD)
    check(past)
    interview = begun(Interview, _reached(past), actor)
    check_number(interview, past)
    _write(interview, facts, past)
    session.add(interview)
    session.flush()
    _finish(interview, facts, past, actor=actor)
    entered(interview, actor=actor)
    return interview


def restate(interview: Interview, facts: InterviewFacts, past: Past, *, actor: Principal) -> None:
    """The draft says what is typed; the signed record is kept with it at once."""
    apply(interview, facts)
    session.add(interview)
    session.flush()
    keep_beside(interview, facts, past, actor=actor)


def keep_beside(
    interview: Interview, _facts: InterviewFacts, past: Past, *, actor: Principal
) -> None:
    """The signed record."""
    for stored in past.record.files:
        attach(stored, interview, actor=actor, purpose=Purpose.SIGNED_SCAN, event_date=past.held_on)


def live(interview: Interview, facts: InterviewFacts, past: Past, *, actor: Principal) -> None:
    """The draft becomes what the interview was, on its true days."""
    with session.no_autoflush:  # days and state change together
        _write(interview, facts, past)
        FLOW.settle(interview, _reached(past), actor=actor, because="补录")
    session.flush()
    _finish(interview, facts, past, actor=actor)
    entered(interview, actor=actor)


def correct(
    interview: Interview, facts: InterviewFacts, past: Past, *, reason: str, actor: Principal
) -> None:
    """更正补录: the whole entry again, checked as the first time; old and new stay on the trail."""
    actor.require(Permission.INTERVIEW_RECORD)
    with correcting(interview, reason=reason, actor=actor, parts=partial(_parts, interview)):
        check(past)
        check_number(interview, past)
        for owner in (interview, *interview.interviewees):
            duedates.drop(owner, DueKind.PROMISE)
        with session.no_autoflush:  # days and state change together
            _write(interview, facts, past)
            FLOW.settle(interview, _reached(past), actor=actor, because=reason)
        session.flush()
        _finish(interview, facts, past, actor=actor)


def may_correct(interview: Interview, actor: Principal) -> bool:
    """Whether `actor` may correct the entry now."""
    return actor.can(Permission.INTERVIEW_RECORD) and correctable(interview, actor)


def _parts(interview: Interview) -> dict[str, str]:
    """Who sat at the table, as the trail tells it."""
    heads = (
        "，".join(filter(None, (one.name, one.post, one.certificate_no, one.standing.label)))
        for one in interview.interviewees
    )
    return {
        "约谈对象": "；".join(heads),
        "分别承诺": "；".join(str(one) for one in past_promises.held_by(interview)),
        "约谈人": "、".join(one.name for one in interview.seated(Seat.INTERVIEWER)),
        "记录人": "、".join(one.name for one in interview.seated(Seat.RECORDER)),
    }


def _write(interview: Interview, facts: InterviewFacts, past: Past) -> None:
    interview.approved_on, interview.notified_on = past.approved_on, past.notified_on
    interview.notice_number, interview.closed_on = past.notice_number, past.closed_on
    interview.promise_result = past.promise_result
    apply(interview, facts)
    own = past_promises.of_heads(interview, past.own)
    write_record(interview, past.record, on=past.held_on, own=own)
    past_promises.write_results(interview, past.own)


def _finish(interview: Interview, facts: InterviewFacts, past: Past, *, actor: Principal) -> None:
    keep_beside(interview, facts, past, actor=actor)
    if interview.status is InterviewStatus.TRACKING:
        promising.follow(interview, actor=actor)


def check_number(interview: Interview, past: Past) -> None:
    """A notice calls to one interview."""
    if not past.notice_number:
        return
    same = sa.select(Interview.reason).where(
        Interview.body_id == interview.body_id,
        Interview.notice_number == past.notice_number,
        Interview.id.is_distinct_from(interview.id),
    )
    held = session.scalar(same.limit(1))
    if held is not None:
        message = f"通知书文号{past.notice_number}已用于约谈“{held}”"
        raise DomainError(message, field="notice_number")


def check(past: Past) -> None:
    if past.approved_on is not None:
        check_day(past.approved_on, word="批准日期", field="approved_on")
    if past.notified_on is not None:
        check_day(past.notified_on, past.approved_on, word="通知日期", field="notified_on")
    check_day(past.held_on, past.approved_on, past.notified_on, word="实施日期", field="held_on")
    if past.closed_on is not None:
        check_day(past.closed_on, past.held_on, word="办结日期", field="closed_on")
    shared = Promise(past.record.promise, past.record.promise_due)
    own = [(one.who, one.promise) for one in past.own]
    sharing = past.record.promising or Sharing.TOGETHER
    promising.check(sharing, shared, own, on=past.held_on, field=past_promises.FIELD)
    past_promises.check(past.own, held_on=past.held_on)
    if past.closed_on and past.left and not past.promise_result.strip():
        who = "、".join(past_promises.unkept(past.own))
        message = f"已办结的，请填写承诺落实情况{f'（{who}没有填写落实日期）' if who else ''}"
        raise DomainError(message, field="promise_result")


def _reached(past: Past) -> InterviewStatus:
    if past.closed_on is not None:
        return InterviewStatus.CLOSED
    return InterviewStatus.TRACKING if past.left else InterviewStatus.HELD
