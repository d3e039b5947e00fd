"""Keeps the history of runs short: what went well for a month, what failed for a year."""

import datetime as dt

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.db import affected, session
from supervision.core.jobs.models import JobRun, RunState

KEPT = {RunState.DONE: dt.timedelta(days=31), RunState.FAILED: dt.timedelta(days=366)}


def prune() -> str:
    """Delete old rows of the history."""
    count = 0
    for state, kept in KEPT.items():
        old = sa.delete(JobRun).where(JobRun.state == state, JobRun.slot < clock.now() - kept)
        count += affected(session.execute(old))
    return f"清理运行记录{count}条"
