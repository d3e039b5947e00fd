"""A reply that was handed to the 单位负责人 always waits for somebody who can go on with it."""

import pytest

from supervision.accounts.models import User
from supervision.core import settings
from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def answers(inside: Inside, office: Office, clock: Clock) -> tuple[str, dict[str, str]]:
    """The page of a delivered paper of two items where the head confirms, and what the clerk types."""
    clock("2026-03-20 10:00")
    with inside():
        settings.put("head_confirms_reply", True)
        made = papers.delivered(office)
        typed = {f"measures_{one.id}": f"第{one.seq}条已改。" for one in made.items}
        return f"/instruments/{made.id}/answers", {**typed, "offer": "1"}


def _head_leaves() -> None:
    session.query(User).filter_by(username="head").one().active = False


def _status(inside: Inside) -> S:
    with inside():
        return session.query(Instrument).one().status


def test_where_heads_confirm_no_more_the_clerk_sends_what_was_handed_over(
    answers: tuple[str, dict[str, str]], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """It stood as 等单位负责人确认 for ever, in nobody's 待办: the head was told that clerks send now."""
    address, typed = answers
    liaison = sign_in("liaison")
    assert liaison.submit(address, typed).status_code == 302
    assert "等单位负责人确认" in page(liaison.get("/")).text
    with inside():
        settings.put("head_confirms_reply", False)
    desk = page(liaison.get("/"))
    assert "等单位负责人确认" not in desk.text
    assert desk.find(f"//main//a[@href='{address}']")
    assert page(sign_in("head").get("/")).text.count("核对并报送") == 0
    sent = liaison.submit(address, {"send": "1"})
    assert sent.status_code == 302, sent.get_data(as_text=True)
    assert _status(inside) is S.REPLIED


def test_nothing_is_handed_to_a_head_who_is_not_there(
    answers: tuple[str, dict[str, str]], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The unit has no head with an account: it waited for nobody until it was overdue."""
    address, typed = answers
    with inside():
        _head_leaves()
    answer = sign_in("liaison").submit(address, typed)
    shown = answer.get_data(as_text=True)
    assert answer.status_code in (409, 422), shown
    assert "没有在用的单位负责人账号" in shown
    assert "第1条已改。" in shown
    with inside():
        assert not session.query(Instrument).one().reply_ready


def test_an_answer_taken_out_after_it_was_handed_over_is_the_clerks_again(
    answers: tuple[str, dict[str, str]], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The head could not send it, and the clerk's inbox said that it waits for the head."""
    address, typed = answers
    liaison = sign_in("liaison")
    assert liaison.submit(address, typed).status_code == 302
    first = next(iter(typed))
    assert liaison.submit(address, {first: ""}).status_code == 302
    desk = page(liaison.get("/"))
    assert "等单位负责人确认" not in desk.text
    assert desk.find(f"//main//a[@href='{address}']")


def test_it_goes_round_by_round(
    answers: tuple[str, dict[str, str]], inside: Inside, sign_in: SignIn
) -> None:
    """A new head finds what was handed to the one before, and confirms it."""
    address, typed = answers
    assert sign_in("liaison").submit(address, typed).status_code == 302
    with inside():
        _head_leaves()
        head = people.user("head2", Role.UNIT_HEAD, unit=session.query(Instrument).one().unit)
        key = head.id
    assert sign_in("head2").submit(address, {"summary": "属实。"}).status_code == 302
    with inside():
        [round_] = session.query(Instrument).one().rounds
        assert (round_.confirmed_by_id, round_.summary) == (key, "属实。")
