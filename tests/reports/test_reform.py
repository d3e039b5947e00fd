"""机构改革: figures by unit as the unit was, or as it is now; each number its list either way."""

from datetime import date

from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus
from supervision.reports import counting
from supervision.reports.breakdown import By, breakdown, offered
from supervision.reports.indicators import BY_KEY
from supervision.reports.periods import parse
from supervision.reports.reach import Reach, Span
from tests.make import people, reforms
from tests.make.reports import Ground

Y2023, IN = parse("2023"), date(2023, 6, 1)


def _numbers(ground: Ground, by: By, key: str) -> dict[str, int]:
    """The row of a figure, each number compared with its list."""
    where = Reach(ground.body, Span.OWN, (ground.body.id,), [ground.body])
    found = breakdown(by, Y2023, where)
    line = next(one for one in found.lines if one.indicator.key == key)
    for part in found.parts:
        ids = counting.record_ids(BY_KEY[key], Y2023, [ground.body.id], line.cut(part))
        assert len(ids) == line.numbers.get(part.key, 0), part.label
    return line.numbers


def test_figures_are_read_by_the_unit_of_the_time_or_by_the_present_one(ground: Ground) -> None:
    first, second = ground.units
    for unit in (0, 0, 1):
        ground.problem(IN, unit=unit)
    ground.interview(IN, [("甲", True, False), ("丙", False, False)])
    ground.interview(IN, [("丁", False, False)], unit=1)
    ground.paper("opinion", IN, items=2, status=InstrumentStatus.DELIVERED)
    where = Reach(ground.body, Span.OWN, (ground.body.id,), [ground.body])
    assert By.HOLDER not in offered(Y2023, where), "no merger, nothing to choose"
    person = people.principal(ground.user.username)
    reforms.merge_unit(first, second, on=date(2024, 1, 1), with_officers=False, actor=person)
    session.flush()
    assert By.HOLDER in offered(Y2023, where)
    a, b = str(first.id), str(second.id)
    assert _numbers(ground, By.UNIT, "problems_found") == {a: 2, b: 1}
    assert _numbers(ground, By.HOLDER, "problems_found") == {b: 3}
    assert _numbers(ground, By.UNIT, "officers_interviewed") == {a: 1, b: 1}
    assert _numbers(ground, By.HOLDER, "officers_interviewed") == {b: 2}
    assert _numbers(ground, By.HOLDER, "opinions") == {b: 2}
