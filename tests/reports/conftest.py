"""The ground on which counting is tested: a city bureau, a county one, units, kinds of paper."""

import pytest

from supervision.agencies.models import Level
from supervision.core.access import Role
from tests.make import people
from tests.make.reports import Ground
from tests.support.work import Inside


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
