"""作废 before 送达: the number stays used and is not counted; afterwards 撤销 or 更正 by a paper.

The paper that revokes or corrects is drafted from the one it names, and acts when it is delivered.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.agencies import succession
from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.duedates import DueState
from supervision.core.errors import DomainError
from supervision.instruments.children import children_of
from supervision.instruments.delivering.reactions import Day, Redating
from supervision.instruments.delivering.service import end_due_dates
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.extending import service as extending
from supervision.instruments.flow import FLOW
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import Decision
from supervision.instruments.signing import scans
from supervision.instruments.states import InstrumentStatus, KindPurpose
from supervision.instruments.wording.parts import OwnWords, Part


def void(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """Void a paper that was not delivered: due dates fall away, its problems are released."""
    void_by(paper, "void", reason=reason, actor=actor)


def discard(paper: Instrument, *, reason: str, actor: Principal) -> None:
    """The drafter gives a draft up, as nobody's yet: it never had a number."""
    void_by(paper, "discard", reason=reason, actor=actor)


def void_by(paper: Instrument, step: str, *, reason: str, actor: Principal) -> None:
    """Let the paper become 作废 by this step of its flow."""
    FLOW.fire(paper, step, reason=reason, actor=actor)
    paper.void_reason = reason.strip()
    _end(paper, actor=actor, because="文书已作废")


def draft_revocation(paper: Instrument, *, reason: str, actor: Principal) -> Instrument:
    """The paper that will revoke this one; until it is delivered nothing changes."""
    return _draft(paper, "draft_revocation", KindPurpose.REVOCATION, reason, actor)


def draft_correction(paper: Instrument, *, reason: str, actor: Principal) -> Instrument:
    """The paper that says which words of this one are to read otherwise."""
    return _draft(paper, "draft_correction", KindPurpose.CORRECTION, reason, actor)


def _draft(
    paper: Instrument, verb: str, purpose: KindPurpose, reason: str, actor: Principal
) -> Instrument:
    kind = kinds.for_purpose(paper.body_id, purpose)
    FLOW.fire(paper, verb, reason=reason, actor=actor)
    if kind is None:
        message = "此文种没有启用，请系统管理员在文种设置中启用"
        raise DomainError(message)
    facts = PaperFacts(
        kind=kind,
        unit=succession.holder(paper.unit),
        addressee="" if paper.unit else paper.addressee,
        action_id=paper.action_id,
        clue_id=paper.clue_id,
        parent_id=paper.id,
    )
    drafted = drafting.draft(facts, actor=actor)
    drafting.reword(drafted, OwnWords(Part.MATTERS, reason.strip()), actor=actor)
    return drafted


@dataclass(frozen=True)
class Bond:
    """What a paper does to the one it names: revokes it, or corrects it."""

    paper: Instrument
    named: Instrument
    revokes: bool


def bond_of(paper: Instrument) -> Bond | None:
    """What this paper does once delivered; a 复查决定书 only where the objection was decided so."""
    purpose = paper.kind.purpose
    if purpose is KindPurpose.REVIEW:
        decided = sa.select(Objection.instrument_id).where(
            Objection.decision_paper_id == paper.id, Objection.decision == Decision.REVOKED
        )
        named = session.scalar(decided)
    else:
        about = (KindPurpose.REVOCATION, KindPurpose.CORRECTION)
        named = paper.parent_id if purpose in about else None
    other = session.get(Instrument, named) if named is not None else None
    return Bond(paper, other, purpose is not KindPurpose.CORRECTION) if other else None


def delivered(paper: Instrument, on: date, actor: Principal) -> None:
    """The paper was delivered: what it revokes ends with that day, what it corrects says so."""
    bond = bond_of(paper)
    if bond is None:
        return
    named = bond.named
    if not bond.revokes:
        label = f"由{paper.number}更正"
        record(named, action="corrected", label=label, actor=actor)
    elif named.status is not InstrumentStatus.REVOKED:
        because = f"{paper.number}已送达"
        FLOW.settle(named, InstrumentStatus.REVOKED, actor=actor, because=because, action="revoked")
        _end(named, on=on, actor=actor, because=f"文书已由{paper.number}撤销")


def _after(paper: Instrument, _was: date) -> list[Day]:
    """What revoked or corrected the paper came after it."""
    bonds = (bond_of(one) for one in children_of(paper) if one.delivered_on is not None)
    return [
        (f"{bond.paper.number}送达", bond.paper.delivered_on)
        for bond in bonds
        if bond is not None and bond.named is paper
    ]


def _follow(paper: Instrument, was: date, on: date, _actor: Principal) -> None:
    """What it revoked ended on another day."""
    bond = bond_of(paper)
    if bond is None or not bond.revokes:
        return
    for row in duedates.of_owner(bond.named):
        if row.state is DueState.ENDED and row.closed_on == was:
            row.closed_on = on


FOLLOWING = Redating(_after, _follow)


def _end(
    paper: Instrument, *, actor: Principal, because: str, on: date | None = None
) -> None:  # fmt: skip
    """Nothing of it runs on: neither a term nor what was asked."""
    end_due_dates(paper, met=False, on=on)
    scans.fall_away(paper, on=on or clock.today())
    extending.lapse(paper, actor=actor, because=because)
    objecting.lapse(paper, actor=actor, because=because)
    session.flush()
