"""Ordering a task, and the works that carry tasks out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from supervision.core import jobs
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonObject
from supervision.core.seams import Composed, keyed
from supervision.core.tasks.models import Task, TaskState

JOB = "tasks"  # the sweep that carries tasks out, in the table of jobs
MOST_WAITING = 20  # of one person; a queue nobody can fill up for the others


@dataclass(frozen=True)
class Result:
    """What a work hands over: a file to fetch, facts to keep, or neither."""

    content: bytes = b""
    name: str = ""
    media_type: str = ""
    outcome: dict[str, object] = field(default_factory=dict)
    path: Path | None = None  # instead of content: a finished file, alone in its folder


Progress = Callable[[int, int, str], None]
"""progress(done, total, step): tells the waiting person, and keeps the lease alive."""
Work = Callable[[dict[str, object], int, Progress], Result]
"""work(payload, user_id, progress): idempotent; opens its own units of work, sees nothing by itself."""


@dataclass(frozen=True)
class TaskKind:
    """What carries out the tasks of a kind; a slice declares it in its manifest."""

    name: str
    work: Work


WORKS = Composed("what carries out tasks", keyed(TaskKind, lambda one: one.name))


def work_of(kind: str) -> Work:
    """What carries out the tasks of this kind."""
    return WORKS.whole()[kind].work


def order(
    kind: str,
    title: str,
    payload: JsonObject,
    *,
    actor: Principal,
    back: str = "",
    fingerprint: str = "",
) -> Task:
    """Queue a task in the caller's transaction; a serving process takes it up after the commit.

    The same thing ordered again while it still waits or runs is the same task.
    """
    waiting = _unfinished(actor)
    asked = (kind, payload, fingerprint)
    for one in waiting:
        if (one.kind, one.payload, one.fingerprint) == asked:
            return one
    if len(waiting) >= MOST_WAITING:
        raise DomainError(f"您已有{MOST_WAITING}项任务在排队，请等其完成")
    task = Task(
        kind=kind, title=title[:200], payload=payload, back=back[:200], fingerprint=fingerprint,
        created_by_id=actor.user_id,
    )  # fmt: skip
    session.add(task)
    session.flush()
    jobs.soon(JOB)
    return task


def _unfinished(actor: Principal) -> list[Task]:
    return list(
        session.scalars(
            sa.select(Task).where(
                Task.created_by_id == actor.user_id,
                Task.state.in_([TaskState.WAITING, TaskState.RUNNING]),
            )
        )
    )


def latest(kind: str, fingerprint: str) -> Task | None:
    """The newest task of this kind about exactly this."""
    return session.scalar(
        sa.select(Task)
        .where(Task.kind == kind, Task.fingerprint == fingerprint)
        .order_by(Task.id.desc())
        .limit(1)
    )
