"""Tables: everyone on a roster (a pool is a word of law, two pools are never summed), joint rules."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import KEYS_ONCE, Identified, LongText, Model, Stamped, Versioned
from supervision.core.words import Word


class Pool(Word):
    """Which roster. 监督人员 (official) ≠ 监督员 (invited) ≠ 法治督察人才库督察员."""

    SUPERVISOR = "supervisor", "监督人员"
    OBSERVER = "observer", "特邀监督员"
    CONTACT_POINT = "contact_point", "监督联系点"
    INSPECTOR_TALENT = "inspector_talent", "法治督察人才库督察员"

    @property
    def measure(self) -> str:
        """Measure word: 联系点 are 个, people are 名."""
        return "个" if self is Pool.CONTACT_POINT else "名"

    @property
    def entering(self) -> str:
        """What being put on this roster is called."""
        return {Pool.CONTACT_POINT: "设立", Pool.SUPERVISOR: "任职"}.get(self, "聘任")

    @property
    def leaving(self) -> str:
        """What being taken off this roster is called."""
        return "撤销" if self is Pool.CONTACT_POINT else "离任"


class RosterEntry(Identified, Stamped, Versioned, BodyScoped, Model):
    """A person or place on a roster: from `appointed_on` until `left_on` (term ends `term_until`)."""

    __tablename__ = "roster_entry"

    pool: Mapped[Pool] = mapped_column(doc="名册")
    name: Mapped[str] = mapped_column(doc="姓名（名称）")
    initials: Mapped[str] = mapped_column(sa.String(60), default="")
    organisation: Mapped[str] = mapped_column(default="", doc="所在单位")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    contact: Mapped[str] = mapped_column(sa.String(40), default="", doc="联系人")
    telephone: Mapped[str] = mapped_column(sa.String(40), default="", doc="电话")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), default="", doc="监督证件号")
    certificate_until: Mapped[date | None] = mapped_column(doc="证件有效期至")
    appointed_on: Mapped[date] = mapped_column(doc="聘任（设立）日期")
    term_until: Mapped[date | None] = mapped_column(doc="聘期至")
    left_on: Mapped[date | None] = mapped_column(doc="离任（撤销）日期")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="账号")
    note: Mapped[LongText] = mapped_column(default="", doc="备注")

    __table_args__ = (
        sa.Index("ix_roster_entry_pool", "body_id", "pool", "appointed_on"),
        sa.CheckConstraint(
            "left_on IS NULL OR left_on >= appointed_on", name="left_after_appointed"
        ),
        KEYS_ONCE,
    )

    def in_office(self, on: date) -> bool:
        """Whether on the roster at the end of `on`; the day of leaving no longer counts."""
        return self.appointed_on <= on and (self.left_on is None or self.left_on > on)


class JointDocument(Identified, Stamped, Versioned, BodyScoped, Model):
    """协作文件: a rule agreed with 工商联, 巡察办 …; its text is attached."""

    __tablename__ = "joint_document"

    title: Mapped[str] = mapped_column(doc="文件名称")
    number: Mapped[str] = mapped_column(sa.String(60), default="", doc="文号")
    partner: Mapped[str] = mapped_column(doc="协作单位")
    dated_on: Mapped[date] = mapped_column(doc="印发日期")
    note: Mapped[LongText] = mapped_column(default="", doc="主要内容")

    __table_args__ = (sa.Index("ix_joint_document_dated_on", "body_id", "dated_on"),)
