"""Verbs on calendar versions: propose from a notice or day by day, drop, apply."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.calendar import moves
from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Entry, Mark, parse_notice
from supervision.core.deadlines.calendar import statutory_remains
from supervision.core.deadlines.decree import statutory
from supervision.core.duedates import CalendarState, CalendarVersion, current_calendar, days_of
from supervision.core.errors import DomainError, Forbidden, WrongState

LONGEST_RANGE = 31


@dataclass(frozen=True)
class DayChange:
    """A range of days by hand; `mark` None makes them ordinary days again."""

    first: dt.date
    last: dt.date
    mark: Mark | None
    name: str
    source: str


def open_proposal() -> CalendarVersion | None:
    """The version that waits for its second person; there is at most one."""
    return session.scalar(
        sa.select(CalendarVersion).where(CalendarVersion.state == CalendarState.PROPOSED)
    )


def propose_notice(text: str, *, actor: Principal) -> CalendarVersion:
    """Propose what a pasted notice says; its faults are refused with every sentence they need."""
    actor.require(Permission.CALENDAR_EDIT)
    preview = parse_notice(text)
    if preview.errors:
        raise DomainError("；".join(preview.errors), field="text")
    note = "；".join((f"录入《{preview.title}》", *(f"请核对：{w}" for w in preview.warnings)))
    return _propose(preview.onto(_base(actor)), note=note, actor=actor)


def propose_days(change: DayChange, *, actor: Principal) -> CalendarVersion:
    """Propose a few days by hand: an extra holiday, a correction, a day taken back."""
    actor.require(Permission.CALENDAR_EDIT)
    days = _days(change)
    if change.mark is not Mark.REST:
        _check_law(days)
    base = _base(actor)
    if change.mark is None:
        changed = base.with_days((), without=days)
    else:
        entries = [Entry(day, change.mark, change.source, change.name) for day in days]
        changed = base.with_days(entries)
    label = "恢复为普通日" if change.mark is None else f"登记为{change.mark.value}"
    span = change.first.isoformat()
    if change.last != change.first:
        span += f" 至 {change.last.isoformat()}"
    return _propose(changed, note=f"{span}{label}，依据{change.source}", actor=actor)


def mark_official(year: int, *, actor: Principal) -> CalendarVersion:
    """Propose that a year's notice is complete in the table, so that it is no longer provisional."""
    actor.require(Permission.CALENDAR_EDIT)
    base = _base(actor)
    if year in base.official:
        raise DomainError(f"{year}年已有放假通知", field="year")
    changed = base.with_days((), official=[year])
    return _propose(changed, note=f"{year}年放假安排已录入齐全", actor=actor)


def _days(change: DayChange) -> list[dt.date]:
    length = (change.last - change.first).days
    if length < 0:
        raise DomainError("结束日期不得早于开始日期", field="last")
    if length >= LONGEST_RANGE:
        raise DomainError(f"一次最多登记{LONGEST_RANGE}天", field="last")
    return [change.first + dt.timedelta(days=number) for number in range(length + 1)]


def _check_law(days: list[dt.date]) -> None:
    """Nothing makes a day of the decree a working day."""
    for day in days:
        if day in statutory(day.year):
            raise DomainError(statutory_remains(day), field="first")


def _base(actor: Principal) -> Calendar:
    """What a change starts from: the proposer's own open proposal, else the calendar in force."""
    waiting = open_proposal()
    if waiting is None:
        return current_calendar()
    if waiting.created_by_id != actor.user_id:
        raise WrongState("已有一份日历方案待复核，请先由他人启用或放弃")
    return waiting.as_calendar()


def _propose(changed: Calendar, *, note: str, actor: Principal) -> CalendarVersion:
    current = current_calendar()
    if changed.official == current.official and days_of(changed) == days_of(current):
        raise DomainError("与现行日历没有差别，不需要提交")
    row = open_proposal()
    if row is None:
        newest = session.scalar(sa.select(sa.func.max(CalendarVersion.number)))
        row = CalendarVersion(
            number=max(newest or 0, current.version) + 1,
            base_number=current.version,
            created_by_id=actor.user_id,
            note=note,
        )
        session.add(row)
    else:
        row.note = f"{row.note}\n{note}"
    row.days = [list(day) for day in days_of(changed)]
    row.official = sorted(changed.official)
    session.flush()
    audit.record(row, action="propose", label=f"拟定日历第{row.number}版：{note}", actor=actor)
    return row


def drop(row: CalendarVersion, *, actor: Principal) -> None:
    """Give a proposal up: by its proposer, or refused by the second person."""
    if not (actor.can(Permission.CALENDAR_EDIT) or actor.can(Permission.CALENDAR_APPLY)):
        raise Forbidden("您没有办理此事项的权限")
    _decide(row, CalendarState.DROPPED, actor=actor)
    audit.record(row, action="drop", label=f"放弃日历第{row.number}版", actor=actor)


def apply(row: CalendarVersion, *, actor: Principal) -> int:
    """Put a proposal in force: due dates move, each with its event, both sides are told; how many.

    Raises Forbidden for the proposer, WrongState when it was decided already or is out of date.
    """
    actor.require(Permission.CALENDAR_APPLY)
    if actor.user_id == row.created_by_id:
        raise Forbidden("拟定人不能启用自己拟定的日历，须由另一人复核")
    base = current_calendar()
    if row.base_number != base.version:
        raise WrongState(f"此方案依据第{row.base_number}版拟定，现行日历已更新，请重新拟定")
    _decide(row, CalendarState.APPLIED, actor=actor)
    audit.record(row, action="apply", label=f"启用日历第{row.number}版", actor=actor)
    return moves.carry_out(row.as_calendar(), base=base, actor=actor)


def _decide(row: CalendarVersion, state: CalendarState, *, actor: Principal) -> None:
    if row.state is not CalendarState.PROPOSED:
        raise WrongState(f"此方案{row.state.label}，不能再办理")
    row.state, row.decided_by_id, row.decided_at = state, actor.user_id, clock.now()
    session.flush()


def decided(limit: int = 30) -> Iterable[CalendarVersion]:
    """Versions that have been decided, newest first."""
    statement = sa.select(CalendarVersion).where(CalendarVersion.state != CalendarState.PROPOSED)
    return session.scalars(statement.order_by(CalendarVersion.number.desc()).limit(limit)).all()
