"""One of several processes racing for the same slots; forked by test_election."""

import datetime as dt
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from supervision import create_app
from supervision.core import clock
from supervision.core.db import session
from supervision.core.jobs import Job, JobRun, RunState, every, run_slot, take_over

SLOTS = 20
EPOCH = dt.datetime(2026, 3, 2, 9, 0, tzinfo=clock.ZONE)
MINUTE = dt.timedelta(minutes=1)


def race(pipe: Connection, instance: str, url: str) -> None:
    """Say "ready", wait for the word, run twenty slots against the others, take over the dead."""
    app = create_app({"INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": url, "TESTING": True})
    job = Job("probe", "试验", every(minutes=1), _work(pipe), lease_seconds=1)
    pipe.send("ready")
    pipe.recv()
    with app.app_context():
        for number in range(SLOTS):
            moment = EPOCH + MINUTE * number
            with clock.reliving(moment.date(), moment.hour, moment.minute):
                run_slot(app, job)
        deadline = time.time() + 200
        while _unfinished() and time.time() < deadline:
            with clock.reliving(EPOCH.date(), EPOCH.hour + 1):  # every lease is out by then
                take_over(app, [job])
            os.sched_yield()
    os._exit(0)  # a fork must not run the tests' own endings


def _work(pipe: Connection) -> Callable[[], str]:
    """Leave one row for the slot being run, and say that it is in the middle of it."""

    def work() -> str:
        running = session.query(JobRun).filter_by(job="probe", state=RunState.RUNNING)
        mine = running.filter(JobRun.runner.endswith(f":{os.getpid()}")).one()
        now = clock.now()
        row = JobRun(
            job=f"effect {mine.slot.isoformat()}", slot=dt.datetime.now(dt.UTC),
            state=RunState.DONE, runner=mine.runner, lease_until=now, started_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        pipe.send("working")
        return ""

    return work


def _unfinished() -> bool:
    session.rollback()
    running = session.query(JobRun.id).filter_by(job="probe", state=RunState.RUNNING)
    return running.first() is not None
