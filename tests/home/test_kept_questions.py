"""The 工作台 asks with questions that were made before: what they find is of today, and of whoever asks."""

from datetime import date

import pytest
from flask import Flask

from supervision.core import prepared
from supervision.instruments.states import InstrumentStatus as S
from tests.make import interviews, papers
from tests.make.offices import SMALL, USUAL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.work import Inside


def _waiting(app: Flask, page: PageCheck, username: str) -> list[str]:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
    shown = page(visitor.get("/"))
    return [title.strip() for title in shown.find("//h3//text()") if title.strip()]


def test_the_second_look_makes_no_question(
    client: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), S.REPLIED)
    client.submit("/accounts/sign-in", {"username": "second", "password": PASSWORD})
    made: list[str] = []
    making = prepared._made

    def noted(*given: object) -> prepared.Question:
        found = making(*given)  # type: ignore[arg-type]
        made.append(found.text)
        return found

    first = client.get("/")
    monkeypatch.setattr(prepared, "_made", noted)
    assert "待核查" in first.text
    assert client.get("/").text.count("待核查") == first.text.count("待核查")
    assert made == []


def test_what_waits_tomorrow_is_not_said_today(
    app: Flask, inside: Inside, page: PageCheck, clock: Clock
) -> None:
    """约谈 on Monday: its people are told from the Friday before, whoever looked on Thursday."""
    clock("2023-03-01 09:00")
    with inside():
        found_office(seats=USUAL)
        interviews.interview(
            interviews.S.NOTIFIED, on=date(2023, 3, 1), planned_on=date(2023, 3, 6)
        )
    told = {}
    for day in ("2023-03-02", "2023-03-03"):
        clock(f"{day} 09:00")
        told[day] = any("待实施的约谈" in one for one in _waiting(app, page, "handler"))
    assert told == {"2023-03-02": False, "2023-03-03": True}


def test_two_of_one_seat_are_told_each_their_own(
    app: Flask, inside: Inside, page: PageCheck
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), S.RETURNED)
    for username, wanted in (("handler", True), ("second", False), ("handler", True)):
        waiting = _waiting(app, page, username)
        assert any("退回我修改" in one for one in waiting) is wanted, username
