"""Work one person ordered and waits for: queued in the store, shown with its progress, fetched when done.

A task is claimed by one process for a lease, like a slot of a job; what a killed process leaves is
taken up again. A slice says in its manifest what carries out each kind.
"""

from supervision.core.tasks.models import Task, TaskState
from supervision.core.tasks.queue import JOB, Progress, Result, TaskKind, latest, order
from supervision.core.tasks.running import prune, work_off

__all__ = [
    "JOB",
    "Progress",
    "Result",
    "Task",
    "TaskKind",
    "TaskState",
    "latest",
    "order",
    "prune",
    "work_off",
]
