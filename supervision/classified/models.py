"""Table of the register of classified papers: three facts, and why a line was struck out."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, Model, Stamped, Versioned
from supervision.core.words import Word


class Because(Word):
    """Why a line is struck out; a fixed choice, so that nothing can be written here in words."""

    WRONG = "wrong", "登记有误"
    TWICE = "twice", "重复登记"
    NOT_CLASSIFIED = "not_classified", "不属于登记范围"


class ClassifiedPaper(Identified, Stamped, Versioned, BodyScoped, Model):
    """One line of the register; never amended, only struck out. It is not searched and hangs on nothing."""

    __tablename__ = "classified_paper"

    number: Mapped[str] = mapped_column(sa.String(60), doc="文号")
    copies: Mapped[int] = mapped_column(doc="份数")
    dated_on: Mapped[date] = mapped_column(doc="日期")
    void_because: Mapped[Because | None] = mapped_column(doc="作废原因")
    voided_on: Mapped[date | None] = mapped_column(doc="作废日期")

    __table_args__ = (
        sa.Index("ix_classified_paper_dated", "body_id", "dated_on", "id"),
        sa.CheckConstraint("copies BETWEEN 1 AND 9999", name="copies"),
        sa.CheckConstraint(
            "(void_because IS NULL) = (voided_on IS NULL)", name="void_has_day_and_cause"
        ),
    )
