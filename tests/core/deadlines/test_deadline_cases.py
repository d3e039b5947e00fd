"""Hand-checked cases in one JSON file, so that a second implementation can be held against them too.

Each was worked out with a wall calendar, the notice and the decree, then written down. Sources are only
those the design allows: 民法典 200–203 and 1259, 民事诉讼法 85, the terms of the 山东 and 重庆 regulations on
supervision, 全国年节及纪念日放假办法.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from supervision.core.deadlines import (
    Direction,
    Term,
    Unit,
    compute,
    decide,
    extend,
    fixed,
    resume,
    seed_calendar,
)

CASES = json.loads(Path(__file__).with_name("conformance.json").read_text("utf-8"))
ALLOWED = ("民法典", "山东", "重庆", "product.md", "全国年节")


@pytest.mark.parametrize(
    "case",
    CASES,
    ids=[
        f"{c['start']}{c['direction']}{c['number']}{c['unit']}{'整' * c.get('clear', False)}"
        for c in CASES
    ],
)
def test_hand_checked_case(case):
    """The table agrees; only what waits for a notice is provisional."""
    direction, clear = Direction(case["direction"]), case.get("clear", False)
    term = Term(case["number"], Unit(case["unit"]), direction, clear=clear)
    result = compute(dt.date.fromisoformat(case["start"]), term, seed_calendar())
    for stopped, resumed in case.get("pauses", ()):
        days = dt.date.fromisoformat(stopped), dt.date.fromisoformat(resumed)
        result = resume(result, stopped=days[0], resumed=days[1], calendar=seed_calendar())
    for name, change in (("extended", _extended), ("decided", _decided)):
        for on, until in case.get(name, ()):
            result = change(result, dt.date.fromisoformat(on), dt.date.fromisoformat(until))
    assert result.due.isoformat() == case["due"], f"{case['why']} ({case['source']})"
    assert result.provisional is case["provisional"]


def _extended(result, on, until):
    return extend(result, until, asked=on, on=on, calendar=seed_calendar())


def _decided(result, on, until):
    return decide(result, until, on=on, calendar=seed_calendar())


def test_the_file_holds_at_least_eighty_cases():
    """Each with a source the design allows; stops, extensions, decisions and whole days are among them."""
    assert len(CASES) >= 80
    for name, least in (("pauses", 6), ("extended", 4), ("decided", 1), ("clear", 6)):
        assert sum(name in case for case in CASES) >= least, name
    assert all(case["source"].startswith(ALLOWED) for case in CASES)


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
