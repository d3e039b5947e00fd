"""The election: who runs a slot, for how long, and what happens when the runner disappears."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic

import sqlalchemy as sa
from flask import Flask

from supervision.core import clock
from supervision.core.db import separate_unit_of_work, session
from supervision.core.jobs.models import JobRun, RunState
from supervision.core.leases import Lease, LeaseLost, begin, note, take

MOST_ATTEMPTS = 5  # a run that kills its process each time must not kill processes for ever
LONGEST_ERROR = 4000


def runner_name() -> str:
    """This process, as the history page names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def elect(job: str, slot: datetime, *, seconds: int) -> Lease | None:
    """Insert the row of this slot: a lease for whoever comes first, None for the others."""
    now = clock.now()
    with separate_unit_of_work() as own:
        return begin(
            own,
            JobRun,
            until=now + timedelta(seconds=seconds),
            job=job,
            slot=slot,
            state=RunState.RUNNING,
            runner=runner_name(),
            started_at=now,
            outcome="",
            error="",
        )


def expired(job: str) -> list[tuple[int, int]]:
    """(id, attempt) of the runs of `job` whose runner has let its lease run out."""
    with separate_unit_of_work(write=False) as own:
        rows = own.execute(
            sa.select(JobRun.id, JobRun.attempt)
            .where(
                JobRun.job == job,
                JobRun.state == RunState.RUNNING,
                JobRun.lease_until < clock.now(),
            )
            .order_by(JobRun.slot)
        )
        return [(run_id, attempt) for run_id, attempt in rows]


def seize(run_id: int, attempt: int, *, seconds: int) -> Lease | None:
    """Take an expired run over; None when another process was quicker or it has died too often."""
    now = clock.now()
    given_up = attempt >= MOST_ATTEMPTS
    values = {"runner": runner_name(), "started_at": now}
    if given_up:
        values = {
            "state": RunState.FAILED,
            "finished_at": now,
            "error": f"中断{attempt}次，不再重试",
        }
    ripe = (JobRun.state == RunState.RUNNING) & (JobRun.lease_until < now)
    until = now + timedelta(seconds=seconds)
    with separate_unit_of_work() as own:
        lease = take(own, JobRun, run_id, attempt=attempt, ripe=ripe, until=until, **values)
    return None if given_up else lease


def finish(lease: Lease, *, outcome: str) -> None:
    """Mark the slot done in the caller's transaction; LeaseLost rolls the caller's work back."""
    done = {"state": RunState.DONE, "finished_at": clock.now(), "outcome": outcome[:200]}
    note(session(), JobRun, lease, **done)  # type: ignore[operator]


def fail(lease: Lease, *, error: str) -> None:
    """Mark the slot failed, whatever became of the caller's transaction."""
    failed = {"state": RunState.FAILED, "finished_at": clock.now(), "error": error[-LONGEST_ERROR:]}
    with suppress(LeaseLost), separate_unit_of_work() as own:
        note(own, JobRun, lease, **failed)


@contextmanager
def kept_alive(app: Flask, lease: Lease, *, seconds: int, longest: int) -> Iterator[None]:
    """Renew the lease from a thread as long as the process lives, but no longer than `longest` seconds:
    the dead are taken over, and what hangs."""
    over = Event()
    until = monotonic() + longest
    thread = Thread(target=_renew, args=(app, lease, seconds, over, until), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)


def _renew(app: Flask, lease: Lease, seconds: int, over: Event, until: float) -> None:
    while not over.wait(seconds / 3) and (left := until - monotonic()) > 0:
        ends = clock.now() + timedelta(seconds=min(seconds, left))
        try:
            with app.app_context(), separate_unit_of_work() as own:
                note(own, JobRun, lease, lease_until=ends)
        except LeaseLost:
            return
        except sa.exc.OperationalError:
            continue  # the store is busy, perhaps with this very job; try again in a moment
