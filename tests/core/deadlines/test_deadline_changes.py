"""Extension, stop and resumption of a running deadline."""

import datetime as dt

import pytest

from supervision.core.deadlines import Term, Unit, compute, extend, fixed, resume, seed_calendar
from supervision.core.errors import DomainError

SEED = seed_calendar()
DUE = dt.date(2023, 7, 11)


def day(text):
    return dt.date.fromisoformat(text)


def test_an_extension_may_still_be_asked_on_the_last_day():
    result = extend(DUE, day("2023-07-25"), asked=DUE, calendar=SEED)
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
        extend(DUE, day(new_due), asked=day(asked), calendar=SEED)


def test_a_stopped_working_day_term_keeps_what_was_left():
    """From 06-12, 20 working days: 5 used before 06-20, 15 left from 07-04 on."""
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    again = resume(running, stopped=day("2023-06-20"), resumed=day("2023-07-03"), calendar=SEED)
    assert again.term == Term(15, Unit.WORKDAY)
    assert again.due == day("2023-07-24")


def test_a_stopped_day_term_keeps_its_unused_days():
    """30日 from 2023-03-01 ends 03-31; stopped on 03-22, ten days (22–31) are left."""
    running = compute(day("2023-03-01"), Term(30), SEED)
    again = resume(running, stopped=day("2023-03-22"), resumed=day("2023-04-06"), calendar=SEED)
    assert again.term == Term(10)
    assert again.due == day("2023-04-17")  # April 16 is a Sunday


def test_a_stopped_month_term_keeps_unused_natural_days():
    running = compute(day("2023-03-15"), Term(3, Unit.MONTH), SEED)
    again = resume(running, stopped=day("2023-06-13"), resumed=day("2023-07-03"), calendar=SEED)
    assert again.term == Term(3)
    assert again.due == day("2023-07-06")


def test_a_stop_on_the_last_day_leaves_that_day():
    running = compute(day("2023-06-12"), Term(20, Unit.WORKDAY), SEED)
    again = resume(running, stopped=DUE, resumed=day("2023-07-20"), calendar=SEED)
    assert (again.term, again.due) == (Term(1, Unit.WORKDAY), day("2023-07-21"))


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
