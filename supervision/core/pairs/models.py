"""Table of proposals: which act on which record, by whom, and what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core import clock
from supervision.core.db import Identified, LongText, Model
from supervision.core.json_values import JsonObject
from supervision.core.words import Word


class Outcome(Word):
    """What came of a proposal; one that ran out of time is WAITING until it is proposed anew."""

    WAITING = "waiting", "待确认", "active"
    CONFIRMED = "confirmed", "已确认", "done"
    REFUSED = "refused", "未同意", "draft"
    WITHDRAWN = "withdrawn", "已撤回", "draft"
    RENEWED = "renewed", "已重新提请", "draft"
    ENDED = "ended", "已另行办理", "draft"  # a step in the system left nothing to confirm
    SETUP = "setup", "初始化", "done"  # by one person, while there was no second administrator


class Proposal(Identified, Model):
    """One act that waits for a second person. Its trail is the record's; it is shown to nobody else."""

    __tablename__ = "proposal"
    __audited__ = False

    act: Mapped[str] = mapped_column(sa.String(40))
    subject_type: Mapped[str] = mapped_column(sa.String(64))
    subject_id: Mapped[int]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    payload: Mapped[JsonObject]
    edition: Mapped[str] = mapped_column(sa.String(64))  # of the record, when it was proposed
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    proposer: Mapped[str] = mapped_column(sa.String(40))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decider: Mapped[str] = mapped_column(sa.String(40), default="")
    decided_at: Mapped[datetime | None]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    reason: Mapped[LongText] = mapped_column(default="")

    __table_args__ = (
        sa.Index("ix_proposal_waiting", "outcome", "body_id", "id"),
        sa.Index("ix_proposal_subject", "subject_type", "subject_id"),
        sa.CheckConstraint("decided_by_id IS NULL OR outcome <> 'confirmed' "
                           "OR decided_by_id <> proposed_by_id", name="two_persons"),
        sa.CheckConstraint("outcome = 'waiting' OR decided_by_id IS NOT NULL", name="decided_by_somebody"),
    )  # fmt: skip

    @property
    def expired(self) -> bool:
        """Whether nobody may confirm it any more."""
        return self.outcome is Outcome.WAITING and self.expires_at <= clock.now()
