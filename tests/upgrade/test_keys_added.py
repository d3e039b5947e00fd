"""Foreign keys come to a database with rows: orphans are told, nothing else of a table is lost."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from tests.support import upgrade
from tests.support.stores import dispose, open_instance

BEFORE, WITH_KEYS = "0005", "0006"
GIVEN = 5_000  # a key of a clue that was taken back


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Flask]:
    """The old office, at the revision before the keys, with a problem that names no clue."""
    app = open_instance(upgrade.unpack(tmp_path / "old"))
    with app.app_context():
        flask_migrate.upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE problem SET clue_id = 999 WHERE id = 1")
            connection.exec_driver_sql(
                "UPDATE sqlite_sequence SET seq = ? WHERE name = 'clue'", (GIVEN,)
            )
        yield app
    dispose(app)


def _schema() -> dict[str, str]:
    """Every table, index and trigger in its own words."""
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql <> ''")
        return {name: " ".join(words.replace('"', "").split()) for name, words in rows}


def _value(question: str) -> object:
    with db.engine.connect() as connection:
        return connection.exec_driver_sql(question).scalar()


def test_nothing_of_a_table_is_lost(old: Flask) -> None:
    before = _schema()
    flask_migrate.upgrade(revision=WITH_KEYS)
    after = _schema()
    assert after.keys() == before.keys(), "tables, indexes and triggers stay"
    for name, words in before.items():
        assert after[name].startswith(words.removesuffix(")").rstrip()), name
    assert "AUTOINCREMENT" in after["clue"]
    assert "CHECK" in after["problem"]
    assert _value("SELECT seq FROM sqlite_sequence WHERE name = 'clue'") == GIVEN
    flask_migrate.downgrade(revision=BEFORE)
    back = {name: words.replace(" ", "") for name, words in _schema().items()}
    assert back == {name: words.replace(" ", "") for name, words in before.items()}


def test_an_orphan_is_told_and_the_key_holds_from_then_on(old: Flask) -> None:
    flask_migrate.upgrade(revision=WITH_KEYS)
    assert _value("SELECT clue_id FROM problem WHERE id = 1") is None
    assert _value("SELECT value FROM installation WHERE name = 'problem.clue_id 1'") == "999"
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE problem SET clue_id = 999 WHERE id = 1")


def test_what_must_name_a_body_stops_the_upgrade_in_words(old: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE clue SET body_id = 77")
    with pytest.raises(SystemExit, match=r"clue\.body_id 有 1 行指向不存在的记录"):
        flask_migrate.upgrade(revision=WITH_KEYS)
    assert _value("SELECT version_num FROM alembic_version") == BEFORE
