"""Figures one by one: which records each takes, beside the nearest it leaves out; by hand."""

from datetime import date

from supervision.reports import counting
from supervision.reports.indicators import BY_KEY, Cut
from supervision.reports.periods import parse
from tests.make.reports import Ground

Y2023 = parse("2023")
IN = date(2023, 6, 1)


def listed(ground: Ground, key: str, **cut: object) -> list[int]:
    """The keys of the records that a figure of 2023 takes."""
    narrowed = Cut(**cut)  # type: ignore[arg-type]
    return counting.record_ids(BY_KEY[key], Y2023, [ground.body.id], narrowed)
