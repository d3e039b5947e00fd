"""Tables: a due date of any record, and each change it went through."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.confined import seen_with
from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.json_values import JsonObject
from supervision.core.words import Word


class DueKind(Word):
    """What is due. Everything with a date is in this one table."""

    REPLY = "reply", "反馈期限"
    SUPPLEMENT = "supplement", "补充整改期限"
    PLAN = "plan", "整改方案期限"
    RECEIPT = "receipt", "签收期限"
    OBJECTION = "objection", "复查期限"
    PROMISE = "promise", "承诺期限"
    CLUE = "clue", "办理期限"
    REFERRAL = "referral", "回告期限"
    CERTIFICATE = "certificate", "证件有效期"
    APPOINTMENT = "appointment", "聘期"
    ACTION = "action", "行动阶段"
    SCAN = "scan", "签批扫描件期限"
    LEAD = "lead", "最迟送达日"


UNIT_KINDS = (DueKind.REPLY, DueKind.SUPPLEMENT)  # what the supervised unit has to answer
UNIT_DOES = (*UNIT_KINDS, DueKind.RECEIPT, DueKind.PLAN)  # what its own people are reminded of
UNITS_OWN = (*UNIT_DOES, DueKind.OBJECTION)  # what a unit may see and is told of when it moves


class DueState(StrEnum):
    """Open until met (done) or ended (voided, superseded); stopped (中止) while it has no last day, until it
    goes on. 逾期 is computed, never stored."""

    OPEN = "open"
    STOPPED = "stopped"
    MET = "met"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        """Done with, one way or the other."""
        return self in (DueState.MET, DueState.ENDED)


class DueDate(Identified, Stamped, BodyScoped, Model):
    """One due date: term, basis, start, last day and the reason day by day (product.md §4)."""

    __tablename__ = "due_date"
    __title__ = "期限"
    __on_timeline__ = False

    owner_type: Mapped[str] = mapped_column(sa.String(64))
    owner_id: Mapped[int]
    root_type: Mapped[str] = mapped_column(sa.String(64))
    root_id: Mapped[int]
    kind: Mapped[DueKind] = mapped_column(doc="事项")
    title: Mapped[str] = mapped_column(doc="名称")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    number: Mapped[int | None] = mapped_column(doc="期限数")
    unit: Mapped[str] = mapped_column(sa.String(8), default="", doc="期限单位")
    basis: Mapped[LongText] = mapped_column(default="", doc="依据")
    event: Mapped[str] = mapped_column(sa.String(20), default="送达", doc="起算事项")
    start: Mapped[dt.date | None] = mapped_column(doc="起算日")
    due: Mapped[dt.date] = mapped_column(doc="到期日")
    working: Mapped[JsonObject] = mapped_column(info={"secret": True}, doc="逐日推算")
    provisional: Mapped[bool] = mapped_column(default=False, doc="暂定")
    amber_at_half: Mapped[bool] = mapped_column(default=False, doc="过半即预警")
    calendar_version: Mapped[int] = mapped_column(info={"unaudited": True}, doc="日历版本")
    state: Mapped[DueState] = mapped_column(default=DueState.OPEN, doc="状态")
    stopped_on: Mapped[dt.date | None] = mapped_column(doc="中止日")
    stop_reason: Mapped[str] = mapped_column(sa.String(20), default="", doc="中止原因")
    stop_basis: Mapped[LongText] = mapped_column(default="", doc="中止的事实和依据")
    closed_on: Mapped[dt.date | None] = mapped_column(doc="完成日期")

    __table_args__ = (
        sa.Index("ix_due_date_open", "state", "due"),  # for the sweep over all bodies
        sa.Index("ix_due_date_body", "body_id", "state", "kind", "due", "id"),
        sa.Index("ix_due_date_unit", "unit_id", "state", "due", "id"),
        sa.Index("ix_due_date_holder", "holder_id", "state", "due", "id"),
        sa.Index("ix_due_date_owner", "owner_type", "owner_id", "state", "kind"),
        sa.Index("ix_due_date_root", "root_type", "root_id", "state", "due"),  # how a matter stands
        sa.CheckConstraint(
            "state IN ('open', 'stopped') OR closed_on IS NOT NULL", name="closed_has_day"
        ),
        sa.CheckConstraint("state <> 'stopped' OR stopped_on IS NOT NULL", name="stopped_has_day"),
    )

    @property
    def audit_root(self) -> tuple[str, int]:
        return self.root_type, self.root_id

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.unit_id.in_(unit_ids) & cls.kind.in_(UNITS_OWN)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        return seen_with(cls.root_type, cls.root_id, user_id)


class DueDateChange(Identified, Stamped, BodyScoped, Model):
    """Old and new last day, both kept on file: extension, calendar change, decision."""

    __tablename__ = "due_date_change"
    __title__ = "期限变更"
    __on_timeline__ = False

    due_date_id: Mapped[int] = mapped_column(sa.ForeignKey("due_date.id"), index=True)
    old_due: Mapped[dt.date] = mapped_column(doc="原到期日")
    new_due: Mapped[dt.date] = mapped_column(doc="新到期日")
    reason: Mapped[LongText] = mapped_column(doc="变更原因")
    root_type: Mapped[str] = mapped_column(sa.String(64))
    root_id: Mapped[int]

    @property
    def audit_root(self) -> tuple[str, int]:
        return self.root_type, self.root_id

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        return seen_with(cls.root_type, cls.root_id, user_id)

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        shown = sa.select(DueDate.id).where(DueDate.unit_criteria(unit_ids, user_id))
        return cls.due_date_id.in_(shown)
