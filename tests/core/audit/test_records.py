"""Rows against the trail: what was changed past the system is found, and named."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User, UserRole
from supervision.core import audit, bulk, settings
from supervision.core.audit import RowFault
from supervision.core.audit.models import AuditEvent, RowSeal
from supervision.core.audit.resealing import reseal
from supervision.core.db import Base, session, unit_of_work
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem
from tests.make import actions, people
from tests.make import papers as make
from tests.make.offices import SMALL, found_office
from tests.support.kept import World, begun_with
from tests.support.share import share
from tests.support.tampering import disarm, past_the_system
from tests.support.work import Inside


def _lay() -> None:
    desk = found_office(seats=SMALL)
    make.paper(desk, InstrumentStatus.DELIVERED)
    actions.action(by=desk.handler, leader=desk.signatory)
    settings.put("duplex", value=False)
    people.second_factor(desk.signatory)


OFFICE = World("office", _lay)
instance = begun_with(OFFICE)


@pytest.fixture
def office(instance: Path) -> None:
    """A bureau with a delivered paper, its problems, people, roles, last days; an action; a setting."""


def _faults(app: Flask, inside: Inside) -> list[RowFault]:
    with inside():
        return list(audit.verify_records(session.connection(), key=app.config["AUDIT_KEY"]))


def test_what_the_system_did_agrees(app: Flask, inside: Inside, office: None) -> None:
    assert _faults(app, inside) == []


CASES = {
    "a problem": ("problem", "UPDATE problem SET facts = facts || '。' WHERE id = :id"),
    "frozen content": ("instrument", "UPDATE instrument SET frozen = NULL WHERE id = :id"),
    "a role": ("user_role", "UPDATE user_role SET role = 'signatory' WHERE id = :id"),
    "a fixed date": ("due_date", "UPDATE due_date SET due = '2031-01-01' WHERE id = :id"),
    "a deleted problem": ("problem", "DELETE FROM problem WHERE id = :id"),
    "a deleted role": ("user_role", "DELETE FROM user_role WHERE id = :id"),
    "a team": ("team_member", "UPDATE team_member SET recusal_checked = false WHERE id = :id"),
    "a unit of an action": ("action_unit", "DELETE FROM action_unit WHERE id = :id"),
    "a setting": ("setting", "UPDATE setting SET value = '{\"value\": true}' WHERE id = :id"),
    "a second factor": ("second_factor", "UPDATE second_factor SET sealed = 'x' WHERE id = :id"),
    "no second factor": ("second_factor", "DELETE FROM second_factor WHERE id = :id"),
    "a password": ("user", "UPDATE \"user\" SET password_hash = 'x' WHERE id = :id"),
}


@pytest.mark.store
@pytest.mark.parametrize("case", share(tuple(CASES), 8))
def test_a_direct_edit_is_found_and_the_row_named(
    app: Flask, inside: Inside, office: None, case: str
) -> None:
    table, statement = CASES[case]
    with past_the_system(app) as connection:
        key = connection.scalar(sa.select(sa.func.max(Base.metadata.tables[table].c.id)))
        connection.execute(sa.text(statement), {"id": key})
        connection.commit()
    assert [(one.table, one.id) for one in _faults(app, inside)] == [(table, key)]


def test_a_row_that_nobody_entered_is_found(app: Flask, inside: Inside, office: None) -> None:
    """Somebody gives himself a role."""
    with past_the_system(app) as connection:
        connection.execute(
            sa.text("INSERT INTO user_role (id, user_id, role) VALUES (9001, 1, 'auditor')")
        )
        connection.commit()
    assert [(one.table, one.id) for one in _faults(app, inside)] == [("user_role", 9001)]


def test_seals_that_no_event_tells_of_are_found(app: Flask, inside: Inside, office: None) -> None:
    """Somebody lays a digest of an older state beside a row."""
    statement = (
        "INSERT INTO row_seal (batch, subject_type, subject_id, mac) VALUES (9, 'user', 1, 'x')"
    )
    with past_the_system(app) as connection:
        connection.execute(sa.text(statement))
        connection.commit()
    assert _faults(app, inside) == [RowFault("row_seal", 9, "没有审计记录的封存摘要：绕过系统新增")]


def test_what_was_changed_is_not_washed_clean_by_the_next_honest_change(
    app: Flask, inside: Inside, office: None
) -> None:
    with past_the_system(app) as connection:
        connection.execute(sa.text("UPDATE problem SET facts = 'x' WHERE id = 1"))
        connection.commit()
    with inside():
        session.get_one(Problem, 1).case_cause = "另一案由"
    found = _faults(app, inside)
    assert [(one.table, one.id) for one in found] == [("problem", 1)]
    assert "之前被绕过系统改动" in found[0].text


def test_what_was_changed_is_not_washed_clean_by_deleting_it(
    app: Flask, inside: Inside, office: None
) -> None:
    with inside():
        key = session.scalars(sa.select(sa.func.max(UserRole.id))).one()
    with past_the_system(app) as connection:
        connection.execute(
            sa.text("UPDATE user_role SET role = 'auditor' WHERE id = :id"), {"id": key}
        )
        connection.commit()
    with inside():
        session.delete(session.get_one(UserRole, key))
    found = _faults(app, inside)
    assert [(one.table, one.id) for one in found] == [("user_role", key)]
    assert "之前被绕过系统改动" in found[0].text


def test_an_older_state_of_a_row_put_back_is_found(
    app: Flask, inside: Inside, office: None
) -> None:
    with inside():
        before = session.get_one(User, 1).post
    with inside():
        session.get_one(User, 1).post = "副局长"
    with past_the_system(app) as connection:
        connection.execute(sa.text('UPDATE "user" SET post = :post WHERE id = 1'), {"post": before})
        connection.commit()
    assert [(one.table, one.id) for one in _faults(app, inside)] == [("user", 1)]


def test_writes_of_many_rows_vouch_for_each(app: Flask, inside: Inside, office: None) -> None:
    with inside():
        assert bulk.update(Problem, Problem.id > 0, values={"case_cause": "同一案由"}) > 0
    assert _faults(app, inside) == []
    with past_the_system(app) as connection:
        connection.execute(sa.text("UPDATE problem SET case_cause = 'x' WHERE id = 1"))
        connection.commit()
    assert [(one.table, one.id) for one in _faults(app, inside)] == [("problem", 1)]


def test_a_savepoint_taken_back_takes_only_its_own_events(
    app: Flask, inside: Inside, office: None
) -> None:
    with inside():
        session.get_one(User, 1).post = "科长"
        session.flush()
        trial = session.begin_nested()
        session.get_one(User, 2).post = "科员"
        session.flush()
        trial.rollback()
    assert _faults(app, inside) == []
    with inside():
        last = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert last is not None
        assert (last.subject_type, last.subject_id, last.fields) == ("user", 1, ["post"])


def test_rows_from_before_are_sealed_by_one_event_and_faults_stay_faults(
    app: Flask, inside: Inside, office: None
) -> None:
    """As at a migration: what no event vouches for is sealed, what was wrong before is not."""
    with past_the_system(app) as connection:
        disarm(connection)
        connection.execute(sa.text("UPDATE problem SET facts = 'x' WHERE id = 1"))
        connection.execute(
            sa.text("INSERT INTO user_role (id, user_id, role) VALUES (9001, 1, 'auditor')")
        )
        connection.commit()
    wrong = [one for one in _faults(app, inside) if one.table == "problem"]
    with app.app_context(), unit_of_work() as own:
        assert reseal(own, because="升级", faults=wrong) == 1
    assert _faults(app, inside) == wrong
    with inside():
        event = session.scalars(
            sa.select(AuditEvent).where(AuditEvent.action == "audit.reseal")
        ).one()
        assert event.reason == "升级"
        assert "problem 1" in event.label
    with past_the_system(app) as connection:
        connection.execute(sa.text("UPDATE user_role SET role = 'observer' WHERE id = 9001"))
        connection.execute(sa.update(RowSeal.__table__).values(mac="x"))
        connection.commit()
    named = {(one.table, one.id) for one in _faults(app, inside)}
    assert named == {("problem", 1), ("row_seal", 1), ("user_role", 9001)}


def test_the_command_names_the_row(app: Flask, inside: Inside, office: None) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify", "--records"]).exit_code == 0
    with past_the_system(app) as connection:
        connection.execute(sa.text("UPDATE due_date SET due = '2031-01-01' WHERE id = 1"))
        connection.commit()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    told = runner.invoke(args=["audit", "verify", "--records"])
    assert told.exit_code == 1
    assert "期限 1（due_date）内容与第" in told.output
    told = runner.invoke(args=["audit", "verify", "--records", "--json"])
    assert [(one["table"], one["id"]) for one in json.loads(told.output)["rows"]] == [
        ("due_date", 1)
    ]


def test_every_business_table_has_facts(app: Flask) -> None:
    models = audit.facts.models()
    with app.app_context():
        names = {table: set(audit.facts.names_of(table)) for table in models}
    assert {table for table in models if not names[table]} == set()
    assert {"facts", "status", "found_on"} <= names["problem"]
    assert "frozen" in names["instrument"]
    assert "password_hash" in names["user"]
    assert Base.metadata.tables.keys() > models.keys()
