"""What is left to do after an interview was held waits for its handler: its end, and what was promised."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.interviews import promising, service
from supervision.interviews.models import Interview
from supervision.interviews.promising import Promise
from supervision.interviews.service import Attendance, Record
from supervision.interviews.states import InterviewStatus, Sharing
from tests.make import interviews as make
from tests.make import people
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
MAIN = "//main//form[@method='post']"


def test_a_held_interview_waits_for_its_handler_until_it_is_closed(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Nothing was promised: no day is followed, and nobody would think of it any more."""
    clock("2026-03-02 09:00")
    with inside():
        key = make.interview(InterviewStatus.HELD).id
    handler = sign_in("handler")
    shown = page(handler.get("/reminders/"))
    (duty,) = shown.find("//h3[@class='duty-head']/a[contains(., '待办结的约谈')]")
    listed = page(handler.get(duty.get("href")))
    assert listed.find(f"//main//a[@href='/interviews/{key}']")
    for colleague in ("second", "reviewer"):
        assert "待办结的约谈" not in page(sign_in(colleague).get("/reminders/")).text
    day = {"on": date(2026, 3, 2).isoformat()}
    assert handler.submit(f"/interviews/{key}/step/close", day, form=MAIN).status_code == 302
    assert "待办结的约谈" not in page(handler.get("/reminders/")).text


def test_a_promise_waits_for_its_handler_from_the_working_day_before_its_last(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Two promised apart: the first has kept it, so the second's day counts, Monday, 16 March."""
    clock("2026-03-02 09:00")
    with inside():
        made = make.interview(InterviewStatus.NOTIFIED, interviewees=make.heads(2, 0))
        first, second = made.interviewees
        days = {first.id: date(2026, 3, 6), second.id: date(2026, 3, 16)}
        promised = {key: Attendance(promise=Promise("限期整改", day)) for key, day in days.items()}
        held = Record("谈话要点。", promising=Sharing.EACH, attendance=promised)
        actor = people.principal("handler")
        service.hold(made, held, on=date(2026, 3, 2), actor=actor)
    for day, waits in (("04", False), ("05", True)):
        clock(f"2026-03-{day} 09:00")
        assert ("承诺到期的约谈" in page(sign_in("handler").get("/reminders/")).text) is waits, day
    with inside():
        again = session.scalars(sa.select(Interview)).one()
        kept = {again.interviewees[0].id: "已整改"}
        promising.keep(again, kept, on=date(2026, 3, 5), actor=people.principal("handler"))
    for day, waits in (("05", False), ("12", False), ("13", True), ("17", True)):
        clock(f"2026-03-{day} 09:00")
        shown = page(sign_in("handler").get("/reminders/"))
        found = shown.find("//h3[@class='duty-head']/a[contains(., '承诺到期的约谈')]")
        assert bool(found) is waits, day
    assert "逾期" in shown.text
