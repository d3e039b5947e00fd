"""The nightly scrub heals what it can to the very bytes, tells what it cannot, and throws away what is nobody's."""

import datetime as dt
import os
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import backup, clock
from supervision.core.audit import AuditEvent
from supervision.core.backup import Reason
from supervision.core.db import session
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of, save_bytes
from supervision.instruments.models import Instrument
from supervision.operating import health
from supervision.operating.alarms import alarm
from supervision.operating.health import State
from supervision.operating.scrubbed import last_scrub
from supervision.operating.scrubbing import scrub
from supervision.reminders.models import Notice
from tests.make import issued, people
from tests.make.offices import found_office
from tests.support import tampering
from tests.support.client import Visitor
from tests.support.operating import Mingdu
from tests.support.seats import SignIn
from tests.support.work import Inside


def _kept(content: bytes, *, attached: bool = True) -> StoredFile:
    stored = save_bytes("证据.pdf", "application/pdf", content, actor=people.principal("handler"))
    stored.attached = attached
    session.flush()
    return stored


@pytest.mark.usefixtures("bureau")
def test_a_changed_and_a_missing_file_come_back_from_the_backup(app: Flask, inside: Inside) -> None:
    with inside():
        paths = [path_of(_kept(content)) for content in (b"%PDF one", b"%PDF two", b"%PDF three")]
    with app.app_context():
        backup.create(backup.here(), reason=Reason.MANUAL)
    paths[0].write_bytes(b"%PDF two")  # another paper in its place: as large, as readable
    paths[1].unlink()
    with app.app_context():
        assert "修复2个文件" in scrub()
    assert [path.read_bytes() for path in paths] == [b"%PDF one", b"%PDF two", b"%PDF three"]
    with inside():
        healed = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "file.heal"))
        assert len(list(healed)) == 2


def test_an_archive_that_no_backup_has_is_rendered_anew_to_the_same_bytes(
    app: Flask, inside: Inside
) -> None:
    with inside():
        paper_id = issued.signed(found_office()).id
    with inside():
        stored = session.scalars(sa.select(StoredFile)).one()
        path = path_of(stored)
        was = path.read_bytes()
    path.unlink()
    with app.app_context():
        assert "修复1个文件" in scrub()
    assert path.read_bytes() == was, paper_id


def test_the_trail_is_not_content_with_another_papers_archive_in_a_papers_place(
    inside: Inside, mingdu: Mingdu
) -> None:
    """Finding 3: one paper's archive lay in the place of the other's, and all was well with the trail."""
    with inside():
        team = found_office()
        for title in ("甲", "乙"):
            issued.signed(team, title=title)
    with inside():
        first, second = session.scalars(sa.select(StoredFile).order_by(StoredFile.id))
        name, paths = first.name, (path_of(first), path_of(second))
    assert mingdu("audit", "verify", "--records").code == 0
    paths[0].write_bytes(paths[1].read_bytes())
    told = mingdu("audit", "verify", "--records")
    assert told.code == 1
    assert f"文件“{name}”（1）缺失或被改动" in told.text
    assert "核验未通过" in told.text


@pytest.mark.parametrize(("layout", "said"), [("", "修复1个文件"), ("of-old", "1个文件丢失")])
def test_it_is_rendered_with_the_facts_of_then_and_only_in_the_layout_of_then(
    app: Flask, inside: Inside, layout: str, said: str
) -> None:
    """A unit that was renamed since must not make an archive another paper."""
    with inside():
        paper_id = issued.signed(found_office()).id
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.unit is not None
        paper.unit.name = "示例市已改名局"
        paper.archive_layout = layout or paper.archive_layout
        stored = session.scalars(sa.select(StoredFile)).one()
        path = path_of(stored)
        was = path.read_bytes()
    path.unlink()
    with app.app_context():
        assert said in scrub()
    assert (path.read_bytes() == was) if not layout else not path.exists()


