"""What of interviews waits for a person: approval by the section head or the leader; its handler for the rest."""

from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.duedates import day_ahead
from supervision.core.pending import Duty, Rows, mine, not_mine, row
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import InterviewStatus

LISTED = "interviews.index"
_WITH_HEADS = (
    sa.exists()
    .where(Interviewee.interview_id == Interview.id, Interviewee.in_leadership.is_(True))
    .correlate_except(Interviewee)
)


def _interviews(status: InterviewStatus, *who: Any) -> list[Rows]:
    rows = row(Interview, Interview.reason, ends=Interview.planned_on)
    rows = rows.where(*within(Interview), Interview.status == status, *who)
    return [rows.order_by(Interview.planned_on, Interview.id)]


def _drafted(me: Principal, heads: Any) -> list[Rows]:
    others = not_mine(me, Interview.handler_id, Interview.created_by_id)
    here = Interview.back_entered.is_(False)
    return _interviews(InterviewStatus.DRAFTED, here, heads, *others)


def _approved(me: Principal) -> list[Rows]:
    return _interviews(InterviewStatus.APPROVED, mine(me, Interview.handler_id))


def _notified(me: Principal) -> list[Rows]:
    """From the working day before: until then nothing is to be done."""
    soon = Interview.planned_on <= day_ahead(me.body_id, 1)
    return _interviews(InterviewStatus.NOTIFIED, mine(me, Interview.handler_id), soon)


def _missed(me: Principal) -> list[Rows]:
    """Nobody came: without a new day or its end it would be forgotten."""
    return _interviews(InterviewStatus.ABSENT, mine(me, Interview.handler_id))


def _held(me: Principal) -> list[Rows]:
    """Nothing was promised, or all of it is kept: no day reminds of its end."""
    return _interviews(InterviewStatus.HELD, mine(me, Interview.handler_id))


def _promised(me: Principal) -> list[Rows]:
    """From the working day before the next promise's last one."""
    rows = row(Interview, Interview.reason, ends=Interview.promise_due)
    soon = Interview.promise_due <= day_ahead(me.body_id, 1)
    of = (Interview.status == InterviewStatus.TRACKING, mine(me, Interview.handler_id), soon)
    return [rows.where(*within(Interview), *of).order_by(Interview.promise_due, Interview.id)]


DUTIES = (
    Duty("待批准的约谈", "批准后方可通知", 84, P.INTERVIEW_APPROVE,
         lambda me: _drafted(me, ~_WITH_HEADS), LISTED, "approve"),
    Duty("待批准的约谈（部门负责人）", "批准后方可通知", 85, P.INTERVIEW_APPROVE_HEADS,
         lambda me: _drafted(me, _WITH_HEADS), LISTED, "approve"),
    Duty("待通知的约谈", "已批准，尚未通知", 86, P.INTERVIEW_RECORD, _approved, LISTED, "ahead"),
    Duty("待实施的约谈", "约谈之日到了就登记实施", 87, P.INTERVIEW_RECORD, _notified, LISTED, "ahead"),
    Duty("缺席的约谈", "改期，或者由审核人取消", 87, P.INTERVIEW_RECORD, _missed, LISTED, "ahead"),
    Duty("承诺到期的约谈", "登记落实情况，或者办结", 87, P.INTERVIEW_RECORD, _promised, LISTED, "promise"),
    Duty("待办结的约谈", "已实施，没有承诺或者都已落实", 87, P.INTERVIEW_RECORD, _held, LISTED, "close"),
)  # fmt: skip
