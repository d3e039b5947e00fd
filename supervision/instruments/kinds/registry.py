"""Kinds of paper as configuration: installing, editing, and which edition is in force.

A further kind costs a row in `built_in` (or in the browser), never code: name, series, layout, items,
default term, legal basis, the parts of its text. Legal basis is left for the bureau to fill in: names
and articles differ by province and year (product.md §6).
"""

from dataclasses import replace

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording import templating

# Figures of the yearly report in which a kind of paper may be counted, in the order of the report.
FIGURES = {
    "rectification_notices": "行政执法监督整改通知书",
    "transfer_letters": "行政执法监督案件转办函",
    "opinion_papers": "行政执法监督意见书",
    "supervision_notices": "行政执法监督通知书",
    "decisions": "行政执法监督决定书",
    "urging_papers": "行政执法监督督办函",
}


def install(body: Body) -> list[InstrumentKind]:
    """Give a new body the built-in kinds under its own 机关代字."""
    kinds = [
        _made(body.id, replace(facts, series=f"{body.code}{facts.series}")) for facts in BUILT_IN
    ]
    session.add_all(kinds)
    session.flush()
    return kinds


def _made(
    body_id: int, facts: KindFacts, *, edition: int = 1, actor_id: int | None = None
) -> InstrumentKind:
    kind = InstrumentKind(body_id=body_id, edition=edition, created_by_id=actor_id)
    facts.write(kind)
    return kind


def _add(
    body_id: int, facts: KindFacts, *, edition: int = 1, actor_id: int | None = None
) -> InstrumentKind:
    kind = _made(body_id, facts, edition=edition, actor_id=actor_id)
    session.add(kind)
    session.flush()
    return kind


def revise(
    kind: InstrumentKind, facts: KindFacts, *, actor: Principal, by: Permission = Permission.KIND_EDIT
) -> InstrumentKind:  # fmt: skip
    """A new edition of a kind: papers already drafted keep the edition they were drafted by."""
    actor.require(by)
    check(facts)
    kind.in_force = False
    session.flush()
    return _add(
        kind.body_id,
        replace(facts, code=kind.code),
        edition=kind.edition + 1,
        actor_id=actor.user_id,
    )


def add(body_id: int, facts: KindFacts, *, actor: Principal) -> InstrumentKind:
    """A further kind, entered in the browser."""
    actor.require(Permission.KIND_EDIT)
    check(facts)
    if in_force(body_id, facts.code) is not None:
        message = f"已有代码为“{facts.code}”的文种"
        raise DomainError(message, field="code")
    return _add(body_id, facts, actor_id=actor.user_id)


def check(facts: KindFacts) -> None:
    """Placeholders are known, the series is a 代字, the term is complete."""
    templating.check(facts.title_template, field="title_template")
    for part in facts.parts:
        templating.check(part.text, field="parts")
    if len({part.part for part in facts.parts}) < len(facts.parts):
        message = "同一部分只能有一个"
        raise DomainError(message, field="parts")
    if facts.reply_wanted and facts.term_number is None:
        message = "要求反馈的文种须填默认期限"
        raise DomainError(message, field="term_number")


def built_in_words(code: str) -> KindFacts | None:
    """The built-in kind of this version: an office that has older words may take them over."""
    return next((facts for facts in BUILT_IN if facts.code == code), None)


def in_force(body_id: int, code: str) -> InstrumentKind | None:
    """The edition of a kind that new papers of the body use."""
    return session.scalar(
        sa.select(InstrumentKind).where(
            InstrumentKind.body_id == body_id, InstrumentKind.code == code, InstrumentKind.in_force
        )
    )


def for_purpose(body_id: int, purpose: KindPurpose) -> InstrumentKind | None:
    """The kind that new papers of the body for `purpose` are of: the first of those in force."""
    return session.scalar(
        sa.select(InstrumentKind)
        .where(
            InstrumentKind.body_id == body_id,
            InstrumentKind.purpose == purpose,
            InstrumentKind.in_force,
        )
        .order_by(InstrumentKind.id)
        .limit(1)
    )


def all_in_force() -> list[InstrumentKind]:
    """Kinds the present scope may draft, in their customary order."""
    statement = sa.select(InstrumentKind).where(InstrumentKind.in_force).order_by(InstrumentKind.id)
    return list(session.scalars(statement))
