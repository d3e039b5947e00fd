"""Extension, stop and resumption of a running deadline."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.deadlines import (
    StepKind,
    Term,
    Unit,
    compute,
    extend,
    fixed,
    from_json,
    picture,
    recompute,
    resume,
    seed_calendar,
    sentences,
    to_json,
)
from supervision.core.errors import DomainError
from tests.support.properties import examples

SEED = seed_calendar()
DUE = dt.date(2023, 7, 11)


def day(text):
    return dt.date.fromisoformat(text)


def test_an_extension_may_still_be_asked_on_the_last_day():
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    assert running.due == DUE
    result = extend(running, day("2023-07-25"), asked=DUE, on=DUE, calendar=SEED)
    assert result.due == day("2023-07-25")


@pytest.mark.parametrize(
    ("asked", "new_due", "message"),
    [
        ("2023-07-12", "2023-07-25", "期限已于2023-07-11届满"),
        ("2023-07-10", "2023-07-11", "须晚于现在的到期日"),
        ("2023-07-10", "2023-07-01", "须晚于现在的到期日"),
    ],
)
def test_an_extension_too_late_or_earlier_is_refused(asked, new_due, message):
    with pytest.raises(DomainError, match=message):
        extend(fixed(DUE, SEED), day(new_due), asked=day(asked), on=DUE, calendar=SEED)


def test_a_stopped_working_day_term_keeps_what_was_left():
    """From 06-12, 20 working days: 5 used before 06-20, 15 left from 07-04 on."""
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    again = resume(running, stopped=day("2023-06-20"), resumed=day("2023-07-03"), calendar=SEED)
    assert again.pauses[-1].left == Term(15, Unit.WORKDAY)
    assert again.due == day("2023-07-24")


def test_a_stopped_day_term_keeps_its_unused_days():
    """30日 from 2023-03-01 ends 03-31; stopped on 03-22, ten days (22–31) are left."""
    running = compute(day("2023-03-01"), Term(30), SEED)
    again = resume(running, stopped=day("2023-03-22"), resumed=day("2023-04-06"), calendar=SEED)
    assert again.pauses[-1].left == Term(10)
    assert again.due == day("2023-04-17")  # April 16 is a Sunday


def test_a_stopped_month_term_keeps_unused_natural_days():
    running = compute(day("2023-03-15"), Term(3, Unit.MONTH), SEED)
    again = resume(running, stopped=day("2023-06-13"), resumed=day("2023-07-03"), calendar=SEED)
    assert again.pauses[-1].left == Term(3)
    assert again.due == day("2023-07-06")


def test_a_stop_on_the_last_day_leaves_that_day():
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    again = resume(running, stopped=DUE, resumed=day("2023-07-20"), calendar=SEED)
    assert (again.pauses[-1].left, again.due) == (Term(1, Unit.WORKDAY), day("2023-07-21"))


@pytest.mark.parametrize(
    ("stopped", "resumed", "message"),
    [
        ("2023-06-12", "2023-06-20", "中止日须在期限之内"),
        ("2023-07-12", "2023-07-20", "中止日须在期限之内"),
        ("2023-06-20", "2023-06-19", "恢复日不得早于中止日"),
    ],
)
def test_a_stop_outside_the_term_is_refused(stopped, resumed, message):
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    with pytest.raises(DomainError, match=message):
        resume(running, stopped=day(stopped), resumed=day(resumed), calendar=SEED)


def test_a_fixed_date_is_extended_not_stopped():
    with pytest.raises(DomainError, match="请直接延期"):
        resume(fixed(DUE, SEED), stopped=DUE, resumed=DUE, calendar=SEED)


def test_after_a_stop_it_says_what_happened():
    """It said that delivery was on the day of resumption, and forgot the days used."""
    running = compute(day("2026-03-02"), Term(30), SEED)
    again = resume(running, stopped=day("2026-03-11"), resumed=day("2026-03-31"), calendar=SEED)
    assert sentences(again)[:2] == [
        "自2026年3月2日送达之次日起30日，当日不计入。",
        "2026年3月11日起中止计算，此前已计8日，2026年3月31日恢复，自次日起续算剩余22日。",
    ]
    assert sentences(again)[-1] == "续算的第22日为2026年4月22日（周三），即期限最后一日（含当日）。"
    cells = {cell.day: cell for row in picture(again) for cell in row.cells}
    assert (cells[day("2026-03-02")].state, cells[day("2026-03-31")].state) == ("start", "pause")
    assert cells[day("2026-04-01")].label == "9"
    assert cells[day("2026-04-22")].label == "30 止"
    assert from_json(to_json(again)) == again


def test_a_new_calendar_keeps_the_stop():
    running = compute(day("2026-03-02"), Term(10, Unit.WORKDAY), SEED)
    again = resume(running, stopped=day("2026-03-09"), resumed=day("2026-03-12"), calendar=SEED)
    assert not recompute(again, SEED).moved
    assert recompute(again, SEED).after == again


@pytest.mark.parametrize(
    ("stopped", "resumed", "message"),
    [
        ("2023-06-26", "2023-07-20", "两次中止不能重叠"),
        ("2023-06-15", "2023-06-16", "两次中止不能重叠"),
        ("2023-12-01", "2023-12-02", "中止日须在期限之内"),
    ],
)
def test_stops_neither_overlap_nor_come_after_expiry(stopped, resumed, message):
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    once = resume(running, stopped=day("2023-06-20"), resumed=day("2023-07-03"), calendar=SEED)
    with pytest.raises(DomainError, match=message):
        resume(once, stopped=day(stopped), resumed=day(resumed), calendar=SEED)


def test_fifty_segments_are_enough():
    """The beginning, and two for each stop."""
    running = compute(day("2014-01-02"), Term(300, Unit.WORKDAY), SEED)
    for _ in range(24):
        begun = running.pauses[-1].resumed if running.pauses else running.start
        stop = begun + dt.timedelta(days=2)
        running = resume(running, stopped=stop, resumed=stop, calendar=SEED)
    last = running.pauses[-1].resumed + dt.timedelta(days=2)
    with pytest.raises(DomainError, match="最多50段"):
        resume(running, stopped=last, resumed=last, calendar=SEED)


def _walked(start, number, unit, stops):
    """A naive day walker: every day that counts, day by day; a 日 term then goes past days off."""
    current, left = start, number
    while left:
        current += dt.timedelta(days=1)
        still = any(stopped <= current <= resumed for stopped, resumed in stops)
        counts = unit is Unit.DAY or SEED.is_workday(current)
        left -= counts and not still
    while unit is Unit.DAY and not SEED.is_workday(current):
        current += dt.timedelta(days=1)
    return current


@given(
    start=st.dates(dt.date(2010, 1, 1), dt.date(2024, 12, 31)),
    number=st.integers(3, 60),
    unit=st.sampled_from([Unit.DAY, Unit.WORKDAY]),
    gaps=st.lists(st.tuples(st.integers(1, 20), st.integers(0, 40)), min_size=1, max_size=4),
)
@examples(80)
def test_chains_agree_with_a_naive_day_walker(start, number, unit, gaps):
    result, stops = compute(start, Term(number, unit), SEED), []
    for before, length in gaps:
        begun = stops[-1][1] if stops else start
        stopped = begun + dt.timedelta(days=before)
        if stopped > result.nominal:
            break
        stops.append((stopped, stopped + dt.timedelta(days=length)))
        result = resume(result, stopped=stopped, resumed=stops[-1][1], calendar=SEED)
    assert result.due == _walked(start, number, unit, stops)
    still = {step.day for step in result.steps if step.kind is StepKind.PAUSE}
    assert still == {
        stopped + dt.timedelta(days=n)
        for stopped, resumed in stops
        for n in range((resumed - stopped).days + 1)
    }
    assert max(step.count or 0 for step in result.steps) == number
