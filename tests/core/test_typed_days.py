"""A day as people type it: one reading is taken, two are asked, none is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supervision.core.typed_days import NotADay, readings, understand
from tests.support.properties import examples

TODAY = date(2026, 11, 27)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
NEAR = st.dates(date(2026, 6, 1), date(2027, 5, 1))


@pytest.mark.parametrize(
    "typed",
    ["20260901", "2026/9/1", "2026.9.1", "2026-9-1", "9.1", "9-1", "9/1", "9月1日", "2026年9月1日",
     "2026年9月1号", "0901", "260901", "26.9.1", "2026 9 1", " 2026年 9月 1日 ", "２０２６．９．１",
     "2026-09-01 00:00:00", "2026年9月1日（星期二）", "2026年9月1日 周二"],
)  # fmt: skip
def test_every_way_of_writing_the_first_of_september(typed: str) -> None:
    assert understand(typed, today=TODAY) == date(2026, 9, 1)


@pytest.mark.parametrize(("typed", "days"), [("今天", 0), ("昨天", -1), ("前天", -2), ("明天", 1)])
def test_a_day_counted_from_today(typed: str, days: int) -> None:
    assert understand(typed, today=TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("1.5", date(2026, 1, 5), date(2027, 1, 5)),  # this year's, or the one around the corner
        ("2026111", date(2026, 1, 11), date(2026, 11, 1)),
        ("1/2/2026", date(2026, 1, 2), date(2026, 2, 1)),
        ("12.9.26", date(2012, 9, 26), date(2026, 9, 12)),
    ],
)
def test_two_readings_are_asked_and_neither_is_taken(typed: str, first: date, second: date) -> None:
    with pytest.raises(NotADay, match="也可作") as refused:
        understand(typed, today=TODAY)
    assert refused.value.readings == (first, second)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-02-30", "没有这一天"),
        ("2月30日", "没有这一天"),
        ("2026年9月", "不是日期"),
        ("九月一日", "不是日期"),
        ("20261", "不是日期"),
        ("明年", "不是日期"),
        ("", "不是日期"),
        ("1" * 5000, "不是日期"),
        ("1948-12-31", "日期须在1949年至2100年之间"),
    ],
)
def test_what_is_no_day_is_named(typed: str, why: str) -> None:
    with pytest.raises(NotADay, match=why):
        understand(typed, today=TODAY)


def test_in_a_sheet_nothing_is_counted_from_today() -> None:
    assert understand("9月10日", today=None, year=2025) == date(2025, 9, 10)
    for typed in ("昨天", "9月10日", "25-9-10"):
        with pytest.raises(NotADay):
            understand(typed, today=None)


@examples(80)
@given(DAYS, st.sampled_from(["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"]))  # fmt: skip
def test_a_whole_day_means_itself_whatever_day_it_is(day: date, style: str) -> None:
    typed = style.format(day.year, day.month, day.day)
    for today in (TODAY, None):
        assert understand(typed, today=today) == day


@examples(80)
@given(NEAR, st.sampled_from(["{0}.{1}", "{0}-{1}", "{0}/{1}", "{0}月{1}日", "{0:02}{1:02}"]))
def test_a_day_without_its_year_is_that_day_or_asked(day: date, style: str) -> None:
    found = readings(style.format(day.month, day.day), today=TODAY)
    assert day in found
    assert {(one.month, one.day) for one in found} == {(day.month, day.day)}
    assert len(found) == (2 if day.year != TODAY.year else 1)


@examples(150)
@given(st.text(alphabet="0123456789-/.年月日 号今天昨周一（）", max_size=14) | st.text(max_size=60))
@example("000111")  # the first day of the year 1, in the year 1: a day out of reach, and told so
def test_whatever_is_typed_is_understood_or_refused_in_words(typed: str) -> None:
    found = readings(typed, today=TODAY)
    if len(found) == 1:
        assert understand(typed, today=TODAY) == found[0]
        assert understand(found[0].isoformat(), today=TODAY) == found[0]
        return
    with pytest.raises(NotADay, match=r"^(“|日期须在1949年)") as refused:
        understand(typed, today=TODAY)
    assert refused.value.readings == found
