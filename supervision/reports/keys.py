"""The keys of the records behind many figures, for what is published and what it is compared with."""

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.reports.counting import Counts, Figure, record_ids
from supervision.reports.indicators import Indicator


class Keys:
    """The keys of the records behind many figures of `counts`: one question for an indicator, not for a figure."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.held: dict[str, dict[int, list[tuple[str, int]]]] = {}

    def of(self, figure: Figure) -> list[int]:
        """In order, as `record_ids` gives them."""
        counts, indicator = self.counts, figure.indicator
        if not indicator.split:
            return record_ids(indicator, counts.period, counts.body_ids, figure.cut)
        if indicator.key not in self.held:
            self.held[indicator.key] = self._by_action(indicator)
        found = self.held[indicator.key].get(figure.cut.action_id or 0, ())
        return sorted(key for measure, key in found if figure.cut.measure in ("", measure))

    def _by_action(self, indicator: Indicator) -> dict[int, list[tuple[str, int]]]:
        counts = self.counts
        every = indicator.ids(counts.period, counts.body_ids, counts.cut, by_action=True)
        found: dict[int, list[tuple[str, int]]] = {}
        with seeing(EVERYTHING):
            for row in session.execute(every):
                found.setdefault(row.action_id or 0, []).append((row.measure, row.id))
        return found
