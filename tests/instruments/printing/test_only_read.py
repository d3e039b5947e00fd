"""Both stores untouched by rendering: no row and no kept file moves when a paper is drawn, by any of its addresses."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.audit.models import AuditEvent
from supervision.core.db import db
from supervision.instruments.models import Instrument
from supervision.instruments.printing.making import FORMS
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.store
STATES: dict[str, Callable[[Office], Instrument]] = {
    "a draft": papers.draft,
    "signed": papers.signed,
    "delivered": papers.delivered,
    "answered": papers.replied,
}
Held = dict[str, str]


def _held(app: Flask, inside: Inside) -> Held:
    """The digest of every table's rows and of every file of the instance that is kept."""
    found = {}
    with inside() as session:
        for table in db.metadata.sorted_tables:
            rows = session.execute(sa.select(table)).all()
            said = "\n".join(sorted(repr(tuple(row)) for row in rows))
            found[table.name] = hashlib.sha256(said.encode()).hexdigest()
    for path in sorted((Path(app.instance_path) / "files").rglob("*")):
        if path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _trail(inside: Inside) -> list[sa.Row[tuple[int, str]]]:
    """Every event, the oldest first."""
    with inside() as session:
        return list(
            session.execute(sa.select(AuditEvent.seq, AuditEvent.action).order_by(AuditEvent.seq))
        )


def _drawn(visitor: Visitor, paper: str) -> dict[str, int]:
    """Every address of the paper that draws or writes it, and what it answered."""
    asked = (
        "paper.pdf", "pages/1.png", "paper.docx", "reply-sheet.docx",
        *(f"forms/{name}.pdf" for name in FORMS),
    )  # fmt: skip
    return {one: visitor.get(f"{paper}/{one}").status_code for one in asked}


@pytest.mark.parametrize("state", STATES)
def test_drawing_a_paper_changes_no_row_and_no_file(
    state: str, app: Flask, inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        paper = f"/instruments/{STATES[state](office).id}"
    handler = sign_in("handler")
    handler.get(paper)
    before, known = _held(app, inside), _trail(inside)
    answers = _drawn(handler, paper)
    assert {answers[one] for one in ("paper.pdf", "pages/1.png", "paper.docx")} == {200}
    assert set(answers.values()) <= {200, 404}, answers
    after = _held(app, inside)
    moved = {one for one in before | after if before.get(one) != after.get(one)}
    assert moved <= {"audit_event", "audit_head"}
    assert {one.action for one in _trail(inside)[len(known) :]} == {"export"}, "who took a copy"
