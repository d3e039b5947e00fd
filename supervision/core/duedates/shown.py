"""A due date as a page shows it: light, sentences and the weeks that say why it is this day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from supervision.core.deadlines import Row, picture, sentences
from supervision.core.duedates.models import DueDate, DueDateChange
from supervision.core.duedates.service import ShownLight, changes_of, light_of, result_of

_CELL = {"extra": "shift", "skip": "rest", "roll": "rest", "within": "count"}


@dataclass(frozen=True)
class ShownDue:
    """The due date with its reason (为什么是这一天), as the side panel shows it."""

    row: DueDate
    light: ShownLight | None
    sentences: list[str]
    weeks: list[list[dict[str, Any]]]
    changes: list[DueDateChange]


def shown_due(row: DueDate) -> ShownDue:
    """`row` with its light as of today and its computation as then stored."""
    result = result_of(row)
    light = light_of(row.due, closed=row.closed_on, begun=row.start)
    weeks = _weeks(picture(result, event=row.event))
    return ShownDue(row, light, sentences(result, event=row.event), weeks, changes_of(row))


def _weeks(rows: Iterable[Row]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"date": cell.day, "label": cell.label, "kind": _CELL.get(cell.state, cell.state)}
            for cell in row.cells
        ]
        for row in rows
        if row.cells
    ]
