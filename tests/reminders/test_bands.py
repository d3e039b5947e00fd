"""The ranges of the sweep say of every last day what the ladder itself says."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from supervision.core.deadlines import Policy, ladder, seed_calendar
from supervision.reminders.bands import Band, bands, upcoming
from tests.support.properties import examples

CALENDAR = seed_calendar()
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))
RUNGS = st.lists(st.integers(1, 25), max_size=4, unique=True)


@st.composite
def policies(draw) -> Policy:
    return Policy(
        remind_before=tuple(sorted(draw(RUNGS), reverse=True)),
        remind_on_day=draw(st.booleans()),
        remind_after=tuple(sorted(draw(RUNGS))),
        repeat_every=draw(st.sampled_from([0, 1, 5, 20])),
    )


def _found(reached: list[Band], due: dt.date) -> list[str]:
    return [band.step for band in reached if band.after < due <= band.until]


@given(today=DAYS, policy=policies(), overdue=st.integers(-40, 200))
@examples(100)
def test_each_last_day_falls_into_the_range_of_its_latest_step(today, policy, overdue) -> None:
    due = today - dt.timedelta(days=overdue)
    reached = bands(today, CALENDAR, policy, oldest=min(due, today))
    said = ladder(due, CALENDAR, policy=policy, until=today)
    assert _found(reached, due) == [step for step, _ in said[-1:]]


@given(today=DAYS, policy=policies(), overdue=st.integers(-40, 200))
@examples(60)
def test_the_forecast_is_the_rest_of_the_ladder(today, policy, overdue) -> None:
    due, until = today - dt.timedelta(days=overdue), today + dt.timedelta(days=30)
    coming = list(upcoming(due, None, CALENDAR, policy, today=today, until=until))
    said = ladder(due, CALENDAR, policy=policy, until=until)
    assert coming == [(step, day) for step, day in said if day > today]


def test_a_policy_that_says_nothing_has_no_ranges() -> None:
    silent = Policy(
        remind_before=(), remind_on_day=False, remind_after=(), repeat_every=0, head_after=0
    )
    today = dt.date(2025, 3, 3)
    assert bands(today, CALENDAR, silent, oldest=dt.date(2024, 1, 1)) == []


def test_ten_years_of_daily_repetition_stay_within_what_a_statement_takes() -> None:
    daily = Policy(remind_after=(1,), repeat_every=1)
    reached = bands(dt.date(2025, 3, 3), CALENDAR, daily, oldest=dt.date(2010, 1, 1))
    assert len(reached) * 4 < 32_000
