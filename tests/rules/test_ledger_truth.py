"""What is stored of others says what follows from them: in the demonstration, and after the migration."""

from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db, unit_of_work
from supervision.core.derived import verify
from tests.make import case_files as papers
from tests.support.stores import dispose, open_instance
from tests.support.story import copy_of
from tests.support.work import Inside

BEFORE = "0009"  # the migration that repairs comes next


def test_the_demonstration_is_true(demonstration: Path, tmp_path: Path) -> None:
    app = open_instance(copy_of(demonstration, tmp_path))
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    dispose(app)
    assert told.exit_code == 0, told.output


@pytest.mark.store(other="battery")
def test_the_migration_tells_an_old_database_the_truth(app: Flask, inside: Inside) -> None:
    """Rows as the carried mirror left them, and papers delivered by sending, come out right."""
    with inside():
        place = papers.office()
        one, two, three = (papers.problem(place, title=f"问题{n}") for n in "甲乙丙")
        papers.delivered(place, over=[one])
        papers.replied(place, over=[two])
        papers.signed(place, over=[three])
    with app.app_context():
        flask_migrate.downgrade(revision=BEFORE)
        with unit_of_work() as own:
            for statement in (
                "UPDATE problem SET status = 'established', delivered_on = NULL, due_on = NULL",
                "UPDATE problem SET reply_state = '', paper_number = '', chased_how = '电话'",
                "UPDATE instrument SET due_on = NULL",
                "UPDATE delivery SET received_on = NULL",
            ):
                own.execute(sa.text(statement))
        db.session.remove()
        flask_migrate.upgrade()
        with unit_of_work() as own:
            assert verify(own) == []
            rows = own.execute(sa.text("SELECT status, reply_state FROM problem ORDER BY id"))
            assert [tuple(row) for row in rows] == [
                ("rectifying", "未反馈"), ("to_verify", "已反馈 1/1"), ("established", "未反馈"),
            ]  # fmt: skip
