"""Rows against the trail: what was changed past the system is found, and named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import audit
from supervision.core.audit import RowFault
from supervision.core.db import Base, db, session
from supervision.instruments.models import InstrumentStatus
from tests.make import papers as make
from tests.support.work import Inside

pytestmark = pytest.mark.store


@pytest.fixture
def office(inside: Inside) -> None:
    """A bureau with a paper that was delivered, its problems, people, roles and last days, and a clue."""
    with inside():
        make.paper(make.bureau(), InstrumentStatus.DELIVERED)


def _faults(app: Flask, inside: Inside) -> list[RowFault]:
    with inside():
        return list(audit.verify_records(session.connection(), key=app.config["AUDIT_KEY"]))


@contextmanager
def _past_the_system(app: Flask) -> Iterator[sa.Connection]:
    """As somebody with the password of the store: no trail, no derivations, no foreign keys."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.commit()
        yield connection
        connection.commit()


def test_what_the_system_did_agrees(app: Flask, inside: Inside, office: None) -> None:
    assert _faults(app, inside) == []


CASES = {
    "a problem": ("problem", "UPDATE problem SET facts = facts || '。' WHERE id = :id"),
    "frozen content": ("instrument", "UPDATE instrument SET frozen = NULL WHERE id = :id"),
    "a role": ("user_role", "UPDATE user_role SET role = 'signatory' WHERE id = :id"),
    "a fixed date": ("due_date", "UPDATE due_date SET due = '2031-01-01' WHERE id = :id"),
    "a deleted clue": ("clue", "DELETE FROM clue WHERE id = :id"),
    "a password": ("user", "UPDATE \"user\" SET password_hash = 'x' WHERE id = :id"),
}


@pytest.mark.parametrize(("table", "statement"), CASES.values(), ids=CASES.keys())
def test_a_direct_edit_is_found_and_the_row_named(
    app: Flask, inside: Inside, office: None, table: str, statement: str
) -> None:
    with _past_the_system(app) as connection:
        key = connection.scalar(sa.select(sa.func.max(Base.metadata.tables[table].c.id)))
        connection.execute(sa.text(statement), {"id": key})
    assert [(one.table, one.id) for one in _faults(app, inside)] == [(table, key)]
