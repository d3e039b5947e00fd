"""The nightly statistics on PostgreSQL: what another looks through just now is passed over, not waited for."""

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from supervision.core.jobs import runner
from tests.support.stores import POSTGRES


@pytest.mark.parametrize(
    "store", [pytest.param(POSTGRES, marks=pytest.mark.postgres)], indirect=True
)
def test_a_table_that_the_stores_own_robot_looks_through_stops_nothing(app: Flask) -> None:
    """Autovacuum holds this very lock; waiting for it ended in a lock timeout, and the job in an alarm."""
    with app.app_context(), db.engine.connect() as robot:
        job = next(one for one in runner.table() if one.name == "statistics")
        robot.execute(sa.text("LOCK TABLE clue IN SHARE UPDATE EXCLUSIVE MODE"))
        assert runner.run_now(app, job)
        robot.rollback()
