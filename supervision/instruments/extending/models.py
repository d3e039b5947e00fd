"""Table of requests for 延期."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.duedates import DueDate
from supervision.instruments.extending.states import PENDING_EXTENSION, ExtensionStatus
from supervision.instruments.models import Instrument, OfInstrument


class Extension(Identified, Stamped, OfInstrument, Model):
    """One request for 延期; the old and the new last day both stay on file and print."""

    __tablename__ = "extension"
    __title__ = "延期申请"

    due_date_id: Mapped[int] = mapped_column(sa.ForeignKey("due_date.id"))
    number: Mapped[int] = mapped_column(doc="第几次申请")
    further: Mapped[bool] = mapped_column(default=False, doc="再次延期")
    asked_on: Mapped[date] = mapped_column(doc="申请日期")
    asked_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="申请人")
    registered: Mapped[bool] = mapped_column(default=False, doc="书面申请")
    letter_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="来文文号")
    reason: Mapped[LongText] = mapped_column(doc="延期理由")
    old_due: Mapped[date] = mapped_column(doc="原到期日")
    asked_due: Mapped[date] = mapped_column(doc="申请延至")
    granted_due: Mapped[date | None] = mapped_column(doc="批准延至")
    reviewed_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="审核人")
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_on: Mapped[date | None] = mapped_column(doc="审核日期")
    review_note: Mapped[LongText] = mapped_column(default="", doc="审核意见")
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="签发人")
    decided_on: Mapped[date | None] = mapped_column(doc="决定日期")
    decision_note: Mapped[LongText] = mapped_column(default="", doc="签发人意见")
    status: Mapped[ExtensionStatus] = mapped_column(default=ExtensionStatus.ASKED, doc="状态")

    instrument: Mapped[Instrument] = relationship()
    due_date: Mapped[DueDate] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("instrument_id", "number"),
        sa.Index("ix_extension_status", "status", "instrument_id"),
        sa.CheckConstraint(
            "status <> 'granted' OR (granted_due IS NOT NULL AND decided_on IS NOT NULL)",
            name="granted_has_day",
        ),
    )

    @property
    def name(self) -> str:
        """How people call it."""
        return f"第{self.number}次延期申请"

    @property
    def from_day(self) -> date:
        """The last day it is asked to move: until it is decided, that of now, whatever moved since the request."""
        return self.due_date.due if self.status in PENDING_EXTENSION else self.old_due
