"""An action under way with problems in every state."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from supervision.problems.models import ProblemStatus
from tests.make import actions as make_action
from tests.make import people
from tests.make import problems as make
from tests.make.offices import found_office
from tests.support.clock import Clock
from tests.support.kept import World, begun_with, told_of
from tests.support.work import Inside

TODAY = date(2023, 4, 12)  # a Wednesday
MOST_QUERIES = 12


@dataclass(frozen=True)
class Matters:
    """Keys of what the bureau has: an action, its unit, and a problem in each state."""

    action_id: int
    unit_id: int
    by_status: dict[ProblemStatus, int]


def _lay() -> Matters:
    found_office()
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


MATTERS = World("matters", _lay, at=f"{TODAY} 10:00")
instance = begun_with(MATTERS)


@pytest.fixture
def bureau(request: pytest.FixtureRequest, inside: Inside) -> None:
    """The bureau of every test; where there are matters, it has them already."""
    if MATTERS.name not in request.fixturenames:
        with inside():
            found_office()


@pytest.fixture
def matters(instance: Path, clock: Clock) -> Matters:
    """Today is 2023-04-12; the problem in 整改中 was due on 2023-04-10."""
    clock(MATTERS.at)
    found: Matters = told_of(instance)
    return found
