"""Under every outage each answer is true: a page in words, saved when it says so and not otherwise."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.agencies.models import Body
from supervision.api.models import Reading
from supervision.clues.models import Clue
from supervision.core import clock
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import db, session, unit_of_work
from supervision.instruments.models import Instrument
from tests.make import issued, people, tokens
from tests.make.offices import found_office, sign_in
from tests.support import outages, pages
from tests.support.client import Visitor, _fields
from tests.support.stores import POSTGRES, SQLITE, MakeApp

TYPED = {
    "source": "province",
    "subject": "故障时登记的来件",
    "content": "某单位执法文书不规范。" * 400,
    "received_on": "2023-04-03",
}
OUTAGES = [
    pytest.param(SQLITE, name, id=f"sqlite-{name}") for name in outages.SQLITE
] + [
    pytest.param(POSTGRES, name, id=f"postgres-{name}", marks=pytest.mark.postgres)
    for name in outages.POSTGRES
]  # fmt: skip
READING_GOES_ON = ("FULL", "READ_ONLY", "BUSY", "DISK")  # so the form comes back filled
SUCCESS = "//*[contains(@class, 'flash-success')]"
Sent = tuple[str, Mapping[str, Any]]


@dataclasses.dataclass
class Office:
    """A handler with the form of a clue before them, a signatory with a paper to sign."""

    app: Flask
    handler: Visitor
    signatory: Visitor
    paper_id: int
    clue: Sent
    signature: Sent
    token: str

    def asked_by_a_program(self) -> Any:
        """What another system is answered, with a token of this office."""
        header = {"Authorization": f"Bearer {self.token}"}
        return self.app.test_client().get("/api/v1/problems", headers=header)


@contextmanager
def _work(app: Flask) -> Iterator[None]:
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        yield


@pytest.fixture
def office(make_app: MakeApp, database_url: str) -> Office:
    url = sa.make_url(database_url)
    if url.get_backend_name() == "postgresql":
        url = url.update_query_dict({"options": "-c lock_timeout=200"})
    app = make_app(
        PROPAGATE_EXCEPTIONS=False,
        SQLALCHEMY_DATABASE_URI=url.render_as_string(hide_password=False),
    )
    app.test_client_class = Visitor
    with _work(app):
        team = found_office()
        paper_id = issued.awaiting(team).id
        token = _token(team.body_id)
    handler, signatory = app.test_client(), app.test_client()
    sign_in(handler, team.handler)
    sign_in(signatory, team.signatory)
    return Office(
        app,
        handler,
        signatory,
        paper_id,
        _form(handler, "/clues/new", "//main//form[@method='post']", TYPED),
        _form(signatory, f"/instruments/{paper_id}", "//form[contains(@action, '/do/sign')]"),
        token,
    )


def _token(body_id: int | None) -> str:
    return tokens.issued(
        "省平台",
        body=session.get_one(Body, body_id),
        readings=tuple(Reading),
        expires_on=clock.today() + timedelta(days=30),
        actor=people.principal("secadmin"),
    )


def _form(visitor: Visitor, url: str, form: str, typed: Mapping[str, str] | None = None) -> Sent:
    found = pages.check(visitor.get(url)).find(form)[0]
    return found.get("action") or url, {**_fields(found), **(typed or {})}


def _saved(office: Office) -> tuple[int, bool]:
    with _work(office.app):
        clues = session.scalar(sa.select(sa.func.count(Clue.id))) or 0
        return clues, session.get_one(Instrument, office.paper_id).number is not None


@pytest.mark.parametrize(("store", "name"), OUTAGES, indirect=["store"])
def test_every_answer_is_true(
    office: Office, store: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    bring, said = (outages.SQLITE if store == SQLITE else outages.POSTGRES)[name]
    with bring(office.app):
        answers = {
            "list": office.handler.get("/clues/"),
            "form": office.handler.get("/clues/new"),
            "nothing": office.handler.get("/no/such/page"),
            "forbidden": office.handler.get("/system"),
            "clue": office.handler.post(office.clue[0], data=office.clue[1]),
            "sign": office.signatory.post(office.signature[0], data=office.signature[1]),
        }
        program = office.asked_by_a_program()
        machine = office.app.test_client().get("/healthz")  # whatever watches is not signed in
        texts = {what: _words(answer) for what, answer in answers.items()}
    saved = _saved(office)
    assert saved == (0, answers["sign"].status_code == 302)  # a small thing may find room yet
    for what, answer in answers.items():
        assert answer.status_code in (200, 302, 403, 404, 503), (what, answer.status)
        assert "X-Request-ID" in answer.headers
        if answer.status_code == 503:
            assert said in texts[what], what
            if answer.request.method == "GET":
                assert "没有保存" not in texts[what], "nothing was to be saved"
    _is_json_in_words(program, said)
    assert answers["clue"].status_code == 503
    assert name == "FULL" or answers["sign"].status_code == 503
    assert f"outage {name}" in caplog.text
    logged = [record for record in caplog.records if f"outage {name}" in record.getMessage()]
    assert {record.levelname for record in logged} == {"ERROR"}
    if name in ("CORRUPT", "LOST"):
        assert machine.status_code == 503
        assert machine.json == {"status": "failing", "reasons": ["database"]}
    if name in READING_GOES_ON:
        assert answers["list"].status_code == 200
        kept = pages.check(answers["clue"], status=503).find("//textarea[@name='content']")
        assert kept[0].text.strip() == TYPED["content"]
    assert office.handler.post(office.clue[0], data=office.clue[1]).status_code == 302
    if not saved[1]:
        again = office.signatory.post(office.signature[0], data=office.signature[1])
        assert again.status_code == 302
    assert _saved(office) == (1, True)


def _is_json_in_words(program: Any, said: str) -> None:
    assert program.mimetype == "application/json", program.get_data(as_text=True)
    assert program.status_code in (200, 503)
    if program.status_code == 503:
        assert said in program.json["error"]
        assert "没有保存" not in program.json["error"]
        assert program.json["reference"] == program.headers["X-Request-ID"]
        assert program.headers["Retry-After"]


def _words(answer: Any) -> str:
    if answer.status_code == 302:
        return ""
    page = pages.check(answer, status=answer.status_code)
    assert not page.find(SUCCESS), page.text
    return page.text


def _post(visitor: Visitor, sent: Sent) -> Any:
    return visitor.post(sent[0], data=sent[1])


def test_an_anchor_that_cannot_be_written_takes_nothing_back(
    office: Office, instance: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Finding 4: the paper had its number, and the person a raw 500; nobody could sign in any more."""
    anchor = instance / "audit_anchor.json"
    anchor.unlink()
    anchor.mkdir()
    signed = _post(office.signatory, office.signature)
    assert signed.status_code == 302
    assert pages.check(office.signatory.get(signed.location)).find(SUCCESS)
    assert _saved(office) == (0, True)
    assert "the anchor of the trail could not be written" in caplog.text
    anchor.rmdir()
    assert _post(office.handler, office.clue).status_code == 302
    assert anchor.is_file()
    assert not list(instance.glob("audit_anchor*.new"))


