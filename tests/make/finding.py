"""Problems and papers to find: recorded, drafted, issued, no more."""

from datetime import date

from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Nature
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make.offices import Office

FOUND = date(2023, 3, 1)


def problem(at: Office, title: str, **more: object) -> Problem:
    """A problem found at the office's unit (or at another, `unit=`)."""
    given = {"unit": at.unit, "category": "程序不规范", "found_on": FOUND, **more}
    facts = problems.ProblemFacts(title=title, **given)  # type: ignore[arg-type]
    return problems.record(facts, actor=at.handler)


def draft_paper(at: Office, demand: str) -> Instrument:
    """A 意见书 to the office's unit, still a draft."""
    kind = kinds.in_force(at.handler.body_id or 0, "opinion")
    assert kind is not None
    item = drafting.ItemFacts(demand=demand, nature=Nature.ADVISORY)
    facts = drafting.PaperFacts(kind=kind, unit=at.unit, items=[item])
    return drafting.draft(facts, actor=at.handler)


def issue(paper: Instrument, at: Office) -> None:
    """Review, sign and send the paper; its archive is rendered after the commit."""
    drafting.submit(paper, actor=at.handler)
    drafting.pass_review(paper, actor=at.reviewer)
    signing.sign(paper, actor=at.signatory)
    delivery.send(paper, actor=at.handler)
