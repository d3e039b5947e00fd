"""A paper signed just before a kill gets its archive from the sweep, once, and readable."""

import multiprocessing
import os
import signal

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision import create_app
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.principal import acting
from supervision.core.db import session, unit_of_work
from supervision.core.files import Attachment
from supervision.core.files.models import Purpose
from supervision.core.files.store import path_of
from supervision.core.jobs import by_name, run_now, table
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus
from tests.make import issued
from tests.make.offices import found_office

JOB = "papers-archive"


def _sign_and_die(instance: str, url: str, paper_id: int, user_id: int) -> None:
    """The process is killed after the commit of the signature, before its archive is drawn."""
    app = create_app({"INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": url, "TESTING": True})
    signing.archive_signed = lambda *_a, **_o: os.kill(os.getpid(), signal.SIGKILL)
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        leader = principal_of(session.get_one(User, user_id))
        with acting(leader):
            signing.sign(session.get_one(Instrument, paper_id), actor=leader)


def _killed(app: Flask, instance, url: str, inside) -> int:
    with inside():
        team = found_office()
        paper_id, leader = issued.awaiting(team).id, team.signatory.user_id
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_sign_and_die, args=(instance, url, paper_id, leader))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL
    return paper_id


def test_a_paper_signed_just_before_a_kill_is_archived_by_the_job(
    app: Flask, instance, database_url, inside
) -> None:
    paper_id = _killed(app, instance, database_url, inside)
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.SIGNED
        assert paper.number
        assert paper.archive_id is None
        frozen = paper.frozen
    with app.app_context():
        job = by_name(table(), JOB)
        assert run_now(app, job)
        assert run_now(app, job)  # the second finds nothing to do
    with inside():
        paper = session.get_one(Instrument, paper_id)
        files = session.scalars(
            sa.select(Attachment).filter_by(owner_id=paper_id, purpose=Purpose.ARCHIVE)
        ).all()
        assert [file.file.sha256 for file in files] == [paper.archive_sha256]
        assert path_of(files[0].file).read_bytes().startswith(b"%PDF")
        assert paper.frozen == frozen


@pytest.mark.parametrize("broken", [OSError("No space left on device"), RuntimeError("draw")])
def test_what_is_signed_stays_signed_when_its_archive_cannot_be_made_now(
    app: Flask, inside, monkeypatch, broken
) -> None:
    def fail(*_arguments: object) -> bytes:
        raise broken

    monkeypatch.setattr(signing, "archive", fail)
    with inside():
        paper_id = issued.signed(found_office()).id
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.SIGNED
        assert paper.archive_id is None
    with app.app_context():
        assert "1件未成" in signing.archive_missing()
        monkeypatch.undo()
        assert signing.archive_missing() == "补做归档件1件"
