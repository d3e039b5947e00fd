"""An extension asked for in time is decided on, though a calendar moved the last day in between."""

import datetime as dt

import pytest

from supervision.calendar import service as calendars
from supervision.calendar.service import DayChange
from supervision.core.db import session
from supervision.core.deadlines import Mark
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.models import Instrument
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

LAST, NEXT, LATER = "2026-04-01", "2026-04-02", "2026-04-15"  # 1 April is a Wednesday


def _let_be(mark: Mark | None) -> None:
    """The last day becomes a day off, or no more; one proposes it, another applies it."""
    day = dt.date.fromisoformat(LAST)
    change = DayChange(day, day, mark, "示例纪念日", "示例通知")
    row = calendars.propose_days(change, actor=people.principal("sysadmin"))
    calendars.apply(row, actor=people.principal("secadmin"))


@pytest.fixture
def paper(inside: Inside, office: Office) -> int:
    with inside():
        return papers.delivered(office).id


def _ask(sign_in: SignIn, paper: int) -> None:
    asked = {"reason": "须上会研究。", "new_due": LATER}
    answer = sign_in("liaison").submit(f"/instruments/{paper}/extension", asked, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def test_asked_on_the_last_day_that_becomes_a_day_off(
    paper: int, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock(f"{LAST} 17:00")
    _ask(sign_in, paper)
    clock(f"{NEXT} 09:00")
    with inside():
        _let_be(Mark.REST)
    reviewer, address = sign_in("reviewer"), f"/instruments/{paper}/extensions/1"
    assert f"现到期日 {NEXT}" in page(reviewer.get(address)).text
    assert f"{NEXT}，申请延至 {LATER}" in page(reviewer.get(f"/instruments/{paper}")).text
    assert reviewer.submit(address, {}, form=FORM).status_code == 302
    with inside():
        held = session.get_one(Extension, 1)
        days = (str(held.old_due), str(held.granted_due), str(held.instrument.due_on))
        assert days == (NEXT, LATER, LATER)


def test_asked_on_a_last_day_that_is_one_no_more(
    paper: int, inside: Inside, sign_in: SignIn, clock: Clock
) -> None:
    clock(f"{LAST} 09:00")
    with inside():
        _let_be(Mark.REST)
    clock(f"{NEXT} 17:00")
    _ask(sign_in, paper)
    clock("2026-04-03 09:00")
    with inside():
        _let_be(None)
        assert str(session.get_one(Instrument, paper).due_on) == LAST
    answer = sign_in("reviewer").submit(f"/instruments/{paper}/extensions/1", {}, form=FORM)
    assert answer.status_code == 302, "it came in time when it came"
    with inside():
        assert session.get_one(Extension, 1).status is ExtensionStatus.GRANTED
        assert str(session.get_one(Instrument, paper).due_on) == LATER


def test_the_day_after_the_last_one_is_too_late(
    paper: int, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock(f"{NEXT} 09:00")
    answer = sign_in("liaison").get(f"/instruments/{paper}/extension")
    assert "2026年4月1日届满" in answer.get_data(as_text=True)
