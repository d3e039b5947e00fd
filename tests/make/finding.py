"""Two bureaus with units, problems and papers to find; signing in without the slow password."""

from dataclasses import dataclass
from datetime import date

from flask import session as cookie
from flask.testing import FlaskClient

from supervision.accounts import sessions
from supervision.agencies.models import Body, Unit
from supervision.core.access import Principal, Role
from supervision.core.db import session, unit_of_work
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Nature
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make import people

FOUND = date(2023, 3, 1)


@dataclass
class Town:
    """A bureau: its handler, a unit with a 联络员, and that unit's principal."""

    region: str
    handler: Principal
    reader: Principal
    unit_id: int
    liaison: Principal

    @property
    def unit(self) -> Unit:
        """The unit as the present unit of work holds it."""
        return session.get_one(Unit, self.unit_id)


def town(region: str = "示例市") -> Town:
    """A bureau with one unit; the accounts are named after the region."""
    body = people.body(region)
    handler = people.actor(f"{region}handler", Role.HANDLER, body=body)
    reader = people.actor(f"{region}reader", Role.SIGNATORY, body=body)
    unit = people.unit(f"{region}甲局", by=handler)
    liaison = people.actor(f"{region}liaison", Role.LIAISON, unit=unit)
    return Town(region, handler, reader, unit.id, liaison)


def problem(at: Town, title: str, **more: object) -> Problem:
    """A problem found at the town's unit (or at another, `unit=`)."""
    given = {"unit": at.unit, "category": "程序不规范", "found_on": FOUND, **more}
    facts = problems.ProblemFacts(title=title, **given)  # type: ignore[arg-type]
    return problems.record(facts, actor=at.handler)


def draft_paper(at: Town, demand: str) -> Instrument:
    """A 意见书 to the town's unit, still a draft."""
    kind = kinds.in_force(at.handler.body_id or 0, "opinion")
    assert kind is not None
    item = drafting.ItemFacts(demand=demand, nature=Nature.ADVISORY)
    facts = drafting.PaperFacts(kind=kind, unit=at.unit, items=[item])
    return drafting.draft(facts, actor=at.handler)


def issue(paper: Instrument, at: Town) -> None:
    """Review, sign and send the paper; its archive is rendered after the commit."""
    drafting.submit(paper, actor=at.handler)
    drafting.pass_review(paper, actor=reviewer(at))
    signing.sign(paper, actor=at.reader)
    delivery.send(paper, actor=at.handler)


def reviewer(at: Town) -> Principal:
    """A section head of the town; call it once a test."""
    body = session.get_one(Body, at.handler.body_id)
    return people.actor(f"{at.region}reviewer", Role.REVIEWER, body=body)


def sign_in(client: FlaskClient, principal: Principal) -> None:
    """Let the visitor be `principal`, without the form (whose password check is slow on purpose)."""
    assert principal.user_id is not None
    with client.application.test_request_context():
        with unit_of_work():
            sessions.begin(principal.user_id)
        held = dict(cookie)
    with client.session_transaction() as kept:
        kept.update(held)
