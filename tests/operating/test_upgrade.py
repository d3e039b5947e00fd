"""Upgrade and rollback as typed: a backup first, a way back, killed in the middle, two at once."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.agencies.models import Body
from supervision.core import backup, startup
from supervision.core.audit import AuditEvent
from supervision.core.backup import Reason, dumping
from supervision.core.db import Base, session
from supervision.core.installation import DERIVED, PROGRAM
from supervision.core.startup.holding import changing, serve_from
from supervision.core.startup.schema import UPGRADING, newest
from supervision.operating import upgrading
from supervision.problems.models import Problem
from tests.make import people
from tests.make.problems import problem as found
from tests.support.operating import Mingdu, Said
from tests.support.share import share
from tests.support.stores import dispose
from tests.support.tampering import past_the_system
from tests.support.work import Inside

OLD = "0040"  # eight migrations are as good as all of them: tests/upgrade brings on what is older


@pytest.fixture
def old(app: Flask, bureau: None, instance: Path) -> Iterator[Path]:
    """An office whose database is of an older program."""
    startup.check(app)
    with app.app_context():
        flask_migrate.downgrade(revision=OLD)
    dispose(app)
    yield instance
    dispose(app)


def _refused(done: Said, *parts: str) -> None:
    assert done.code == 1, done.text
    for part in parts:
        assert part in done.text.splitlines()[-1]
    assert "Traceback" not in done.text


def _before(instance: Path) -> list[str]:
    found = backup.archives(instance / "backups")
    return [one.manifest.revision for one in found if one.manifest.reason == Reason.UPGRADE]


@pytest.mark.store(other="battery")
def test_an_older_database_is_saved_and_brought_on_and_the_trail_says_so(
    old: Path, app: Flask, mingdu: Mingdu, inside: Inside
) -> None:
    with pytest.raises(SystemExit, match="mingdu upgrade"):
        startup.check(app)
    done = mingdu("upgrade")
    assert done.code == 0, done.text
    assert _before(old) == [OLD]
    assert startup.check(app) == []
    with inside():
        last = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert last is not None
        assert (last.action, OLD in last.label) == ("upgrade", True)
    again = mingdu("upgrade")
    assert "已是最新" in again.text
    assert _before(old) == [OLD]


def _cut(_say: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("begun", ["", "served", "killed", "an older one came in between"])
def test_what_follows_is_derived_anew_by_the_rules_of_a_newer_program(
    app: Flask, bureau: None, mingdu: Mingdu, inside: Inside, begun: str
) -> None:
    """Without a migration, too: until somebody ran `flask ledger rebuild` the ledger said what an older rule made of it."""
    startup.check(app)
    assert mingdu("upgrade").code == 0
    with inside():
        key = found(unit=people.unit("示例市丁局", by=people.principal("handler"))).id
    with past_the_system(app) as connection:
        stored = Base.metadata.tables["problem"]
        connection.execute(sa.update(stored).values(reply_state="待签收"))
        facts = Base.metadata.tables["installation"]
        connection.execute(sa.update(facts).where(facts.c.name == PROGRAM).values(value="0.2.0"))
        if begun != "an older one came in between":
            connection.execute(sa.delete(facts).where(facts.c.name == DERIVED))
        connection.commit()
    if begun == "served":  # somebody started the newer program before upgrading
        startup.check(app)
    if begun == "killed":  # after it was noted as serving, before anything was derived
        with pytest.MonkeyPatch.context() as cut:
            cut.setattr(upgrading, "_derive_anew", _cut)
            assert mingdu("upgrade").code != 0
    done = mingdu("upgrade")
    assert done.code == 0, done.text
    assert "重算" in done.text
    with inside():
        assert session.get_one(Problem, key).reply_state == ""
    assert "重算" not in mingdu("upgrade").text
    assert mingdu("ledger", "verify").code == 0


def test_a_developers_way_keeps_a_copy_too(old: Path, mingdu: Mingdu) -> None:
    """`flask db upgrade` and `downgrade` asked nothing and kept nothing (finding 1)."""
    with serve_from(old):
        _refused(mingdu("db", "upgrade"), "系统正在运行")
    assert _before(old) == []
    assert mingdu("db", "upgrade").code == 0
    assert _before(old) == [OLD]
    assert mingdu("db", "downgrade", OLD).code == 0
    assert _before(old) == [newest(), OLD]


def test_a_new_installation_is_built_without_a_backup(mingdu: Mingdu, tmp_path: Path) -> None:
    done = mingdu("upgrade", at=tmp_path / "new")
    assert done.code == 0, done.text
    assert not (tmp_path / "new" / "backups").exists()


@pytest.mark.parametrize(
    "words", ["audit verify", "ledger verify", "search rebuild", "figures --year 2023"]
)
def test_a_store_that_was_never_migrated_says_so(
    mingdu: Mingdu, tmp_path: Path, words: str
) -> None:
    done = mingdu(*words.split(), at=tmp_path / "new")
    assert done.code == 1
    assert done.text.strip().splitlines() == [
        "✗ 数据库的结构与程序版本不符。请告知系统管理员运行 mingdu upgrade"
    ]


@pytest.mark.store(other="battery")
def test_killed_in_the_middle_it_begins_again_from_the_backup(
    old: Path, app: Flask, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch, inside: Inside
) -> None:
    def half(**_options: object) -> None:
        with dumping.open_store(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])) as connection:
            connection.execute(sa.text("CREATE TABLE half_done (x INTEGER)"))
            connection.execute(sa.text("DELETE FROM user_role"))
            connection.commit()
        raise SystemExit("killed")

    monkeypatch.setattr(flask_migrate, "upgrade", half)
    assert "killed" in mingdu("upgrade").text
    monkeypatch.undo()
    with pytest.raises(SystemExit, match="上次升级没有做完"):
        startup.check(app)
    done = mingdu("upgrade")
    assert done.code == 0, done.text
    assert "先退回升级前的备份" in done.text
    assert startup.check(app) == []
    with app.app_context():
        tables = set(sa.inspect(session.connection()).get_table_names())
        assert "half_done" not in tables
        assert session.scalar(sa.select(sa.func.count()).select_from(sa.table("user_role")))
        session.remove()


@pytest.mark.parametrize("torn", share(["", '{"present": "00'], 1))
def test_a_mark_torn_by_a_power_cut_costs_nobody_the_database(
    old: Path, app: Flask, mingdu: Mingdu, inside: Inside, torn: str
) -> None:
    """It was taken for a first installation that had not come to its end, and the database emptied."""
    assert mingdu("upgrade").code == 0
    (old / UPGRADING).write_text(torn)
    done = mingdu("upgrade")
    assert "先退回升级前的备份" in done.text
    assert done.code == 0, done.text
    with inside():
        assert people.principal("handler").name
    dispose(app)
    (old / UPGRADING).write_text(torn)
    (old / "backups").rename(old / "backups elsewhere")
    _refused(mingdu("upgrade"), UPGRADING, "没有升级前的备份", "backup restore")
    with inside():
        assert people.principal("handler").name


@pytest.mark.store
def test_another_database_than_ours_is_left_alone(
    mingdu: Mingdu, empty_database_url: str, tmp_path: Path
) -> None:
    """DATABASE_URL of somebody else's: half of our tables were made in it, and the next try dropped all."""
    engine = sa.create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE clue (customer INTEGER)"))
        connection.execute(sa.text("INSERT INTO clue VALUES (7)"))
    for _time in range(2):
        refused = mingdu("upgrade", at=tmp_path / "new", url=empty_database_url)
        _refused(refused, "不是本系统建的", "DATABASE_URL")
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT customer FROM clue")) == 7
        assert sa.inspect(connection).get_table_names() == ["clue"]
    engine.dispose()


