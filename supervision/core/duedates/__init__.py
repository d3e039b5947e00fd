"""Due dates kept in the store: each with its term, basis, day-by-day reason and history."""

from supervision.core.duedates.calendars import CalendarVersion, current_calendar
from supervision.core.duedates.models import DueDate, DueDateChange, DueKind, DueState
from supervision.core.duedates.service import (
    close,
    light_of,
    lights_of,
    move,
    of_owner,
    open_of,
    result_of,
    start,
    start_fixed,
)

__all__ = [
    "CalendarVersion",
    "DueDate",
    "DueDateChange",
    "DueKind",
    "DueState",
    "close",
    "current_calendar",
    "light_of",
    "lights_of",
    "move",
    "of_owner",
    "open_of",
    "result_of",
    "start",
    "start_fixed",
]
