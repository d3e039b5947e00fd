"""Table of objections and their review."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.instruments.models import Instrument, OfInstrument
from supervision.instruments.objecting.states import Decision, Effect, ObjectionStatus


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
