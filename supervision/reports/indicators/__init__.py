"""The catalogue: every figure of the report in the order in which it is shown, and those of 整改态势."""

from supervision.core.errors import NotFound
from supervision.reports.indicators import (
    board,
    clues,
    interviews,
    papers,
    problems,
    referrals,
    roster,
)
from supervision.reports.indicators.gaps import GAPS
from supervision.reports.indicators.model import NO_FIELD, WHOLE, Cut, Indicator, Nature

__all__ = [
    "BESIDE",
    "BOARD",
    "BY_KEY",
    "BY_NAME",
    "GAPS",
    "INDICATORS",
    "NO_FIELD",
    "WHOLE",
    "Cut",
    "Indicator",
    "Nature",
    "find",
]

INDICATORS: tuple[Indicator, ...] = (
    *problems.INDICATORS,
    *interviews.INDICATORS,
    *papers.INDICATORS,
    *clues.INDICATORS,
    *referrals.INDICATORS,
    *roster.INDICATORS,
)
BESIDE = problems.BESIDE  # shown beside another figure, never as a row of their own
BOARD = (*board.INDICATORS, *referrals.FLOWING)
BY_KEY = {indicator.key: indicator for indicator in (*INDICATORS, *BESIDE, *GAPS, *BOARD)}
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}


def find(key: str) -> Indicator:
    """The indicator of a key; NotFound when there is none."""
    if key not in BY_KEY:
        raise NotFound("没有这项指标")
    return BY_KEY[key]
