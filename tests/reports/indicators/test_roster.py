"""A roster counts its own: new in the period, and in office at its end."""

from datetime import date

import pytest

from supervision.reports.indicators import BY_KEY, Nature
from supervision.roster.models import Pool
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed


@pytest.mark.parametrize(
    ("pool", "key"),
    [
        (Pool.CONTACT_POINT, "contact_points"),
        (Pool.OBSERVER, "observers"),
        (Pool.INSPECTOR_TALENT, "inspectors"),
    ],
)
def test_a_roster_counts_its_own_and_who_left_today_no_more(
    ground: Ground, pool: Pool, key: str
) -> None:
    last = date(2023, 12, 31)
    here = ground.entry(pool, last)
    before = ground.entry(pool, date(2022, 5, 1), left=date(2024, 1, 1))
    gone = ground.entry(pool, IN, left=last)
    for other in Pool:
        if other is not pool:
            ground.entry(other, IN)
    assert listed(ground, f"{key}_new") == [here.id, gone.id]
    assert listed(ground, f"{key}_held") == [here.id, before.id]
    assert (BY_KEY[f"{key}_new"].nature, BY_KEY[f"{key}_held"].nature) == (
        Nature.FLOW, Nature.STOCK,
    )  # fmt: skip
    assert BY_KEY["open"].nature is Nature.NOW
