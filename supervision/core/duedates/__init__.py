"""Due dates kept in the store: each with its term, basis, day-by-day reason and history."""

from supervision.core.duedates.calendars import (
    CalendarState,
    CalendarVersion,
    current_calendar,
    days_of,
)
from supervision.core.duedates.following import end, follow
from supervision.core.duedates.lighting import (
    LIGHT_COLUMNS,
    Lamp,
    ShownLight,
    light_joins,
    lights,
)
from supervision.core.duedates.models import (
    UNIT_DOES,
    UNIT_KINDS,
    UNITS_OWN,
    DueDate,
    DueDateChange,
    DueKind,
    DueState,
)
from supervision.core.duedates.policies import (
    ReminderPolicy,
    default_policy,
    policies,
    policy_row,
    reset_policy,
    set_policy,
)
from supervision.core.duedates.service import (
    close,
    drop,
    move,
    of_owner,
    open_of,
    result_of,
    start,
    start_fixed,
)
from supervision.core.duedates.why import Why, remark_on, why, why_of

__all__ = [
    "LIGHT_COLUMNS",
    "UNITS_OWN",
    "UNIT_DOES",
    "UNIT_KINDS",
    "CalendarState",
    "CalendarVersion",
    "DueDate",
    "DueDateChange",
    "DueKind",
    "DueState",
    "Lamp",
    "ReminderPolicy",
    "ShownLight",
    "Why",
    "close",
    "current_calendar",
    "days_of",
    "default_policy",
    "drop",
    "end",
    "follow",
    "light_joins",
    "lights",
    "move",
    "of_owner",
    "open_of",
    "policies",
    "policy_row",
    "remark_on",
    "reset_policy",
    "result_of",
    "set_policy",
    "start",
    "start_fixed",
    "why",
    "why_of",
]
