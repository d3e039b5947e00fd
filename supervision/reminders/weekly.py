"""The weekly summary: what is due and overdue, and for administrators what they must look after.

A missing notice is an alarm of its own (calendar/watch), said once.
"""

import datetime as dt

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.audit import AuditHead
from supervision.core.db import session
from supervision.core.jobs import JobRun, RunState
from supervision.core.portions import look
from supervision.reminders.forecast import weeks
from supervision.reminders.inbox import announce, holders_of
from supervision.reminders.models import Dispatch, DispatchState, NoticeKind

WEEK = dt.timedelta(days=7)


def summarise() -> str:
    """Put this week's summary before everyone concerned; a second run adds nothing."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    step, count = f"weekly-{monday.isoformat()}", 0
    due = look(lambda: weeks(monday + dt.timedelta(days=6)))
    for user_id, week in due.items():
        count += announce([user_id], kind=NoticeKind.WEEKLY, step=step, title=week.line, on=monday)
    for roles, lines in _for_administrators():
        people = [user.id for user in holders_of(*roles)]
        title = "；".join(lines)
        count += announce(people, kind=NoticeKind.WEEKLY, step=step, title=title, on=monday)
    return f"每周汇总{count}份"


def _for_administrators() -> list[tuple[tuple[Role, ...], list[str]]]:
    head = session.get(AuditHead, 1)
    anchor = [f"审计记录{head.count}条，链头{head.mac[:16]}"] if head else []
    said: list[tuple[tuple[Role, ...], list[str]]] = [
        ((Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN), _troubles()),
        ((Role.AUDITOR,), anchor),
    ]
    return [(roles, lines) for roles, lines in said if lines]


def _troubles() -> list[str]:
    since = clock.now() - WEEK
    jobs = session.scalar(
        sa.select(sa.func.count(JobRun.id)).where(
            JobRun.state == RunState.FAILED, JobRun.started_at >= since
        )
    )
    letters = session.scalar(
        sa.select(sa.func.count(Dispatch.id)).where(
            Dispatch.state == DispatchState.FAILED, Dispatch.created_at >= since
        )
    )
    said = [f"一周内后台任务失败{jobs}次"] if jobs else []
    return [*said, f"一周内提醒发送失败{letters}件"] if letters else said
