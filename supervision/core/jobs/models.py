"""Table of runs: the election of a runner, its lease, and the history people read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Identified, LongText, Model
from supervision.core.leases import Leased
from supervision.core.words import Word


class RunState(Word):
    """State of a run."""

    RUNNING = "running", "运行中", "active"
    DONE = "done", "完成", "done"
    FAILED = "failed", "失败", "overdue"


class JobRun(Identified, Leased, Model):
    """One slot of one job: at most one row, whoever runs it. `attempt` fences off a late runner."""

    __tablename__ = "job_run"
    __audited__ = False

    job: Mapped[str] = mapped_column(sa.String(60))
    slot: Mapped[datetime]
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    runner: Mapped[str] = mapped_column(sa.String(120))
    lease_until: Mapped[datetime] = mapped_column()  # a run is held from its first moment
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    error: Mapped[LongText] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("job", "slot"),
        sa.Index("ix_job_run_state", "state", "lease_until"),
    )

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs."""
        if self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()
