"""Table of tasks: what was ordered, how far it is, where its file lies."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.json_values import JsonObject
from supervision.core.leases import Leased
from supervision.core.words import Word


class TaskState(Word):
    """State of a task."""

    WAITING = "waiting", "排队中", "draft"
    RUNNING = "running", "办理中", "active"
    DONE = "done", "完成", "done"
    FAILED = "failed", "未完成", "overdue"

    @property
    def over(self) -> bool:
        """Whether nothing more happens to it."""
        return self in (TaskState.DONE, TaskState.FAILED)


class Task(Identified, Stamped, Leased, Model):
    """One order. It belongs to whoever gave it and is shown to nobody else."""

    __tablename__ = "task"
    __audited__ = False

    kind: Mapped[str] = mapped_column(sa.String(20))
    title: Mapped[str]
    payload: Mapped[JsonObject]
    fingerprint: Mapped[str] = mapped_column(sa.String(64), default="")  # of what it is about
    back: Mapped[str] = mapped_column(default="")  # the page the person came from
    state: Mapped[TaskState] = mapped_column(default=TaskState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    outcome: Mapped[JsonObject] = mapped_column(default=dict)
    error: Mapped[LongText] = mapped_column(default="")
    file_key: Mapped[str] = mapped_column(sa.String(80), default="")
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(sa.String(100), default="")

    __table_args__ = (
        sa.Index("ix_task_state", "state", "lease_until"),
        sa.Index("ix_task_owner", "created_by_id", "id"),
        sa.Index("ix_task_fingerprint", "fingerprint"),
    )

    @property
    def percent(self) -> int:
        """How much of it is done."""
        if self.state is TaskState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
