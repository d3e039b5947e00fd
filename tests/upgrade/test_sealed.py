"""An office whose rows the trail vouches for is brought on: what was in order stays in order."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from supervision.core.audit.records import verify_records
from supervision.core.audit.resealing import keys
from supervision.core.db import db
from supervision.core.migrating import newest
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


def test_a_sealed_store_of_an_older_schema_comes_to_head_without_a_fault(office: Flask) -> None:
    flask_migrate.upgrade()
    key, retired = keys()
    with db.engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        faults = list(verify_records(connection, key=key, retired=retired))
    assert revision == newest()
    assert faults == []