@pytest.mark.usefixtures("bureau")
def test_what_is_lost_is_told_to_the_administrator_once_a_day(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        path_of(_kept(b"%PDF one")).unlink()
    with app.app_context():
        assert "1个文件丢失" in scrub()
    with inside():
        assert "异常" in alarm()
    with inside():
        alarm()
        told = list(session.scalars(sa.select(Notice).where(Notice.title.contains("完好性"))))
        assert len(told) == 1
        assert "证据.pdf" in told[0].title
    shown = sign_in("sysadmin").get("/system").get_data(as_text=True)
    assert "证据.pdf" in shown


@pytest.mark.usefixtures("bureau")
def test_a_changed_trail_is_found(app: Flask, inside: Inside) -> None:
    with inside() as own:
        tampering.disarm(own.connection())
        own.execute(sa.text("UPDATE audit_event SET label = '别的' WHERE seq = 2"))
    with app.app_context():
        assert "异常" in scrub()
        found = last_scrub()
    assert found is not None
    assert "第2条内容被改动" in found.faults


@pytest.mark.usefixtures("bureau")
def test_what_sqlite_itself_finds_wrong_is_found(app: Flask, inside: Inside) -> None:
    """A table of no records, so that no seal of a row tells of it."""
    with inside() as own:
        own.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
        own.execute(sa.text("CREATE TABLE torn (n INTEGER CHECK (n > 0))"))
        own.execute(sa.text("INSERT INTO torn VALUES (-1)"))
        own.execute(sa.text("PRAGMA ignore_check_constraints = OFF"))
    with app.app_context():
        assert "1处异常" in scrub()
        found = last_scrub()
    assert found is not None
    assert found.faults == ["数据库自检不通过：CHECK constraint failed in torn"]


@pytest.mark.usefixtures("bureau")
def test_what_belongs_to_nobody_is_swept_and_what_is_young_stays(
    app: Flask, inside: Inside, instance: Path
) -> None:
    long_ago = clock.now() - dt.timedelta(days=40)
    with inside():
        given_up, waiting = _kept(b"%PDF 1", attached=False), _kept(b"%PDF 2", attached=False)
        given_up.created_at = long_ago
        paths = [path_of(one) for one in (given_up, waiting)]
    unnamed = instance / "files" / "ab" / ("ab" + "0" * 62)
    young = instance / "files" / "ab" / ("ab" + "1" * 62)
    unnamed.parent.mkdir(exist_ok=True)
    for path in (unnamed, young):
        path.write_bytes(b"left by a kill")
    for path in (unnamed, paths[0]):
        os.utime(path, (long_ago.timestamp(),) * 2)
    with app.app_context():
        scrub()
    assert [path.exists() for path in (unnamed, paths[0], young, paths[1])] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.usefixtures("bureau")
def test_the_state_of_the_office_says_what_to_do(
    app: Flask, inside: Inside, mingdu: Mingdu, tmp_path: Path
) -> None:
    with inside():
        found = {one.key: one for one in health.examine()}
    assert found["backup"].state is State.BAD
    assert "mingdu backup create" in found["backup"].advice
    assert "mingdu keys export" in found["keys"].advice
    bundle = tmp_path / "bundle.zip"
    said = mingdu("doctor", "--bundle", bundle)
    assert said.code == 1
    assert "✗ 备份：还没有备份" in said.text
    with zipfile.ZipFile(bundle) as book:
        inside_it = "".join(book.read(name).decode() for name in book.namelist())
    assert "示例" not in inside_it  # neither people nor units
    for name in ("secret_key", "audit_key"):
        assert app.config[name.upper()] not in inside_it


def test_only_the_administrator_sees_the_state(sign_in: SignIn) -> None:
    assert sign_in("sysadmin").get("/system").status_code == 200
    assert sign_in("handler").get("/system").status_code == 403


@pytest.mark.store
def test_healthz_answers_a_machine(app: Flask, client: Visitor, inside: Inside) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    with inside() as own:
        own.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "failing", "reasons": ["schema"]}


def test_a_new_installation_is_in_order(mingdu: Mingdu, tmp_path: Path) -> None:
    """Nobody has an account, nothing was done: an empty trail is none that was cut off."""
    assert mingdu("upgrade", at=tmp_path / "new").code == 0
    verified = mingdu("audit", "verify", at=tmp_path / "new")
    assert verified.code == 0, verified.text
    assert mingdu("jobs", "run", "scrub", at=tmp_path / "new").code == 0
    assert "✗ 完好性" not in mingdu("doctor", at=tmp_path / "new").text


@pytest.mark.usefixtures("bureau")
def test_a_trail_that_was_emptied_is_found(app: Flask, inside: Inside, instance: Path) -> None:
    with inside() as own:
        tampering.disarm(own.connection())
        for table in ("audit_value", "audit_event", "audit_head"):
            own.execute(sa.delete(sa.table(table)))
    (instance / "audit_anchor.json").unlink()
    with app.app_context():
        assert "异常" in scrub()
