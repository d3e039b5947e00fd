"""Figures of referrals (placeholder until the slice is merged)."""

from supervision.reports.indicators.model import Indicator

INDICATORS: tuple[Indicator, ...] = ()
