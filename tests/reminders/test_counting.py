"""Which of the matters that wait are late, due today, due this week: the edges of each, said by hand."""

import datetime as dt

import pytest

from supervision.core.access.scope import scope_of, seeing
from supervision.core.duedates import DueKind, end
from supervision.reminders.counting import Counts, counts_of
from supervision.reminders.models import Channel
from supervision.reminders.sweep import sweep
from tests.make.dues import due_on

WEDNESDAY = dt.date(2026, 3, 18)


def _counted(made) -> Counts:
    me = made.seats["handler"]
    with seeing(scope_of(me)):
        return counts_of(me, Channel.MAIL)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "（逾期1件，新1件）"),
        (0, "（今天到期1件，新1件）"),
        (1, "（本周到期1件，新1件）"),
        (4, "（本周到期1件，新1件）"),  # Sunday
        (5, "（新1件）"),
    ],
)
def test_each_day_is_counted_once(work, made, clock, days, said) -> None:
    clock("2026-03-18 09:00")
    with work():
        due_on(made, WEDNESDAY + dt.timedelta(days=days))
        sweep()
        counts = _counted(made)
    assert (counts.total, counts.in_brackets) == (1, said)


def test_of_a_matter_with_several_days_the_earliest_that_runs_is_meant(work, made, clock) -> None:
    clock("2026-03-18 09:00")
    kinds = {16: DueKind.REPLY, 18: DueKind.OBJECTION, 20: DueKind.CLUE}
    with work():
        for day, kind in kinds.items():
            due_on(made, dt.date(2026, 3, day), kind=kind)
        sweep()
        before = _counted(made)
        end(made.unit, kinds[16], on=WEDNESDAY)
        after = _counted(made)
    assert (before.total, before.late, before.today, before.week) == (1, 1, 0, 0)
    assert (after.total, after.late, after.today, after.week) == (1, 0, 1, 0)


def test_where_nothing_waits_nothing_stands_in_brackets(work, made) -> None:
    with work():
        assert _counted(made) == Counts()
    assert Counts().in_brackets == ""
