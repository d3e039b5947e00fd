"""The catalogue: every figure of the report, in the order in which it is shown."""

from supervision.core.errors import NotFound
from supervision.reports.indicators import clues, interviews, papers, problems, referrals, roster
from supervision.reports.indicators.gaps import GAPS
from supervision.reports.indicators.model import WHOLE, Cut, Indicator, Nature

__all__ = ["BY_KEY", "BY_NAME", "GAPS", "INDICATORS", "WHOLE", "Cut", "Indicator", "Nature", "find"]

INDICATORS: tuple[Indicator, ...] = (
    *problems.INDICATORS,
    *interviews.INDICATORS,
    *papers.INDICATORS,
    *clues.INDICATORS,
    *referrals.INDICATORS,
    *roster.INDICATORS,
)
BY_KEY = {indicator.key: indicator for indicator in (*INDICATORS, *GAPS)}
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}


def find(key: str) -> Indicator:
    """The indicator of a key; NotFound when there is none."""
    if key not in BY_KEY:
        raise NotFound("没有这项指标")
    return BY_KEY[key]
