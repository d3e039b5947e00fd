"""An office whose rows the trail vouches for is brought on: what was in order stays in order."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.audit.facts import SKIPPED, digest, read, version_of
from supervision.core.audit.records import verify_records
from supervision.core.audit.resealing import keys
from supervision.core.db import db
from supervision.core.startup.schema import newest
from tests.support import tampering
from tests.support.stores import dispose, open_instance
from tests.support.story import copy_of

LANDED = "0019"  # the schema of the first version whose rows were sealed


@pytest.fixture
def office(demonstration: Path, tmp_path: Path) -> Iterator[Flask]:
    app = open_instance(copy_of(demonstration, tmp_path / "office"))
    with app.app_context():
        flask_migrate.downgrade(revision=LANDED)
        yield app
    dispose(app)


def _faults() -> set[tuple[str, int]]:
    key, retired = keys()
    with db.engine.connect() as connection:
        found = list(verify_records(connection, key=key, retired=retired))
    return {(one.table, one.id) for one in found}


def _of_rows_that_stand(table: str) -> set[int]:
    """Keys of `table` whose rows are there and are not what was vouched for."""
    with db.engine.connect() as connection:
        standing = set(connection.exec_driver_sql(f"SELECT id FROM {table}").scalars())  # noqa: S608
    return standing & {key for name, key in _faults() if name == table}


def test_a_sealed_store_of_an_older_schema_comes_to_head_without_a_new_fault(office: Flask) -> None:
    before = _faults()  # what going down has rewritten or taken away
    known = set(sa.inspect(db.engine).get_table_names())
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        [revision] = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    assert revision == newest()
    assert {one for one in _faults() if one[0] in known} <= before


def test_rows_of_a_table_nobody_vouched_for_are_vouched_for_from_now_on(office: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM fact_list WHERE subject_type = 'team_member'")
        connection.exec_driver_sql("DELETE FROM row_seal WHERE subject_type = 'team_member'")
        tampering.disarm(connection)
        connection.exec_driver_sql(
            "UPDATE audit_event SET row_after = NULL WHERE subject_type = 'team_member'"
        )
    assert "team_member" in {table for table, _ in _faults()}
    flask_migrate.upgrade()
    assert "team_member" not in {table for table, _ in _faults()}


def _vouch_by_all_that_is_there(connection: sa.Connection, table: str) -> None:
    """As the program of that schema would have: by its own list of facts, columns gone today among it."""
    key, _ = keys()
    held = {one["name"]: one["type"] for one in sa.inspect(connection).get_columns(table)}
    names = sorted(held.keys() - SKIPPED)
    kept = {"a": table, "b": version_of(table, names), "c": ",".join(names)}
    connection.execute(sa.text("INSERT INTO fact_list VALUES (:a, :b, :c)"), kept)
    tampering.disarm(connection)
    sealed = (
        "UPDATE audit_event SET row_after = :seal WHERE subject_type = :table AND subject_id = :id"
    )
    for row_id, facts in read(connection, table, names, None, held):
        row = {"seal": digest(key, table, row_id, facts), "table": table, "id": row_id}
        connection.execute(sa.text(sealed), row)
    connection.execute(
        sa.text("DELETE FROM row_seal WHERE subject_type = :table"), {"table": table}
    )


def test_what_was_vouched_for_with_columns_that_are_gone_today_is_vouched_for_anew(
    office: Flask,
) -> None:
    with db.engine.begin() as connection:
        _vouch_by_all_that_is_there(connection, "instrument_kind")
    assert not _of_rows_that_stand("instrument_kind")
    flask_migrate.upgrade()
    assert not _of_rows_that_stand("instrument_kind")
