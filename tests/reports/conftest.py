"""The ground on which counting is tested: a city bureau, a county one, units, kinds of paper."""

from datetime import date

import pytest

from supervision.accounts.models import User
from supervision.actions.models import ActionForm
from supervision.agencies.models import Body, Level, Unit
from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus
from tests.make import people
from tests.make.reports import Ground
from tests.support.work import Inside

IN = date(2023, 6, 1)  # when what is recorded took place


def lay(region: str = "示例市", *, level: Level = Level.CITY, parent=None) -> Ground:  # type: ignore[no-untyped-def]
    """A bureau with two units and one person; call it inside()."""
    body = people.body(region, level=level, parent=parent)
    user = people.user(f"p{body.id}", Role.HANDLER, Role.REVIEWER, body=body)
    principal = people.principal(user.username)
    units = [people.unit(f"{region}{name}局", by=principal) for name in "甲乙"]
    return Ground(body, user, units)


@pytest.fixture
def ground(inside: Inside):  # type: ignore[no-untyped-def]
    """The city's ground, in one unit of work seeing everything."""
    with inside():
        yield lay()


@pytest.fixture
def recorded(inside: Inside, bureau: None) -> None:
    """A handful of records of 2023 in the bureau of the seats."""
    with inside():
        ground = Ground(
            session.query(Body).first(), session.query(User).filter_by(username="handler").one(),
            session.query(Unit).all(),
        )  # fmt: skip
        action = ground.action()
        resident = ground.action(date(2023, 5, 1), form=ActionForm.RESIDENT, units=[0])
        problems = [ground.problem(IN, action=one) for one in (action, action, resident)]
        ground.paper("rectification_notice", IN, action=action, problems=problems[:2],
                     status=InstrumentStatus.SIGNED)  # fmt: skip
        ground.interview(IN, [("示例甲", True, False)], action=action)
        ground.referral(IN, problems[2:])
