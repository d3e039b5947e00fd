"""A file that is broken on the disk is whole again when somebody asks for it; a lost one is told at once."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.clues.models import Clue
from supervision.core import backup
from supervision.core.audit import AuditEvent
from supervision.core.backup import Reason
from supervision.core.db import session
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.store import attach, path_of, save_bytes
from supervision.operating import healing, health
from supervision.operating.health import State
from supervision.operating.scrubbing import scrub
from supervision.reminders.models import Notice
from tests.make import clues, issued, people
from tests.make.offices import the_office
from tests.support import pages
from tests.support.seats import SignIn
from tests.support.work import Inside

ORIGINAL = b"%PDF-1.4 the evidence"


@pytest.fixture
def evidence(app: Flask, bureau: None, inside: Inside) -> tuple[str, str, Path]:
    """A file on a clue: its address, that of the clue's page, where its bytes lie."""
    with inside():
        handler = people.principal("handler")
        clue = clues.clue()
        stored = save_bytes("证据.pdf", "application/pdf", ORIGINAL, actor=handler)
        attach(stored, clue, actor=handler)
    with inside():
        attachment = session.scalars(sa.select(Attachment)).one()
        clue_id = session.scalars(sa.select(Clue.id)).one()
        return f"/files/{attachment.id}", f"/clues/{clue_id}", path_of(attachment.file)


def _healed(inside: Inside) -> list[str]:
    with inside():
        told = sa.select(AuditEvent.label).where(AuditEvent.action == "file.heal")
        return list(session.scalars(told))


def _alarms(inside: Inside) -> list[str]:
    with inside():
        return list(session.scalars(sa.select(Notice.title).where(Notice.kind == "alarm")))


@pytest.mark.parametrize("harm", ["gone", "exchanged"])
def test_a_broken_file_is_served_as_it_was_kept_and_lies_whole_again(
    app: Flask, inside: Inside, sign_in: SignIn, evidence: tuple[str, str, Path], harm: str
) -> None:
    address, _page, path = evidence
    with app.app_context():
        backup.create(backup.here(), reason=Reason.MANUAL)
    path.unlink() if harm == "gone" else path.write_bytes(b"%PDF-1.4 another paper")
    answer = sign_in("handler").get(address)
    assert (answer.status_code, answer.get_data()) == (200, ORIGINAL)
    assert path.read_bytes() == ORIGINAL
    assert _healed(inside) == ["修复文件“证据.pdf”"]
    assert _alarms(inside) == []


def test_a_disk_that_takes_nothing_keeps_nobody_from_the_file(
    app: Flask,
    sign_in: SignIn,
    evidence: tuple[str, str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, _page, path = evidence
    with app.app_context():
        backup.create(backup.here(), reason=Reason.MANUAL)
    path.unlink()

    def full(*_about: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(healing, "copy_checked", full)
    assert sign_in("handler").get(address).get_data() == ORIGINAL
    assert not path.exists()


def test_a_lost_file_is_said_and_told_at_once_and_its_page_stands(
    app: Flask, inside: Inside, sign_in: SignIn, evidence: tuple[str, str, Path]
) -> None:
    address, page, path = evidence
    with app.app_context():
        scrub()
    path.unlink()
    handler = sign_in("handler")
    for _ in range(2):
        answer = handler.get(address)
        assert answer.status_code == 404
        assert (
            "“证据.pdf”在数据目录中找不到了，请告知系统管理员从备份中恢复"
            in pages.check(answer, status=404).text
        )
    assert "证据.pdf" in pages.check(handler.get(page)).text
    assert len(_alarms(inside)) == 1, "once a day, though asked for twice"
    assert "证据.pdf" in _alarms(inside)[0]
    with inside():
        found = {one.key: one for one in health.examine()}
    assert found["scrub"].state is State.BAD
    assert "证据.pdf" in found["scrub"].said


def test_an_archive_is_set_anew_for_whoever_asks_for_it(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    """No backup has it; another paper's archive lies in its place (finding 3)."""
    with inside():
        keys = [issued.signed(the_office(), title=title).id for title in ("甲", "乙")]
    with inside():
        first, second = (path_of(one) for one in session.scalars(sa.select(StoredFile)))
        was = first.read_bytes()
    first.write_bytes(second.read_bytes())
    handler = sign_in("handler")
    assert handler.get(f"/instruments/{keys[0]}/paper.pdf").get_data() == was
    assert first.read_bytes() == was
    pages.check(handler.get(f"/instruments/{keys[0]}"))
