"""Running a job: in its slot, by hand, or taken over from a runner that died."""

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import db, unit_of_work
from supervision.core.errors import DomainError
from supervision.core.jobs import election
from supervision.core.jobs.cadence import Cadence
from supervision.core.leases import Lease, LeaseLost
from supervision.core.seams import Seam

log = logging.getLogger(__name__)
Work = Callable[[], str | None]


@dataclass(frozen=True)
class Job:
    """One background job: an idempotent sweep that says in a few words what it did.

    An ordinary one runs inside one transaction together with the mark that its slot is done, so
    its effect happens once. One that talks to other machines sets `own_transactions` and opens
    its units of work itself, so that nothing is locked while it waits.
    """

    name: str
    label: str
    cadence: Cadence
    work: Work
    own_transactions: bool = False
    lease_seconds: int = 300
    longest_seconds: int = 6 * 3600  # a run beyond it hangs: its lease is renewed no more


JOBS: Seam[Job] = Seam("the table of jobs")
table = JOBS.parts


def by_name(jobs: Iterable[Job], name: str) -> Job:
    """The job of that name. Raises DomainError listing those there are."""
    known = {job.name: job for job in jobs}
    if name not in known:
        raise DomainError(f"没有名为“{name}”的任务；现有：{'、'.join(known)}")
    return known[name]


def run_slot(app: Flask, job: Job) -> bool:
    """Run the slot that is due now unless it has been run or is running; whether this process did."""
    slot = job.cadence.slot(clock.now())
    lease = election.elect(job.name, slot, seconds=job.lease_seconds)
    return lease is not None and _execute(app, job, lease)


def run_now(app: Flask, job: Job) -> bool:
    """Run by hand, in a slot of its own: this very moment. Whether it ended well."""
    lease = election.elect(job.name, clock.now(), seconds=job.lease_seconds)
    return lease is not None and _execute(app, job, lease)


def take_over(app: Flask, jobs: Sequence[Job]) -> int:
    """Run what killed processes have left unfinished; how many slots that were."""
    count = 0
    for job in jobs:
        for run_id, attempt in election.expired(job.name):
            lease = election.seize(run_id, attempt, seconds=job.lease_seconds)
            if lease is not None:
                count += _execute(app, job, lease)
    return count


def _execute(app: Flask, job: Job, lease: Lease) -> bool:
    started: datetime = clock.now()
    try:
        alive = election.kept_alive(
            app, lease, seconds=job.lease_seconds, longest=job.longest_seconds
        )
        with alive, seeing(EVERYTHING):
            _work(job, lease)
    except LeaseLost:
        log.warning("job %s: slot taken over by another process", job.name)
        return False
    except Exception:
        log.exception("job %s failed", job.name)
        db.session.rollback()
        election.fail(lease, error=traceback.format_exc(limit=-8))
        return False
    finally:
        db.session.remove()
    log.info("job %s done in %s", job.name, clock.now() - started)
    return True


def _work(job: Job, lease: Lease) -> None:
    outcome: Any = None
    if job.own_transactions:
        outcome = job.work()
    with unit_of_work():
        if not job.own_transactions:
            outcome = job.work()
        election.finish(lease, outcome=outcome or "")
