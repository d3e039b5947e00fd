"""Migrations on both stores: one head, up, down and up again, and the outcome equals the models."""

import alembic.command
import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from supervision.core.db import db
from supervision.core.startup import schema
from tests.support.stores import MakeApp


@pytest.fixture
def empty(make_app: MakeApp, empty_database_url: str) -> Flask:
    """The application over a database without a table."""
    return make_app(SQLALCHEMY_DATABASE_URI=empty_database_url)


def _tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_head(app: Flask) -> None:
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    assert scripts.get_heads() == [schema.newest()]


def test_the_program_knows_its_revisions_without_alembic(app: Flask) -> None:
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    every = {script.revision for script in scripts.walk_revisions()}
    assert len(every) > 40
    assert {one for one in (*every, "9999", "None", "") if schema.is_known(one)} == every


@pytest.mark.store(other="battery")
def test_they_go_up_down_and_up_again(empty: Flask) -> None:
    with empty.app_context():
        flask_migrate.upgrade()
        first = _tables()
        flask_migrate.downgrade(revision="base")
        assert _tables() == set()
        flask_migrate.upgrade()
        assert _tables() == first != set()


@pytest.mark.store
def test_the_outcome_equals_the_models(app: Flask) -> None:
    """The same as `flask db check`: what Alembic would still have to write is nothing."""
    with app.app_context():
        alembic.command.check(app.extensions["migrate"].migrate.get_config())


@pytest.mark.store(other="battery")
def test_settings_get_keys_of_their_own_and_keep_what_they_say(empty: Flask) -> None:
    held = sa.table("setting", *map(sa.column, ("key", "created_at")), sa.column("value", sa.JSON))
    said = {"duplex": {"value": False}, "extension_cap": {"value": 3}}
    with empty.app_context():
        scripts = ScriptDirectory(empty.extensions["migrate"].directory)
        own = next(one for one in scripts.walk_revisions() if "second_factor" in one.path)
        before = own.down_revision
        flask_migrate.upgrade(revision=before)
        with db.engine.begin() as connection:
            for key, value in said.items():
                now = sa.func.current_timestamp()
                connection.execute(sa.insert(held).values(key=key, value=value, created_at=now))
        for step, to in ((flask_migrate.upgrade, own.revision), (flask_migrate.downgrade, before)):
            step(revision=to)
            with db.engine.connect() as connection:
                found = connection.execute(sa.select(held.c.key, held.c.value)).all()
            assert {row.key: row.value for row in found} == said
