"""Days of a region's or body's own: 三月三, 开斋节, 古尔邦节, 藏历年; observed by the bodies below it as well."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.agencies.models import Body
from supervision.calendar import moves
from supervision.calendar.models import LocalHoliday, LocalState
from supervision.core import audit, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Entry, Mark
from supervision.core.deadlines.calendar import problems, statutory_remains
from supervision.core.deadlines.decree import statutory
from supervision.core.duedates import current_calendar
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.json_values import JsonObject
from supervision.core.pairs import Act, Confirmation, Outcome
from supervision.reminders.inbox import holders_of

ACT = "calendar.local"
LONGEST = 31


@dataclass(frozen=True)
class LocalFacts:
    """A span of days off, or of weekend days worked in exchange, and what orders it."""

    first: dt.date
    last: dt.date
    mark: Mark
    name: str
    source: str


def any_in_force() -> sa.ScalarSelect[bool]:
    """Whether any body at all has days of its own now."""
    found = sa.exists().where(LocalHoliday.state == LocalState.IN_FORCE)
    return sa.select(found).scalar_subquery()


def bodies_apart() -> Iterable[int]:
    """The bodies that observe days of their own or of a body above them."""
    above = aliased(Body)
    statement = (
        sa.select(Body.id)
        .join(above, Body.path.startswith(above.path))
        .join(LocalHoliday, LocalHoliday.body_id == above.id)
        .where(LocalHoliday.state == LocalState.IN_FORCE)
    )
    return session.scalars(statement.distinct()).all()


def days_of_body(body_id: int) -> Iterable[Entry]:
    """The days in force for a body: its own before those of the body above it, day by day."""
    return _nearest(_in_force(body_id))


def _in_force(body_id: int) -> list[LocalHoliday]:
    """What holds for a body, from the top of the tree down to it: one statement."""
    own = aliased(Body)
    statement = (
        sa.select(LocalHoliday)
        .join(Body, Body.id == LocalHoliday.body_id)
        .join(own, own.path.startswith(Body.path))
        .where(own.id == body_id, LocalHoliday.state == LocalState.IN_FORCE)
        .order_by(sa.func.length(Body.path), LocalHoliday.id)
    )
    return list(session.scalars(statement))


def _nearest(rows: Iterable[LocalHoliday]) -> Iterable[Entry]:
    nearest: dict[dt.date, Entry] = {}
    for row in rows:
        nearest |= {entry.day: entry for entry in row.entries()}
    return nearest.values()


def who_confirms(actor: Principal) -> str | None:
    """The 安全管理员, or where that is the proposer too the section head: never a 系统管理员 alone."""
    if actor.roles & {Role.SECURITY_ADMIN, Role.REVIEWER}:
        return None
    return "此事项由安全管理员或者审核人确认"


def _would_move(row: LocalHoliday, *, ending: bool) -> int:
    """How many open last days would move if it came into force, or ended."""
    then = _counting(row, holds=not ending)
    return moves.would_move(below(row.body), row.days, then)


def _counting(row: LocalHoliday, *, holds: bool) -> Callable[[int], Calendar]:
    """What each body counts by where this row holds, or does not."""

    def by(body_id: int) -> Calendar:
        rows = [each for each in _in_force(body_id) if each.id != row.id]
        rows += [row] if holds else []
        days = _nearest(sorted(rows, key=lambda each: len(each.body.path)))
        return current_calendar().with_local(days)

    return by


def may_confirm(me: Principal) -> sa.ColumnElement[bool]:
    """The same, as the store is asked for it."""
    return sa.true() if who_confirms(me) is None else sa.false()


def below(body: Body) -> Sequence[int]:
    """A body and everybody under it."""
    return session.scalars(sa.select(Body.id).where(Body.path.startswith(body.path))).all()


def rows() -> Sequence[LocalHoliday]:
    """All that was ever proposed, newest first."""
    return session.scalars(
        sa.select(LocalHoliday).order_by(LocalHoliday.id.desc()).limit(200)
    ).all()


def propose(body: Body, facts: LocalFacts, *, actor: Principal) -> LocalHoliday:
    """Propose days of a body's own; nothing moves until another person confirms them."""
    actor.require(Permission.CALENDAR_EDIT)
    _check(body, facts)
    row = LocalHoliday(
        body_id=body.id,
        first=facts.first,
        last=facts.last,
        mark=facts.mark,
        name=facts.name,
        source=facts.source,
        created_by_id=actor.user_id,
    )
    session.add(row)
    session.flush()
    audit.record(row, action="propose", label=f"拟定{_called(row)}", actor=actor)
    pairs.propose(ACT, row, actor=actor)
    return row


