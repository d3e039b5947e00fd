"""待办: what waits for a person, declared by each slice as duties, counted and shown as one queue."""

from supervision.core.pending.duties import DUTIES, Duty, Rows, capped, not_mine, row
from supervision.core.pending.queue import CAP, Group, Task, counted, groups, matters, number

__all__ = [
    "CAP",
    "DUTIES",
    "Duty",
    "Group",
    "Rows",
    "Task",
    "capped",
    "counted",
    "groups",
    "matters",
    "not_mine",
    "number",
    "row",
]
