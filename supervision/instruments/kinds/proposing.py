"""文种文字的修改: the section head words a kind, a leader confirms, and only then papers follow it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from supervision.accounts.service import people_of
from supervision.core import pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.json_values import JsonObject
from supervision.core.pairs import Act, Confirmation, Outcome
from supervision.instruments.kinds import editing, registry
from supervision.instruments.kinds.facts import WORDS, KindFacts, facts_of
from supervision.instruments.models import InstrumentKind
from supervision.instruments.wording.parts import KindPart, Listing, kept, parts_of

ACT = "kind.words"
_DAYS = ("valid_from", "valid_until")


def propose(kind: InstrumentKind, facts: KindFacts, *, actor: Principal) -> pairs.Proposal:
    """The section head's half: the words wait, papers drafted meanwhile follow the old ones."""
    actor.require(Permission.KIND_WORD)
    if not kind.in_force:
        message = "此版次已不在用，请在现行版次上修改"
        raise WrongState(message)
    editing.check(facts)
    registry.check(facts)
    payload = payload_of(facts)
    if payload == payload_of(facts_of(kind)):
        message = "没有改动"
        raise DomainError(message)
    return pairs.propose(ACT, kind, payload=payload, actor=actor)


def payload_of(facts: KindFacts) -> JsonObject:
    """The words as a proposal carries them."""
    return {name: _plain(getattr(facts, name)) for name in WORDS}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return kept(value) if isinstance(value, tuple) else value


def proposed(kind: InstrumentKind, payload: JsonObject) -> KindFacts:
    """The kind with the words that a proposal carries."""
    said = dict(payload) | {"parts": parts_of(payload["parts"])}
    for name in _DAYS:
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    return replace(facts_of(kind), **said)


def built_in(kind: InstrumentKind) -> KindFacts | None:
    """The kind with the words that this version of the system brings; None where it has them, or is the office's own."""
    brought = registry.built_in_words(kind.code)
    if brought is None or not kind.in_force:
        return None
    held = facts_of(kind)
    facts = replace(held, parts=brought.parts, title_template=brought.title_template)
    return None if payload_of(facts) == payload_of(held) else facts


def outdated(kinds: Iterable[InstrumentKind]) -> set[int]:
    """Which of these have kept to the words they were brought with, where this version brings newer ones."""
    behind = [kind for kind in kinds if built_in(kind) is not None]
    if not behind:
        return set()
    first = sa.select(InstrumentKind).where(
        InstrumentKind.edition == 1,
        InstrumentKind.created_by_id.is_(None),
        InstrumentKind.code.in_({kind.code for kind in behind}),
        InstrumentKind.body_id.in_({kind.body_id for kind in behind}),
    )
    with seeing(EVERYTHING):  # settings, which the system administrator sees as well
        brought = {(one.body_id, one.code): _text(one) for one in session.scalars(first)}
    return {kind.id for kind in behind if brought.get((kind.body_id, kind.code)) == _text(kind)}


def _text(kind: InstrumentKind) -> tuple[str, object]:
    return kind.title_template, kind.parts


def turned_down(kind: InstrumentKind, *, actor: Principal) -> pairs.Proposal | None:
    """The actor's newest words for this edition that did not come in force: where to go on from."""
    own = sa.select(pairs.Proposal).where(
        pairs.Proposal.act == ACT,
        pairs.Proposal.subject_type == InstrumentKind.__tablename__,
        pairs.Proposal.subject_id == kind.id,
        pairs.Proposal.proposed_by_id == actor.user_id,
        pairs.Proposal.outcome.in_((Outcome.REFUSED, Outcome.WITHDRAWN)),
    )
    return session.scalar(own.order_by(pairs.Proposal.id.desc()).limit(1))


def put_in_force(kind: InstrumentKind, confirmation: Confirmation) -> None:
    """The leader's half: a new edition; papers drafted before keep theirs."""
    confirmation.require(ACT, kind)
    if not kind.in_force:
        message = "提请之后此文种已有新的版次，请提请人在现行版次上重新修改"
        raise WrongState(message)
    facts = proposed(kind, confirmation.proposal.payload)
    actor = confirmation.actor
    fresh = registry.revise(kind, facts, actor=actor, by=Permission.KIND_CONFIRM)
    label = f"{facts.name}的文字改为第{fresh.edition}版"
    record(fresh, action="kind.revise", label=label, actor=actor)


def _load(kind_id: int) -> InstrumentKind:
    kind = session.get(InstrumentKind, kind_id)
    if kind is None:
        message = "没有这个文种"
        raise NotFound(message)
    return kind


def _undone(_kind: InstrumentKind, _outcome: Outcome, _reason: str, _actor: Principal) -> None:
    """Nothing was in force yet."""


def lines(kind: InstrumentKind, payload: JsonObject) -> list[tuple[str, str]]:
    """What would read otherwise, the old beside the new."""
    old = payload_of(facts_of(kind))
    new = old | dict(payload)
    found = [("文种", f"{kind.name}（第{kind.edition}版）")]
    for name in WORDS:
        if name != "parts" and old[name] != new[name]:
            label = sa.inspect(InstrumentKind).columns[name].doc or name
            found.append((label, f"{_shown(old[name])} → {_shown(new[name])}"))
    before = {one.part: one for one in parts_of(old["parts"])}
    after = {one.part: one for one in parts_of(new["parts"])}
    for part in {**before, **after}:
        was, now = before.get(part), after.get(part)
        if was != now:
            found.append((part.label, f"原：{_said(was)}\n改为：{_said(now)}"))
    return found


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "（空）" if value in (None, "") else str(value)


def _said(part: KindPart | None) -> str:
    if part is None:
        return "（没有这一部分）"
    label = f"；引导语“{part.label}”" if part.label else ""
    how = f"；{part.listing.label}" if part.listing is not Listing.NONE else ""
    return f"{part.text or '（空）'}（{part.need.label}{label}{how}）"


def _leaders(kind: InstrumentKind) -> list[int]:
    return [one.id for one in people_of(kind.body_id, Role.SIGNATORY)]


WORDED = Act(
    name=ACT,
    title="修改文种的文字、依据和期限",
    proposes=(Permission.KIND_WORD,),
    confirms=Permission.KIND_CONFIRM,
    load=_load,
    lines=lines,
    apply=put_in_force,
    undo=_undone,
    told=lambda kind, *_: _leaders(kind),
    refusal="不同意的，现行文字不变，写明理由。",
    days=30,
)
