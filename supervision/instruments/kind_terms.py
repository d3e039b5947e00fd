"""The columns of the terms a kind of paper sets; what follows from them: rules."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import LongText


class KindTerms:
    """The terms of an edition: each a number and its unit, none where it sets none."""

    term_number: Mapped[int | None] = mapped_column(doc="默认期限")
    term_unit: Mapped[str] = mapped_column(sa.String(8), default="日", doc="期限单位")
    posted_counts: Mapped[bool] = mapped_column(default=False, doc="邮寄反馈以交邮日为准")
    plan_number: Mapped[int | None] = mapped_column(doc="整改方案期限")
    plan_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="整改方案期限单位")
    return_number: Mapped[int | None] = mapped_column(doc="退回期限")
    return_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="退回期限单位")
    objection_number: Mapped[int | None] = mapped_column(doc="异议期限")
    objection_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="异议期限单位")
    objection_to: Mapped[str] = mapped_column(default="", doc="异议受理机关")
    objection_basis: Mapped[LongText] = mapped_column(default="", doc="异议依据")
    decision_number: Mapped[int | None] = mapped_column(doc="复查期限")
    decision_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="复查期限单位")
    lead_number: Mapped[int | None] = mapped_column(doc="提前送达")
    lead_unit: Mapped[str] = mapped_column(sa.String(8), default="日", doc="提前送达单位")
    lead_clear: Mapped[bool] = mapped_column(default=False, doc="提前送达按整日")
