"""What holds for every term and every day, and the agreement with an independent calendar."""

import datetime as dt
import time

import holidays
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.deadlines import (
    Direction,
    StepKind,
    Term,
    Unit,
    compute,
    recompute,
    seed_calendar,
)
from supervision.core.errors import DomainError
from tests.support.properties import examples

CALENDAR = seed_calendar()
DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2027, 12, 31))
NUMBERS = st.integers(1, 119)
TERMS = st.builds(Term, NUMBERS, st.sampled_from(Unit), st.sampled_from(Direction))
FORWARD = st.builds(Term, NUMBERS, st.sampled_from(Unit))


@given(start=DAYS, term=FORWARD)
def test_a_longer_term_never_ends_earlier(start, term):
    longer = Term(term.number + 1, term.unit)
    assert compute(start, term, CALENDAR).due <= compute(start, longer, CALENDAR).due


@given(start=DAYS, term=TERMS)
def test_a_counted_term_never_ends_on_a_day_off(start, term):
    assert CALENDAR.is_workday(compute(start, term, CALENDAR).due)


@given(start=DAYS, number=NUMBERS)
def test_exactly_n_working_days_lie_between_start_and_last_day(start, number):
    due = compute(start, Term(number, Unit.WORKDAY), CALENDAR).due
    span = (due - start).days
    working = [CALENDAR.is_workday(start + dt.timedelta(days=n)) for n in range(1, span + 1)]
    assert sum(working) == number == CALENDAR.workdays_between(start, due)


@given(start=DAYS, number=NUMBERS)
def test_counting_forward_and_back_meet(start, number):
    due = compute(start, Term(number, Unit.WORKDAY), CALENDAR).due
    back = compute(due, Term(number, Unit.WORKDAY, Direction.BACKWARD), CALENDAR).due
    assert CALENDAR.workdays_between(back, due) == number
    assert CALENDAR.shift(due, -number) == back


@given(start=DAYS, term=TERMS)
def test_steps_tell_the_whole_story(start, term):
    """First the start, last the due day; counts run 1…n; every day of a day term is there."""
    result = compute(start, term, CALENDAR)
    assert (result.steps[0].kind, result.steps[0].day) == (StepKind.START, start)
    assert (result.steps[-1].kind, result.steps[-1].day) == (StepKind.DUE, result.due)
    counts = [step.count for step in result.steps if step.count is not None]
    assert counts == list(range(1, term.number + 1))
    if term.unit is not Unit.MONTH:
        assert len(result.steps) == abs((result.due - start).days) + 1


@given(start=DAYS, term=TERMS)
def test_recomputing_by_the_same_calendar_moves_nothing(start, term):
    move = recompute(compute(start, term, CALENDAR), CALENDAR)
    assert not move.moved
    assert move.after == move.before


@given(start=DAYS, span=st.integers(0, 800))
@examples(60)
def test_working_days_between_equals_counting_them_one_by_one(start, span):
    end = start + dt.timedelta(days=span)
    counted = sum(CALENDAR.is_workday(start + dt.timedelta(days=n)) for n in range(1, span + 1))
    assert CALENDAR.workdays_between(start, end) == counted
    assert CALENDAR.workdays_between(end, start) == -counted


def _every_day(years):
    for year in sorted(years):
        day = dt.date(year, 1, 1)
        while day.year == year:
            yield day
            day += dt.timedelta(days=1)


def test_every_day_of_every_official_year_agrees_with_the_oracle():
    """The `holidays` library was written by other hands from the same notices."""
    assert CALENDAR.official == frozenset(range(2004, 2027))
    oracle = holidays.country_holidays("CN", years=sorted(CALENDAR.official))
    differing = [
        day
        for day in _every_day(CALENDAR.official)
        if CALENDAR.is_workday(day) != oracle.is_working_day(day)
    ]
    assert differing == []


def test_the_one_day_the_seed_library_misses_is_decided_by_the_notice_for_2006():
    """The notice for 2006 (一、元旦) makes Saturday 2005-12-31 a working day."""
    wrong = [
        day
        for day in _every_day(CALENDAR.official)
        if CALENDAR.is_workday(day)
        == (day in constants.holidays or (day.weekday() > 4 and day not in constants.workdays))
    ]
    assert wrong == [dt.date(2005, 12, 31)]
    assert CALENDAR.source(wrong[0]) == "国务院办公厅关于2006年部分节假日安排的通知"


@pytest.mark.parametrize(
    ("number", "unit", "message"),
    [
        (0, Unit.DAY, "期限须为不小于1的整数"),
        (-3, Unit.WORKDAY, "期限须为不小于1的整数"),
        (True, Unit.DAY, "期限须为不小于1的整数"),
        (10_000, Unit.DAY, "期限过长：最多3650日"),
        (10_000, Unit.WORKDAY, "期限过长：最多2500个工作日"),
        (121, Unit.MONTH, "期限过长：最多120个月"),
    ],
)
def test_a_term_of_nothing_or_of_ten_thousand_is_refused(number, unit, message):
    with pytest.raises(DomainError, match=message):
        Term(number, unit)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize(
    ("start", "direction"),
    [
        (dt.date(2100, 12, 20), Direction.FORWARD),
        (dt.date(1949, 1, 5), Direction.BACKWARD),
        (dt.date(1948, 12, 31), Direction.FORWARD),
        (dt.date(2101, 1, 1), Direction.FORWARD),
        (dt.date.max, Direction.FORWARD),
        (dt.date.min, Direction.BACKWARD),
    ],
)
def test_years_outside_the_calendar_are_refused_in_words(start, direction, unit):
    with pytest.raises(DomainError, match="日历只支持1949年至2100年"):
        compute(start, Term(30, unit, direction), CALENDAR)


@pytest.mark.battery
def test_ordinary_terms_are_fast():
    """Ten thousand a second are wanted; a tenth of it still passes on a loaded machine."""
    term, start = Term(20, Unit.WORKDAY), dt.date(2023, 6, 12)
    best = min(_seconds(term, start) for _ in range(5))
    assert best < 0.1


def _seconds(term, start):
    began = time.perf_counter()
    for _ in range(100):
        compute(start, term, CALENDAR)
    return time.perf_counter() - began
