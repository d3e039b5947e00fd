"""What will be said in the next days, as things stand: for one person, and for the whole system."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, current_calendar, policies
from supervision.reminders.bands import upcoming
from supervision.reminders.recipients import open_matters, told, told_to

DAYS_AHEAD = dt.timedelta(days=30)
FARTHEST_STEP = dt.timedelta(days=400)  # 250 working days before, the most a policy allows


@dataclass(frozen=True)
class Coming:
    """One reminder to come."""

    day: dt.date
    step: str
    row: DueDate

    @property
    def label(self) -> str:
        return step_label(self.step)


@dataclass(frozen=True)
class ComingDay:
    """All reminders of a day, by kind of matter."""

    day: dt.date
    kinds: list[tuple[DueKind, int]]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.kinds)


def step_label(step: str) -> str:
    """A step of the ladder in words: 到期前3个工作日."""
    word, _, number = step.partition("-")
    match word:
        case "before":
            return f"到期前{number}个工作日"
        case "due":
            return "到期当日"
        case "after":
            return f"逾期第{number}个工作日"
        case "repeat":
            return f"逾期后第{number}次重复提醒"
        case _:
            return ""


def mine(user_id: int) -> list[Coming]:
    """A person's own reminders to come, in order of their day."""
    own = told_to(user_id)
    today, calendar, known = clock.today(), current_calendar(), policies()
    until = today + DAYS_AHEAD
    rows = session.scalars(
        sa.select(DueDate)
        .where(DueDate.id.in_(sa.select(own.c.id)))
        .where(DueDate.due <= today + FARTHEST_STEP)
        .options(sa.orm.defer(DueDate.working))
        .order_by(DueDate.due, DueDate.id)
    )
    coming = [
        Coming(day, step, row)
        for row in rows
        for step, day in upcoming(
            row.due, row.start, calendar, known[row.kind], today=today, until=until
        )
    ]
    return sorted(coming, key=lambda each: (each.day, each.row.due, each.row.id))


def by_day() -> list[ComingDay]:
    """How many reminders each of the next days will bring to all people together.

    Administrators see counts by kind of matter, never the matters.
    """
    with seeing(EVERYTHING):
        matters = open_matters()
        pairs = told(matters)
        counted = (
            sa.select(matters.c.kind, matters.c.due, matters.c.start, sa.func.count())
            .join(pairs, pairs.c.id == matters.c.id)
            .where(matters.c.due <= clock.today() + FARTHEST_STEP)
            .group_by(matters.c.kind, matters.c.due, matters.c.start)
        )
        groups = session.execute(counted).all()
    today, calendar, known = clock.today(), current_calendar(), policies()
    until = today + DAYS_AHEAD
    totals: Counter[tuple[dt.date, DueKind]] = Counter()
    for kind, due, start, count in groups:
        for _, day in upcoming(due, start, calendar, known[kind], today=today, until=until):
            totals[day, kind] += count
    days = sorted({day for day, _ in totals})
    return [
        ComingDay(day, [(kind, totals[day, kind]) for kind in DueKind if totals[day, kind]])
        for day in days
    ]


@dataclass(frozen=True)
class Week:
    """What a week holds for one person: due in it, overdue already, and how many dates are 暂定."""

    soon: int
    late: int
    provisional: int

    @property
    def line(self) -> str:
        """本周到期3件，已逾期1件，其中2件的日期为暂定."""
        unsure = f"，其中{self.provisional}件的日期为暂定" if self.provisional else ""
        return f"本周到期{self.soon}件，已逾期{self.late}件{unsure}"


def weeks(until: dt.date) -> dict[int, Week]:
    """The week that ends on `until`, for everyone with matters open by then."""
    matters = open_matters()
    pairs = told(matters)
    today = clock.today()

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((condition, 1), else_=0))

    rows = session.execute(
        sa.select(
            pairs.c.user_id,
            number(matters.c.due.between(today, until)),
            number(matters.c.due < today),
            number(matters.c.provisional),
        )
        .join(matters, matters.c.id == pairs.c.id)
        .where(matters.c.due <= until)
        .group_by(pairs.c.user_id)
    )
    return {
        user_id: Week(int(soon), int(late), int(unsure)) for user_id, soon, late, unsure in rows
    }
