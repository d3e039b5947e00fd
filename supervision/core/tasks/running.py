"""Carrying tasks out: claimed by one process, progress written down, files kept a few days."""

import datetime as dt
import logging
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.scope import NOTHING, seeing
from supervision.core.db import after_commit, db, separate_unit_of_work, session
from supervision.core.errors import DomainError
from supervision.core.instance import instance_folder
from supervision.core.leases import Lease, LeaseLost, note, take
from supervision.core.tasks.models import Task, TaskState
from supervision.core.tasks.queue import Result, work_of

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=3)
MOST_ATTEMPTS = 3  # a task that kills its process each time must not kill processes for ever
EVERY = 0.5  # seconds between two notes of progress


@dataclass(frozen=True)
class Claim:
    """A task to carry out, and the right to."""

    lease: Lease
    kind: str
    payload: dict[str, object]
    user_id: int


def folder() -> Path:
    """Where finished files wait to be fetched."""
    return instance_folder() / "tasks"


def work_off() -> str:
    """Carry out whatever waits, one after another; in words how many that were."""
    count = 0
    while (claim := _claim()) is not None:
        _carry_out(claim)
        count += 1
    return f"办理后台任务{count}件" if count else ""


def _claim() -> Claim | None:
    """The oldest task that waits or whose process has died; None when there is none."""
    now = clock.now()
    dead = sa.and_(Task.state == TaskState.RUNNING, Task.lease_until < now)
    free = sa.or_(Task.state == TaskState.WAITING, dead)
    oldest = sa.select(Task.id, Task.attempt, Task.kind, Task.payload, Task.created_by_id)
    oldest = oldest.where(free).order_by(Task.id).limit(1)
    while True:
        with separate_unit_of_work(write=False) as own:
            row = own.execute(oldest).first()
        if row is None:
            return None
        given_up = row.attempt >= MOST_ATTEMPTS
        values: dict[str, object] = {"state": TaskState.RUNNING}
        if given_up:
            values = {"state": TaskState.FAILED, "finished_at": now,
                      "error": f"中断{row.attempt}次，不再重试"}  # fmt: skip
        with separate_unit_of_work() as own:
            lease = take(
                own, Task, row.id, attempt=row.attempt, ripe=free, until=now + LEASE, **values
            )
        if lease is not None and not given_up:
            return Claim(lease, row.kind, row.payload, row.created_by_id)


def _carry_out(claim: Claim) -> None:
    try:
        with seeing(NOTHING):
            result = work_of(claim.kind)(claim.payload, claim.user_id, _Noted(claim))
        _finish(claim, result)
    except LeaseLost:
        log.warning("task %s was taken over by another process", claim.lease.id)
    except DomainError as refusal:
        _end(claim, state=TaskState.FAILED, error=refusal.message)
    except Exception:
        log.exception("task %s failed", claim.lease.id)
        _end(claim, state=TaskState.FAILED, error="没有办成，请稍后再试；仍不行请告知系统管理员")
    finally:
        db.session.remove()


class _Noted:
    """The progress of one claim, written down at most every half second."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._last = claim, 0.0

    def __call__(self, done: int, total: int, step: str) -> None:
        if monotonic() - self._last < EVERY:
            return
        self._last = monotonic()
        until = clock.now() + LEASE
        _set(self._claim, done=done, total=total, step=step[:200], lease_until=until)


def _finish(claim: Claim, result: Result) -> None:
    key = ""
    if result.content or result.path is not None:
        key = secrets.token_hex(16)
        folder().mkdir(parents=True, exist_ok=True)
        if result.path is None:
            (folder() / key).write_bytes(result.content)
        else:
            shutil.move(result.path, folder() / key)
            result.path.parent.rmdir()
    _end(
        claim,
        state=TaskState.DONE,
        outcome=result.outcome,
        file_key=key,
        file_name=result.name[:200],
        media_type=result.media_type,
    )


def _end(claim: Claim, **values: object) -> None:
    _set(claim, finished_at=clock.now(), **values)


def _set(claim: Claim, **values: object) -> None:
    with separate_unit_of_work() as own:
        note(own, Task, claim.lease, **values)


def prune() -> str:
    """Forget tasks of some days ago with their files, and files no task knows."""
    old = list(session.scalars(sa.select(Task).where(Task.created_at < clock.now() - KEPT)))
    gone = {task.file_key for task in old}
    for task in old:
        session.delete(task)
    session.flush()
    known = set(session.scalars(sa.select(Task.file_key)))
    before = (clock.now() - KEPT).timestamp()
    paths = [
        path
        for path in (folder().iterdir() if folder().exists() else ())
        if path.name in gone or (path.name not in known and path.stat().st_mtime < before)
    ]
    after_commit(partial(_unlink, paths))
    return f"清理后台任务{len(old)}件" if old else ""


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
