"""A long export is made in the background: the request ends at once, the file holds the same."""

import pytest
from flask import Flask

from supervision.accounts.models import User
from supervision.core import tasks
from supervision.core.db import session
from supervision.core.listing import files
from supervision.core.tasks import Task
from tests.make import clues, people
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.seats import SignIn
from tests.support.stores import MakeApp
from tests.support.work import Inside

EXPORT = "/clues/export.csv?tab=all&subject=罚款"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(EXPORT_AT_ONCE=3)


def _clues(inside: Inside, number: int) -> None:
    with inside():
        for place in range(number):
            clues.clue(subject=f"反映罚款问题之{place}")
        clues.clue(subject="反映收费问题")


def _ordered(visitor: Visitor, address: str = EXPORT) -> str:
    """The page of the task."""
    page = check(visitor.get(address))
    assert "在后台生成" in page.text
    answer = visitor.submit(address)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _content(visitor: Visitor, link: str) -> bytes:
    with visitor.get(link) as answer:  # streamed: read to its end, then closed
        return answer.get_data()


def _carried_out(app: Flask) -> None:
    with app.app_context():
        tasks.work_off()


def test_a_short_export_is_the_answer(sign_in: SignIn, inside: Inside) -> None:
    _clues(inside, 3)
    answer = sign_in("handler").get(EXPORT)
    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).count("罚款问题") == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_export_waits_among_the_tasks(
    app: Flask, sign_in: SignIn, inside: Inside, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    _clues(inside, 4)
    monkeypatch.setattr(files, "CHUNK", 3)  # in pieces, the last one shorter
    visitor, address = sign_in("handler"), EXPORT.replace(".csv", f".{kind}")
    place = _ordered(visitor, address)
    assert "排队中" in check(visitor.get(place)).text
    _carried_out(app)
    page = check(visitor.get(place))
    (link,) = page.find("//a[starts-with(., '下载')]/@href")
    made = _content(visitor, link)
    app.config["EXPORT_AT_ONCE"] = 100
    at_once = visitor.get(address)
    assert at_once.headers["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        assert made == at_once.get_data()
        assert made.decode().count("罚款问题") == 4
        assert "收费" not in made.decode()
    assert sign_in("reviewer").get(link).status_code == 404


def test_whoever_may_not_export_any_more_gets_nothing(
    app: Flask, sign_in: SignIn, inside: Inside
) -> None:
    _clues(inside, 4)
    visitor = sign_in("handler")
    place = _ordered(visitor)
    with inside():
        user = session.get_one(User, people.principal("handler").user_id)
        user.active = False
    _carried_out(app)
    with inside():
        task = session.get_one(Task, int(place.rsplit("/", 1)[1]))
        assert task.error == "您现在无权导出，请联系安全管理员"
        assert not task.file_key


def test_a_word_of_many_records_is_always_written_in_the_background(
    app: Flask, sign_in: SignIn, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clues(inside, 2)
    monkeypatch.setattr("supervision.core.listing.typed.FEW", 1)
    visitor = sign_in("handler")
    place = _ordered(visitor)
    _carried_out(app)
    (link,) = check(visitor.get(place)).find("//a[starts-with(., '下载')]/@href")
    assert _content(visitor, link).decode().count("罚款问题") == 2
