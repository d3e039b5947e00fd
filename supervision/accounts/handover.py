"""Hand-over: open matters pass on to a colleague in one step: all of them, a unit's, or some."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.accounts.matters import Chosen, Holder, Holding, holdings_in, parts
from supervision.accounts.models import User
from supervision.accounts.principals import proposer
from supervision.accounts.service import people_of
from supervision.core import audit, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal

ACT = "work.handover"
NOBODY = "没有这个人"


def holder(user_id: int, actor: Principal) -> Holder:
    """Whoever works in the actor's body, or works elsewhere now and left matters in it; NotFound otherwise."""
    person = session.get(User, user_id)
    body_id = actor.body_id
    if person is None or body_id is None:
        raise NotFound(NOBODY)
    found = Holder(person, body_id)
    if person.body_id != body_id and not holdings(found):
        raise NotFound(NOBODY)
    return found


def holdings(of: Holder) -> list[Holding]:
    """How many of each kind a person holds; also what only named people may read, as a number."""
    with seeing(EVERYTHING):
        return holdings_in(of.body_id).get(of.person.id, [])


def matters(of: Holder) -> list[Holding]:
    """The same with each matter that the present scope sees."""
    named = {part.label: tuple(part.named(of, None)) for part in parts()}
    return [replace(one, matters=named[one.label]) for one in holdings(of)]


def chosen_of(held: Sequence[Holding], keys: Iterable[str]) -> Chosen:
    """What a form chose (problem:7, instrument:3) of what is `held`, table by table.

    Raises DomainError where nothing is chosen, or something is no longer held.
    """
    named = {one.key for kind in held for one in kind.matters}
    wanted = set(keys)
    if not wanted:
        message = "没有选择事项：请勾选要交接的，或者改为交接全部"
        raise DomainError(message, field="matters")
    if not wanted <= named:
        message = "所选事项中有的已经不在此人名下，请刷新后重选"
        raise DomainError(message, field="matters")
    found: dict[str, list[int]] = {}
    for table, _, number in (key.partition(":") for key in sorted(wanted)):
        found.setdefault(table, []).append(int(number))
    return found


def successors(of: Holder) -> list[User]:
    """Who may take over: active 承办人 of the body the matters are of."""
    return [one for one in people_of(of.body_id, Role.HANDLER) if one.id != of.person.id]


def leavers(body_id: int) -> list[tuple[User, list[Holding]]]:
    """People of a body with what they hold, those switched off and those who work elsewhere now included:
    their matters must not be lost."""
    with seeing(EVERYTHING):
        held = holdings_in(body_id)
    theirs = sa.or_(User.body_id == body_id, User.id.in_(held))
    statement = sa.select(User).where(theirs).options(joinedload(User.body), joinedload(User.unit))
    found = session.scalars(statement.order_by(User.active, User.initials, User.id))
    return [(one, held.get(one.id, [])) for one in found]


def ask(
    of: Holder,
    successor: User,
    *,
    reason: str,
    actor: Principal,
    chosen: Chosen | None = None,
) -> Proposal:
    """The head's half: everything stays where it is until it is taken over; all that is open, or `chosen`."""
    _check(of, successor, actor)
    payload = {
        "successor_id": successor.id, "successor": successor.name, "reason": reason,
        "body_id": of.body_id,
    }  # fmt: skip
    if chosen is not None:
        payload["chosen"] = {table: list(keys) for table, keys in chosen.items()}
    return pairs.propose(ACT, of.person, payload=payload, actor=actor)


def hand_over(person: User, confirmation: Confirmation) -> None:
    """Pass on what was asked for; what was passed on, kind by kind, stays with the confirmed proposal."""
    confirmation.require(ACT, person)
    asked = confirmation.proposal
    of = Holder(person, asked.body_id or 0)
    successor = session.get_one(User, asked.payload["successor_id"])
    head = proposer(asked.proposed_by_id, otherwise="请由他人重新提请")
    _check(of, successor, head)
    chosen = asked.payload.get("chosen")
    named = [[one.name for one in part.named(of, chosen)] for part in parts()]
    with seeing(EVERYTHING), crossing("confidential matters are handed over by a head not in them"):
        passed = [Holding(part.label, part.pass_on(of, successor, chosen)) for part in parts()]
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


def _check(of: Holder, successor: User, actor: Principal) -> None:
    actor.require(Permission.HANDOVER)
    if of.body_id != actor.body_id:
        message = "只能交接本机关的工作"
        raise DomainError(message, field="person_id")
    if successor.id not in {one.id for one in successors(of)}:
        message = "接手人须是本机关在岗的承办人，且不是移出人本人"
        raise DomainError(message, field="successor_id")


def _load(user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(NOBODY)
    return user


def _lines(person: User, payload: Payload) -> list[tuple[str, str]]:
    chosen = payload.get("chosen")
    of = Holder(person, payload.get("body_id") or person.body_id or 0)
    if chosen is None:
        held = [(one.label, str(one.count)) for one in holdings(of)]
    else:
        named = ((part.label, part.named(of, chosen)) for part in parts())
        held = [(label, "、".join(one.name for one in its)) for label, its in named if its]
    return [
        ("移交人", person.name),
        ("接交人", payload["successor"]),
        ("原因", payload["reason"]),
        ("范围", "所选事项及其期限" if chosen is not None else "全部未结事项"),
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
