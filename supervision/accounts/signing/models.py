"""Table of leaders who sign on paper and have no account; what a record says of its approval on paper."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, Model, Stamped


class Leader(Identified, Stamped, BodyScoped, Model):
    """A leader of a body who signs on paper and has no account; kept by the system administrator."""

    __tablename__ = "leader"
    __title__ = "签批领导"

    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    active: Mapped[bool] = mapped_column(default=True, doc="在用")

    __table_args__ = (sa.Index("ix_leader_body", "body_id", "active", "id"),)


class ApprovedOnPaper:
    """A record that may have been approved on paper: by whom, after whose review.

    `approver_name` is that of the signature; empty where the approval was given in the system.
    """

    approver_name: Mapped[str] = mapped_column(sa.String(40), default="", doc="线下批准人")
    reviewed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), doc="审核人（纸面审核）"
    )
    reviewed_on: Mapped[date | None] = mapped_column(doc="审核日期")

    @property
    def signed_how(self) -> str:
        """What stands beside 批准 among the steps: only what happened."""
        return f"线下批准（{self.approver_name}）" if self.approver_name else ""
