"""The service's own lines: for a machine one JSON object each, found by the number on the page, no content."""

import json
import logging

import pytest
from flask import request

from supervision.core import logs
from tests.make import issued
from tests.make.offices import found_office, sign_in
from tests.support import pages
from tests.support.client import Visitor
from tests.support.stores import MakeApp
from tests.support.work import Inside


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> object:
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def _spoiled(*_anything: object) -> str:
    raise RuntimeError("张三的身份证号")


def test_a_fault_is_found_by_the_number_on_its_page(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, lines: object
) -> None:
    app = make_app(LOG_FORMAT="json", PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = Visitor
    monkeypatch.setitem(app.view_functions, "home.index", _spoiled)
    _spoiled.access_rule = app.view_functions["accounts.sign_in"].access_rule  # type: ignore[attr-defined]
    answer = app.test_client().get("/?q=张三")
    number = answer.headers[logs.HEADER]
    assert f"编号 {number}" in pages.check(answer, status=500).text
    fault, request = lines()  # type: ignore[operator]
    assert (fault["level"], fault["request"]) == ("ERROR", number)
    assert "RuntimeError" in fault["trace"]
    assert (request["place"], request["status"], request["request"]) == ("/", 500, number)
    assert "张三" not in json.dumps(request, ensure_ascii=False)


def test_a_line_names_the_record_and_the_person_by_number_only(
    make_app: MakeApp, inside: Inside, lines: object
) -> None:
    app = make_app(LOG_FORMAT="json")
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    client = app.test_client()
    sign_in(client, team.handler)
    assert client.get(f"/instruments/{paper_id}").status_code == 200
    (line,) = lines()  # type: ignore[operator]
    assert line["place"] == f"/instruments/{paper_id}"
    assert line["user"] == team.handler.user_id
    assert team.handler.name not in json.dumps(line, ensure_ascii=False)


def test_words_and_tokens_of_an_address_are_not_written_down(
    make_app: MakeApp, lines: object
) -> None:
    app = make_app(LOG_FORMAT="json")
    with app.test_request_context("/feeds/secret-token.ics"):
        assert logs.place() == "-"  # nothing of the kind: what was asked for is not repeated
    for rule in app.url_map.iter_rules():
        if any(word in rule.rule for word in ("token", "string:")):
            values = dict.fromkeys(rule.arguments, "geheim")
            with app.test_request_context("/"):
                request.url_rule, request.view_args = rule, values
                assert "geheim" not in logs.place()


@pytest.fixture(autouse=True)
def _quiet_again(instance: object) -> object:
    """Other tests of this process go on with plain lines."""
    yield
    logging.getLogger("supervision").setLevel(logging.WARNING)
