"""Verbs on due dates: start, move, close; the reasons for whoever asks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from supervision.core import bulk, clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import (
    Posted,
    Result,
    Standstill,
    Term,
    begin_anew,
    compute,
    fixed,
    from_json,
    left_at,
    to_json,
)
from supervision.core.duedates.calendars import calendar_of
from supervision.core.duedates.models import DueDate, DueDateChange, DueKind, DueState


def start(
    owner: object,
    kind: DueKind,
    term: Term,
    *,
    on: dt.date,
    title: str,
    basis: str,
    actor: Principal,
    event: str = "送达",
    unit_id: int | None = None,
    holder_id: int | None = None,
    at_half: bool = False,
) -> DueDate:
    """A term begins: the day of the event (`on`) is not counted (民法典第二百零一条).

    `at_half`: its light turns amber once half of it is used, whatever its kind's policy says.
    """
    result = compute(on, term, calendar_of(_body_of(owner)))
    row = _row(
        owner,
        kind,
        result,
        title=title,
        basis=basis,
        actor=actor,
        unit_id=unit_id,
        holder_id=holder_id,
    )
    row.number, row.unit, row.event, row.start = term.number, str(term.unit), event, on
    row.amber_at_half = at_half
    session.add(row)
    session.flush()
    return row


def start_fixed(
    owner: object,
    kind: DueKind,
    due: dt.date,
    *,
    title: str,
    basis: str,
    actor: Principal,
    unit_id: int | None = None,
    holder_id: int | None = None,
) -> DueDate:
    """A fixed last day, the day itself included; it does not roll."""
    result = fixed(due, calendar_of(_body_of(owner)))
    row = _row(
        owner,
        kind,
        result,
        title=title,
        basis=basis,
        actor=actor,
        unit_id=unit_id,
        holder_id=holder_id,
    )
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True)
class Begun:
    """A fixed last day of a record that was entered with many others."""

    owner: object
    kind: DueKind
    due: dt.date
    title: str
    basis: str
    holder_id: int | None = None


def start_many(begun: Sequence[Begun], *, actor: Principal) -> None:
    """As `start_fixed` for each, by few statements."""
    rows = [
        _row(
            one.owner,
            one.kind,
            fixed(one.due, calendar_of(_body_of(one.owner))),
            title=one.title,
            basis=one.basis,
            actor=actor,
            unit_id=None,
            holder_id=one.holder_id,
        )
        for one in begun
    ]
    bulk.insert(DueDate, [bulk.values_of(row) for row in rows])


def _body_of(owner: Any) -> int | None:
    body_id: int | None = owner.body_id
    return body_id


def _row(
    owner: Any,
    kind: DueKind,
    result: Result,
    *,
    title: str,
    basis: str,
    actor: Principal,
    unit_id: int | None,
    holder_id: int | None,
) -> DueDate:
    root_type, root_id = getattr(owner, "audit_root", (owner.__tablename__, owner.id))
    return DueDate(
        body_id=owner.body_id,
        owner_type=owner.__tablename__,
        owner_id=owner.id,
        root_type=root_type,
        root_id=root_id,
        kind=kind,
        title=title,
        unit_id=unit_id,
        holder_id=holder_id,
        basis=basis,
        due=result.due,
        working=to_json(result),
        provisional=result.provisional,
        calendar_version=result.calendar_version,
        created_by_id=actor.user_id,
    )


def move(row: DueDate, result: Result, *, reason: str, actor: Principal) -> DueDateChange:
    """Set a new last day; the old one stays on file and prints."""
    change = DueDateChange(
        body_id=row.body_id,
        due_date_id=row.id,
        old_due=row.due,
        new_due=result.due,
        reason=reason,
        root_type=row.root_type,
        root_id=row.root_id,
        created_by_id=actor.user_id,
    )
    row.due = result.due
    row.working = to_json(result)
    row.provisional = result.provisional
    row.calendar_version = result.calendar_version
    session.add(change)
    session.flush()
    return change


def begun_on(row: DueDate, on: dt.date) -> Result:
    """The term as it would be, had what it runs from been on that day; DomainError where a stop forbids it."""
    anew = begin_anew(result_of(row), on, calendar_of(row.body_id))
    if row.state is DueState.STOPPED and row.stopped_on is not None:
        left_at(anew, row.stopped_on)  # it would have run out before it was stopped
    return anew


def restart(row: DueDate, on: dt.date, *, reason: str, actor: Principal) -> bool:
    """What the term runs from was on another day than was written down: whether its last day moved."""
    anew, row.start = begun_on(row, on), on
    if anew.due != row.due:
        move(row, anew, reason=reason, actor=actor)
        return True
    row.working, row.provisional = to_json(anew), anew.provisional
    session.flush()
    return False


def close_anew(row: DueDate, *, on: dt.date, posted: dt.date | None = None) -> None:
    """What met it was on another day than was written down."""
    row.closed_on = posted or on
    held = Posted(posted, on) if posted is not None else None
    row.working = to_json(replace(result_of(row), posted=held))
    session.flush()


def stop(row: DueDate, *, on: dt.date, reason: str, basis: str) -> None:
    """The term stands still from `on` and has no last day until it goes on (`go_on`)."""
    row.state = DueState.STOPPED
    row.stopped_on, row.stop_reason, row.stop_basis = on, reason, basis
    session.flush()


def go_on(row: DueDate, result: Result, *, reason: str, actor: Principal) -> DueDateChange:
    """What was left of a stopped term runs on, to a new last day."""
    row.state, row.stopped_on, row.stop_reason, row.stop_basis = DueState.OPEN, None, "", ""
    return move(row, result, reason=reason, actor=actor)


def stopped_of(owner: object, *kinds: DueKind) -> DueDate | None:
    """The newest due date of a record that stands still, if any."""
    still = [row for row in of_owner(owner, *kinds) if row.state is DueState.STOPPED]
    return still[-1] if still else None


def standstill_of(row: DueDate) -> Standstill | None:
    """The stop in which a due date stands; nothing while it runs."""
    if row.state is not DueState.STOPPED or row.stopped_on is None:
        return None
    left = left_at(result_of(row), row.stopped_on)
    return Standstill(row.stopped_on, left, row.stop_reason, row.stop_basis)


def close(row: DueDate, *, on: dt.date, met: bool = True, posted: dt.date | None = None) -> None:
    """The matter is done (`met`), or the due date fell away with its paper. `posted`: the day of posting
    decides, and the reasons say so."""
    row.state = DueState.MET if met else DueState.ENDED
    row.closed_on = posted or on
    if posted is not None:
        row.working = to_json(replace(result_of(row), posted=Posted(posted, on)))
    session.flush()


def drop(owner: object, *kinds: DueKind) -> None:
    """The terms of a record fall away, those met as well: the record is written anew (更正)."""
    for row in of_owner(owner, *kinds):
        if row.state is not DueState.ENDED:
            close(row, on=clock.today(), met=False)


def forget(owner: object, *kinds: DueKind) -> None:
    """Terms that would be counted beside those of a record written anew go, with their changes; the trail tells."""
    for row, changes in with_changes(owner, *kinds).items():
        for one in (*changes, row):
            session.delete(one)
            session.flush()


def of_owner(owner: object, *kinds: DueKind) -> list[DueDate]:
    """Due dates of a record, oldest first."""
    return list(
        session.scalars(sa.select(DueDate).where(_belongs(owner, kinds)).order_by(DueDate.id))
    )


def with_changes(owner: object, *kinds: DueKind) -> dict[DueDate, list[DueDateChange]]:
    """Due dates of a record, oldest first, each with its old and new last days: one query."""
    statement = (
        sa.select(DueDate, DueDateChange)
        .outerjoin(DueDateChange, DueDateChange.due_date_id == DueDate.id)
        .where(_belongs(owner, kinds))
        .order_by(DueDate.id, DueDateChange.id)
    )
    found: dict[DueDate, list[DueDateChange]] = {}
    for row, change in session.execute(statement):
        found.setdefault(row, []).extend([change] if change is not None else [])
    return found


def _belongs(owner: Any, kinds: Sequence[DueKind]) -> sa.ColumnElement[bool]:
    own = sa.and_(DueDate.owner_type == owner.__tablename__, DueDate.owner_id == owner.id)
    return sa.and_(own, DueDate.kind.in_(kinds)) if kinds else own


def open_of(owner: object, *kinds: DueKind) -> DueDate | None:
    """The newest open due date of a record, if any."""
    still_open = [row for row in of_owner(owner, *kinds) if row.state is DueState.OPEN]
    return still_open[-1] if still_open else None


def result_of(row: DueDate) -> Result:
    """The stored computation: what 为什么是这一天 shows."""
    return from_json(row.working)
