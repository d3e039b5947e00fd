"""0049 on an old office: whose hand is in a reply, what a body was called when it published, letters to a superior."""

import json
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from tests.support import upgrade
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import check
from tests.support.stores import SQLITE, dispose, open_instance

BEFORE, OWN = "0048", "0049"
EVENT = (
    "INSERT INTO audit_event (seq, at, actor_id, actor_name, body_id, action, label, reason, subject_type, "
    "subject_id, root_type, root_id, fields, values_mac, previous_mac, mac) VALUES (:seq, :at, :actor, '', "
    "1, :action, '', '', :type, :key, :type, :key, '[]', '', '', '')"
)
PUBLISHED = (
    "INSERT INTO publication (id, period, span, edition, published_on, published_at, published_by, text, "
    "figures, sha256, created_at, body_id) VALUES (:id, :period, 'own', 1, '2024-06-01', :at, '王示例', '', "
    "'[]', '', :at, 1)"
)


@pytest.fixture
def old(store: str, tmp_path: Path, empty_database_url: str) -> Iterator[Flask]:
    """The old office at the revision before, on either store."""
    instance = upgrade.unpack(tmp_path / "old")
    app = open_instance(instance, None if store == SQLITE else empty_database_url)
    if store != SQLITE:
        upgrade.fill_postgres(app, instance)
    with app.app_context():
        flask_migrate.upgrade(revision=BEFORE)
        yield app
    dispose(app)


def _run(statement: str, **values: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def _happened(action: str, kind: str, key: int, at: str, actor: int | None = None) -> int:
    seq = int(str(_value("SELECT max(seq) + 1000 FROM audit_event")))
    _run(EVENT, seq=seq, at=at, actor=actor, action=action, type=kind, key=key)
    return seq


def _value(question: str) -> object:
    with db.engine.connect() as connection:
        return connection.execute(sa.text(question)).scalar()


@pytest.mark.store(other="battery")
def test_who_answered_since_the_last_reply_has_a_hand_in_this_one(old: Flask) -> None:
    """Paper 2 is with its unit, whose clerk has typed an answer; of paper 1, which is closed, nobody writes one."""
    clerk = _value("SELECT actor_id FROM audit_event WHERE root_id = 2 AND action = 'answer'")
    for key, action, actor, day in (
        (2, "answer", 3, "2024-05-02"), (2, "answer", 3, "2024-05-03"), (2, "offer_reply", 1, "2024-05-03"),
        (2, "chase", 2, "2024-05-04"), (1, "answer", 3, "2024-04-02"),
    ):  # fmt: skip
        _happened(action, "instrument", key, f"{day} 02:00:00.000000", actor)
    flask_migrate.upgrade(revision=OWN)
    held = [_value(f"SELECT reply_by_ids FROM instrument WHERE id = {key}") for key in (1, 2, 3)]  # noqa: S608
    assert [json.loads(one) if isinstance(one, str) else one for one in held] == [
        [],
        [1, 3, clerk],
        [],
    ]
    flask_migrate.downgrade(revision=BEFORE)
    flask_migrate.upgrade(revision=OWN)


@pytest.mark.store(other="battery")
def test_a_publication_is_told_with_the_name_of_its_day(old: Flask) -> None:
    """Published, renamed, published, renamed again; a later one has the present name."""
    for key, (period, day) in enumerate(
        (("2021", "2024-06-01"), ("2022", "2024-06-03"), ("2023", "2024-06-05")), start=1
    ):
        _run(PUBLISHED, id=key, period=period, at=f"{day} 02:00:00.000000")
    for day, before, after in (("2024-06-02", "一局", "二局"), ("2024-06-04", "二局", "三局")):
        seq = _happened("update", "body", 1, f"{day} 02:00:00.000000")
        _run(
            "INSERT INTO audit_value (seq, field, label, old, new) VALUES (:seq, 'name', '', :old, :new)",
            seq=seq, old=json.dumps(before), new=json.dumps(after),
        )  # fmt: skip
    _run("UPDATE body SET name = '三局' WHERE id = 1")
    flask_migrate.upgrade(revision=OWN)
    with db.engine.connect() as connection:
        named = connection.execute(sa.text("SELECT body_name FROM publication ORDER BY id"))
        assert list(named.scalars()) == ["一局", "二局", "三局"]


@pytest.mark.store(other="battery")
def test_the_unit_of_a_letter_to_its_superior_sees_it_no_more(old: Flask, clock: Clock) -> None:
    """Delivered before the rule it stood in the inbox of the very unit that it is about, with its file."""
    clock("2024-06-20 09:00")
    unit = _value("SELECT unit_id FROM instrument WHERE id = 2")
    user = _value(f'SELECT id FROM "user" WHERE unit_id = {unit}')  # noqa: S608
    kind = "(SELECT kind_id FROM instrument WHERE id = 2)"
    _run(f"UPDATE instrument_kind SET purpose = 'superior_letter' WHERE id = {kind}")  # noqa: S608
    _run(
        "INSERT INTO notice (user_id, kind, due_date_id, due, step, step_day, title, text, root_type, root_id, "
        "created_at) VALUES (:user, 'event', 0, '2024-06-01', 'event:1', '2024-06-01', '已送达，请查阅', '', "
        "'instrument', 2, '2024-06-01 02:00:00.000000')",
        user=user,
    )  # fmt: skip
    shown = "SELECT count(*) FROM attachment WHERE root_type = 'instrument' AND root_id = 2 AND unit_id IS NOT NULL"
    assert _value("SELECT shared FROM instrument WHERE id = 2")
    assert _value(shown)
    flask_migrate.upgrade()
    assert not _value("SELECT shared FROM instrument WHERE id = 2")
    assert _value(shown) == 0
    assert _value("SELECT count(*) FROM notice WHERE root_id = 2 AND ended_at IS NULL") == 0
    old.test_client_class = Visitor
    clerk = old.test_client()
    assert isinstance(clerk, Visitor)
    name = _value(f'SELECT username FROM "user" WHERE id = {user}')  # noqa: S608
    typed = {"username": name, "password": upgrade.PASSWORD}
    assert clerk.submit("/accounts/sign-in", typed).status_code == 302
    assert clerk.get("/instruments/2").status_code == 404
    assert not check(clerk.get("/")).find("//a[@href='/instruments/2']")
