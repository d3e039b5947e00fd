"""Which jobs are not as they should be: judged by the age of their last success and by their longest run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from supervision.core import clock
from supervision.core.db import session
from supervision.core.jobs.models import JobRun, RunState
from supervision.core.jobs.runner import Job, table

UP_SINCE = (
    "jobs_since"  # when this process's clockwork began; offices switch their box off at night
)
GRACE = timedelta(minutes=10)


@dataclass(frozen=True)
class Trouble:
    """A job and what is wrong with it, in words."""

    job: Job
    said: str


def troubles() -> list[Trouble]:
    """Every job that has not succeeded for twice its rhythm, or runs beyond its limit."""
    now, since = clock.now(), _beginning()
    if since is None:
        return []
    kind = JobRun.started_at.type
    done = _moments(RunState.DONE, sa.func.max(JobRun.started_at, type_=kind))
    begun = _moments(RunState.RUNNING, sa.func.min(JobRun.started_at, type_=kind))
    return [one for job in table() for one in _of(job, now, since, done, begun)]


def _of(
    job: Job, now: datetime, since: datetime, done: dict[str, datetime], begun: dict[str, datetime]
) -> Iterator[Trouble]:
    running = begun.get(job.name)
    if running is not None and now - running > timedelta(seconds=job.longest_seconds):
        yield Trouble(job, f"“{job.label}”已运行{_long(now - running)}没有结束")
        return
    rhythm = job.cadence.following(now) - job.cadence.slot(now)
    last = done.get(job.name)
    waited = now - max(since, last or since)
    if waited > 2 * rhythm + GRACE:
        yield Trouble(job, f"“{job.label}”已{_long(waited)}没有办成（应{job.cadence.label}）")


def _beginning() -> datetime | None:
    """Since when jobs should have run: this process's clock, else the first run there ever was."""
    began: datetime | None = current_app.extensions.get(UP_SINCE)
    return began or session.scalar(
        sa.select(sa.func.min(JobRun.started_at, type_=JobRun.started_at.type))
    )


def _moments(state: RunState, moment: sa.ColumnElement[datetime]) -> dict[str, datetime]:
    found = sa.select(JobRun.job, moment).where(JobRun.state == state).group_by(JobRun.job)
    return {row[0]: row[1] for row in session.execute(found)}


def _long(span: timedelta) -> str:
    """三天 in numbers: 3天, 5小时, 40分钟."""
    if span >= timedelta(days=1):
        return f"{span.days}天"
    hours, rest = divmod(int(span.total_seconds()), 3600)
    return f"{hours}小时" if hours else f"{rest // 60}分钟"