def propose_end(row: LocalHoliday, *, actor: Principal) -> None:
    """Propose that days of a body's own are ordinary days again."""
    actor.require(Permission.CALENDAR_EDIT)
    if row.state is not LocalState.IN_FORCE:
        raise WrongState(f"这项本地假日{row.state.label}，不能取消")
    pairs.propose(ACT, row, payload={"end": True}, actor=actor)


def _check(body: Body, facts: LocalFacts) -> None:
    length = (facts.last - facts.first).days
    if length < 0:
        raise DomainError("结束日期不得早于开始日期", field="last")
    if length >= LONGEST:
        raise DomainError(f"一次最多登记{LONGEST}天", field="last")
    days = [facts.first + dt.timedelta(days=number) for number in range(length + 1)]
    found = problems(Entry(day, facts.mark, facts.source, facts.name) for day in days)
    fixed = [day for day in days if day in statutory(day.year)] if facts.mark is Mark.WORK else []
    found += [statutory_remains(day) for day in fixed]
    if found:
        raise DomainError("；".join(found), field="first")
    held = {day for row in _of_body(body) for day in row.days}
    twice = [day.isoformat() for day in days if day in held]
    if twice:
        raise DomainError(f"{'、'.join(twice)}已有本机构的本地假日，请先取消原来的", field="first")


def _of_body(body: Body) -> Sequence[LocalHoliday]:
    standing = (LocalState.PROPOSED, LocalState.IN_FORCE)
    own = sa.select(LocalHoliday).where(LocalHoliday.body_id == body.id)
    return session.scalars(own.where(LocalHoliday.state.in_(standing))).all()


def _called(row: LocalHoliday) -> str:
    span = row.first.isoformat() + (f"至{row.last.isoformat()}" if row.last > row.first else "")
    return f"{row.body.name}本地假日：{row.name} {span}{row.mark.value}"


def _load(row_id: int) -> LocalHoliday:
    row = session.get(LocalHoliday, row_id)
    if row is None:
        raise NotFound("没有这项本地假日")
    return row


def _lines(row: LocalHoliday, payload: JsonObject) -> list[tuple[str, str]]:
    ending = bool(payload.get("end"))
    waits = row.state is LocalState.PROPOSED or (ending and row.state is LocalState.IN_FORCE)
    moved = f"{_would_move(row, ending=ending)}件未办结期限的到期日随之变动" if waits else ""
    return [
        ("办理", "取消，恢复为普通日" if ending else "登记"),
        ("适用机构", f"{row.body.name}及其下级"),
        ("日期", f"{row.first.isoformat()} 至 {row.last.isoformat()}"),
        ("登记为", row.mark.value),
        ("节日或事由", row.name),
        ("依据", row.source),
        ("影响", moved),
    ]


def _confirmed(row: LocalHoliday, confirmation: Confirmation) -> None:
    confirmation.require(ACT, row)
    ending = bool(confirmation.proposal.payload.get("end"))
    row.state = LocalState.ENDED if ending else LocalState.IN_FORCE
    session.flush()
    reason = f"{'取消' if ending else '登记'}{_called(row)}"
    before = _counting(row, holds=ending)
    moves.carry_out_local(
        below(row.body), row.days, before=before, reason=reason, actor=confirmation.actor
    )


def _given_up(row: LocalHoliday, _outcome: Outcome, _reason: str, _actor: Principal) -> None:
    """Days proposed are dropped; days that were to be cancelled stay in force."""
    if row.state is LocalState.PROPOSED:
        row.state = LocalState.DROPPED
        session.flush()


LOCAL = Act(
    name=ACT,
    title="登记或取消本地假日",
    proposes=(Permission.CALENDAR_EDIT,),
    confirms=Permission.ACCOUNT_CONFIRM,
    load=_load,
    lines=_lines,
    apply=_confirmed,
    undo=_given_up,
    told=lambda *_: [user.id for user in holders_of(Role.SECURITY_ADMIN)],
    objection=lambda _row, actor, _proposal: who_confirms(actor),
    open_to=may_confirm,
    body=lambda row, _payload: row.body_id,
    refusal="不同意或撤回的，本地假日保持原样。",
)
