"""登记线下签批 in one call: registered by one person, confirmed by another."""

from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.service import people_of
from supervision.accounts.signing.models import Leader
from supervision.accounts.signing.on_paper import PaperSignature
from supervision.core import clock, pairs
from supervision.core.access import Principal, Role
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.signing import registering
from supervision.instruments.signing.authors import authors


def leader(body_id: int, name: str = "示例局长") -> Leader:
    """A leader without an account, on the administrator's list."""
    found = session.scalar(sa.select(Leader).where(Leader.body_id == body_id, Leader.name == name))
    if found is None:
        found = Leader(body_id=body_id, name=name, post="局长")
        session.add(found)
        session.flush()
    return found


def signature(
    paper: Instrument, on: date, *, signatory: User | Leader | None = None
) -> PaperSignature:
    """The leader's signature of `on`, reviewed on paper by the body's first reviewer."""
    reviewers = [
        one for one in people_of(paper.body_id, Role.REVIEWER) if one.id not in authors(paper)
    ]
    signed = signatory or leader(paper.body_id)
    return PaperSignature(signed, on, reviewer=reviewers[0], reviewed_on=on)


def register(
    paper: Instrument, *, by: Principal, on: date | None = None, number: str = ""
) -> pairs.Proposal:
    """The first person's half."""
    told = signature(paper, on or clock.today())
    registering.register_signature(paper, told, number=number, actor=by)
    waiting = pairs.waiting_on(paper, registering.ACT)
    assert waiting is not None
    return waiting


def sign(
    paper: Instrument, *, by: Principal, on: date | None = None, number: str = ""
) -> Instrument:
    """Both halves: a reviewer of the body who is neither registrar nor author confirms."""
    waiting = register(paper, by=by, on=on, number=number)
    others = people_of(paper.body_id, Role.REVIEWER)
    second = next(one for one in others if one.id not in {*authors(paper), by.user_id})
    pairs.confirm(waiting, seen=pairs.edition(waiting, paper), actor=principal_of(second))
    return paper
