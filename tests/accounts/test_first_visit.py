"""The first visit to an empty installation: opened by the console's token, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts import first_run
from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import InstrumentKind
from tests.make import people as make
from tests.support.client import Visitor
from tests.support.work import Inside

URL = "/accounts/first"
FIELDS = {
    "body_name": "示例县司法局",
    "region": "示例县",
    "code": "示县司",
    "level": "county",
    "name": "示例安全员",
    "username": "secadmin",
    "new_password": make.PASSWORD,
    "repeat": make.PASSWORD,
}


@pytest.fixture
def token(app: Flask, instance: Path) -> str:
    with app.app_context():
        return first_run.issue_token(instance)


def test_an_empty_installation_leads_to_the_first_visit(client: Visitor) -> None:
    assert client.get("/accounts/sign-in").headers["Location"] == URL


def test_the_token_makes_the_bureau_and_its_first_security_administrator(
    client: Visitor, token: str, instance: Path
) -> None:
    assert client.submit(URL, {"token": token, **FIELDS}).status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert not (instance / first_run.FILE).exists()
    assert "示例县司法局" in client.get("/agencies/bodies").get_data(as_text=True)


def test_the_first_bureau_has_its_kinds_of_paper_at_once(
    client: Visitor, token: str, inside: Inside
) -> None:
    client.submit(URL, {"token": token, **FIELDS})
    with inside() as rows:
        names = set(rows.scalars(sa.select(InstrumentKind.name)))
    assert names == {kind.name for kind in kinds.BUILT_IN}


def test_a_wrong_token_opens_nothing(client: Visitor, token: str, instance: Path) -> None:
    answer = client.submit(URL, {"token": token[:-1] + "!", **FIELDS})
    assert answer.status_code == 422
    assert "初始化口令不对" in answer.get_data(as_text=True)
    assert "示例县司法局" in answer.get_data(as_text=True), "what was typed stays"
    assert (instance / first_run.FILE).exists()


def test_without_a_token_issued_nothing_opens(client: Visitor) -> None:
    assert client.submit(URL, {"token": " ", **FIELDS}).status_code == 422


def test_the_first_visit_is_closed_for_good(client: Visitor, token: str, app: Flask) -> None:
    client.submit(URL, {"token": token, **FIELDS})
    app.test_client_class = Visitor
    second = app.test_client()
    assert second.get(URL).status_code == 404
    assert second.post(URL, data={"token": token, **FIELDS}).status_code in (400, 404)


@pytest.mark.store
def test_two_first_visits_at_the_same_moment_make_one_administrator(
    app: Flask, token: str, inside: Inside
) -> None:
    app.test_client_class = Visitor
    ready = threading.Barrier(4)

    def visit(number: int) -> int:
        visitor = app.test_client()
        page = visitor.get(URL).get_data(as_text=True)
        csrf = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        own = {"username": f"secadmin{number}", "body_name": f"示例{number}县司法局"}
        ready.wait(timeout=60)
        return visitor.post(
            URL, data={"csrf_token": csrf, "token": token, **FIELDS, **own}
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(visit, range(4)))
    with inside() as rows:
        assert rows.scalar(sa.select(sa.func.count(User.id))) == 1
        assert rows.scalar(sa.select(sa.func.count(Body.id))) == 1
    assert answers.count(302) == 1, answers
    assert max(answers) < 500, answers


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("new_password", "weak", "两次输入的口令不一致"),
        ("code", "sf", "机关代字"),
        ("level", "", "请选择"),
        ("name", "", "必填"),
    ],
)
def test_a_bad_first_form_says_what_to_mend(
    client: Visitor, token: str, field: str, value: str, complaint: str
) -> None:
    answer = client.submit(URL, {"token": token, **FIELDS, field: value})
    assert answer.status_code == 422
    assert complaint in answer.get_data(as_text=True)


def test_the_token_lies_in_the_instance_folder_for_its_owner_only(
    token: str, instance: Path
) -> None:
    path = instance / first_run.FILE
    assert path.stat().st_mode & 0o077 == 0
    assert token == path.read_text("ascii").strip()
