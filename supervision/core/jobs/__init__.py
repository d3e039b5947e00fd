"""Background jobs: one table of them, N processes, one runner a slot, elected by the database.

Every process schedules from memory; inserting the row `(job, slot)` elects one runner for a lease.
A runner that was killed lets its lease run out and another takes the slot over.
"""

from supervision.core.jobs.cadence import Cadence, daily, every, weekly
from supervision.core.jobs.election import MOST_ATTEMPTS
from supervision.core.jobs.models import JobRun, RunState
from supervision.core.jobs.runner import Job, by_name, run_now, run_slot, table, take_over
from supervision.core.jobs.starting import soon, start
from supervision.core.jobs.watchdog import Trouble, troubles

__all__ = [
    "MOST_ATTEMPTS",
    "Cadence",
    "Job",
    "JobRun",
    "RunState",
    "Trouble",
    "by_name",
    "daily",
    "every",
    "run_now",
    "run_slot",
    "soon",
    "start",
    "table",
    "take_over",
    "troubles",
    "weekly",
]
