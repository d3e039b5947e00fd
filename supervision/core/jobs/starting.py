"""This process's clock, as far as the rest asks for it; APScheduler is loaded where it is started."""

from functools import partial
from typing import Protocol

from flask import Flask, current_app

from supervision.core import clock
from supervision.core.db import after_commit
from supervision.core.jobs.runner import table
from supervision.core.jobs.watchdog import UP_SINCE


class Clock(Protocol):
    """A clock that runs jobs by their slots."""

    def soon(self, name: str) -> None: ...

    def stop(self) -> None: ...


def soon(name: str) -> None:
    """Have the job `name` look for work once the present unit of work is committed.

    In this process if it serves; else the next slot in one that does finds the work. For jobs
    that claim each piece of work themselves, for it runs beside their slots.
    """
    after_commit(partial(_soon, name))


def _soon(name: str) -> None:
    clockwork: Clock | None = current_app.extensions.get("clockwork")
    if clockwork is not None:
        clockwork.soon(name)


def start(app: Flask) -> Clock | None:
    """Start this process's clock where the setting JOBS is on; called by the serving process."""
    if not app.config["JOBS"]:
        return None
    from supervision.core.jobs.clockwork import Clockwork

    with app.app_context():
        clockwork = Clockwork(app, table())
    clockwork.start()
    app.extensions[UP_SINCE] = clock.now()
    app.extensions["clockwork"] = clockwork
    return clockwork
