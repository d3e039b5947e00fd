"""Where the 单位负责人 confirms a reply, nobody confirms what they answered or handed over themselves."""

from dataclasses import dataclass
from datetime import date

import pytest
from werkzeug.test import TestResponse

from supervision.accounts.models import Deputy, User
from supervision.core import settings
from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 3, 20)
STUCK = "没有人可以确认的反馈"


@dataclass(frozen=True)
class Paper:
    """A delivered paper of two items where the head confirms: its pages, and what the clerk types."""

    show: str
    answers: str
    send: str
    typed: dict[str, str]


@pytest.fixture
def paper(inside: Inside, office: Office, clock: Clock) -> Paper:
    clock("2026-03-20 10:00")
    with inside():
        settings.put("head_confirms_reply", True)
        made = papers.delivered(office)
        typed = {f"measures_{one.id}": f"第{one.seq}条已改。" for one in made.items}
        show = f"/instruments/{made.id}"
        return Paper(show, f"{show}/answers", f"{show}/send-reply", typed)


def _user(username: str) -> User:
    return session.query(User).filter_by(username=username).one()


def _stands_in(deputy: str, person: str) -> None:
    row = Deputy(person_id=_user(person).id, deputy_id=_user(deputy).id, from_on=DAY, until_on=DAY)
    session.add(row)
    session.flush()


def _another(username: str, *roles: Role) -> None:
    people.user(username, *roles, unit=session.query(Instrument).one().unit)


def _posted(person: Visitor, page: PageCheck, address: str, data: dict[str, str]) -> TestResponse:
    """What no page offers: the hidden fields of a page of theirs, and `data`."""
    at = address.replace("send-reply", "answers")
    hidden = page(person.get(at)).find("//form//input[@type='hidden']")
    held = {str(one.get("name")): str(one.get("value")) for one in hidden}
    return person.post(address, data={**held, **data})


def _status(inside: Inside) -> S:
    with inside():
        return session.query(Instrument).one().status


def test_the_heads_deputy_does_not_confirm_what_they_answered(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The clerk answered, handed it over, and was offered to confirm it: the head had not seen a word."""
    liaison = sign_in("liaison")
    assert liaison.submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    with inside():
        _stands_in("liaison", "head")
        named = _user("head").name
    inbox = page(liaison.get("/"))
    assert "等单位负责人确认" in inbox.text
    assert "核对并报送" not in inbox.text
    assert "反馈待您确认" not in page(liaison.get("/reminders/")).text
    shown = page(liaison.get(paper.answers))
    assert not shown.find("//main//button[@name='send']")
    assert f"须由本单位另一人确认：单位负责人{named}" in shown.text
    assert "核对并报送反馈" not in page(liaison.get(paper.show)).text
    for address, form in (
        (paper.answers, {**paper.typed, "send": "1"}),
        (paper.send, {"summary": "属实。"}),
    ):
        refused = _posted(liaison, page, address, form)
        assert refused.status_code in (403, 422), address
        assert f"须由本单位另一人确认：单位负责人{named}" in refused.get_data(as_text=True)
    assert _status(inside) is S.DELIVERED
    head = sign_in("head")
    assert "核对并报送" in page(head.get("/")).text
    assert head.submit(paper.answers, {"summary": "属实。"}).status_code == 302
    assert _status(inside) is S.REPLIED


def test_nor_when_a_colleague_handed_it_over(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Whose words they are counts, not only who pressed the button."""
    with inside():
        _another("clerk2", Role.LIAISON)
        _stands_in("liaison", "head")
    assert sign_in("liaison").submit(paper.answers, paper.typed).status_code == 302
    assert sign_in("clerk2").submit(paper.answers, {"offer": "1"}).status_code == 302
    assert _posted(sign_in("liaison"), page, paper.send, {}).status_code == 403
    assert _status(inside) is S.DELIVERED


def test_a_deputy_who_had_no_hand_in_it_confirms(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        _another("clerk2", Role.LIAISON)
        _stands_in("clerk2", "head")
        named = _user("clerk2").name
    liaison = sign_in("liaison")
    assert liaison.submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    assert f"代理人{named}" in page(liaison.get(paper.answers)).text
    deputy = sign_in("clerk2")
    assert "核对并报送" in page(deputy.get("/")).text
    shown = page(deputy.get(paper.answers))
    assert shown.find("//main//button[@name='send'][normalize-space()='确认并报送反馈']")
    assert deputy.submit(paper.answers, {"send": "1"}).status_code == 302
    assert _status(inside) is S.REPLIED


def test_a_head_who_answers_for_the_clerk_waits_for_another(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nobody else can: it stands in 待办 with the way out, and is over once the head names a deputy."""
    with inside():
        _stands_in("head", "liaison")
    head = sign_in("head")
    assert head.submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    shown = page(head.get("/reminders/")).text
    assert STUCK in shown
    assert "待核对并报送" not in shown
    assert "请单位负责人指定代理人" in page(head.get(paper.answers)).text
    assert _posted(head, page, paper.send, {}).status_code == 403
    assert STUCK in page(sign_in("liaison").get("/reminders/")).text
    with inside():
        _stands_in("liaison", "head")
    assert STUCK not in page(sign_in("head").get("/reminders/")).text
    assert sign_in("liaison").submit(paper.answers, {"send": "1"}).status_code == 302
    assert _status(inside) is S.REPLIED


def test_what_was_handed_to_a_head_who_left_is_nobodys_and_says_so(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    liaison = sign_in("liaison")
    assert liaison.submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    assert STUCK not in page(liaison.get("/reminders/")).text
    with inside():
        _user("head").active = False
    assert STUCK in page(liaison.get("/reminders/")).text


def test_the_only_account_of_a_unit_sends_its_own_answers(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Head and clerk in one: there is no second person, and the page offered a step it then refused."""
    with inside():
        for username in ("liaison", "head"):
            _user(username).active = False
        _another("alone", Role.LIAISON, Role.UNIT_HEAD)
    alone = sign_in("alone")
    assert alone.submit(paper.answers, {**paper.typed, "send": "1"}).status_code == 302
    assert _status(inside) is S.REPLIED
    assert STUCK not in page(alone.get("/reminders/")).text


def test_two_seats_beside_a_colleague_hand_it_over(
    paper: Paper, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        _user("head").active = False
        _another("both", Role.LIAISON, Role.UNIT_HEAD)
    both = sign_in("both")
    assert page(both.get(paper.answers)).find("//main//button[@name='offer']")
    assert both.submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    assert _posted(both, page, paper.send, {}).status_code == 403
    assert STUCK in page(both.get("/reminders/")).text


def test_the_next_round_begins_with_no_hand_in_it(
    paper: Paper, inside: Inside, sign_in: SignIn
) -> None:
    assert (
        sign_in("liaison").submit(paper.answers, {**paper.typed, "offer": "1"}).status_code == 302
    )
    assert sign_in("head").submit(paper.answers, {"summary": "属实。"}).status_code == 302
    with inside():
        assert session.query(Instrument).one().reply_by_ids == []
