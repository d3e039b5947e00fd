"""转给 of chosen problems is taken back by a press a moment later; whatever went on since stays as it is."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from supervision.agencies.models import Body
from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.problems.bulk import actions_for
from supervision.problems.models import Problem
from supervision.problems.models import ProblemStatus as S
from supervision.problems.service import taking_back
from tests.home.test_on_chosen_rows import _agree, _desk, _offered, _press, _problems, handler
from tests.make import people
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HERE = "/problems/?status=established"
BAR = "//form[@data-undo]"
__all__ = ["handler"]


def _hands(inside: Inside, ids: list[int]) -> set[int]:
    with inside():
        return set(session.scalars(sa.select(Problem.handler_id).where(Problem.id.in_(ids))))


def _passed_on(visitor: Visitor, inside: Inside, ids: list[int]) -> tuple[str, int]:
    """Where the bar of the page that follows leads, and to whom they were passed on."""
    with inside():
        second = _desk().second.user_id
    assert second is not None
    told = _agree(visitor, _press(visitor, HERE, "转给", ids), handler_id=str(second))
    (bar,) = check(visitor.get(told.location)).find(BAR)
    assert bar.get("data-undo") == "10"
    assert f"已转给{len(ids)}条" in bar.text_content()
    assert _hands(inside, ids) == {second}
    return bar.get("action"), second


def _take_back(visitor: Visitor, address: str) -> TestResponse:
    token = check(visitor.get(HERE)).find("//input[@name='csrf_token']/@value")[0]
    return visitor.post(address, data={"csrf_token": token, "back": HERE})


def test_what_was_passed_on_returns_to_whom_it_was(handler: Visitor, inside: Inside) -> None:
    ids = _problems(inside, 3)
    before = _hands(inside, ids)
    address, _ = _passed_on(handler, inside, ids)
    assert not check(handler.get(HERE)).find(BAR)  # said once
    answer = _take_back(handler, address)
    assert answer.location == HERE
    assert "已撤回3条" in check(handler.get(HERE)).text
    assert _hands(inside, ids) == before
    again = _take_back(handler, address)
    assert again.status_code == 409
    assert "已过了可以撤回的时间" in again.get_data(as_text=True)


def test_what_another_passed_on_since_stays(handler: Visitor, inside: Inside) -> None:
    ids = _problems(inside, 2)
    address, second = _passed_on(handler, inside, ids)
    with inside():
        third = people.user("third", Role.HANDLER, body=session.get_one(Body, _desk().body_id)).id
        session.get_one(Problem, ids[0]).handler_id = third
    _take_back(handler, address)
    assert "1条没有撤回" in check(handler.get(HERE)).text
    hands = _hands(inside, ids)
    assert third in hands
    assert second not in hands


def test_too_late_or_somebody_elses_is_refused(
    handler: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _problems(inside, 2)
    address, second = _passed_on(handler, inside, ids)
    monkeypatch.setattr(taking_back, "OFFERED", timedelta(0))
    assert _take_back(handler, address).status_code == 409
    monkeypatch.undo()
    handler.submit("/accounts/me", button="退出登录")
    handler.submit("/accounts/sign-in", {"username": "second", "password": PASSWORD})
    assert _take_back(handler, address).status_code == 409
    assert _hands(inside, ids) == {second}


def test_of_the_acts_over_many_this_alone_has_a_counterpart(inside: Inside) -> None:
    """A new button says here whether it can be taken back."""
    with inside():
        found_office(seats=SMALL)
        every = {
            one.name
            for which in ("problems", "ledger")
            for person in ("handler", "reviewer", "signatory")
            for one in actions_for(which, people.principal(person))
        }
    signed = {
        "explain",
        "establish",
        "confirm",
        "reject",
        "cannot_fix",
        "refer_away",
        "agree",
    }
    told = {"chase"}
    given_up_on_its_own_page = {"draft", "interview", "refer"}
    assert every == {"reassign", "chosen"} | signed | told | given_up_on_its_own_page


def test_the_ledger_offers_what_its_rows_can_be_done(client: Visitor, inside: Inside) -> None:
    with inside():
        found_office(seats=SMALL)
    ids = _problems(inside, 2)
    client.submit("/accounts/sign-in", {"username": "reviewer", "password": PASSWORD})
    listed = "/problems/ledger?tab=all"
    assert {"确认认定", "无法纠正"} <= set(_offered(client, listed))
    asked = _press(client, listed, "无法纠正", ids)
    assert _agree(client, asked, reason="").status_code == 200  # each row says why not
    with inside():
        assert session.get_one(Problem, ids[0]).status is S.ESTABLISHED
    answer = _agree(client, _press(client, listed, "无法纠正", ids), reason="标的已灭失，无法恢复")
    assert answer.location == listed
    with inside():
        ended = [session.get_one(Problem, key) for key in ids]
        assert {one.status for one in ended} == {S.UNFIXABLE}
        assert {one.end_note for one in ended} == {"标的已灭失，无法恢复"}
