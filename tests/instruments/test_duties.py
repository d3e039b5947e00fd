"""What a side flow asks of somebody stands on that person's home page, and on nobody else's."""

from datetime import date

import pytest

from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.onward import service as following
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SEEN = {
    "待批延期": {"reviewer", "reviewer2"},
    "待复查异议": {"reviewer2", "signatory2"},
    "改派，或不同意退回": {"handler", "second"},
}


@pytest.fixture
def asked(inside: Inside, office: Office) -> None:
    """One paper with a request, one with an objection, one handed back."""
    with inside():
        opinion = papers.delivered(office)
        decision = papers.delivered(office, "decision", over=[papers.problem(office)])
        transfer = papers.delivered(office, "transfer_letter", items=1)
        with on(date(2026, 3, 9), "liaison") as unit:
            extending.ask(opinion, ExtensionFacts("理由", date(2026, 4, 15)), actor=unit)
            objecting.raise_(decision, ObjectionFacts("理由"), actor=unit)
            following.hand_back(transfer, reason="不属本单位", actor=unit)


def test_each_request_waits_for_those_who_may_decide_it(
    asked: None, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-10 09:00")
    people = ("handler", "second", "reviewer", "reviewer2", "signatory", "signatory2", "liaison")
    home = {name: page(sign_in(name).get("/")).text for name in people}
    for duty, seen_by in SEEN.items():
        assert {name for name, text in home.items() if duty in text} == seen_by, duty


def test_the_list_gathers_what_asks_for_a_decision(
    asked: None, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-10 09:00")
    shown = page(sign_in("handler").get("/instruments/?tab=asked"))
    assert len(shown.find("//tbody/tr")) == 3
