"""An action under way with problems in every state, and a count of the queries of a request."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from supervision.core.db import db
from supervision.problems.models import ProblemStatus
from tests.make import actions as make_action
from tests.make import people
from tests.make import problems as make
from tests.support.clock import Clock
from tests.support.work import Inside

TODAY = date(2023, 4, 12)  # a Wednesday
MOST_QUERIES = 12


@dataclass(frozen=True)
class Matters:
    """Keys of what the bureau has: an action, its unit, and a problem in each state."""

    action_id: int
    unit_id: int
    by_status: dict[ProblemStatus, int]


@pytest.fixture
def matters(bureau: None, inside: Inside, clock: Clock) -> Matters:
    """Today is 2023-04-12; the problem in 整改中 was due on 2023-04-10."""
    clock(f"{TODAY} 10:00")
    with inside():
        action = make_action.action(
            by=people.principal("handler"), leader=people.principal("signatory")
        )
        problems = {
            status: make.problem(status, unit=action.units[0], action=action, title=status.label)
            for status in ProblemStatus
        }
        return Matters(
            action.id, action.units[0].id, {status: one.id for status, one in problems.items()}
        )


Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def counted(app: Flask) -> Counted:
    """`with counted() as statements:` every statement sent to the store."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement != "BEGIN":
                statements.append(" ".join(statement.split())[:150])

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield statements
        event.remove(engine, "before_cursor_execute", note)

    return count
