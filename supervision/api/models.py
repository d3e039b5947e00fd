"""Table: tokens by which another platform reads one body's records."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.agencies.models import Body
from supervision.core.db import Identified, Model, Stamped
from supervision.core.words import Word


class Reading(Word):
    """What a token may read."""

    PROBLEMS = "problems", "发现问题"
    PAPERS = "papers", "文书"
    UNITS = "units", "被监督单位"


class ApiToken(Identified, Stamped, Model):
    """A token: only its hash is kept; it reads its own body's records and writes nothing."""

    __tablename__ = "api_token"
    __title__ = "接口令牌"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True, doc="机关")
    name: Mapped[str] = mapped_column(sa.String(60), doc="用途")
    token_hash: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info={"secret": True}, doc="令牌"
    )
    readings: Mapped[list[str]] = mapped_column(doc="可读内容")
    expires_on: Mapped[date] = mapped_column(doc="有效期至")
    revoked_at: Mapped[datetime | None] = mapped_column(doc="停用时间")
    used_at: Mapped[datetime | None] = mapped_column(doc="最近使用")
    minute: Mapped[datetime | None] = mapped_column()
    calls: Mapped[int] = mapped_column(default=0)

    body: Mapped[Body] = relationship()

    @property
    def reading_labels(self) -> str:
        return "、".join(Reading(one).label for one in self.readings)
