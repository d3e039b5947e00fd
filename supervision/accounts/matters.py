"""What a person holds that is open, kind by kind: counted, named one by one, passed on.

Each slice joins what it keeps a handler for; accounts knows none of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User, UserRole
from supervision.core.access.policy import Role
from supervision.core.db import Expression, Query, session
from supervision.core.duedates import DueDate, DueState
from supervision.core.seams import Seam

Says = Callable[[Any], str]
Chosen = Mapping[str, Collection[int]]  # table name -> keys; None stands for everything


@dataclass(frozen=True)
class Matter:
    """One open matter: `key` is table:id, as a form posts it; `unit` whom it concerns."""

    key: str
    name: str
    unit: str


@dataclass(frozen=True)
class Holder:
    """Who holds matters, and in which body: those of somebody who works in another one now stay behind."""

    person: User
    body_id: int


@dataclass(frozen=True)
class Part:
    """One kind of open matter.

    `held_in`: (user, how many) of whoever holds some of it in a body. `named`: as the present scope sees them; what only named people may know is counted and no more.
    `pass_on`: from, to, and which ones where not all of them; how many were passed on. `waits`: whether some
    of it in a body, of which nobody else is told, waits for the `User` of a statement.
    """

    label: str
    held_in: Callable[[int], Query]
    pass_on: Callable[[Holder, User, Chosen | None], int]
    named: Callable[[Holder, Chosen | None], list[Matter]] = lambda _holder, _chosen: []
    waits: Callable[[int], sa.ColumnElement[bool]] = lambda _body_id: sa.false()


@dataclass(frozen=True)
class Holding:
    """How many open matters of a kind a person holds, and those that can be named."""

    label: str
    count: int
    matters: tuple[Matter, ...] = ()


PASSED_ON: Seam[Callable[[int, str, Collection[int]], object]] = Seam(
    "who hears that records of a table passed from somebody"
)


def held_by_handler(
    model: Any,
    *,
    label: str,
    still_open: Callable[[], sa.ColumnElement[bool]],
    called: Says | None = None,
    concerns: Says = lambda _row: "",
    alone: Callable[[], sa.ColumnElement[bool]] | None = None,
) -> Part:
    """The part of a slice whose records carry `handler_id`; `still_open` says which are open.

    `called`: how a record is called on the list of the hand-over; `concerns`: its unit; `alone`: which of
    them wait for the handler alone, if not all that are open.
    """
    table = model.__tablename__

    def waits(body_id: int) -> sa.ColumnElement[bool]:
        if alone is not None:  # few, found by their state
            return User.id.in_(sa.select(model.handler_id).where(model.body_id == body_id, alone()))
        theirs = (
            model.handler_id == User.id,
            model.body_id + 0 == body_id,
        )  # by the handler's index
        return sa.exists().where(*theirs, still_open()).correlate(User)

    def held(of: Holder, chosen: Chosen | None = None) -> sa.Select[Any]:
        mine = (model.handler_id == of.person.id, model.body_id == of.body_id)
        only = [] if chosen is None else [model.id.in_(chosen.get(table, ()))]
        return sa.select(model).where(*mine, still_open(), *only)

    def pass_on(of: Holder, successor: User, chosen: Chosen | None) -> int:
        rows = session.scalars(held(of, chosen)).all()
        for row in rows:
            row.handler_id = successor.id
        for hear in PASSED_ON.parts():
            hear(of.person.id, table, [row.id for row in rows])
        return len(rows)

    def held_in(body_id: int) -> Query:
        open_here = (model.body_id == body_id, still_open())
        return _by_person(model.handler_id).where(*open_here)

    def named(of: Holder, chosen: Chosen | None) -> list[Matter]:
        if called is None:
            return []
        rows = session.scalars(held(of, chosen).order_by(model.id))
        found = (Matter(f"{table}:{row.id}", called(row), concerns(row)) for row in rows)
        return [one for one in found if one.name]

    return Part(label, held_in, pass_on, named, waits)


def _by_person(holder: Expression) -> Query:
    number = sa.func.count().label("number")
    return sa.select(holder.label("user_id"), number).group_by(holder)


_RUNNING = DueDate.state.in_((DueState.OPEN, DueState.STOPPED))


def _open_due_dates(of: Holder, chosen: Chosen | None = None) -> sa.Select[DueDate]:
    """Those a person holds; with `chosen`, those of the records that pass on."""
    only = [] if chosen is None else [_of(chosen)]
    mine = (DueDate.holder_id == of.person.id, DueDate.body_id == of.body_id, _RUNNING)
    return sa.select(DueDate).where(*mine, *only)


def _of(chosen: Chosen) -> sa.ColumnElement[bool]:
    roots = (
        sa.and_(DueDate.root_type == table, DueDate.root_id.in_(keys))
        for table, keys in chosen.items()
    )
    return sa.or_(sa.false(), *roots)


def _due_dates_in(body_id: int) -> Query:
    return _by_person(DueDate.holder_id).where(DueDate.body_id == body_id, _RUNNING)


def _pass_due_dates(of: Holder, successor: User, chosen: Chosen | None) -> int:
    rows = session.scalars(_open_due_dates(of, chosen)).all()
    for row in rows:
        row.holder_id = successor.id
    return len(rows)


MATTERS: Seam[Part] = Seam("open matters that have a handler")
_OWN = Part("未了结的期限", _due_dates_in, _pass_due_dates)


def parts() -> tuple[Part, ...]:
    """Every kind, due dates first."""
    return (_OWN, *MATTERS.parts())


def holdings_in(body_id: int) -> dict[int, list[Holding]]:
    """What each person holds in a body, whoever works elsewhere now included: one question a kind."""
    found: dict[int, list[Holding]] = {}
    for part in parts():
        for row in session.execute(part.held_in(body_id)):
            if row.user_id is not None:
                found.setdefault(row.user_id, []).append(Holding(part.label, row.number))
    return found


def left_behind(body_id: int) -> sa.ColumnElement[bool]:
    """Whether the `User` of a statement handles matters of a body and can go on with them no longer: who left,
    who handles nothing any more, who works elsewhere now."""
    handles = sa.exists().where(UserRole.user_id == User.id, UserRole.role == Role.HANDLER)
    elsewhere = User.body_id.is_distinct_from(body_id)
    waits = sa.or_(*(part.waits(body_id) for part in MATTERS.parts()))
    return sa.and_(sa.or_(elsewhere, ~User.active, ~handles.correlate(User)), waits)
