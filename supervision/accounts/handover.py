"""Hand-over: when a person leaves, all open matters pass on to a colleague in one step.

Each slice joins what it keeps a handler for; accounts knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import acting_for
from supervision.accounts.service import people_of
from supervision.core import audit, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal
from supervision.core.seams import Seam

ACT = "work.handover"


@dataclass(frozen=True)
class Part:
    """One kind of open matter: its words, how many a person holds, passing them on, and their names.

    `named`: as the present scope sees them; what only named people may know is counted and no more.
    """

    label: str
    count: Callable[[User], int]
    pass_on: Callable[[User, User], int]
    named: Callable[[User], list[str]] = lambda _person: []


@dataclass(frozen=True)
class Holding:
    """How many open matters of a kind a person holds."""

    label: str
    count: int


def held_by_handler(
    model: Any,
    *,
    label: str,
    still_open: Callable[[], sa.ColumnElement[bool]],
    called: Callable[[Any], str] | None = None,
) -> Part:
    """The part of a slice whose records carry `handler_id`; `still_open` says which are open.

    `called`: how a record is called on the list of the hand-over.
    """

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

    def named(person: User) -> list[str]:
        if called is None:
            return []
        return list(filter(None, map(called, session.scalars(held(person)))))

    return Part(label, count, pass_on, named)


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


def ask(person: User, successor: User, *, reason: str, actor: Principal) -> Proposal:
    """The head's half: everything stays where it is until it is taken over."""
    _check(person, successor, actor)
    payload = {"successor_id": successor.id, "successor": successor.name, "reason": reason}
    return pairs.propose(ACT, person, payload=payload, actor=actor)


def hand_over(person: User, confirmation: Confirmation) -> None:
    """Pass on every open matter; what was passed on, kind by kind, stays with the confirmed proposal."""
    confirmation.require(ACT, person)
    asked = confirmation.proposal
    successor = session.get_one(User, asked.payload["successor_id"])
    head = acting_for(asked.proposed_by_id)
    if head is None:
        message = "提请人的账号已停用，请由他人重新提请"
        raise WrongState(message)
    _check(person, successor, head)
    named = [part.named(person) for part in _parts()]
    with seeing(EVERYTHING), crossing("confidential matters are handed over by a head not in them"):
        passed = [Holding(part.label, part.pass_on(person, successor)) for part in _parts()]
        session.flush()
    asked.payload = {
        **asked.payload,
        "passed": [[one.label, one.count, names] for one, names in zip(passed, named, strict=True)],
    }
    counts = "、".join(f"{one.label}{one.count}" for one in passed if one.count) or "无未结事项"
    label, why = f"工作交接给{successor.name}：{counts}", asked.payload["reason"]
    audit.record(person, action="handover", label=label, reason=why, actor=confirmation.actor)


def lists(actor: Principal) -> list[tuple[Proposal, User]]:
    """交接清单 of the body, the latest first."""
    done = (Proposal.act == ACT, Proposal.outcome == Outcome.CONFIRMED)
    own = sa.select(Proposal, User).join(User, User.id == Proposal.subject_id)
    found = own.where(*done, Proposal.body_id == actor.body_id).order_by(Proposal.id.desc())
    return [(row[0], row[1]) for row in session.execute(found.limit(50))]


def _check(person: User, successor: User, actor: Principal) -> None:
    actor.require(Permission.HANDOVER)
    if person.body_id is None or person.body_id != actor.body_id:
        message = "只能交接本机关人员的工作"
        raise DomainError(message, field="person_id")
    if successor.id not in {one.id for one in successors(person)}:
        message = "接手人须是本机关在岗的承办人，且不是移出人本人"
        raise DomainError(message, field="successor_id")


def _load(user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        message = "没有这个人"
        raise NotFound(message)
    return user


def _lines(person: User, payload: Payload) -> list[tuple[str, str]]:
    held = [(one.label, str(one.count)) for one in holdings(person) if one.count]
    return [
        ("移交人", person.name),
        ("接交人", payload["successor"]),
        ("原因", payload["reason"]),
        *held,
    ]


HEADS = frozenset({Role.REVIEWER, Role.SIGNATORY})


def _objection(person: User, actor: Principal, proposal: Proposal) -> str | None:
    if actor.user_id == person.id:
        return "移交人不能确认自己的移交"
    if actor.user_id != proposal.payload["successor_id"] and not actor.roles & HEADS:
        return "由接交人，或者审核人、签发人确认"
    return None


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    taken = Proposal.payload["successor_id"].as_integer() == me.user_id
    return sa.and_(Proposal.subject_id != me.user_id, sa.true() if me.roles & HEADS else taken)


HANDED_OVER = Act(
    name=ACT,
    title="移交工作",
    proposes=(Permission.HANDOVER,),
    confirms=Permission.HANDOVER_TAKE,
    load=_load,
    lines=_lines,
    apply=hand_over,
    told=lambda _person, proposal: [proposal.payload["successor_id"]],
    objection=_objection,
    open_to=_open_to,
    refusal="不同意或撤回的，写明理由；各事项仍由原承办人办理。",
)
