"""The audit trail: append-only by the store, and every tampering is seen."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.core import audit
from supervision.core.access.principal import SYSTEM
from supervision.core.audit import AuditEvent, AuditHead, AuditValue, Verdict, anchors
from supervision.core.audit.chain import ROTATION, head_seal
from supervision.core.audit.recorder import chain_now
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus
from tests.make import papers
from tests.make.offices import SMALL, found_office
from tests.support.clock import Clock
from tests.support.kept import World, begun_with
from tests.support.tampering import disarm, seal_anew
from tests.support.work import Inside

pytestmark = pytest.mark.store


def _lay() -> None:
    papers.paper(found_office(seats=SMALL), InstrumentStatus.SIGNED)


TRAIL = World("trail", _lay)
instance = begun_with(TRAIL)


@pytest.fixture
def trail(instance: Path) -> None:
    """A trail of some dozens of events."""


def _verdict(app: Flask, instance: Path, *, anchored: bool = True) -> Verdict:
    anchor = instance / "audit_anchor.json" if anchored else None
    return audit.verify(session.connection(), key=app.config["AUDIT_KEY"], anchor=anchor)


@pytest.mark.usefixtures("trail")
def test_an_untouched_trail_passes(app: Flask, inside: Inside, instance: Path) -> None:
    with inside():
        verdict = _verdict(app, instance)
        assert verdict.passed, verdict.faults
        assert verdict.count > 20


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE audit_event SET label = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_value SET label = 'x'",
        "DELETE FROM audit_value",
    ],
)
def test_the_store_itself_refuses_change(inside: Inside, verb: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), inside():
        session.execute(sa.text(verb))


TAMPERINGS = {
    "an edited event": "UPDATE audit_event SET label = 'x' WHERE seq = 5",
    "an edited value": "UPDATE audit_value SET new = '\"x\"' WHERE seq = (SELECT min(seq) FROM audit_value)",
    "an edited label of a value": (
        "UPDATE audit_value SET label = 'x' WHERE seq = (SELECT min(seq) FROM audit_value)"
    ),
    "a deleted value": "DELETE FROM audit_value WHERE id = (SELECT min(id) FROM audit_value)",
    "the values of one event": "DELETE FROM audit_value WHERE seq = (SELECT max(seq) FROM audit_value)",
    "all values": "DELETE FROM audit_value",
    "another address": "UPDATE audit_event SET address = '10.0.0.9' WHERE seq = 5",
    "another digest": "UPDATE audit_event SET row_after = row_before WHERE seq = 5",
    "a deleted event": "DELETE FROM audit_event WHERE seq = 7",
    "a truncated tail": "DELETE FROM audit_event WHERE seq > 12",
    "an edited head": "UPDATE audit_head SET count = count - 1",
}


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_is_seen(
    app: Flask, inside: Inside, instance: Path, store: str, statement: str
) -> None:
    with inside():
        disarm(session.connection())
        session.execute(sa.text(statement))
        assert not _verdict(app, instance, anchored=False).passed


@pytest.mark.usefixtures("trail")
def test_a_database_rolled_back_whole_is_seen_by_the_anchor(
    app: Flask, inside: Inside, instance: Path, store: str
) -> None:
    """Even a tail cut with a head row that fits it, sealed with the stolen key."""
    with inside():
        disarm(session.connection())
        session.execute(sa.delete(AuditValue).where(AuditValue.seq > 12))
        session.execute(sa.text("DELETE FROM audit_event WHERE seq > 12"))
        last = session.get_one(AuditEvent, 12)
        seal = head_seal(app.config["AUDIT_KEY"], 12, last.mac)
        session.execute(sa.update(AuditHead).values(count=12, mac=last.mac, seal=seal))
        assert _verdict(app, instance, anchored=False).passed
        assert not _verdict(app, instance).passed


@pytest.mark.usefixtures("trail")
def test_values_go_by_retention_and_the_chain_says_which(
    app: Flask, inside: Inside, instance: Path, clock: Clock
) -> None:
    """Everything up to a day; what was written later stays, and may not go without being announced."""
    with inside():
        first = session.scalars(sa.select(AuditEvent.at).order_by(AuditEvent.seq)).first()
        last = session.scalar(sa.select(sa.func.max(AuditEvent.seq)))
    assert first is not None
    clock((first + timedelta(days=400)).strftime("%Y-%m-%d 09:00"))
    runner = app.test_cli_runner()
    day = (first + timedelta(days=200)).strftime("%Y-%m-%d")
    words = ["audit", "destroy-values", "--before", day, "--reason", "按局档案保管期限规定"]
    done = runner.invoke(args=words)
    assert f"第{last}条及以前" in done.output
    with inside():
        assert session.scalar(sa.select(sa.func.count(AuditValue.id))) == 0
        assert _verdict(app, instance).passed
        event = session.get_one(AuditEvent, (last or 0) + 1)
        assert (event.action, event.reason) == ("audit.retention", "按局档案保管期限规定")
        user = session.scalars(sa.select(User)).first()
        assert user is not None
        user.post = "科员"
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), inside():
        session.execute(sa.delete(AuditValue))
    with inside():
        disarm(session.connection())
        session.execute(sa.delete(AuditValue))
        assert any("字段值被删除" in fault for fault in _verdict(app, instance).faults)


@pytest.mark.parametrize(
    ("before", "reason"), [("2026-11-01", "按局档案保管期限规定"), ("2020-01-01", ".")]
)
def test_values_are_not_destroyed_early_or_without_a_reason(
    app: Flask, trail: None, clock: Clock, before: str, reason: str
) -> None:
    clock("2026-11-27 09:00")
    words = ["audit", "destroy-values", "--before", before, "--reason", reason]
    assert app.test_cli_runner().invoke(args=words).exit_code == 1


@pytest.mark.usefixtures("trail")
def test_a_missing_or_older_anchor_is_a_fault(
    app: Flask, inside: Inside, instance: Path, clock: Clock
) -> None:
    anchor = instance / "audit_anchor.json"
    kept = anchor.read_text("ascii")
    clock("2031-03-02 09:00")
    with inside():
        session.scalars(sa.select(User)).first().post = "科长"  # type: ignore[union-attr]
    clock("2031-03-02 10:00")
    with inside():
        session.scalars(sa.select(User)).first().post = "科员"  # type: ignore[union-attr]
    with inside():
        assert _verdict(app, instance).passed
        anchor.write_text(kept, "ascii")
        assert any("换成旧的" in fault for fault in _verdict(app, instance).faults)
        anchor.unlink()
        assert _verdict(app, instance).faults == ("库外锚定文件不见了",)


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("no json", "库外锚定文件损坏"),
        ('{"count": 1}', "库外锚定文件损坏"),
        ('{"count": 1, "mac": "0", "seal": "0"}', "库外锚定文件被改动"),
    ],
)
def test_an_anchor_that_says_nothing_true_is_the_one_fault_told(
    app: Flask, inside: Inside, instance: Path, written: str, said: str
) -> None:
    (instance / "audit_anchor.json").write_text(written, "ascii")
    with inside():
        assert _verdict(app, instance).faults == (said,)


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("first_key_known", [True, False])
def test_each_event_is_verified_by_the_key_of_its_day(
    app: Flask, inside: Inside, instance: Path, first_key_known: bool
) -> None:
    """The event that says the key was changed is the last one under the old key."""
    first, second = app.config["AUDIT_KEY"], "2" * 64
    with inside():
        audit.happened(ROTATION, "更换审计密钥", session=session())
    app.config["AUDIT_KEY"] = second
    with inside():
        session.scalars(sa.select(User)).first().post = "科长"  # type: ignore[union-attr]
    with inside():
        known = (first,) if first_key_known else ()
        verdict = audit.verify(session.connection(), key=second, retired=known)
        assert verdict.passed is first_key_known


@pytest.mark.usefixtures("trail")
def test_a_chain_sealed_anew_with_the_stolen_key_differs_from_a_head_kept_elsewhere(
    app: Flask, inside: Inside, tmp_path: Path
) -> None:
    """Event, chain, head row and the anchor beside it all agree with each other again."""
    runner = app.test_cli_runner()
    kept = json.loads(runner.invoke(args=["audit", "verify", "--json"]).output)
    known = f"{kept['head'][:16]}:{kept['count']}"
    assert runner.invoke(args=["audit", "verify", "--expect", known]).exit_code == 0
    app.config["ANCHOR_DIR"] = str(tmp_path / "elsewhere")
    assert "读不出来" in runner.invoke(args=["audit", "verify"]).output
    with inside():
        assert anchors.keep() == f"已留存第{kept['count']}条的链头"
        assert anchors.keep() == f"第{kept['count']}条已留存"
    with inside():
        disarm(session.connection())
        session.execute(sa.text("UPDATE audit_event SET actor_name = '李某' WHERE seq = 5"))
        seal_anew(session.connection(), app)
    app.config["ANCHOR_DIR"] = ""
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    told = runner.invoke(args=["audit", "verify", "--expect", known])
    assert told.exit_code == 1
    assert "整体改写" in told.output
    app.config["ANCHOR_DIR"] = str(tmp_path / "elsewhere")
    assert "整体改写" in runner.invoke(args=["audit", "verify"]).output


@pytest.mark.parametrize(
    "given", ["abc:1", "zzzzzzzzzz:3", "3f9a0c1b2d4e5f60", "3f9a0c1b2d4e5f60:x"]
)
def test_a_head_that_cannot_be_read_is_refused_in_words(app: Flask, given: str) -> None:
    told = app.test_cli_runner().invoke(args=["audit", "verify", "--expect", given])
    assert told.exit_code == 2
    assert "链头:条数" in told.output


@pytest.mark.usefixtures("trail")
def test_more_events_expected_than_there_are(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["audit", "verify", "--expect", f"{'a' * 16}:99999"])
    assert told.exit_code == 1
    assert "尾部被截去" in told.output


def test_the_command_fails_after_a_byte_is_changed(
    app: Flask, inside: Inside, trail: None, store: str
) -> None:
    runner = app.test_cli_runner()
    assert json.loads(runner.invoke(args=["audit", "verify", "--json"]).output)["passed"]
    with inside():
        disarm(session.connection())
        session.execute(sa.text("UPDATE audit_event SET reason = 'x' WHERE seq = 3"))
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "第3条内容被改动" in result.output


@pytest.mark.usefixtures("trail")
def test_each_event_is_read_with_the_key_of_its_time(app: Flask, inside: Inside) -> None:
    """The event of the change is the last under the old key, however many came before."""
    old = app.config["AUDIT_KEY"]
    with inside() as own:
        head = own.get_one(AuditHead, 1)
        audit.record(head, action=ROTATION, label="换钥", reason="到期", actor=SYSTEM)
        chain_now(own)
        own.refresh(head)
        head.seal = head_seal("the new one", head.count, head.mac)
    app.config["AUDIT_KEY"] = "the new one"
    with inside():
        session.query(User).filter_by(username="handler").one().name = "周某丁"
    with inside():
        connection = session.connection()
        assert audit.verify(connection, key="the new one", retired=[old]).faults == ()
        for key, retired in (("the new one", []), ("the new one", ["x"]), (old, [])):
            assert not audit.verify(connection, key=key, retired=retired).passed
