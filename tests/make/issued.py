"""A paper on its way: drafted, submitted, passed, signed, by the people who may."""

from dataclasses import dataclass

from flask import session as cookie
from flask.testing import FlaskClient

from supervision.accounts import sessions
from supervision.agencies.models import Unit
from supervision.core.access import Role
from supervision.core.access.principal import Principal
from supervision.core.db import session, unit_of_work
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Nature
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make import people

DEMAND = "请于收到本意见书之日起15日内补充公示行政处罚决定，并书面报告整改情况。"


@dataclass
class Staff:
    """Who handles, reviews and signs, and the unit that is addressed."""

    handler: Principal
    reviewer: Principal
    signatory: Principal
    liaison: Principal
    unit: Unit


def staff() -> Staff:
    """A bureau with its kinds of paper and three people, a unit with its liaison."""
    home = people.body()
    handler = people.actor("handler", Role.HANDLER, body=home)
    reviewer = people.actor("reviewer", Role.REVIEWER, body=home)
    signatory = people.actor("signatory", Role.SIGNATORY, body=home)
    unit = people.unit(by=handler)
    liaison = people.actor("liaison", Role.LIAISON, unit=unit)
    return Staff(handler, reviewer, signatory, liaison, unit)


def drafted(team: Staff, *, code: str = "opinion", text: str = "", title: str = "") -> Instrument:
    """A draft of one item; `text` is what its 缘由 says in own words."""
    kind = kinds.in_force(team.handler.body_id or 0, code)
    assert isinstance(kind, InstrumentKind)
    nature = Nature(kind.natures[0]) if kind.natures else None
    items = [drafting.ItemFacts(demand=DEMAND, nature=nature)] if nature else []
    said = (OwnWords(Part.CAUSE, text),) if text else ()
    facts = drafting.PaperFacts(kind=kind, unit=team.unit, items=items, wording=said, title=title)
    return drafting.draft(facts, actor=team.handler)


def reviewing(team: Staff, **options: str) -> Instrument:
    """A paper before its reviewer."""
    paper = drafted(team, **options)
    drafting.submit(paper, actor=team.handler)
    session.flush()
    return paper


def awaiting(team: Staff, *, reason: str = "", **options: str) -> Instrument:
    """A paper before its signatory, passed with `reason` if need be."""
    paper = reviewing(team, **options)
    drafting.pass_review(paper, actor=team.reviewer, check_pass_reason=reason)
    return paper


def signed(team: Staff, **options: str) -> Instrument:
    """A signed paper; its archive is made after the commit."""
    paper = awaiting(team, **options)
    signing.sign(paper, actor=team.signatory)
    return paper


def sign_in(client: FlaskClient, person: Principal) -> None:
    """Sign `person` in without the form, whose password check is slow on purpose."""
    with client.application.test_request_context():
        with unit_of_work():
            sessions.begin(person.user_id or 0)
        values = dict(cookie)
    with client.session_transaction() as held:
        held.update(values)
