"""Reminders of the bureau's own terms, where a body turned them on: of what stands in a person's own queue."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.access.scope import scope_of, seeing
from supervision.core.db import ReadRow, affected, session
from supervision.core.deadlines import ladder
from supervision.core.duedates import calendar_of
from supervision.core.pending import CAP, DUTIES, Duty
from supervision.core.pending.own_terms import LADDER, OwnTermSetting
from supervision.core.portions import look
from supervision.reminders.hours import is_open
from supervision.reminders.inbox import announce
from supervision.reminders.models import NO_DUE_DATE, Notice, NoticeKind


@dataclass(frozen=True)
class Reached:
    """A step that somebody has reached with a matter of their queue."""

    user_id: int
    step: str
    day: dt.date
    due: dt.date
    title: str
    root: tuple[str, int]
    at_work: bool


def remind(now: dt.datetime) -> tuple[int, int]:
    """Tell each step once, end what no longer waits or was followed by a later one: (told, ended)."""
    reached = look(lambda: list(_reached(now)))
    told = sum(
        announce(
            [one.user_id], kind=NoticeKind.OWN_TERM, step=one.step, title=one.title,
            text=f"内部时限，{one.due.isoformat()}到期", on=one.day, root=one.root,
        )
        for one in reached
        if one.at_work
    )  # fmt: skip
    return told, _end({(one.user_id, one.step, one.day) for one in reached}, now)


def _reached(now: dt.datetime) -> Iterator[Reached]:
    own = sa.select(OwnTermSetting.body_id, OwnTermSetting.key, OwnTermSetting.days)
    turned_on: dict[int, dict[str, int]] = {}
    for body_id, key, days in session.execute(own.where(OwnTermSetting.reminds)):
        turned_on.setdefault(body_id, {})[key] = days
    for body_id, days_of in turned_on.items():
        at_work = is_open(now, calendar_of(body_id))
        people = sa.select(User).where(User.active, User.body_id == body_id).order_by(User.id)
        for me in map(principal_of, session.scalars(people).unique()):
            with seeing(scope_of(me)):
                for duty in (one for one in DUTIES.parts() if _may(me, one)):
                    yield from _of_duty(me, duty, days_of, at_work=at_work)


def _may(me: Principal, duty: Duty) -> bool:
    return duty.permission is None or me.can(duty.permission)


def _of_duty(
    me: Principal, duty: Duty, days_of: dict[str, int], *, at_work: bool
) -> Iterator[Reached]:
    if not {one.key for one in (duty.own_term, duty.next_term) if one} & days_of.keys():
        return
    for part in duty.rows(me):
        for row in session.execute(part.limit(CAP)):
            first = row.begun is not None
            term, begun = (duty.own_term, row.begun) if first else (duty.next_term, row.followed)
            if term is None or begun is None or term.key not in days_of:
                continue
            due = term.due(begun, days_of[term.key], me.body_id)
            reached = _step(begun, due, me)
            if reached is not None and me.user_id is not None:
                name, day = reached
                key = f"{term.key}-{row.page_id}-{name}"
                about = (row.matter_type, row.matter_id)
                yield Reached(me.user_id, key, day, due, _title(duty, row), about, at_work)


def _step(begun: dt.date, due: dt.date, me: Principal) -> tuple[str, dt.date] | None:
    """The latest step reached, and its day."""
    calendar, today = calendar_of(me.body_id), clock.today()
    steps = ladder(due, calendar, policy=LADDER, start=begun, until=today)
    return steps[-1] if steps else None


def _title(duty: Duty, row: ReadRow) -> str:
    return f"{duty.title}：{row.label or row.kind}"


def _end(waiting: set[tuple[int, str, dt.date]], now: dt.datetime) -> int:
    """What was told and is no longer reached: done, moved, told by a later step, or turned off."""
    live = (
        Notice.ended_at.is_(None), Notice.due_date_id == NO_DUE_DATE,
        Notice.kind == NoticeKind.OWN_TERM,
    )  # fmt: skip
    rows = session.execute(
        sa.select(Notice.id, Notice.user_id, Notice.step, Notice.due).where(*live)
    ).all()
    over = [row.id for row in rows if (row.user_id, row.step, row.due) not in waiting]
    if not over:
        return 0
    ended = sa.update(Notice).where(Notice.id.in_(over)).values(ended_at=now)
    return affected(session.execute(ended.execution_options(synchronize_session=False)))
