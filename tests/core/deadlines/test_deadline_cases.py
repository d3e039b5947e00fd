"""Hand-checked cases: each worked out with a wall calendar and the notice, then written down.

Sources are only those the design allows: 民法典 200–203 and 1259, 民事诉讼法 85, and the terms of the
山东 and 重庆 regulations on supervision.
"""

import datetime as dt

import pytest

from supervision.core.deadlines import Direction, Term, Unit, compute, fixed, seed_calendar

START = "民法典201：开始的当日不计入"
MONTH = "民法典202：到期月的对应日；没有对应日的，月末日"
ROLL = "民法典203、民事诉讼法85：最后一日是法定休假日的，以其后第一日为届满日"
INCLUDE = "民法典1259：以内、届满包括本数"
SHANDONG_28 = "山东省行政执法监督条例28：30日内自行纠正"
SHANDONG_29 = "山东省行政执法监督条例29：30日内报告"
CHONGQING_20 = "重庆市行政执法监督条例20：10个工作日内反馈"
CHONGQING_21 = "重庆市行政执法监督条例21：10个工作日内申请、15个工作日内作出决定"
OURS = "product.md §4：工作日期限只计工作日"

DAYS = [
    ("2023-03-01", 30, "2023-03-31", SHANDONG_28, "March 31 is a Friday"),
    ("2024-03-01", 30, "2024-04-01", SHANDONG_28, "March 31 is a Sunday, to Monday"),
    ("2024-03-04", 1, "2024-03-05", START, "shortest term: the very next day"),
    ("2024-04-06", 15, "2024-04-22", ROLL, "April 21 is a Sunday"),
    ("2024-03-01", 1, "2024-03-04", ROLL, "a Saturday goes past Sunday"),
    ("2023-06-12", 10, "2023-06-25", ROLL, "端午 22–24, Sunday 25 is a working day"),
    ("2024-06-09", 1, "2024-06-11", ROLL, "端午 on Monday the 10th"),
    ("2023-04-04", 1, "2023-04-06", ROLL, "清明 on Wednesday the 5th, one day only"),
    ("2024-01-25", 15, "2024-02-09", INCLUDE, "除夕 2024 is an ordinary working Friday"),
    ("2024-01-26", 15, "2024-02-18", ROLL, "春节 10–17, Sunday 18 works"),
    ("2024-01-20", 15, "2024-02-04", INCLUDE, "Sunday February 4 works: no rolling"),
    ("2023-01-20", 1, "2023-01-28", ROLL, "春节 21–27, Saturday 28 works"),
    ("2026-02-01", 15, "2026-02-24", ROLL, "春节 15–23"),
    ("2026-01-31", 14, "2026-02-14", INCLUDE, "Saturday February 14 works: no rolling"),
    ("2023-09-01", 30, "2023-10-07", ROLL, "国庆 to October 6, Saturday 7 works"),
    ("2024-09-01", 30, "2024-10-08", SHANDONG_29, "国庆 1–7, Tuesday the 8th"),
    ("2025-09-01", 30, "2025-10-09", SHANDONG_29, "国庆 and 中秋 1–8, Thursday the 9th"),
    ("2023-07-03", 90, "2023-10-07", ROLL, "28+31+30 days to September 30, the 90th is October 1"),
    ("2023-03-01", 60, "2023-05-04", ROLL, "April 30 lies in 劳动节 to May 3"),
    ("2024-04-13", 15, "2024-04-28", INCLUDE, "Sunday April 28 works: no rolling"),
    ("2025-05-16", 15, "2025-06-03", ROLL, "端午 May 31 to June 2"),
    ("2021-09-04", 15, "2021-09-22", ROLL, "中秋 19–21"),
    ("2021-09-03", 15, "2021-09-18", INCLUDE, "Saturday September 18 works: no rolling"),
    ("2022-12-01", 30, "2023-01-03", ROLL, "元旦 2023 begins on December 31"),
    ("2023-12-02", 30, "2024-01-02", ROLL, "January 1, a Monday"),
    ("2024-02-01", 28, "2024-02-29", START, "leap year: February 29 exists, a Thursday"),
    ("2023-02-01", 28, "2023-03-01", START, "common year: one day later in the month"),
    ("2020-01-17", 15, "2020-02-03", ROLL, "春节 2020 was prolonged to February 2"),
    ("2015-08-04", 30, "2015-09-06", ROLL, "纪念日 September 3–5, Sunday 6 works"),
    ("2005-12-01", 30, "2005-12-31", INCLUDE, "Saturday 2005-12-31 works by the notice for 2006"),
    ("2014-03-03", 3650, "2024-02-29", START, "ten years less three leap days, a Thursday"),
    ("2026-11-23", 15, "2026-12-08", START, "a Tuesday inside the last official year"),
]

