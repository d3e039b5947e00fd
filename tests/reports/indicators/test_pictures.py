"""What the pictures draw, each number named by hand: months to the day, units, categories, what stands today."""

from datetime import date

import pytest

from supervision.core import duedates
from supervision.core.db import session
from supervision.core.duedates import CalendarState, CalendarVersion
from supervision.problems.models import ProblemStatus
from supervision.reports import charts
from supervision.reports.charts import Category, Rate, View
from supervision.reports.periods import Period
from tests.make.reports import Ground
from tests.support.clock import Clock

S = ProblemStatus
Y2023 = Period(2023)
TODAY = "2023-08-10 09:00"  # a Thursday


@pytest.fixture
def ground(clock: Clock, ground: Ground) -> Ground:
    clock(TODAY)
    return ground


@pytest.fixture
def view(ground: Ground) -> View:
    return View((ground.body.id,))


@pytest.mark.store
def test_each_month_from_its_first_day_to_its_last(ground: Ground, view: View) -> None:
    for day in ("2022-12-31", "2023-01-01", "2023-01-31", "2023-02-01", "2023-12-31", "2024-01-01"):
        ground.problem(date.fromisoformat(day))
    ground.problem(date(2023, 1, 15), status=S.PENDING)
    ground.problem(date(2022, 5, 1), status=S.FIXED_ON_SPOT, ended=date(2023, 3, 31))
    months = charts.months(view, date(2023, 1, 1), date(2023, 12, 31))
    assert months.labels == [f"{n}月" for n in range(1, 13)]
    assert list(months.begun) == [2, 1, *[0] * 9, 1]
    assert list(months.mended) == [0, 0, 1, *[0] * 9]
    assert list(charts.months(view, date(2022, 12, 31), date(2023, 1, 30)).begun) == [1, 1]


@pytest.mark.store
def test_what_became_of_each_units_problems(ground: Ground, view: View) -> None:
    """Unit by unit those with most to mend first; the days run from delivery to 销号."""
    day = date(2023, 6, 1)
    closed = ground.problem(day)
    ground.carry(closed, S.CLOSED, delivered=date(2023, 6, 5), ended=date(2023, 6, 25))
    first = ground.problem(date(2022, 6, 1), status=S.FIXED_ON_SPOT, ended=day)
    ground.problem(day, earlier=first)
    ground.problem(day, unit=1, status=S.REFERRED_AWAY, ended=day)
    ground.problem(day, unit=1, status=S.PENDING)
    rates = charts.unit_rates(view, Y2023)
    names = [(one.id, one.short_name) for one in ground.units[:2]]
    assert rates == [
        Rate(2, 1, 2, 1, 1, 20, 0, 0, *names[0]),
        Rate(1, 0, 0, 0, 0, 0, 1, 0, *names[1]),
    ]
    assert charts.pending(view, Y2023) == 1
    assert charts.categories(view, Y2023, most=6) == [Category("程序不规范", 3, 1)]
    assert charts.unit_rates(view, Period(2024)) == []


def test_what_stands_moves_with_the_day_and_with_the_calendar(
    ground: Ground, view: View, clock: Clock
) -> None:
    """Asked again the same day: Monday and Tuesday become days off, and what is due on Monday is near."""
    for due in (date(2023, 8, 10), date(2023, 8, 14), date(2023, 9, 1)):
        ground.carry(ground.problem(date(2023, 7, 1)), S.RECTIFYING, due=due)
    ground.problem(date(2023, 8, 1), status=S.PENDING)

    def lights() -> dict[str, int]:
        found = charts.in_hand(view)
        assert found.total == sum(found.lights) == sum(found.ages) == 4
        return dict(
            zip(("before", "in time", "near", "overdue", "to verify"), found.lights, strict=True)
        )

    assert lights() == {"before": 1, "in time": 2, "near": 1, "overdue": 0, "to verify": 0}
    free = [[f"2023-08-{day}", "休", "", ""] for day in (14, 15)]
    number = duedates.current_calendar().version + 1
    session.add(CalendarVersion(number=number, base_number=0, state=CalendarState.APPLIED,
                                note="", days=free, official=[]))  # fmt: skip
    session.flush()
    assert lights() == {"before": 1, "in time": 1, "near": 2, "overdue": 0, "to verify": 0}
    clock("2023-08-11 09:00")
    assert lights() == {"before": 1, "in time": 1, "near": 1, "overdue": 1, "to verify": 0}
