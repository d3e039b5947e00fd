"""Disk full, data folder read-only, database locked: a clear message, all typed kept, nothing by halves."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.clues.models import Clue
from supervision.core import audit
from supervision.core.db import after_commit, db, session
from supervision.core.files import StoredFile
from tests.support import outages, pages
from tests.support.seats import SignIn
from tests.support.work import Inside

TYPED = {
    "source": "province",
    "subject": "盘满时登记的来件",
    "content": "某单位执法文书不规范。" * 400,
    "received_on": "2023-04-03",
}
FORM = "//main//form[@method='post']"
pytestmark = pytest.mark.usefixtures("bureau")


@pytest.mark.parametrize(
    ("outage", "said"),
    [(outages.full, "磁盘已满"), (outages.read_only, "不能写入"), (outages.locked, "没有响应")],
)
def test_what_was_typed_during_an_outage_stays_and_goes_in_afterwards(
    app: Flask, instance: Path, sign_in: SignIn, inside: Inside, outage: Any, said: str
) -> None:
    handler = sign_in("handler")
    page = pages.check(handler.get("/clues/new"))
    typed = {**TYPED, "csrf_token": page.find("//input[@name='csrf_token']")[0].get("value")}
    with outage(app):
        refused = pages.check(handler.post("/clues/new", data=typed), status=503)
        assert said in refused.text
        assert refused.find("//textarea[@name='content']")[0].text.strip() == TYPED["content"]
        assert handler.get("/clues/").status_code == 200  # reading goes on
    with inside():
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 0
    assert handler.post("/clues/new", data=typed).status_code == 302
    with inside():
        assert session.scalars(sa.select(Clue)).one().subject == TYPED["subject"]
        key = app.config["AUDIT_KEY"]
        anchor = instance / "audit_anchor.json"
        assert audit.verify(session.connection(), key=key, anchor=anchor).passed


def test_a_file_that_finds_no_room_leaves_neither_bytes_nor_row(
    monkeypatch: pytest.MonkeyPatch, instance: Path, sign_in: SignIn, inside: Inside
) -> None:
    handler = sign_in("handler")

    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    files = {"files": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "来件.pdf")}
    refused = handler.submit("/clues/new", {**TYPED, **files}, form=FORM)
    assert "磁盘已满" in pages.check(refused, status=422).text
    monkeypatch.undo()
    with inside():
        assert session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0
    assert not [path for path in (instance / "files").rglob("*") if path.is_file()]


def test_nothing_is_said_to_be_done_that_the_store_did_not_take(
    app: Flask, sign_in: SignIn, inside: Inside
) -> None:
    """The commit fails after the view had its say: neither this page nor the next tells of success."""
    handler = sign_in("handler")
    page = pages.check(handler.get("/clues/new"))
    typed = {**TYPED, "csrf_token": page.find("//input[@name='csrf_token']")[0].get("value")}

    def no_room(_session: object) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("database or disk is full"))

    sa.event.listen(db.session, "before_commit", no_room)
    try:
        refused = pages.check(handler.post("/clues/new", data=typed), status=503)
    finally:
        sa.event.remove(db.session, "before_commit", no_room)
    following = pages.check(handler.get("/clues/"))
    for shown in (refused, following):
        assert not shown.find("//*[contains(@class, 'flash-success')]"), shown.text
    with inside():
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 0


def test_work_after_the_commit_that_fails_does_not_unsay_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
    sign_in: SignIn,
    inside: Inside,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def no_room(*_anything: object, **_more: object) -> None:
        after_commit(lambda: os.strerror(None))  # type: ignore[arg-type]

    handler = sign_in("handler")
    monkeypatch.setattr("supervision.core.web._forget_draft", no_room)
    answer = handler.submit("/clues/new", TYPED, form=FORM)
    assert answer.status_code == 302
    assert pages.check(handler.get(answer.location)).find("//*[contains(@class, 'flash-success')]")
    with inside():
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 1
    assert "work after a commit failed" in caplog.text