WORKDAYS = [
    ("2024-03-02", 1, "2024-03-04", OURS, "delivered on a Saturday"),
    ("2024-02-05", 10, "2024-02-23", CHONGQING_20, "4 days, 春节, Sunday 18, then 19–23"),
    ("2023-06-12", 20, "2023-07-11", OURS, "the picture of the design card"),
    ("2023-06-21", 1, "2023-06-25", OURS, "over 端午 to a working Sunday"),
    ("2023-09-28", 1, "2023-10-07", OURS, "over 中秋 and 国庆 to a working Saturday"),
    ("2023-09-28", 2, "2023-10-08", OURS, "and a working Sunday"),
    ("2023-09-28", 3, "2023-10-09", OURS, "and Monday"),
    ("2024-09-30", 5, "2024-10-12", OURS, "8–11, then Saturday 12 works"),
    ("2024-09-27", 2, "2024-09-30", OURS, "Saturday off, Sunday 29 works, Monday"),
    ("2024-04-03", 3, "2024-04-09", OURS, "清明 4–6, Sunday 7 works"),
    ("2024-04-30", 5, "2024-05-10", OURS, "劳动节 1–5, then 6–10"),
    ("2024-04-30", 6, "2024-05-11", OURS, "Saturday May 11 works"),
    ("2023-01-20", 2, "2023-01-29", OURS, "both days of that weekend work"),
    ("2023-04-21", 5, "2023-04-27", OURS, "Sunday April 23 works"),
    ("2023-04-28", 3, "2023-05-06", OURS, "May 4, 5 and Saturday 6"),
    ("2025-09-26", 15, "2025-10-23", CHONGQING_21, "28–30, 9–11, 13–17, 20–23"),
    ("2026-02-09", 10, "2026-02-28", CHONGQING_21, "10–14, 24–28: both Saturdays work"),
    ("2026-09-18", 1, "2026-09-20", OURS, "Sunday September 20 works"),
    ("2026-12-10", 10, "2026-12-24", CHONGQING_20, "the last day no notice for 2027 can touch"),
    ("2005-12-30", 1, "2005-12-31", OURS, "notice for 2006: Saturday 31 works"),
    ("2005-12-30", 2, "2006-01-04", OURS, "元旦 1–3"),
    ("2007-12-28", 1, "2007-12-29", OURS, "notice for 2008: Saturday 29 works"),
    ("2007-12-28", 2, "2008-01-02", OURS, "元旦 December 30 to January 1"),
    ("2018-12-28", 2, "2019-01-02", OURS, "notice for 2019: Saturday 29 works, then 30 to 1 off"),
    ("2019-04-26", 4, "2019-05-05", OURS, "劳动节 as changed: Sundays April 28 and May 5 work"),
    ("2020-01-23", 1, "2020-02-03", OURS, "prolonged 春节"),
    ("2015-09-02", 1, "2015-09-06", OURS, "纪念日"),
]

MONTHS = [
    ("2023-03-15", 3, "2023-06-15", MONTH, "same day, a Thursday"),
    ("2024-01-31", 1, "2024-02-29", MONTH, "leap year: last day of February"),
    ("2023-01-31", 1, "2023-02-28", MONTH, "common year"),
    ("2024-01-29", 1, "2024-02-29", MONTH, "the 29th exists in 2024"),
    ("2025-01-29", 1, "2025-02-28", MONTH, "and does not in 2025"),
    ("2024-02-29", 1, "2024-03-29", MONTH, "same day, not the last day"),
    ("2024-02-29", 12, "2025-02-28", MONTH, "a year after a leap day, a Friday"),
    ("2023-11-30", 3, "2024-02-29", MONTH, "three months into a leap February"),
    ("2022-11-30", 3, "2023-02-28", MONTH, "into a common February"),
    ("2023-12-31", 2, "2024-02-29", MONTH, "begun on a Sunday at the year's end"),
    ("2024-03-31", 1, "2024-04-30", MONTH, "no April 31"),
    ("2024-08-31", 1, "2024-09-30", MONTH, "no September 31, a Monday"),
    ("2023-10-31", 6, "2024-04-30", MONTH, "across the year"),
    ("2014-05-20", 120, "2024-05-20", MONTH, "longest term, a Monday"),
    ("2023-12-01", 1, "2024-01-02", ROLL, "January 1 is 元旦"),
    ("2024-07-01", 3, "2024-10-08", ROLL, "October 1 is 国庆"),
    ("2023-08-31", 1, "2023-10-07", ROLL, "September 30 by rule, 国庆 to October 6"),
]

