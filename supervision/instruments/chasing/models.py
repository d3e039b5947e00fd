"""Table: the steps of the ladder by which an answer is chased."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.instruments.models import OfInstrument


class ChaseEvent(Identified, Stamped, OfInstrument, Model):
    """A step of the ladder 催办 → 督办 → 约谈 → 通报 → 报本级政府; a telephone call is one line."""

    __tablename__ = "chase_event"
    __title__ = "督促记录"
    __on_timeline__ = False

    rung: Mapped[str] = mapped_column(sa.String(20), doc="督促方式")
    how: Mapped[str] = mapped_column(sa.String(20), doc="途径")
    on: Mapped[date] = mapped_column(doc="日期")
    note: Mapped[LongText] = mapped_column(default="", doc="内容")

    __table_args__ = (sa.Index("ix_chase_event_rung", "body_id", "rung", "on", "instrument_id"),)
