"""What another calendar would do to the open due dates, and doing it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.calendar.reaching import Moving, carry, reached
from supervision.core import audit, bulk, clock
from supervision.core.access.principal import SYSTEM, Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Move, differences, recompute, to_json
from supervision.core.duedates import (
    DueDate,
    DueDateChange,
    DueKind,
    DueState,
    current_calendar,
    localized,
    move,
    result_of,
)
from supervision.core.portions import in_portions, led_by, look
from supervision.reminders import recipients
from supervision.reminders.inbox import announce
from supervision.reminders.models import NoticeKind

A_FEW = 20  # moved days of one transaction: each is an event, a change on file and notices
IN_CONFIDENCE = (DueKind.CLUE, DueKind.REFERRAL)  # whom they concern is not for administrators


@dataclass(frozen=True)
class MovedRow:
    """A due date whose last day would change. No title: administrators see no business content."""

    row: DueDate
    change: Move
    unit_name: str
    holder_name: str


@dataclass(frozen=True)
class Effect:
    """What a calendar would change: last days that move, and reasons that change without moving."""

    moved: list[MovedRow]
    restated: int
    cleared: int = 0  # closed as late, and not late by the new calendar
    beside: int = 0  # days that are no due date: terms in which may be objected


def effect_of(calendar: Calendar) -> Effect:
    """The preview: every open due date that would move, from when to when, for whom."""
    with seeing(EVERYTHING):
        found = _touched(calendar, base=current_calendar())
        moved = [(row, change) for row, change in found if change.moved]
        units = _names(Unit, {row.unit_id for row, _ in moved if row.kind not in IN_CONFIDENCE})
        people = _names(User, {row.holder_id for row, _ in moved})
        cleared = len(_cleared(calendar, _changed(current_calendar(), calendar)))
        beside = sum(1 for _ in reached(_moving(current_calendar(), calendar)))
    rows = [
        MovedRow(row, change, units.get(row.unit_id, ""), people.get(row.holder_id, ""))
        for row, change in moved
    ]
    return Effect(rows, restated=len(found) - len(moved), cleared=cleared, beside=beside)


def _names(model: type[Unit] | type[User], ids: set[int | None]) -> dict[int | None, str]:
    wanted = [each for each in ids if each is not None]
    rows = session.execute(sa.select(model.id, model.name).where(model.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _touched(calendar: Calendar, *, base: Calendar | None) -> list[tuple[DueDate, Move]]:
    """Open due dates whose result or reason differs by `calendar`, in order of their last day.

    `base` is the calendar they were computed by: a term hangs on nothing outside its own span, so
    only those that span a changed day, or were provisional, are computed again. Without it all
    that were not looked at by `calendar` are.
    """
    statement = (
        sa.select(DueDate).where(DueDate.state == DueState.OPEN).order_by(DueDate.due, DueDate.id)
    )
    other = DueDate.calendar_version != calendar.version
    # What is provisional may also have been computed before the decree's days were known.
    statement = statement.where(other if base is not None else other | DueDate.provisional)
    if base is not None:
        other_base = DueDate.calendar_version != base.version
        spanning = _spanning(_changed(base, calendar))
        statement = statement.where(other_base | DueDate.provisional | spanning)
    return _differing(session.scalars(statement), calendar)


def _differing(rows: Iterable[DueDate], calendar: Calendar) -> list[tuple[DueDate, Move]]:
    found = ((row, recompute(result_of(row), localized(calendar, row.body_id))) for row in rows)
    return [(row, change) for row, change in found if _differs(change)]


def _changed(base: Calendar, calendar: Calendar) -> list[dt.date]:
    return [each.day for each in differences(base, calendar)]


def _moving(base: Calendar, calendar: Calendar) -> Moving:
    return Moving(
        _changed(base, calendar),
        before=lambda body_id: localized(base, body_id),
        after=lambda body_id: localized(calendar, body_id),
    )


def _cleared(
    calendar: Calendar, changed: Sequence[dt.date], *where: sa.ColumnElement[bool]
) -> list[tuple[DueDate, Move]]:
    """Due dates met late by the old calendar and in time by the new one; nothing else closed moves."""
    late = (DueDate.state == DueState.MET, DueDate.closed_on > DueDate.due)
    rows = session.scalars(
        sa.select(DueDate)
        .where(*late, _spanning(changed), *where)
        .order_by(DueDate.due, DueDate.id)
    )
    found = [(row, recompute(result_of(row), localized(calendar, row.body_id))) for row in rows]
    return [
        (row, change)
        for row, change in found
        if change.moved and row.closed_on is not None and row.closed_on <= change.after.due
    ]


def _spanning(changed: Sequence[dt.date]) -> sa.ColumnElement[bool]:
    if not changed:
        return sa.false()
    begun = sa.func.coalesce(DueDate.start, DueDate.due)
    forward = sa.and_(begun <= changed[-1], DueDate.due >= changed[0])
    backward = sa.and_(DueDate.due <= changed[-1], begun >= changed[0])
    return forward | backward


def _differs(change: Move) -> bool:
    before, after = change.before, change.after
    return (before.due, before.steps, before.provisional) != (
        after.due,
        after.steps,
        after.provisional,
    )


def carry_out(calendar: Calendar, *, base: Calendar, actor: Principal) -> int:
    """Move what `calendar` moves: a change on file, an event on the root, notices to both sides.

    Done a second time it finds nothing to do. Closed due dates stay, but for those that were closed
    as late and are not late by this calendar.
    """
    reason = _reason(calendar.version)
    with seeing(EVERYTHING), crossing("a calendar in force moves last days of every body"):
        touched = [*_touched(calendar, base=base), *_cleared(calendar, _changed(base, calendar))]
        step = f"moved-{calendar.version}"
        count = _apply(touched, step=step, reason=reason, actor=actor)
        carry(_moving(base, calendar), reason=reason, actor=actor)
        bulk.update(
            DueDate,
            DueDate.state == DueState.OPEN,
            DueDate.calendar_version != calendar.version,
            values={"calendar_version": calendar.version},
        )
    return count


def carry_out_local(
    body_ids: Sequence[int],
    days: Sequence[dt.date],
    *,
    before: Callable[[int], Calendar],
    reason: str,
    actor: Principal,
) -> int:
    """Move what a change of a body's own days moves, in that body and those below it; `before`: what each
    counted by until now."""
    calendar, step = current_calendar(), f"local-{clock.now():%Y%m%d%H%M%S}"
    moving = Moving(days, before, lambda body_id: localized(calendar, body_id), body_ids)
    with seeing(EVERYTHING), crossing("a superior's own days hold for the bodies below it"):
        touched = _differing(session.scalars(_under(body_ids, days)), calendar)
        touched += _cleared(calendar, days, DueDate.body_id.in_(body_ids))
        carry(moving, reason=reason, actor=actor)
        return _apply(touched, step=step, reason=reason, actor=actor)


def would_move(
    body_ids: Sequence[int], days: Sequence[dt.date], then: Callable[[int], Calendar]
) -> int:
    """How many open last days of these bodies would move by the calendar that each would `then` have."""
    calendars = {body_id: then(body_id) for body_id in body_ids}
    with seeing(EVERYTHING):
        rows = session.scalars(_under(body_ids, days)).all()
        return sum(recompute(result_of(row), calendars[row.body_id]).moved for row in rows)


def _under(body_ids: Sequence[int], days: Sequence[dt.date]) -> sa.Select[DueDate]:
    """What runs in these bodies over one of these days."""
    own = sa.and_(DueDate.state == DueState.OPEN, DueDate.body_id.in_(body_ids))
    return sa.select(DueDate).where(own, _spanning(days)).order_by(DueDate.due, DueDate.id)


def _apply(touched: list[tuple[DueDate, Move]], *, step: str, reason: str, actor: Principal) -> int:
    """Each moved last day with its event and notices; what only reads otherwise is written anew."""
    moved = [row.id for row, change in touched if change.moved]
    told = recipients.of_rows(moved)
    for row, change in touched:
        if change.moved:
            people = told.get(row.id, [])
            _move(row, change, step=step, reason=reason, people=people, actor=actor)
        else:
            row.working, row.provisional = to_json(change.after), change.after.provisional
    session.flush()
    return len(moved)


def _reason(number: int) -> str:
    return f"节假日日历更新为第{number}版"


def moved_by(number: int) -> int:
    """How many last days a version moved when it came into force."""
    of_it = DueDateChange.reason == _reason(number)
    with seeing(EVERYTHING):
        return session.scalar(sa.select(sa.func.count(DueDateChange.id)).where(of_it)) or 0


def _move(
    row: DueDate, change: Move, *, step: str, reason: str, people: list[int], actor: Principal
) -> None:
    before = clock.chinese_date(change.before.due)
    after = clock.chinese_date(change.after.due)
    line = f"{row.title}：到期日由{before}改为{after}"
    if row.state is DueState.MET:
        line = f"{line}，{clock.chinese_date(row.closed_on or row.due)}办理，不再作逾期"
    move(row, change.after, reason=reason, actor=actor)
    audit.record(row, action="calendar", label=line, reason=reason, actor=actor)
    announce(
        people,
        # What is closed cannot be over once more: it is an event, not a day that moved.
        kind=NoticeKind.MOVED if row.state is DueState.OPEN else NoticeKind.EVENT,
        step=step,
        title=line,
        text=reason,
        due_row=row,
    )


def reconcile() -> str:
    """Set right what was computed while a new calendar was being applied (the daily job), a few at a time:
    each moved day has its event and its notices, and nobody waits for all of them."""
    with seeing(EVERYTHING), crossing("a calendar in force moves last days of every body"):
        count = in_portions(look(_overlooked), _set_right, size=A_FEW)
    return f"按现行日历更正{count}件"


def _overlooked() -> list[int]:
    """Open due dates that were not looked at by the calendar in force, or differ by it."""
    calendar = current_calendar()
    other = DueDate.calendar_version != calendar.version
    stale = sa.select(DueDate.id).where(DueDate.state == DueState.OPEN, other)
    differing = [row.id for row, _change in _touched(calendar, base=None)]
    return sorted({*session.scalars(stale), *differing})


def _set_right(keys: Sequence[int]) -> int:
    calendar = current_calendar()
    these = led_by(DueDate.id, keys, still=DueDate.state == DueState.OPEN)
    rows = session.scalars(sa.select(DueDate).where(these).order_by(DueDate.due, DueDate.id))
    step, reason = f"moved-{calendar.version}", _reason(calendar.version)
    count = _apply(_differing(rows, calendar), step=step, reason=reason, actor=SYSTEM)
    bulk.update(DueDate, these, values={"calendar_version": calendar.version})
    return count
