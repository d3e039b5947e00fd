"""待办: what waits for a person, declared by each slice as duties, counted and shown as one queue."""

from supervision.core.pending.duties import DUTIES, Duty, Rows, capped, mine, not_mine, row
from supervision.core.pending.own_terms import OWN_TERMS, OwnTerm
from supervision.core.pending.queue import CAP, Group, Task, counted, groups, matters, number

__all__ = [
    "CAP",
    "DUTIES",
    "OWN_TERMS",
    "Duty",
    "Group",
    "OwnTerm",
    "Rows",
    "Task",
    "capped",
    "counted",
    "groups",
    "matters",
    "mine",
    "not_mine",
    "number",
    "row",
]