@pytest.mark.parametrize(
    "store", [pytest.param(POSTGRES, marks=pytest.mark.postgres)], indirect=True
)
def test_on_postgresql_nobody_waits_for_ever(app: Flask) -> None:
    """Finding 6: a row held 20 s held its writers 20.9 s; and a dead connection is seen before its use."""
    with app.app_context(), db.engine.connect() as connection:
        waits = {
            name: connection.scalar(sa.text(f"SHOW {name}"))
            for name in ("lock_timeout", "statement_timeout")
        }
        assert waits == {"lock_timeout": "5s", "statement_timeout": "1min"}
        assert db.engine.pool._pre_ping


@pytest.mark.parametrize(
    "store", [pytest.param(POSTGRES, marks=pytest.mark.postgres)], indirect=True
)
@pytest.mark.parametrize("moment", ["before_flush", "before_commit", "after_commit"])
def test_a_connection_lost_once_costs_nobody_anything(office: Office, moment: str) -> None:
    """Before the commit it is tried once more; in the midst of it, what became of it is looked up."""
    lost: list[bool] = []

    def lose(*_about: object) -> None:
        if not lost:
            lost.append(True)
            outages.end_connections(office.app)

    def in_the_midst(connection: Any) -> None:
        if not lost and "INSERT INTO clue" in seen:
            lost.append(True)
            connection.engine.dialect.do_commit(connection.connection.dbapi_connection)
            outages.end_connections(office.app)

    seen: list[str] = []
    engine = outages._engine(office.app)
    target, run = (engine, in_the_midst) if moment == "after_commit" else (db.session, lose)
    name = "commit" if moment == "after_commit" else moment

    def note(_c: Any, _cursor: Any, statement: str, *_more: object) -> None:
        seen.append(statement[:16])

    sa.event.listen(engine, "before_cursor_execute", note)
    sa.event.listen(target, name, run)
    try:
        answer = _post(office.handler, office.clue)
    finally:
        sa.event.remove(target, name, run)
        sa.event.remove(engine, "before_cursor_execute", note)
    assert lost
    assert answer.status_code == 302, pages.check(answer, status=answer.status_code).text
    assert _saved(office)[0] == 1
    assert _post(office.handler, office.clue).status_code == 302
    assert _saved(office)[0] == 1


def test_a_page_of_an_error_that_cannot_be_made_is_still_an_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object, **_more: object) -> Callable[..., str]:
        raise RuntimeError

    monkeypatch.setattr("supervision.core.error_pages.render_template", broken)
    answer = office.handler.get("/no/such/page")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.headers["X-Request-ID"] in answer.get_data(as_text=True)
