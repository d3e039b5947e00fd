"""What narrower questions a figure answers, whatever it counts."""

from collections.abc import Callable

import pytest

from supervision.clues.states import Source
from supervision.core.db import session
from supervision.reports.indicators import BY_KEY, NO_FIELD, Cut
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed


def _paper(ground: Ground, unit: int) -> int:
    return ground.paper("opinion", IN, unit=unit).id


def _opinion(ground: Ground, unit: int) -> int:
    return ground.paper("opinion", IN, unit=unit).items[0].id


def _interviewee(ground: Ground, unit: int) -> int:
    return ground.interview(IN, [("甲", True, False)], unit=unit).interviewees[0].id


def _clue(ground: Ground, unit: int) -> int:
    row = ground.clue(Source.HOTLINE, received=IN, closed=IN)
    row.unit_id = ground.units[unit].id
    return row.id


@pytest.mark.parametrize(
    ("key", "make"),
    [
        ("opinion_papers", _paper),
        ("opinion_units", _paper),
        ("opinions", _opinion),
        ("heads_interviewed", _interviewee),
        ("clues_received", _clue),
        ("other_clues_closed", _clue),
    ],
)
def test_a_figure_may_be_asked_of_a_unit_a_field_or_what_has_none(
    ground: Ground, key: str, make: Callable[[Ground, int], int]
) -> None:
    ground.units[0].field = "市场监管"
    made = [make(ground, unit) for unit in (0, 1)]
    session.flush()
    first, second = (one.id for one in ground.units)
    assert listed(ground, key) == made
    assert listed(ground, key, unit_id=first) == made[:1]
    assert listed(ground, key, unit_id=second) == made[1:]
    assert listed(ground, key, unit_id=second, merged=(first,)) == made
    assert listed(ground, key, field="市场监管") == made[:1]
    assert listed(ground, key, field=NO_FIELD) == made[1:]
    assert listed(ground, key, field="城市管理") == []


@pytest.mark.parametrize(
    ("key", "answered"),
    [
        ("problems_found", {"action_id", "unit_id", "field", "measure"}),
        ("begun", {"action_id", "unit_id", "field", "category"}),
        ("opinion_papers", {"action_id", "unit_id", "field"}),
        ("heads_interviewed", {"action_id", "unit_id", "field"}),
        ("interviews_held", {"action_id"}),
        ("clues_received", {"unit_id", "field"}),
        ("problems_referred", {"action_id", "unit_id", "field", "measure"}),
        ("matters_transferred", set()),
        ("observers_held", set()),
        ("gap_pending", set()),
        ("rung_urge", {"unit_id"}),
    ],
)
def test_a_figure_answers_what_its_records_know(key: str, answered: set[str]) -> None:
    asked = {"action_id": 0, "unit_id": 0, "field": "市场监管", "category": "甲", "measure": "宗"}
    one = BY_KEY[key]
    assert one.answers(Cut())
    assert one.answers(Cut(measure=one.measure))
    assert {name for name, value in asked.items() if one.answers(Cut(**{name: value}))} == answered  # type: ignore[arg-type]
