"""The write guard in the door for set-based writes: whose rows they are is asked there as at a flush."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import bulk
from supervision.core.access import Role, crossing, seeing
from supervision.core.access.principal import acting
from supervision.core.access.scope import EVERYTHING, scope_of
from supervision.core.db import session
from supervision.core.errors import Forbidden
from tests.make import people
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
Act = Callable[[Unit], object]


def _insert(unit: Unit) -> object:
    values = {"body_id": unit.body_id, "name": "示例市丁局", "short_name": "丁局", "initials": ""}
    return bulk.insert(Unit, [values])


def _update(unit: Unit) -> object:
    with seeing(EVERYTHING):
        return bulk.update(Unit, Unit.id == unit.id, values={"short_name": "改"})


def _delete(unit: Unit) -> object:
    with seeing(EVERYTHING):
        return bulk.delete(Unit, Unit.id == unit.id)


@pytest.mark.parametrize("act", [_insert, _update, _delete])
@pytest.mark.parametrize("who", ["superior", "clerk of another unit"])
def test_nobody_writes_many_rows_that_are_not_theirs(inside: Inside, act: Act, who: str) -> None:
    with inside():
        reviewer = people.principal("reviewer")
        unit, other = people.unit("示例市乙局", by=reviewer), people.unit("示例市丙局", by=reviewer)
        if who == "superior":
            person = people.actor("above", Role.HANDLER, body=people.body("示例省"))
        else:
            person = people.actor("clerk", Role.LIAISON, unit=other)
        with acting(person), seeing(scope_of(person)), pytest.raises(Forbidden):
            act(unit)
        session.rollback()


def test_what_crosses_on_purpose_says_so(inside: Inside) -> None:
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("reviewer"))
        above = people.actor("above", Role.HANDLER, body=people.body("示例省"))
        with acting(above), crossing("a test of what crosses"):
            _update(unit)
        assert session.scalar(sa.select(Unit.short_name).where(Unit.id == unit.id)) == "改"
