"""Tables: a paragraph edited by hand, and publications, which nobody changes any more."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, LongText, Model, Stamped, Versioned
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonArray


class ReportText(Identified, Stamped, Versioned, BodyScoped, Model):
    """The paragraph of a period as people worded it; its figures stay live (see paragraph.tokens)."""

    __tablename__ = "report_text"
    __title__ = "报告段落"

    period: Mapped[str] = mapped_column(sa.String(8), doc="期间")
    span: Mapped[str] = mapped_column(sa.String(8), doc="口径")
    template: Mapped[LongText] = mapped_column(doc="段落")

    __table_args__ = (sa.UniqueConstraint("body_id", "period", "span"),)


class Publication(Identified, Stamped, BodyScoped, Model):
    """Figures and text as they were published, with the hash of both; a further edition adds a row."""

    __tablename__ = "publication"
    __title__ = "发布快照"

    period: Mapped[str] = mapped_column(sa.String(8), doc="期间")
    span: Mapped[str] = mapped_column(sa.String(8), doc="口径")
    edition: Mapped[int] = mapped_column(doc="版次")
    published_on: Mapped[date] = mapped_column(doc="发布日期")
    published_at: Mapped[datetime] = mapped_column(doc="发布时间")
    published_by: Mapped[str] = mapped_column(sa.String(40), doc="发布人")
    text: Mapped[LongText] = mapped_column(doc="报告段落")
    figures: Mapped[JsonArray] = mapped_column(doc="指标")
    body_name: Mapped[str] = mapped_column(sa.String(200), doc="发布机关")  # as it was called then
    sha256: Mapped[str] = mapped_column(sa.String(64), doc="SHA-256")

    __table_args__ = (sa.UniqueConstraint("body_id", "period", "span", "edition"),)


@event.listens_for(Publication, "before_update")
@event.listens_for(Publication, "before_delete")
def _refuse(_mapper: Any, _connection: Any, _publication: Publication) -> None:
    raise DomainError("已发布的数据不能修改或删除，请另发新版")
