"""疑似整改后又发生: the window from its first to its last day, the same unit and category, the latest."""

from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems import service
from supervision.problems.models import Problem, Recurrence
from supervision.problems.models import ProblemStatus as S
from supervision.problems.service.recurring import recurred_as
from tests.make import people, reforms
from tests.make import problems as make
from tests.support.clock import Clock

YEAR_AFTER = date(2024, 4, 10)  # 销号 was on 10 April 2023, the window is twelve months


@pytest.fixture
def closed(unit: Unit) -> Problem:
    return make.problem(S.CLOSED, unit=unit)


@pytest.mark.parametrize(
    ("found", "hinted"),
    [
        (date(2023, 4, 9), False),
        (date(2023, 4, 10), True),
        (YEAR_AFTER, True),
        (date(2024, 4, 11), False),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_the_window_is_whole(
    unit: Unit, closed: Problem, clock: Clock, found: date, hinted: bool, many: bool
) -> None:
    clock("2024-05-06 10:00")
    given = make.facts(unit, found_on=found)
    handler = people.principal("handler")
    if many:
        answers = service.record_many([given], actor=handler)
        made = session.get_one(Problem, answers[0].id)  # type: ignore[union-attr]
    else:
        made = service.record(given, actor=handler)
    assert made.earlier_id == (closed.id if hinted else None)
    assert made.recurrence is (Recurrence.SUSPECTED if hinted else Recurrence.NONE)


@pytest.mark.parametrize("many", [False, True])
def test_only_the_same_kind_at_the_same_unit_that_was_mended(
    unit: Unit, clock: Clock, many: bool
) -> None:
    handler = people.principal("handler")
    other = people.unit("示例市庚局", by=handler)
    make.problem(S.CLOSED, unit=other)
    make.problem(S.CLOSED, unit=unit, category="主体不适格")
    make.problem(S.FIXED_ON_SPOT, unit=unit)
    clock("2023-05-08 10:00")
    given = make.facts(unit, found_on=date(2023, 5, 8))
    if many:
        answers = service.record_many([given], actor=handler)
        made = session.get_one(Problem, answers[0].id)  # type: ignore[union-attr]
    else:
        made = service.record(given, actor=handler)
    assert (made.earlier_id, made.recurrence) == (None, Recurrence.NONE)


def test_what_was_judged_stands_while_it_is_the_same_pair(
    unit: Unit, closed: Problem, clock: Clock
) -> None:
    clock("2023-05-08 10:00")
    handler = people.principal("handler")
    made = service.record(make.facts(unit, found_on=date(2023, 5, 8)), actor=handler)
    assert recurred_as(closed) == [made]
    service.deny_recurrence(made, reason="另一事", actor=handler)
    assert recurred_as(closed) == []
    again = make.facts(unit, found_on=date(2023, 5, 8), facts="另查明。")
    service.amend(made, again, actor=handler)
    assert (made.recurrence, made.recurrence_on) == (Recurrence.DENIED, date(2023, 5, 8))
    elsewhere = make.facts(unit, found_on=date(2023, 5, 8), category="主体不适格")
    service.amend(made, elsewhere, actor=handler)
    assert (made.earlier, made.recurrence, made.recurrence_by_id) == (None, Recurrence.NONE, None)


def _merged(gone: Unit, heir: Unit, on: date) -> None:
    clerk = people.principal("reviewer")
    reforms.merge_unit(gone, heir, on=on, with_officers=False, actor=clerk)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(("found", "hinted"), [(date(2023, 5, 7), False), (date(2023, 5, 8), True)])
def test_what_was_mended_at_a_merged_unit_comes_back_at_its_successor(
    unit: Unit, closed: Problem, clock: Clock, *, found: date, hinted: bool, many: bool
) -> None:
    """The successor's problem had no hint: units were compared by their key alone, not by who holds them."""
    handler = people.principal("handler")
    between, heir = (people.unit(name, by=handler) for name in ("示例市庚局", "示例市辛局"))
    clock("2023-05-20 10:00")
    _merged(unit, between, date(2023, 5, 8))
    _merged(between, heir, date(2023, 5, 8))
    given = make.facts(heir, found_on=found)
    if many:
        answers = service.record_many([given], actor=handler)
        made = session.get_one(Problem, answers[0].id)  # type: ignore[union-attr]
    else:
        made = service.record(given, actor=handler)
    assert made.earlier_id == (closed.id if hinted else None)


@pytest.mark.parametrize("many", [False, True])
def test_of_units_that_are_one_now_the_latest_is_named(
    unit: Unit, closed: Problem, clock: Clock, *, many: bool
) -> None:
    handler = people.principal("handler")
    heir = people.unit("示例市辛局", by=handler)
    own = make.problem(S.CLOSED, unit=heir)
    assert own.ended_on == closed.ended_on
    clock("2023-05-20 10:00")
    _merged(unit, heir, date(2023, 5, 8))
    given = make.facts(heir, found_on=date(2023, 5, 9))
    if many:
        answers = service.record_many([given], actor=handler)
        made = session.get_one(Problem, answers[0].id)  # type: ignore[union-attr]
    else:
        made = service.record(given, actor=handler)
    assert made.earlier_id == own.id, "the one recorded last of one day"
