"""The history of background jobs: when, how long, what came of it."""

import sqlalchemy as sa
from flask import Blueprint, current_app, request

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.db import session
from supervision.core.jobs.models import JobRun, RunState
from supervision.core.jobs.runner import Job, table
from supervision.core.keys import identifier
from supervision.core.web import page

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
PAGE = 50


@bp.get("/")
@allows(Permission.JOBS_VIEW)
def index() -> str | tuple[str, int]:
    """The table of jobs with the next slot of each, and their runs, newest first."""
    every = table()
    name, failed = request.args.get("job", ""), request.args.get("failed") == "1"
    before = request.args.get("before", type=identifier)
    statement = sa.select(JobRun).order_by(JobRun.id.desc()).limit(PAGE + 1)
    if name:
        statement = statement.where(JobRun.job == name)
    if failed:
        statement = statement.where(JobRun.state == RunState.FAILED)
    if before is not None:
        statement = statement.where(JobRun.id < before)
    found = session.scalars(statement).all()
    runs = found[:PAGE]
    return page(
        "jobs/index.html",
        jobs=[(job, _last(job), clock.local(job.cadence.following(clock.now()))) for job in every],
        labels={job.name: job.label for job in every},
        runs=runs,
        chosen=name,
        failed=failed,
        more=runs[-1].id if len(found) > PAGE else None,
        local=clock.local,
        running=current_app.config["JOBS"],
    )


def _last(job: Job) -> JobRun | None:
    return session.scalar(
        sa.select(JobRun).where(JobRun.job == job.name).order_by(JobRun.slot.desc()).limit(1)
    )
