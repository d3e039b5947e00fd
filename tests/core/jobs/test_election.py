"""One runner a slot: elected by the store, taken over when it dies, never two."""

import datetime as dt
import multiprocessing
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import clock
from supervision.core.db import session, unit_of_work
from supervision.core.jobs import (
    Job,
    JobRun,
    RunState,
    election,
    every,
    run_now,
    run_slot,
    take_over,
)
from supervision.core.jobs.election import MOST_ATTEMPTS, elect, finish, seize
from supervision.core.leases import Lease
from tests.core.jobs.racing import SLOTS, race

PATIENCE = 240  # seconds until a silent process is given up: a busy machine is no fault


def _job(work=lambda: "好", **options) -> Job:
    return Job("probe", "试验", every(minutes=1), work, **options)


def _runs() -> list[JobRun]:
    session.rollback()
    runs = list(session.scalars(sa.select(JobRun).order_by(JobRun.id)))
    session.expunge_all()
    return runs


@pytest.mark.store
def test_the_second_process_finds_the_slot_taken(app: Flask) -> None:
    with app.app_context():
        assert run_slot(app, _job())
        assert not run_slot(app, _job())
        (run,) = _runs()
    assert (run.state, run.outcome, run.attempt) == (RunState.DONE, "好", 1)
    assert run.seconds is not None


def test_a_failed_run_keeps_its_error_and_rolls_its_work_back(app: Flask) -> None:
    def break_down() -> str:
        session.add(_row("half"))
        session.flush()
        message = "半途而废"
        raise RuntimeError(message)

    with app.app_context():
        assert not run_now(app, _job(break_down))
        (run,) = _runs()
    assert run.job == "probe"
    assert run.state is RunState.FAILED
    assert "半途而废" in run.error


def _row(name: str) -> JobRun:
    now = clock.now()
    return JobRun(job=name, slot=now, runner="x", lease_until=now, started_at=now)


@pytest.mark.store
def test_a_dead_runners_slot_is_taken_over_once_its_lease_is_out(app: Flask) -> None:
    with app.app_context():
        slot = clock.now()
        assert elect("probe", slot, seconds=-1) == Lease(1, 1)
        assert take_over(app, [_job()]) == 1
        assert take_over(app, [_job()]) == 0
        (run,) = _runs()
        with pytest.raises(Exception, match="其他进程接手"), unit_of_work():
            finish(Lease(1, 1), outcome="来迟")
    assert (run.state, run.attempt) == (RunState.DONE, 2)


def test_a_living_runners_slot_is_left_alone(app: Flask) -> None:
    with app.app_context():
        elect("probe", clock.now(), seconds=60)
        assert take_over(app, [_job()]) == 0


def test_of_two_that_take_over_one_wins(app: Flask) -> None:
    with app.app_context():
        elect("probe", clock.now(), seconds=-1)
        assert seize(1, 1, seconds=60) == Lease(1, 2)
        assert seize(1, 1, seconds=60) is None


def test_a_run_that_kills_its_process_each_time_is_given_up(app: Flask) -> None:
    with app.app_context():
        elect("probe", clock.now(), seconds=-1)
        for attempt in range(1, MOST_ATTEMPTS):
            assert seize(1, attempt, seconds=-1) == Lease(1, attempt + 1)
        assert seize(1, MOST_ATTEMPTS, seconds=60) is None
        (run,) = _runs()
    assert run.state is RunState.FAILED
    assert "不再重试" in run.error


@pytest.mark.store
def test_three_processes_and_twenty_slots_with_one_killed_run_each_slot_once(
    app: Flask, instance: Path, database_url: str
) -> None:
    """Each slot's work inserts a row; a killed worker's half-done slot is done again by another."""
    fork = multiprocessing.get_context("fork")
    pipes, workers = [], []
    for _ in range(3):
        ours, theirs = fork.Pipe()
        workers.append(fork.Process(target=race, args=(theirs, str(instance), database_url)))
        workers[-1].start()
        pipes.append(ours)
    for pipe in pipes:
        assert pipe.poll(PATIENCE)
        assert pipe.recv() == "ready"
    pipes[0].send("go")
    assert pipes[0].poll(PATIENCE)
    assert pipes[0].recv() == "working"  # it has a slot: the others could have run them all by now
    for pipe in pipes[1:]:
        pipe.send("go")
    os.kill(workers[0].pid, signal.SIGKILL)
    for worker in workers:
        worker.join(timeout=PATIENCE)
    with app.app_context():
        runs = [run for run in _runs() if run.job == "probe"]
        effects = Counter(run.job for run in _runs() if run.job.startswith("effect"))
    assert len(runs) == SLOTS
    assert {run.state for run in runs} == {RunState.DONE}
    assert effects == {f"effect {run.slot.isoformat()}": 1 for run in runs}


def test_a_night_asleep_is_one_slot_not_many(app: Flask, clock) -> None:
    clock("2026-03-02 08:00")
    job = _job()
    with app.app_context():
        run_slot(app, job)
        clock("2026-03-05 08:00")
        run_slot(app, job)
        run_slot(app, job)
        slots = [run.slot for run in _runs()]
    assert slots[1] - slots[0] == dt.timedelta(days=3)
    assert len(slots) == 2


class _Waits:
    """The pauses of the thread that renews: a hundred seconds pass in no time."""

    def __init__(self) -> None:
        self.passed = 0.0

    def wait(self, seconds: float) -> bool:
        self.passed += seconds
        return False


def test_what_hangs_holds_its_slot_no_longer_than_its_limit(app: Flask, monkeypatch) -> None:
    """Five minutes a lease, renewed each 100 seconds: the last renewal before 450 seconds does not reach beyond."""
    waits = _Waits()
    begun = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(election, "monotonic", lambda: waits.passed)
    monkeypatch.setattr(election.clock, "now", lambda: begun + dt.timedelta(seconds=waits.passed))
    with app.app_context():
        lease = elect("probe", begun, seconds=300)
        assert lease is not None
        election._renew(app, lease, 300, waits, until=450.0)
        (run,) = _runs()
        assert run.lease_until == begun + dt.timedelta(seconds=450)
        assert take_over(app, [_job()]) == 1, "from then on another may take it"
