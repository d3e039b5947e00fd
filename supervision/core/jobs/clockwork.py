"""The clock of one process: APScheduler in memory, started by the serving process only."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from flask import Flask, current_app

from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import after_commit
from supervision.core.jobs.cadence import Cadence, every
from supervision.core.jobs.runner import Job, by_name, run_slot, table, take_over

TAKE_OVER = every(minutes=1)


class _Slots(BaseTrigger):
    """Fires at the slots of a cadence."""

    def __init__(self, cadence: Cadence) -> None:
        self.cadence = cadence

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return self.cadence.following(previous or now)


class Clockwork:
    """The scheduler of this process."""

    def __init__(self, app: Flask, jobs: Sequence[Job]) -> None:
        self._app = app
        self._jobs = jobs
        # The default grace of one second skips a run in silence after a pause; None runs it, once.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone=clock.ZONE, job_defaults=defaults)
        for job in jobs:
            self._add(_Slots(job.cadence), job.name, self._run, job)
        self._add(_Slots(TAKE_OVER), "take-over", self._take_over)

    def _add(self, trigger: BaseTrigger, name: str, work: object, *arguments: object) -> None:
        # The first run is now: the slot that passed while nobody was serving is made good.
        moment = datetime.now(clock.ZONE)
        self._scheduler.add_job(work, trigger, id=name, args=arguments, next_run_time=moment)

    def soon(self, name: str) -> None:
        """Do the work of the job `name` at once, beside its slots; asked for meanwhile, once more."""
        self._scheduler.add_job(
            self._once,
            id=f"soon {name}",
            args=(by_name(self._jobs, name),),
            replace_existing=True,
            max_instances=2,
            next_run_time=datetime.now(clock.ZONE),
        )

    def start(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler.start()

    def stop(self) -> None:
        """Wait for what is running, then stop."""
        self._scheduler.shutdown(wait=True)

    def _run(self, job: Job) -> None:
        with self._app.app_context():
            run_slot(self._app, job)

    def _once(self, job: Job) -> None:
        with self._app.app_context(), seeing(EVERYTHING):
            job.work()

    def _take_over(self) -> None:
        with self._app.app_context():
            take_over(self._app, self._jobs)


def soon(name: str) -> None:
    """Have the job `name` look for work once the present unit of work is committed.

    In this process if it serves; else the next slot in one that does finds the work. For jobs
    that claim each piece of work themselves, for it runs beside their slots.
    """
    after_commit(partial(_soon, name))


def _soon(name: str) -> None:
    clockwork: Clockwork | None = current_app.extensions.get("clockwork")
    if clockwork is not None:
        clockwork.soon(name)


def start(app: Flask) -> Clockwork | None:
    """Start this process's clock where the setting JOBS is on; called by the serving process."""
    if not app.config["JOBS"]:
        return None
    with app.app_context():
        clockwork = Clockwork(app, table())
    clockwork.start()
    app.extensions["clockwork"] = clockwork
    return clockwork
