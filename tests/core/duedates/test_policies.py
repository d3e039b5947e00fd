"""When people are told of which matter, and when its light turns, where no office has set anything."""

import datetime as dt
from types import SimpleNamespace

import pytest

from supervision.core.deadlines import Policy
from supervision.core.deadlines.lights import Colour
from supervision.core.duedates import DueKind
from supervision.core.duedates.lighting import Lamp
from supervision.core.duedates.policies import default_policy
from tests.support.clock import Clock
from tests.support.work import Inside

# Working days: before, on the day, after, every so many from then on, amber from, section head from.
LADDER = ((3, 1), True, (1, 3, 7, 15), 20, 1, 3)
OTHERS = {
    DueKind.CERTIFICATE: ((40, 20, 5), True, (1, 10), 20, 20, 0),
    DueKind.APPOINTMENT: ((40, 20, 5), True, (1, 10), 20, 20, 0),
    DueKind.PLAN: ((3, 1), True, (1,), 0, 1, 0),
    DueKind.RECEIPT: ((1,), True, (1, 3, 7), 20, 1, 3),
    DueKind.LEAD: ((3, 1), True, (1,), 0, 1, 1),
    DueKind.SCAN: ((1,), True, (1, 3, 7), 20, 1, 3),
}


@pytest.mark.parametrize("kind", DueKind)
def test_a_ladder_nobody_has_set_is_this_one(kind: DueKind) -> None:
    one: Policy = default_policy(kind)
    assert (
        one.remind_before, one.remind_on_day, one.remind_after, one.repeat_every,
        one.amber_workdays, one.head_after,
    ) == OTHERS.get(kind, LADDER)  # fmt: skip
    assert not one.amber_at_half


@pytest.mark.parametrize(
    ("set_days", "half", "own_half", "colour"),
    [
        (None, None, False, Colour.BLUE),  # nobody set anything: amber on the last working day
        (None, None, True, Colour.AMBER),  # the paper's own: half its term is used
        (5, False, False, Colour.BLUE),
        (8, False, False, Colour.AMBER),
        (1, True, False, Colour.AMBER),  # so the kind is set
    ],
)
def test_a_line_shows_the_light_of_its_kind_or_its_own(
    inside: Inside,
    clock: Clock,
    set_days: int | None,
    half: bool | None,
    own_half: bool,
    colour: Colour,
) -> None:
    """From 2 to 30 March 2026; on 18 March eight working days are left, and more than half are used."""
    clock("2026-03-18 09:00")
    row = SimpleNamespace(
        light_kind=DueKind.REPLY, light_amber_workdays=set_days, light_amber_half=half,
        light_half=own_half, light_start=dt.date(2026, 3, 2), light_provisional=True,
    )  # fmt: skip
    with inside():
        lamp = Lamp()
        assert lamp.of_line(None, row) is None
        shown = lamp.of_line(dt.date(2026, 3, 30), row)
        assert shown is not None
        assert shown.provisional
        assert shown.label == colour.label
