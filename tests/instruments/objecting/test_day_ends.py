"""The day of an objection ends with its decision, whatever that says of the unit's own term: nobody is reminded of it."""

from datetime import date, timedelta

import pytest

from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

RAISED, DECIDED, PAST = date(2026, 3, 9), date(2026, 3, 19), date(2026, 4, 2)
ASKED = "待复查异议"


@pytest.mark.parametrize("effect", ["runs_on", "stopped", "new_date"])
def test_nothing_runs_after_the_decision(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock, effect: str
) -> None:
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        with on(RAISED, "liaison") as liaison:
            made = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
        term = f"{paper.number} 复查决定"
        show, address = f"/instruments/{paper.id}", f"/instruments/{paper.id}/objections/{made.id}"
    clock(f"{DECIDED} 10:00")
    judge = sign_in("reviewer2")
    assert ASKED in page(judge.get("/reminders/")).text
    typed = {"decision": "upheld", "wording": "事实清楚。", "effect": effect}
    if effect == "new_date":
        typed["new_due"] = f"{DECIDED + timedelta(days=60)}"
    answer = judge.submit(address, typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        [row] = session.query(DueDate).filter_by(kind=DueKind.OBJECTION).all()
        assert (row.state.value, row.closed_on) == ("met", DECIDED)
    clock(f"{PAST} 10:00")  # two days after the review's own last day
    with inside():
        sweep()
    for seat in ("reviewer2", "reviewer", "handler", "signatory"):
        assert ASKED not in page(sign_in(seat).get("/reminders/")).text, seat
        for place in ("/", "/reminders/", "/reminders/?tab=all"):
            assert term not in page(sign_in(seat).get(place)).text, (seat, place)
    shown = page(sign_in("handler").get(show))
    panel = shown.find("//section[.//*[contains(text(), '异议')]]//*[contains(@class, 'light')]")
    assert not [one.text_content() for one in panel if "逾期" in one.text_content()]
