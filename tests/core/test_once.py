"""A form sent again after a lost answer is answered as the first was, and makes no second record."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.clues.models import Clue
from supervision.core import clock, jobs, once
from supervision.core.db import session
from tests.make import clues, problems
from tests.support import pages
from tests.support.client import Visitor
from tests.support.seats import SignIn
from tests.support.work import Inside

NEW = {
    "source": "province",
    "subject": "投诉某局久拖不办",
    "content": "某单位收件后三个月未答复。",
    "received_on": "2023-04-03",
}
FORM = "//main//form[@method='post']"
pytestmark = [pytest.mark.usefixtures("bureau"), pytest.mark.store]


@pytest.fixture
def count(inside: Inside) -> Callable[[], int]:
    """How many clues there are."""

    def clues() -> int:
        with inside():
            return session.scalar(sa.select(sa.func.count(Clue.id))) or 0

    return clues


def _filled(visitor: Visitor, **changed: str) -> dict[str, Any]:
    """What a browser sends of 登记线索 as it was opened now, filled in."""
    form = pages.check(visitor.get("/clues/new")).find(FORM)[0]
    return {**dict(form.form_values()), **NEW, **changed}


def test_a_resend_is_led_where_the_first_was_and_told_the_same(
    sign_in: SignIn, count: Callable[[], int]
) -> None:
    handler = sign_in("handler")
    sent = _filled(handler)
    first = handler.post("/clues/new", data=sent)
    said = pages.check(handler.get(first.location)).find("//*[contains(@class, 'flash-success')]")[
        0
    ]
    again = handler.post("/clues/new", data=sent)
    assert (again.status_code, again.location) == (302, first.location)
    assert said.text_content() in handler.get(again.location).get_data(as_text=True)
    assert count() == 1


def test_a_resend_over_chosen_rows_is_answered_as_the_first_was(
    sign_in: SignIn, inside: Inside
) -> None:
    """Each row would be refused now (已认定过); the first answer said that it was done."""
    with inside():
        found = problems.explained(problems.problem(unit=clues.the_unit()))
        address = f"/problems/bulk/establish?ids={found.id}"
    handler = sign_in("handler")
    form = next(
        one
        for one in pages.check(handler.get(address)).find(FORM)
        if one.get("action") == "/problems/bulk/establish"
    )
    sent = dict(form.form_values())
    first = handler.post(form.get("action"), data=sent)
    again = handler.post(form.get("action"), data=sent)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert again.status_code == 302


def test_two_at_once_make_one(app: Flask, sign_in: SignIn, count: Callable[[], int]) -> None:
    handler = sign_in("handler")
    sent, cookie = _filled(handler), handler.get_cookie("mingdu")
    assert cookie is not None
    together = Barrier(2)

    def send(_number: int) -> tuple[int, str | None]:
        visitor = app.test_client()
        visitor.set_cookie("mingdu", cookie.value)
        together.wait(10)
        answer = visitor.post("/clues/new", data=sent)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(send, range(2)))
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] == 302
    assert count() == 1


def test_the_same_page_with_other_content_is_shown_again_and_goes_in_when_sent_again(
    sign_in: SignIn, count: Callable[[], int]
) -> None:
    """Back in the browser, another subject, sent: nothing is lost, nothing is done unasked."""
    handler = sign_in("handler")
    sent = _filled(handler)
    assert handler.post("/clues/new", data=sent).status_code == 302
    other = {**sent, "subject": "另一件投诉"}
    shown = pages.check(handler.post("/clues/new", data=other), status=422)
    assert "已经提交并办理过一次" in shown.text
    assert shown.find("//input[@name='subject']/@value") == ["另一件投诉"]
    assert count() == 1
    meant = dict(shown.find(FORM)[0].form_values())
    assert handler.post("/clues/new", data=meant).status_code == 302
    assert count() == 2


def test_two_pages_are_two_forms_whatever_they_hold(
    sign_in: SignIn, count: Callable[[], int]
) -> None:
    handler = sign_in("handler")
    for sent in (_filled(handler), _filled(handler)):
        assert handler.post("/clues/new", data=sent).status_code == 302
    assert count() == 2


def test_a_key_serves_its_owner_only(sign_in: SignIn, count: Callable[[], int]) -> None:
    handler, other = sign_in("handler"), sign_in("second")
    sent = _filled(handler)
    theirs = {**_filled(other), "once": sent["once"]}
    assert handler.post("/clues/new", data=sent).status_code == 302
    assert other.post("/clues/new", data=theirs).status_code == 302
    assert count() == 2


def test_a_refused_form_may_be_sent_again_with_its_key(
    sign_in: SignIn, count: Callable[[], int]
) -> None:
    """What was rolled back was not carried out."""
    handler = sign_in("handler")
    sent = _filled(handler)
    assert handler.post("/clues/new", data={**sent, "subject": ""}).status_code == 422
    assert handler.post("/clues/new", data=sent).status_code == 302
    assert count() == 1


def test_a_secret_shown_once_is_not_made_a_second_time(sign_in: SignIn, inside: Inside) -> None:
    admin = sign_in("secadmin")
    form = pages.check(admin.get("/accounts/new")).find(FORM)[0]
    body = form.xpath(".//select[@name='body_id']/option[@value!='']/@value")[0]
    sent = {**dict(form.form_values()), "username": "xinren", "name": "新人", "roles": "handler",
            "body_id": body}  # fmt: skip
    assert admin.post("/accounts/new", data=sent).status_code == 200
    again = admin.post("/accounts/new", data=sent)
    assert again.status_code == 302
    assert "只显示一次的内容不再显示" in admin.get(again.location).get_data(as_text=True)
    with inside():
        assert (
            session.scalar(sa.text("SELECT count(*) FROM \"user\" WHERE username = 'xinren'")) == 1
        )


def test_a_week_later_the_key_is_forgotten(
    sign_in: SignIn, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = sign_in("handler")
    assert handler.post("/clues/new", data=_filled(handler)).status_code == 302
    with inside():
        job = jobs.by_name(jobs.table(), "forms-prune")
        job.work()
        assert session.scalar(sa.select(sa.func.count(once.SentForm.id))) == 1
    later = clock.now() + dt.timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    with inside():
        job.work()
        assert session.scalar(sa.select(sa.func.count(once.SentForm.id))) == 0


def test_one_key_in_many_rows_is_a_key_for_each_of_their_addresses(
    sign_in: SignIn, inside: Inside
) -> None:
    """The rows of a list share one form: what tells them apart stands in the address of each button."""
    handler = sign_in("handler")
    sent = _filled(handler)
    for row in ("1", "2", "1", "2"):
        assert handler.post(f"/clues/new?row={row}", data=sent).status_code == 302
    with inside():
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 2
