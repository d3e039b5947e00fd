"""The table of days: what it refuses, how a version follows another, what is provisional."""

import datetime as dt

import pytest

from supervision.core.deadlines import (
    Calendar,
    DayKind,
    Entry,
    Mark,
    Term,
    compute,
    differences,
    recompute,
    seed_calendar,
)
from supervision.core.errors import DomainError

NOTICE = "示例通知"


# 春节 and 国庆节 of 2027 have two days each on a weekend, 劳动节 too: assumed until the notice.
NOT_MADE_UP_THEN = ("02-09", "02-10", "05-03", "05-04", "10-04", "10-05")


def rest(text, source=NOTICE, name="示例节"):
    return Entry(dt.date.fromisoformat(text), Mark.REST, source, name)


def work(text, source=NOTICE, name="示例节"):
    return Entry(dt.date.fromisoformat(text), Mark.WORK, source, name)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([rest("2027-02-08"), rest("2027-02-08")], "2027-02-08（周一）重复登记"),
        ([rest("2027-02-06"), work("2027-02-06")], "2027-02-06（周六）既登记为休又登记为班"),
        ([work("2027-02-08")], "2027-02-08（周一）本来就是工作日，不能登记为班"),
        ([rest("1948-10-01")], "1948-10-01（周五）超出日历范围"),
        ([rest("2101-10-01")], "2101-10-01（周六）超出日历范围"),
    ],
)
def test_an_unsound_table_is_refused_in_words(entries, message):
    with pytest.raises(DomainError, match=message):
        Calendar(tuple(entries))
    with pytest.raises(DomainError, match=message):
        seed_calendar().with_days(entries)


def test_every_fault_is_said_at_once():
    with pytest.raises(DomainError, match=r"重复登记；.*不能登记为班"):
        Calendar((rest("2027-02-05"), rest("2027-02-05"), work("2027-02-08")))


def test_an_official_year_must_lie_in_the_calendar():
    with pytest.raises(DomainError, match="不支持2101年"):
        Calendar((), official=frozenset({2101}))


def test_a_day_off_on_a_weekend_is_allowed():
    """Notices name whole spans, weekends included."""
    assert Calendar((rest("2027-02-06"),)).kind(dt.date(2027, 2, 6)) is DayKind.HOLIDAY


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-02-12", DayKind.HOLIDAY),
        ("2024-02-18", DayKind.EXTRA_WORKDAY),
        ("2024-02-24", DayKind.WEEKEND),
        ("2024-02-26", DayKind.WORKDAY),
    ],
)
def test_each_day_has_its_kind(day, kind):
    assert seed_calendar().kind(dt.date.fromisoformat(day)) is kind


@pytest.mark.parametrize(
    ("day", "source"),
    [
        ("2024-02-12", "国务院办公厅关于2024年部分节假日安排的通知"),
        ("2007-12-31", "国务院办公厅关于2008年部分节假日安排的通知"),
        ("2011-12-31", "国务院办公厅关于2012年部分节假日安排的通知"),
        (
            "2015-09-03",
            "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
        ),
        ("2019-05-05", "国务院办公厅关于调整2019年劳动节假期安排的通知"),
        ("2020-01-30", "国务院办公厅关于2020年部分节假日安排的通知"),
        ("2020-02-02", "国务院办公厅关于延长2020年春节假期的通知"),
        ("2024-02-26", ""),
    ],
)
def test_each_named_day_knows_the_notice_that_decides_it(day, source):
    assert seed_calendar().source(dt.date.fromisoformat(day)) == source


def test_between_two_days_is_unsure_where_a_day_after_the_first_is():
    """The seed has no notice of 2027, which may reach back as far as 25 December 2026."""
    seed = seed_calendar()
    first = dt.date(2026, 12, 25)
    day = dt.timedelta(days=1)
    assert not seed.provisional_between(first - 9 * day, first - day)
    assert seed.provisional_between(first - day, first)
    assert not seed.provisional_between(first, first), "the first itself is not counted"


