"""A paper on its way: drafted, submitted, passed, signed, by the people who may."""

from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Nature
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make.offices import Office

DEMAND = "请于收到本意见书之日起15日内补充公示行政处罚决定，并书面报告整改情况。"


def drafted(team: Office, *, code: str = "opinion", text: str = "", title: str = "") -> Instrument:
    """A draft of one item; `text` is what its 缘由 says in own words."""
    kind = kinds.in_force(team.handler.body_id or 0, code)
    assert isinstance(kind, InstrumentKind)
    nature = Nature(kind.natures[0]) if kind.natures else None
    items = [drafting.ItemFacts(demand=DEMAND, nature=nature)] if nature else []
    said = (OwnWords(Part.CAUSE, text),) if text else ()
    facts = drafting.PaperFacts(
        kind=kind, unit=team.unit, items=items, wording=said, title=title,
        recipients=team.unit.name if kind.many_units else "",
    )  # fmt: skip
    return drafting.draft(facts, actor=team.handler)


def reviewing(team: Office, **options: str) -> Instrument:
    """A paper before its reviewer."""
    paper = drafted(team, **options)
    drafting.submit(paper, actor=team.handler)
    session.flush()
    return paper


def awaiting(team: Office, *, reason: str = "", **options: str) -> Instrument:
    """A paper before its signatory, passed with `reason` if need be."""
    paper = reviewing(team, **options)
    drafting.pass_review(paper, actor=team.reviewer, check_pass_reason=reason)
    return paper


def signed(team: Office, **options: str) -> Instrument:
    """A signed paper; its archive is made after the commit."""
    paper = awaiting(team, **options)
    signing.sign(paper, actor=team.signatory)
    return paper
