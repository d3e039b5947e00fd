"""Tables of what runs beside a paper: requests for extension, objections and their review."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.instruments.models import Instrument, OfInstrument
from supervision.instruments.side_states import (
    Decision,
    Effect,
    ExtensionStatus,
    ObjectionStatus,
)


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


class Objection(Identified, Stamped, OfInstrument, Model):
    """An 异议 of the unit to a paper, its 复查 and what the decision does to the deadline."""

    __tablename__ = "objection"
    __title__ = "异议"

    raised_on: Mapped[date] = mapped_column(doc="提出日期")
    raised_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="提出人")
    last_day: Mapped[date] = mapped_column(doc="异议期届满日")
    registered: Mapped[bool] = mapped_column(default=False, doc="书面提出")
    letter_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="来文文号")
    grounds: Mapped[LongText] = mapped_column(doc="异议理由")
    due_on: Mapped[date] = mapped_column(doc="复查期限")
    reviewers: Mapped[str] = mapped_column(sa.String(200), default="", doc="复查人员")
    decision: Mapped[Decision | None] = mapped_column(doc="复查决定")
    decision_text: Mapped[LongText] = mapped_column(default="", doc="决定内容和理由")
    effect: Mapped[Effect] = mapped_column(default=Effect.RUNS_ON, doc="对期限的影响")
    old_due: Mapped[date | None] = mapped_column(doc="原到期日")
    new_due: Mapped[date | None] = mapped_column(doc="复查后到期日")
    decided_on: Mapped[date | None] = mapped_column(doc="决定日期")
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="决定人")
    refusal: Mapped[LongText] = mapped_column(default="", doc="不予受理理由")
    decision_paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("instrument.id"))
    status: Mapped[ObjectionStatus] = mapped_column(default=ObjectionStatus.RAISED, doc="状态")

    instrument: Mapped[Instrument] = relationship(foreign_keys="Objection.instrument_id")

    __table_args__ = (
        sa.Index("ix_objection_status", "status", "instrument_id"),
        sa.CheckConstraint(
            "status <> 'decided' OR (decision IS NOT NULL AND decided_on IS NOT NULL)",
            name="decided_has_day",
        ),
    )

    @property
    def name(self) -> str:
        """How people call it."""
        return "异议"