CASES = [
    *((*case[:2], Unit.DAY, *case[2:]) for case in DAYS),
    *((*case[:2], Unit.WORKDAY, *case[2:]) for case in WORKDAYS),
    *((*case[:2], Unit.MONTH, *case[2:]) for case in MONTHS),
]

BACKWARD = [
    ("2024-03-15", 3, Unit.DAY, "2024-03-12", "three days before a Friday"),
    ("2024-03-18", 1, Unit.DAY, "2024-03-15", "a Sunday moves to the Friday before"),
    ("2024-10-10", 3, Unit.DAY, "2024-09-30", "国庆 moves to September 30"),
    ("2024-03-11", 1, Unit.WORKDAY, "2024-03-08", "Monday to Friday"),
    ("2023-06-26", 2, Unit.WORKDAY, "2023-06-21", "working Sunday 25, then over 端午"),
    ("2024-03-31", 1, Unit.MONTH, "2024-02-29", "last day of February"),
]

PROVISIONAL = [
    ("2026-12-21", 15, Unit.WORKDAY, "2027-01-11", "22–25, 28–31, January 1, 4–8, 11"),
    ("2026-12-31", 1, Unit.WORKDAY, "2027-01-01", "weekends only until the notice is known"),
    ("2026-12-04", 30, Unit.DAY, "2027-01-04", "January 3, 2027 is a Sunday"),
    ("2026-12-01", 30, Unit.DAY, "2026-12-31", "the notice for 2027 may reach back to it"),
    ("2026-07-15", 6, Unit.MONTH, "2027-01-15", "a Friday"),
]


@pytest.mark.parametrize(
    "case",
    CASES,
    ids=[f"{case[0]}+{case[1]}{case[2]}" for case in CASES],
)
def test_hand_checked_case(case):
    """The table agrees, and nothing in an official year is provisional."""
    start, number, unit, due, source, why = case
    result = compute(dt.date.fromisoformat(start), Term(number, unit), seed_calendar())
    assert result.due.isoformat() == due, f"{why} ({source})"
    assert not result.provisional


def test_the_table_holds_at_least_sixty_cases():
    """Each with a source the design allows."""
    assert len(CASES) >= 60
    assert all(case[4].startswith(("民法典", "山东", "重庆", "product.md")) for case in CASES)


@pytest.mark.parametrize(("start", "number", "unit", "due", "why"), BACKWARD)
def test_counting_backward_never_shortens_the_interval(start, number, unit, due, why):
    """向前倒推: a day off moves to the working day before."""
    term = Term(number, unit, Direction.BACKWARD)
    assert compute(dt.date.fromisoformat(start), term, seed_calendar()).due.isoformat() == due, why


@pytest.mark.parametrize(("start", "number", "unit", "due", "why"), PROVISIONAL)
def test_a_term_that_reaches_an_unannounced_year_is_provisional(start, number, unit, due, why):
    """December 2026 into 2027, whose notice is not in the seed."""
    result = compute(dt.date.fromisoformat(start), Term(number, unit), seed_calendar())
    assert (result.due.isoformat(), result.provisional) == (due, True), why


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2024-03-15", ""),
        ("2023-06-22", "端午休息日"),
        ("2024-03-16", "周六休息日"),
        ("2023-06-25", ""),
    ],
)
def test_a_fixed_date_is_inclusive_and_never_rolls(day, note):
    """于×日前 (含当日): a day off is said, not moved."""
    result = fixed(dt.date.fromisoformat(day), seed_calendar())
    assert result.due.isoformat() == day
    assert result.steps[-1].note == note