def test_what_was_half_done_elsewhere_is_not_undone_here(
    old: Path, app: Flask, mingdu: Mingdu, inside: Inside, tmp_path: Path
) -> None:
    """A first installation killed in the middle; then DATABASE_URL was set to a database with people in it."""
    assert mingdu("upgrade").code == 0
    mark = {"present": "", "wanted": newest(), "archive": "", "database": "sqlite:////another"}
    (old / UPGRADING).write_text(json.dumps(mark))
    for command in (("upgrade",), ("rollback", "--yes")):
        _refused(mingdu(*command), "sqlite:////another", "DATABASE_URL")
    with inside():
        assert people.principal("handler").name


def test_with_keys_of_another_installation_nothing_is_migrated(old: Path, mingdu: Mingdu) -> None:
    """It was migrated first and looked at afterwards; its backup bore a seal of the wrong key."""
    for name in ("identity_key", "audit_key"):
        own = (old / name).read_text()
        (old / name).write_text("0123456789abcdef" * 4)
        _refused(mingdu("upgrade"), f"{name} 不是这个数据库的", "keys import")
        (old / name).write_text(own)
    assert _before(old) == []
    assert mingdu("upgrade").code == 0


def test_two_at_once_and_one_while_people_work(old: Path, mingdu: Mingdu) -> None:
    with changing(old):
        for command in (("upgrade",), ("rollback", "--yes")):
            _refused(mingdu(*command), "另一个升级或恢复正在进行")
    with serve_from(old):
        for command in (("upgrade",), ("rollback", "--yes")):
            _refused(mingdu(*command), "系统正在运行", "systemctl stop mingdu")
    with changing(old), pytest.raises(SystemExit, match="请等它做完"):
        serve_from(old)


def test_nothing_is_migrated_without_room_for_the_backup(
    old: Path, app: Flask, mingdu: Mingdu, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    _refused(mingdu("upgrade"), "磁盘已满")
    monkeypatch.undo()
    with pytest.raises(SystemExit, match="mingdu upgrade"):
        startup.check(app)


@pytest.mark.store(other="battery")
def test_a_rollback_gives_the_database_of_before_and_keeps_what_came_after(
    old: Path, app: Flask, mingdu: Mingdu, inside: Inside
) -> None:
    with dumping.open_store(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])) as connection:
        connection.execute(
            sa.text("UPDATE installation SET value = '0.1.9' WHERE name = 'program'")
        )
        connection.commit()
    assert mingdu("upgrade").code == 0
    with inside():
        people.body("新示例市")
    dispose(app)
    done = mingdu("rollback", "--yes")
    assert done.code == 0, done.text
    assert "git checkout v0.1.9 " in done.text, "the version that served until then"
    with pytest.raises(SystemExit, match="mingdu upgrade"):
        startup.check(app)
    later = backup.archives(old / "backups")[0].manifest
    assert (later.reason, later.revision, later.counts["body"]) == (Reason.MANUAL, newest(), 2)
    assert mingdu("upgrade").code == 0
    assert startup.check(app) == []
    with inside() as own:
        assert own.scalar(sa.select(sa.func.count(Body.id))) == 1


def test_there_is_no_way_back_without_a_backup(used_nothing: None, mingdu: Mingdu) -> None:
    _refused(mingdu("rollback", "--yes"), "没有升级前的备份")


@pytest.fixture
def used_nothing(bureau: None, app: Flask) -> None:
    dispose(app)
