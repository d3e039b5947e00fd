"""Keeps the history of runs short: what went well for a month, what failed for a year."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.db import affected, gather_statistics, session
from supervision.core.jobs.models import JobRun, RunState
from supervision.core.portions import in_portions, look

KEPT = {RunState.DONE: dt.timedelta(days=31), RunState.FAILED: dt.timedelta(days=366)}


def optimise() -> str:
    """Let the store learn how its tables have grown."""
    gather_statistics(session.connection())
    return "统计信息已更新"


def prune() -> str:
    """Delete old rows of the history."""
    count = 0
    for state, kept in KEPT.items():
        count += in_portions(look(partial(_older_than, state, kept)), _delete)
    return f"清理运行记录{count}条"


def _older_than(state: RunState, kept: dt.timedelta) -> list[int]:
    old = sa.select(JobRun.id).where(JobRun.state == state, JobRun.slot < clock.now() - kept)
    return list(session.scalars(old))


def _delete(keys: Sequence[int]) -> int:
    return affected(session.execute(sa.delete(JobRun).where(JobRun.id.in_(keys))))
