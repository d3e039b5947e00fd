"""Lights, cards and the reminder ladder of product.md §4."""

import datetime as dt
import itertools

import pytest

from supervision.core.deadlines import Card, Colour, Policy, ladder, light, seed_calendar
from supervision.core.errors import DomainError

SEED = seed_calendar()
DUE = dt.date(2024, 9, 30)  # a Monday after a working Sunday, before 国庆 1–7


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-09-26", (Colour.BLUE, Card.NONE, 3, 0, "剩3个工作日")),
        ("2024-09-27", (Colour.BLUE, Card.NONE, 2, 0, "剩2个工作日")),
        ("2024-09-28", (Colour.BLUE, Card.NONE, 2, 0, "剩2个工作日")),
        ("2024-09-29", (Colour.AMBER, Card.YELLOW, 1, 0, "剩1个工作日")),
        ("2024-09-30", (Colour.AMBER, Card.YELLOW, 0, 0, "今日到期")),
        ("2024-10-01", (Colour.RED, Card.YELLOW, 0, 0, "已逾期")),
        ("2024-10-07", (Colour.RED, Card.YELLOW, 0, 0, "已逾期")),
        ("2024-10-08", (Colour.RED, Card.RED, 0, 1, "逾期1个工作日")),
        ("2024-10-09", (Colour.RED, Card.RED, 0, 2, "逾期2个工作日")),
    ],
)
def test_red_at_once_the_red_card_on_the_first_working_day(today, expected):
    lamp = light(DUE, dt.date.fromisoformat(today), SEED)
    assert (lamp.colour, lamp.card, lamp.remaining, lamp.overdue, lamp.text) == expected


@pytest.mark.parametrize(
    ("closed", "overdue", "text"),
    [
        ("2024-09-29", 0, "办结"),
        ("2024-09-30", 0, "办结"),
        ("2024-10-07", 0, "办结"),
        ("2024-10-08", 1, "办结（逾期1个工作日）"),
        ("2024-10-09", 2, "办结（逾期2个工作日）"),
    ],
)
def test_green_only_when_closed_and_lateness_stays_on_record(closed, overdue, text):
    lamp = light(DUE, dt.date(2025, 1, 1), SEED, closed=dt.date.fromisoformat(closed))
    assert (lamp.colour, lamp.overdue, lamp.text) == (Colour.GREEN, overdue, text)


def test_amber_from_half_of_the_term_where_the_kind_chooses():
    """20 working days from 2023-06-12: the tenth is June 27."""
    half = Policy(amber_at_half=True)
    start, due = dt.date(2023, 6, 12), dt.date(2023, 7, 11)
    colours = [
        light(due, day, SEED, policy=half, start=start).colour
        for day in (dt.date(2023, 6, 26), dt.date(2023, 6, 27))
    ]
    assert colours == [Colour.BLUE, Colour.AMBER]


def test_a_fixed_date_on_a_day_off_warns_before_the_weekend():
    saturday = dt.date(2024, 3, 16)
    assert light(saturday, dt.date(2024, 3, 15), SEED).text == "休息日后即到期"
    assert light(saturday, saturday, SEED).text == "今日到期"
    assert light(saturday, dt.date(2024, 3, 17), SEED).colour is Colour.RED


def test_every_light_has_its_word():
    """Colour never stands alone."""
    assert [colour.label for colour in Colour] == ["期限内", "临期", "逾期", "办结"]


def test_the_ladder_stands_on_working_days_only():
    assert [(key, f"{day:%m-%d}") for key, day in ladder(DUE, SEED)] == [
        ("before-3", "09-26"),
        ("before-1", "09-29"),
        ("due", "09-30"),
        ("after-1", "10-08"),
        ("after-3", "10-10"),
        ("after-7", "10-15"),
        ("after-15", "10-25"),
    ]


def test_the_ladder_backs_off_but_never_falls_silent():
    steps = ladder(dt.date(2023, 6, 21), SEED, until=dt.date(2023, 9, 30))
    assert [key for key, _ in steps[-2:]] == ["repeat-1", "repeat-2"]
    gaps = [SEED.workdays_between(a[1], b[1]) for a, b in itertools.pairwise(steps)]
    assert gaps[2:] == [1, 2, 4, 8, 20, 20]


def test_a_short_term_is_not_reminded_before_it_began():
    steps = ladder(dt.date(2024, 3, 6), SEED, start=dt.date(2024, 3, 4))
    assert [key for key, _ in steps][:2] == ["before-1", "due"]


def test_no_reminder_stands_on_the_day_of_delivery():
    """Delivered on the third working day before the end."""
    steps = ladder(dt.date(2024, 3, 7), SEED, start=dt.date(2024, 3, 4))
    assert steps[0][0] == "before-1"


def test_the_ladder_may_be_read_up_to_a_day():
    """What will be sent in the next 30 days asks so."""
    steps = ladder(DUE, SEED, until=dt.date(2024, 10, 8))
    assert [key for key, _ in steps] == ["before-3", "before-1", "due", "after-1"]


def test_the_reminder_of_a_fixed_day_off_comes_on_the_last_working_day():
    """One step a day: the nearer one keeps its place."""
    steps = ladder(dt.date(2024, 3, 16), SEED)
    assert [(key, f"{day:%m-%d}") for key, day in steps][:4] == [
        ("before-3", "03-12"),
        ("before-1", "03-14"),
        ("due", "03-15"),
        ("after-1", "03-18"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amber_workdays": -1},
        {"repeat_every": -1},
        {"remind_before": (1, 3)},
        {"remind_before": (3, 3)},
        {"remind_before": (0,)},
        {"remind_after": (3, 1)},
        {"remind_after": (251,)},
    ],
)
def test_a_policy_out_of_order_is_refused(wrong):
    with pytest.raises(DomainError):
        Policy(**wrong)
