"""Verbs on calendar versions: proposed day by day, as a whole or from an earlier one; applied by another person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.agencies.models import Body
from supervision.calendar import moves
from supervision.calendar.local import may_confirm, who_confirms
from supervision.calendar.watch import settle_alarms
from supervision.core import audit, clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Entry, Mark, doubts_of_year, seed_calendar
from supervision.core.deadlines.calendar import statutory_remains
from supervision.core.deadlines.decree import statutory
from supervision.core.duedates import CalendarState, CalendarVersion, current_calendar, days_of
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.json_values import JsonObject
from supervision.core.pairs import Act, Confirmation, Outcome, Proposal
from supervision.reminders.inbox import holders_of

ACT = "calendar.version"
NEEDS_REASON = "确实如此的，填写例外理由，由另一人一并确认"
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


def propose_days(change: DayChange, *, actor: Principal) -> CalendarVersion:
    """Propose a few days by hand: an extra holiday, a correction, a day taken back."""
    actor.require(Permission.CALENDAR_EDIT)
    days = _days(change)
    if change.mark is not Mark.REST:
        _check_law(days)
    base = base_of(actor)
    if change.mark is None:
        changed = base.with_days((), without=days)
    else:
        entries = [Entry(day, change.mark, change.source, change.name) for day in days]
        changed = base.with_days(entries)
    label = "恢复为普通日" if change.mark is None else f"登记为{change.mark.value}"
    span = change.first.isoformat()
    if change.last != change.first:
        span += f" 至 {change.last.isoformat()}"
    return propose(changed, note=f"{span}{label}，依据{change.source}", actor=actor)


def doubts_about(year: int, *, special: frozenset[str], actor: Principal) -> list[str]:
    """What the days entered for `year` lack to be its notice."""
    return doubts_of_year(base_of(actor), year, special)


def mark_official(
    year: int, *, actor: Principal, special: frozenset[str] = frozenset(), exception: str = ""
) -> CalendarVersion:
    """Propose that a year's notice is complete in the table, so that it is no longer provisional.

    Raises DomainError with what it lacks, unless two people vouch for it with a reason.
    """
    actor.require(Permission.CALENDAR_EDIT)
    base = base_of(actor)
    if year in base.official:
        raise DomainError(f"{year}年已有放假通知", field="exception")
    doubts, reason = doubts_of_year(base, year, special), exception.strip()
    if doubts and not reason:
        raise DomainError("；".join((*doubts, NEEDS_REASON)), field="exception")
    note = f"{year}年放假安排已录入齐全"
    if doubts:
        note = f"{note}；例外：{'；'.join(doubts)}；例外理由：{reason}"
    return propose(base.with_days((), official=[year]), note=note, actor=actor)


def propose_restore(number: int, *, actor: Principal) -> CalendarVersion:
    """Propose the table of an earlier version as a new one."""
    actor.require(Permission.CALENDAR_EDIT)
    if open_proposal() is not None:
        raise WrongState("已有一份日历方案待复核，请先启用或放弃")
    earlier, current = _numbered(number), current_calendar()
    if number == current.version:
        raise DomainError(f"第{number}版就是现行日历")
    restored = Calendar(earlier.entries, earlier.official, current.version + 1)
    return propose(restored, note=f"恢复第{number}版的日期表", actor=actor)


def _numbered(number: int) -> Calendar:
    """The table of a version that was in force; version 1 is what every installation starts with."""
    if number == seed_calendar().version:
        return seed_calendar()
    row = session.scalar(
        sa.select(CalendarVersion).where(
            CalendarVersion.number == number, CalendarVersion.state == CalendarState.APPLIED
        )
    )
    if row is None:
        raise NotFound(f"没有启用过第{number}版日历")
    return row.as_calendar()


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


def base_of(actor: Principal) -> Calendar:
    """What a change starts from: the proposer's own open proposal, else the calendar in force."""
    waiting = open_proposal()
    if waiting is None:
        return current_calendar()
    if waiting.created_by_id != actor.user_id:
        raise WrongState("已有一份日历方案待复核，请先由他人启用或放弃")
    return waiting.as_calendar()


def propose(changed: Calendar, *, note: str, actor: Principal) -> CalendarVersion:
    """Put a changed calendar before the second person; more of the proposer's own joins it."""
    current = current_calendar()
    if changed.official == current.official and days_of(changed) == days_of(current):
        raise DomainError("与现行日历没有差别，不需要提交")
    row = open_proposal()
    begun = row is None
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
    if begun:
        pairs.propose(ACT, row, actor=actor)
    return row


