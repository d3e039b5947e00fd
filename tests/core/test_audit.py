"""The audit trail: append-only by the store, and every tampering is seen."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import audit
from supervision.core.audit import AuditEvent, AuditHead, AuditValue, Verdict
from supervision.core.audit.chain import head_seal
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus
from tests.make import papers
from tests.support.work import Inside

pytestmark = pytest.mark.store


@pytest.fixture
def trail(inside: Inside) -> None:
    """A trail of some dozens of events."""
    with inside():
        papers.paper(papers.bureau(), InstrumentStatus.SIGNED)


def _verdict(app: Flask, instance: Path, *, anchored: bool = True) -> Verdict:
    anchor = instance / "audit_anchor.json" if anchored else None
    return audit.verify(session.connection(), key=app.config["AUDIT_KEY"], anchor=anchor)


def _disarm(store: str) -> None:
    """What an attacker with the database file can do: take the triggers off."""
    if store == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            session.execute(sa.text(f"DROP TRIGGER audit_event_no_{verb}"))
    else:
        session.execute(sa.text("DROP TRIGGER audit_event_no_change ON audit_event"))


@pytest.mark.usefixtures("trail")
def test_an_untouched_trail_passes(app: Flask, inside: Inside, instance: Path) -> None:
    with inside():
        verdict = _verdict(app, instance)
        assert verdict.passed, verdict.faults
        assert verdict.count > 20


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("verb", ["UPDATE audit_event SET label = 'x'", "DELETE FROM audit_event"])
def test_the_store_itself_refuses_change(inside: Inside, verb: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), inside():
        session.execute(sa.text(verb))


TAMPERINGS = {
    "an edited event": "UPDATE audit_event SET label = 'x' WHERE seq = 5",
    "an edited value": "UPDATE audit_value SET new = '\"x\"' WHERE seq = (SELECT min(seq) FROM audit_value)",
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
        _disarm(store)
        session.execute(sa.text(statement))
        assert not _verdict(app, instance, anchored=False).passed


@pytest.mark.usefixtures("trail")
def test_a_database_rolled_back_whole_is_seen_by_the_anchor(
    app: Flask, inside: Inside, instance: Path, store: str
) -> None:
    """Even a tail cut with a head row that fits it, sealed with the stolen key."""
    with inside():
        _disarm(store)
        session.execute(sa.delete(AuditValue).where(AuditValue.seq > 12))
        session.execute(sa.text("DELETE FROM audit_event WHERE seq > 12"))
        last = session.get_one(AuditEvent, 12)
        seal = head_seal(app.config["AUDIT_KEY"], 12, last.mac)
        session.execute(sa.update(AuditHead).values(count=12, mac=last.mac, seal=seal))
        assert _verdict(app, instance, anchored=False).passed
        assert not _verdict(app, instance).passed


@pytest.mark.usefixtures("trail")
def test_values_may_be_destroyed_by_retention_without_breaking_the_chain(
    app: Flask, inside: Inside, instance: Path
) -> None:
    with inside():
        session.execute(sa.delete(AuditValue))
        assert _verdict(app, instance).passed


def test_the_command_fails_after_a_byte_is_changed(
    app: Flask, inside: Inside, trail: None, store: str
) -> None:
    runner = app.test_cli_runner()
    assert json.loads(runner.invoke(args=["audit", "verify", "--json"]).output)["passed"]
    with inside():
        _disarm(store)
        session.execute(sa.text("UPDATE audit_event SET reason = 'x' WHERE seq = 3"))
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "第3条内容被改动" in result.output
