"""An office of the last commit before migrations were frozen is brought on by them, with all it holds."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import audit
from supervision.core.db import db
from supervision.core.derived import verify
from tests.rules.source import ROOT
from tests.support import upgrade
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.stores import SQLITE, dispose, open_instance

FROZEN = {
    "0001_tables.py": "abffb12e4f242171057be733b301d0858bc2f996e3eed670be6b7abba0063a69",
    "0002_audit_triggers.py": "02535850c63d3d87f3183832bbb6d89a18c171a3f4b04cab29745d12d817238f",
    "0003_search_tokens.py": "80f0e1de2989572af9674a8494a466c016841a43bae6870b6104fd87db2bd8d7",
}
PAGES = {
    "zhou": (
        "/",
        "/problems/ledger",
        "/problems/1",
        "/instruments/1",
        "/actions/1",
        "/referrals/1",
    ),
    "wang": ("/", "/problems/", "/interviews/1", "/clues/1", "/reports/?year=2024"),
    "zhao": ("/", "/instruments/", "/instruments/2"),
    "shijian": ("/", "/instruments/", "/instruments/1"),
    "shijian.head": ("/", "/instruments/1"),
    "guancha": ("/",),
    "sysadmin": ("/", "/settings/"),
    "secadmin": ("/", "/accounts/"),
    "auditor": ("/", "/audit/"),
}


@pytest.fixture
def old(store: str, tmp_path: Path, empty_database_url: str) -> Iterator[Flask]:
    """The application of today over the database of then, on either store."""
    instance = upgrade.unpack(tmp_path / "old")
    app = open_instance(instance, None if store == SQLITE else empty_database_url)
    if store != SQLITE:
        upgrade.fill_postgres(app, instance)
    yield app
    dispose(app)


@pytest.mark.store(other="battery")
def test_an_old_office_is_brought_on_whole(old: Flask, clock: Clock) -> None:
    clock("2024-06-20 09:00")  # the day after it was left; later its passwords would have run out
    with old.app_context():
        with db.engine.connect() as connection:
            before = upgrade.counts(connection)
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            after = upgrade.counts(connection)
            anchor = Path(old.config["INSTANCE"]) / "audit_anchor.json"
            verdict = audit.verify(connection, key=old.config["AUDIT_KEY"], anchor=anchor)
            assert verify(db.session()) == []
            rows = list(audit.verify_records(connection, key=old.config["AUDIT_KEY"]))
        assert before["audit_event"] > 300
        sealed = before["audit_event"] + 1  # every row, by one event
        brought = {
            "instrument_kind": 4
            * before["body"],  # 撤销 and 更正 (0013), the two to many units (0039)
            "search_entry": before["referral"],  # found by their words (0018)
            "audit_event": 1,
        }
        kept = {name: number + brought.get(name, 0) for name, number in before.items()}
        assert {name: after.get(name) for name in before} == kept
        assert verdict.passed, verdict.faults
        assert verdict.count == sealed
        assert rows == []
    for person, addresses in PAGES.items():
        visitor = _enter(old, person)
        for address in addresses:
            with visitor.get(address) as answer:
                assert answer.status_code == 200, f"{person} {address}: {answer.status_code}"


def _enter(app: Flask, person: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    answer = visitor.submit("/accounts/sign-in", {"username": person, "password": upgrade.PASSWORD})
    assert answer.status_code == 302, person
    return visitor


def test_everybody_of_the_old_office_is_asked() -> None:
    assert set(PAGES) == set(upgrade.PEOPLE)


@pytest.mark.parametrize("name", FROZEN)
def test_frozen_migrations_stay_as_they_were(name: str) -> None:
    """What an installation has run is history: a change to the tables is a migration of its own."""
    written = (ROOT / "supervision/migrations/versions" / name).read_bytes()
    assert hashlib.sha256(written).hexdigest() == FROZEN[name]


def test_the_old_office_stands_where_migrations_were_frozen(tmp_path: Path) -> None:
    instance = upgrade.unpack(tmp_path / "old")
    engine = sa.create_engine(f"sqlite:///{instance / 'supervision.sqlite3'}")
    with engine.connect() as connection:
        held = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    assert held == upgrade.REVISION