def test_a_year_without_its_notice_has_the_days_of_the_decree_and_weekends():
    seed = seed_calendar()
    assert seed.is_provisional(2027)
    assert not seed.is_provisional(2026)
    assert not seed.is_workday(dt.date(2027, 10, 1))
    assert not seed.is_provisional(dt.date(2027, 10, 1)), "no notice takes a day of the decree back"
    assert "国务院令第795号" in seed.source(dt.date(2027, 10, 1))
    assert seed.is_provisional(dt.date(2027, 10, 2)) is False
    assert not seed.is_workday(dt.date(2027, 10, 4)), "what falls on a weekend is made up"
    assert seed.is_provisional(dt.date(2027, 10, 4))
    assert seed.is_workday(dt.date(2027, 10, 6))
    assert not seed.is_workday(dt.date(2027, 10, 9))


def test_the_last_week_of_a_year_waits_for_the_next_notice():
    """Notices reached back into December in 2005–2007, 2011 and 2018."""
    seed = seed_calendar()
    assert not seed.is_provisional(dt.date(2026, 12, 24))
    assert seed.is_provisional(dt.date(2026, 12, 25))
    assert not seed.is_provisional(dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("today", "awaited"),
    [
        ("2026-10-31", []),
        ("2026-11-01", [2027]),
        ("2027-01-01", [2027]),
        ("2027-11-01", [2027, 2028]),
        ("2025-12-31", []),
    ],
)
def test_the_next_notice_is_asked_for_from_november(today, awaited):
    assert seed_calendar().awaited(dt.date.fromisoformat(today)) == awaited


def test_a_new_version_leaves_the_old_one_alone_and_lists_what_changed():
    old = seed_calendar()
    new = old.with_days(
        [rest("2027-01-04"), work("2026-12-26"), rest("2026-10-08", source="更正")],
        official=[2027],
        without=[dt.date(2026, 10, 10)],
    )
    assert (old.version, new.version) == (1, 2)
    assert old.is_workday(dt.date(2027, 1, 4))
    assert not new.is_provisional(2027)
    assert [(each.day.isoformat(), each.before, each.after) for each in differences(old, new)] == [
        ("2026-10-08", DayKind.WORKDAY, DayKind.HOLIDAY),
        ("2026-10-10", DayKind.EXTRA_WORKDAY, DayKind.WEEKEND),
        ("2026-12-26", DayKind.WEEKEND, DayKind.EXTRA_WORKDAY),
        ("2027-01-04", DayKind.WORKDAY, DayKind.HOLIDAY),
        *((f"2027-{day}", DayKind.HOLIDAY, DayKind.WORKDAY) for day in NOT_MADE_UP_THEN),
    ]
    assert differences(old, new)[0].source == "更正"
    assert differences(old, old) == []


def test_a_row_entered_again_replaces_the_earlier_one():
    first = Calendar((rest("2027-02-08"),))
    second = first.with_days([rest("2027-02-08", source="更正")])
    assert [entry.source for entry in second.entries] == ["更正"]


def test_a_holiday_entered_late_shows_which_deadline_moves():
    """Product.md §7: a holiday entered late must not leave open deadlines wrong."""
    before = compute(dt.date(2026, 12, 2), Term(30), seed_calendar())
    calendar = seed_calendar().with_days([rest("2027-01-04")], official=[2027])
    move = recompute(before, calendar)
    assert move.moved
    assert (move.before.due, move.after.due) == (dt.date(2027, 1, 4), dt.date(2027, 1, 5))
    assert (move.before.provisional, move.after.provisional) == (True, False)


def test_a_calendar_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        seed_calendar().version = 7  # type: ignore[misc]


def test_working_days_are_shifted_over_holidays():
    seed = seed_calendar()
    assert seed.shift(dt.date(2023, 6, 21), 1) == dt.date(2023, 6, 25)
    assert seed.shift(dt.date(2023, 6, 26), -2) == dt.date(2023, 6, 21)
    assert seed.shift(dt.date(2023, 6, 24), 0) == dt.date(2023, 6, 24)