def apply(row: CalendarVersion, *, actor: Principal, seen: str | None = None) -> int:
    """The second person's yes to what lay before them (`seen`): how many due dates moved by it."""
    waiting = _waiting(row)
    pairs.confirm(waiting, seen=seen or pairs.edition(waiting, row), actor=actor)
    return moves.moved_by(row.number)


def drop(row: CalendarVersion, *, reason: str, actor: Principal) -> None:
    """Give a proposal up: withdrawn by its proposer, or refused by the second person."""
    proposal = _waiting(row)
    if proposal.proposed_by_id == actor.user_id:
        pairs.withdraw(proposal, reason=reason, actor=actor)
    else:
        pairs.refuse(proposal, reason=reason, seen=pairs.edition(proposal, row), actor=actor)


def _waiting(row: CalendarVersion) -> Proposal:
    proposal = pairs.waiting_on(row, ACT)
    if proposal is None:
        raise WrongState(f"此方案{row.state.label}，不能再办理")
    return proposal


def _put_in_force(row: CalendarVersion, confirmation: Confirmation) -> None:
    """Due dates move, each with its event, both sides are told."""
    confirmation.require(ACT, row)
    base = current_calendar()
    stale = why_stale(row, confirmation.actor)
    if stale:
        raise WrongState(stale)
    _decide(row, CalendarState.APPLIED, actor=confirmation.actor)
    moves.carry_out(row.as_calendar(), base=base, actor=confirmation.actor)
    settle_alarms()


def _given_up(row: CalendarVersion, _outcome: Outcome, _reason: str, actor: Principal) -> None:
    _decide(row, CalendarState.DROPPED, actor=actor)


def why_stale(row: CalendarVersion, _actor: Principal) -> str | None:
    """A proposal made from another calendar than the one in force would undo what came between."""
    version = current_calendar().version
    if row.base_number == version:
        return None
    return f"此方案依据第{row.base_number}版拟定，现行日历为第{version}版，请放弃后重新拟定"


def _load(version_id: int) -> CalendarVersion:
    row = session.get(CalendarVersion, version_id)
    if row is None:
        raise NotFound("没有这一版日历")
    return row


def _lines(row: CalendarVersion, _payload: JsonObject) -> list[tuple[str, str]]:
    effect = moves.effect_of(row.as_calendar()) if row.state is CalendarState.PROPOSED else None
    moved = f"{len(effect.moved)}件未办结期限的到期日随之变动" if effect else ""
    return [("日历", f"第{row.number}版"), ("内容", row.note), ("影响", moved)]


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    """`who_confirms` and `why_stale`, without reading the calendar for the badge of every page."""
    other = aliased(CalendarVersion)
    newest = sa.select(sa.func.max(other.number)).where(other.state == CalendarState.APPLIED)
    in_force = sa.func.coalesce(newest.scalar_subquery(), seed_calendar().version)
    row = (CalendarVersion.id == Proposal.subject_id, CalendarVersion.base_number == in_force)
    return may_confirm(me) & sa.exists().where(*row)


def _topmost(_row: CalendarVersion, _payload: JsonObject) -> int | None:
    """Whose section head looks at it where one person is both administrators."""
    return session.scalar(sa.select(Body.id).order_by(Body.path).limit(1))


VERSION = Act(
    name=ACT,
    title="启用节假日日历",
    proposes=(Permission.CALENDAR_EDIT,),
    confirms=Permission.ACCOUNT_CONFIRM,
    load=_load,
    lines=_lines,
    apply=_put_in_force,
    undo=_given_up,
    called=lambda row: f"第{row.number}版",
    told=lambda *_: [user.id for user in holders_of(Role.SECURITY_ADMIN)],
    objection=lambda row, actor, _proposal: who_confirms(actor) or why_stale(row, actor),
    open_to=_open_to,
    body=_topmost,
    refusal="不同意或撤回的，此方案放弃，现行日历不变，须重新拟定。",
)


def _decide(row: CalendarVersion, state: CalendarState, *, actor: Principal) -> None:
    row.state, row.decided_by_id, row.decided_at = state, actor.user_id, clock.now()
    session.flush()


def decided(limit: int = 30) -> Iterable[CalendarVersion]:
    """Versions that have been decided, newest first."""
    statement = sa.select(CalendarVersion).where(CalendarVersion.state != CalendarState.PROPOSED)
    return session.scalars(statement.order_by(CalendarVersion.number.desc()).limit(limit)).all()
