"""Hand-over: when a person leaves, all open matters pass on to a colleague in one step.

Each slice joins what it keeps a handler for; accounts knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.core import audit
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState
from supervision.core.errors import DomainError
from supervision.core.seams import Seam


@dataclass(frozen=True)
class Part:
    """One kind of open matter: its words, how many a person holds, and passing them on."""

    label: str
    count: Callable[[User], int]
    pass_on: Callable[[User, User], int]


@dataclass(frozen=True)
class Holding:
    """How many open matters of a kind a person holds."""

    label: str
    count: int


def held_by_handler(
    model: Any, *, label: str, still_open: Callable[[], sa.ColumnElement[bool]]
) -> Part:
    """The part of a slice whose records carry `handler_id`; `still_open` says which are open."""

    def held(person: User) -> sa.Select[Any]:
        mine = (model.handler_id == person.id, model.body_id == person.body_id)
        return sa.select(model).where(*mine, still_open())

    def pass_on(person: User, successor: User) -> int:
        rows = session.scalars(held(person)).all()
        for row in rows:
            row.handler_id = successor.id
        return len(rows)

    def count(person: User) -> int:
        return session.scalar(held(person).with_only_columns(sa.func.count(model.id))) or 0

    return Part(label, count, pass_on)


def _open_due_dates(person: User) -> sa.Select[DueDate]:
    return sa.select(DueDate).where(
        DueDate.holder_id == person.id,
        DueDate.state == DueState.OPEN,
        DueDate.body_id == person.body_id,
    )


def _count_due_dates(person: User) -> int:
    found = _open_due_dates(person).with_only_columns(sa.func.count(DueDate.id))
    return session.scalar(found) or 0


def _pass_due_dates(person: User, successor: User) -> int:
    rows = session.scalars(_open_due_dates(person)).all()
    for row in rows:
        row.holder_id = successor.id
    return len(rows)


MATTERS: Seam[Part] = Seam("open matters that have a handler")
_OWN = Part("未了结的期限", _count_due_dates, _pass_due_dates)


def _parts() -> tuple[Part, ...]:
    return (_OWN, *MATTERS.parts())


def holdings(person: User) -> list[Holding]:
    """What a person holds, kind by kind; also what only named people may read, as a number."""
    with seeing(EVERYTHING):
        return [Holding(part.label, part.count(person)) for part in _parts()]


def successors(person: User) -> list[User]:
    """Who may take over: active 承办人 of the same body."""
    return [one for one in people_of(person.body_id, Role.HANDLER) if one.id != person.id]


def leavers(body_id: int | None) -> Sequence[User]:
    """People of a body, those switched off included: their matters must not be lost."""
    statement = sa.select(User).where(User.body_id == body_id)
    return session.scalars(statement.order_by(User.active, User.initials, User.id)).all()


def hand_over(person: User, successor: User, *, reason: str, actor: Principal) -> list[Holding]:
    """Pass on every open matter; what was passed on, kind by kind."""
    actor.require(Permission.HANDOVER)
    if person.body_id is None or person.body_id != actor.body_id:
        message = "只能交接本机关人员的工作"
        raise DomainError(message, field="person_id")
    if successor.id not in {one.id for one in successors(person)}:
        message = "接手人须是本机关在岗的承办人，且不是移出人本人"
        raise DomainError(message, field="successor_id")
    with seeing(EVERYTHING), crossing("confidential matters are handed over by a head not in them"):
        passed = [Holding(part.label, part.pass_on(person, successor)) for part in _parts()]
        session.flush()
    counts = "、".join(f"{one.label}{one.count}" for one in passed if one.count) or "无未结事项"
    label = f"工作交接给{successor.name}：{counts}"
    audit.record(person, action="handover", label=label, reason=reason, actor=actor)
    return passed
