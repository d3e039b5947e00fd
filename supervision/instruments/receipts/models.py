"""Table of receipts: what one of many units was sent, and when it signed for it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.agencies.models import Unit
from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, Model, Stamped
from supervision.instruments.models import Instrument


class Receipt(Identified, Stamped, BodyScoped, Model):
    """One unit's own of a paper to many. The unit sees this row alone: neither the others' nor the paper's.

    Number, title and kind are kept as they were sent, like the address of a delivery.
    """

    __tablename__ = "paper_receipt"
    __title__ = "签收"

    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), doc="主送单位")
    place: Mapped[int] = mapped_column(doc="次序")
    name: Mapped[str] = mapped_column(doc="主送名称")
    number: Mapped[str] = mapped_column(sa.String(60), default="", doc="文号")
    title: Mapped[str] = mapped_column(default="", doc="标题")
    kind_name: Mapped[str] = mapped_column(sa.String(60), default="", doc="文种")
    sent_on: Mapped[date | None] = mapped_column(doc="发出日期")
    received_on: Mapped[date | None] = mapped_column(doc="签收日期")
    received_at: Mapped[datetime | None] = mapped_column(doc="签收时间")
    recipient: Mapped[str] = mapped_column(sa.String(40), default="", doc="签收人")
    registered: Mapped[bool] = mapped_column(default=False, doc="线下签收")

    instrument: Mapped[Instrument] = relationship()
    unit: Mapped[Unit] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("instrument_id", "unit_id"),
        sa.Index("ix_paper_receipt_list", "body_id", "id"),
        sa.Index("ix_paper_receipt_unit", "unit_id", "received_on", "id"),
    )

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.unit_id.in_(unit_ids) & cls.sent_on.is_not(None)
