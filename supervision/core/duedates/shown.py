"""A due date as a page shows it: its light, and why it is this day."""

from dataclasses import dataclass

from supervision.core.duedates.lighting import Lamp, ShownLight
from supervision.core.duedates.models import DueDate, DueDateChange
from supervision.core.duedates.service import changes_of
from supervision.core.duedates.why import Why, why_of


@dataclass(frozen=True)
class ShownDue:
    """The due date with its reason (为什么是这一天), as the side panel shows it."""

    row: DueDate
    light: ShownLight | None
    why: Why
    changes: list[DueDateChange]


def shown_due(row: DueDate) -> ShownDue:
    """`row` with its light as of today and its computation as then stored."""
    return ShownDue(row, Lamp().of_row(row), why_of(row), changes_of(row))
