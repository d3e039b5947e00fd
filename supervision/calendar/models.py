"""Tables: each notice as it was pasted, and the days of their own that bodies observe."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.agencies.models import Body
from supervision.core.db import Identified, LongText, Model, Stamped, Versioned
from supervision.core.deadlines import Entry, Mark
from supervision.core.duedates import CalendarVersion
from supervision.core.words import Word


class CalendarNotice(Identified, Stamped, Model):
    """A notice of the State Council with its full text, as it entered a version of the calendar."""

    __tablename__ = "calendar_notice"

    calendar_version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("calendar_version.id"), index=True, doc="日历版本"
    )
    year: Mapped[int] = mapped_column(doc="年份")
    title: Mapped[str] = mapped_column(doc="标题")
    document_number: Mapped[str] = mapped_column(sa.String(40), doc="文号")
    issued_on: Mapped[dt.date] = mapped_column(doc="成文日期")
    text: Mapped[LongText] = mapped_column(info={"secret": True}, doc="全文")
    digest: Mapped[str] = mapped_column(sa.String(64), doc="全文的SHA-256")
    special: Mapped[bool] = mapped_column(doc="年度通知之外的专门通知")
    doubts: Mapped[list[str]] = mapped_column(doc="核对不符之处")
    exception: Mapped[LongText] = mapped_column(default="", doc="例外理由")

    calendar_version: Mapped[CalendarVersion] = relationship()

    @property
    def audit_root(self) -> tuple[str, int]:
        return CalendarVersion.__tablename__, self.calendar_version_id


class LocalState(Word):
    """Days of a body's own are proposed by one person and confirmed by another, both ways."""

    PROPOSED = "proposed", "待复核", "near"
    IN_FORCE = "in_force", "有效", "done"
    DROPPED = "dropped", "已放弃", "draft"
    ENDED = "ended", "已取消", "draft"


class LocalHoliday(Identified, Stamped, Versioned, Model):
    """Days that a region or body observes beside the nation's; bodies below it observe them too."""

    __tablename__ = "local_holiday"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True, doc="适用机构")
    first: Mapped[dt.date] = mapped_column(doc="自")
    last: Mapped[dt.date] = mapped_column(doc="至")
    mark: Mapped[Mark] = mapped_column(doc="登记为")
    name: Mapped[str] = mapped_column(sa.String(40), doc="节日或事由")
    source: Mapped[str] = mapped_column(doc="依据")
    state: Mapped[LocalState] = mapped_column(default=LocalState.PROPOSED, doc="状态")

    body: Mapped[Body] = relationship()

    __table_args__: Any = (sa.CheckConstraint("first <= last", name="first_then_last"),)

    @property
    def days(self) -> list[dt.date]:
        length = (self.last - self.first).days + 1
        return [self.first + dt.timedelta(days=number) for number in range(length)]

    def entries(self) -> list[Entry]:
        """Its days as the calendar takes them."""
        return [Entry(day, self.mark, self.source, self.name) for day in self.days]
