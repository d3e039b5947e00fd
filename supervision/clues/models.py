"""Tables and workflow of clues; the informant's identity stands apart, sealed."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import BodyScoped
from supervision.core.corrections import giving_up
from supervision.core.db import KEYS_ONCE, Identified, LongText, Model, Stamped, Versioned
from supervision.core.sealing import sealed_as
from supervision.core.workflow import Flow, Transition


class Clue(Identified, Stamped, Versioned, BodyScoped, Model):
    """One clue or 转办件. Days are those of the events, `back_entered` marks 补录."""

    __tablename__ = "clue"

    source: Mapped[Source] = mapped_column(doc="来源")
    source_organ: Mapped[str] = mapped_column(default="", doc="来件单位")
    source_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="来文编号")
    received_on: Mapped[date] = mapped_column(doc="收件日期")
    due_on: Mapped[date | None] = mapped_column(doc="办理期限")
    report_wanted: Mapped[bool] = mapped_column(default=True, doc="要求回告")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), doc="涉及单位")
    subject: Mapped[str] = mapped_column(doc="事由")
    content: Mapped[LongText] = mapped_column(default="", doc="内容")
    place: Mapped[str] = mapped_column(default="", doc="地点")
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="提交人")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="受理决定人")
    accepted_on: Mapped[date | None] = mapped_column(doc="受理日期")
    declined_on: Mapped[date | None] = mapped_column(doc="不予受理日期")
    decline_reason: Mapped[LongText] = mapped_column(default="", doc="不予受理理由")
    checking_on: Mapped[date | None] = mapped_column(doc="开始核查日期")
    passed_on_on: Mapped[date | None] = mapped_column(doc="转办日期")
    closed_on: Mapped[date | None] = mapped_column(doc="办结日期")
    finding: Mapped[Finding | None] = mapped_column(doc="核查结果")
    result: Mapped[LongText] = mapped_column(default="", doc="核查情况")
    dealt_with: Mapped[bool] = mapped_column(default=False, doc="已作处理")
    handling: Mapped[LongText] = mapped_column(default="", doc="处理情况")
    reported_on: Mapped[date | None] = mapped_column(doc="回告日期")
    report_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="回告文号")
    report_note: Mapped[LongText] = mapped_column(default="", doc="回告说明")
    back_entered: Mapped[bool] = mapped_column(default=False, doc="补录")
    status: Mapped[ClueStatus] = mapped_column(default=ClueStatus.REGISTERED, doc="状态")

    unit: Mapped[Unit | None] = relationship()
    handler: Mapped[User | None] = relationship(foreign_keys=handler_id)
    submitted_by: Mapped[User | None] = relationship(foreign_keys=submitted_by_id)

    __table_args__ = (
        sa.Index("ix_clue_list", "body_id", "received_on", "id"),
        sa.Index("ix_clue_due", "body_id", "due_on", "id"),
        sa.Index("ix_clue_closed", "body_id", "closed_on", "id"),
        sa.Index("ix_clue_status", "body_id", "status", "due_on", "id", "report_wanted"),
        sa.Index(
            "ix_clue_status_received", "body_id", "status", "received_on", "id", "report_wanted"
        ),
        sa.Index("ix_clue_source", "body_id", "source", "received_on", "id"),
        sa.Index("ix_clue_status_closed", "body_id", "status", "closed_on", "id", "report_wanted"),
        sa.Index("ix_clue_status_source", "body_id", "status", "source", "received_on", "id"),
        sa.Index("ix_clue_status_finding", "body_id", "status", "finding", "received_on", "id"),
        sa.Index("ix_clue_source_closed", "body_id", "source", "closed_on"),
        sa.Index("ix_clue_finding", "body_id", "finding", "received_on", "id"),
        sa.Index("ix_clue_unit", "unit_id", "received_on", "id"),
        sa.Index("ix_clue_handler", "handler_id", "status", "received_on", "id"),
        sa.Index("ix_clue_submitted", "submitted_by_id", "id"),
        sa.CheckConstraint(
            "status NOT IN ('closed', 'reported') OR (closed_on IS NOT NULL AND finding IS NOT NULL)",
            name="closed_has_finding",
        ),
        sa.CheckConstraint(
            "status <> 'reported' OR reported_on IS NOT NULL", name="reported_has_day"
        ),
        sa.CheckConstraint(
            "status <> 'declined' OR (declined_on IS NOT NULL AND decline_reason <> '')",
            name="declined_has_reason",
        ),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'checking', 'passed_on') OR handler_id IS NOT NULL",
            name="under_way_has_handler",
        ),
        KEYS_ONCE,
    )

    @property
    def prosecuted(self) -> bool:
        """查处: found true and dealt with (product.md §2)."""
        return self.finding is Finding.TRUE and self.dealt_with and self.closed_on is not None

    @property
    def unlooked(self) -> bool:
        """补录 at which the reviewer has not looked: a draft, in no figure."""
        return self.back_entered and self.status is ClueStatus.REGISTERED

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days of what has happened so far."""
        return (
            self.received_on,
            self.accepted_on,
            self.declined_on,
            self.checking_on,
            self.passed_on_on,
            self.closed_on,
            self.reported_on,
        )


class ClueIdentity(Identified, Stamped, BodyScoped, Model):
    """Who the informant is, sealed; a row only the clue's present handler sees."""

    __tablename__ = "clue_identity"
    __title__ = "来源人身份"
    __on_timeline__ = False

    clue_id: Mapped[int] = mapped_column(sa.ForeignKey("clue.id"), unique=True)
    sealed: Mapped[LongText] = mapped_column(info=sealed_as("clue", of="clue_id"), doc="来源人身份")

    @property
    def audit_root(self) -> tuple[str, int]:
        return "clue", self.clue_id

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        held = sa.exists().where(Clue.id == cls.clue_id, Clue.handler_id == user_id)
        return held.correlate_except(Clue)


def _is_handler(clue: Clue, actor: Principal) -> str | None:
    return None if actor.acts_for(clue.handler_id) else "只有承办人可以办理"


def _came_in(clue: Clue, _actor: Principal) -> str | None:
    return "补录的线索由审核人核对，不另受理" if clue.back_entered else None


def _wants_report(clue: Clue, actor: Principal) -> str | None:
    return _is_handler(clue, actor) if clue.report_wanted else "此件不要求回告"


S = ClueStatus
FLOW = Flow(
    title="线索与转办件",
    states=ClueStatus,
    transitions=(
        Transition("accept", "受理", (S.REGISTERED,), S.ACCEPTED, P.CLUE_ACCEPT, primary=True,
                   guard=_came_in, consequence="受理后由承办人核查或转办。"),
        Transition("decline", "不予受理", (S.REGISTERED,), S.DECLINED, P.CLUE_ACCEPT,
                   needs_reason=True, dangerous=True, consequence="不予受理的，理由留存备查。"),
        Transition("check", "开始核查", (S.ACCEPTED,), S.CHECKING, P.CLUE_RECORD, primary=True,
                   guard=_is_handler),
        Transition("pass_on", "登记转办", (S.ACCEPTED, S.CHECKING), S.PASSED_ON, P.CLUE_RECORD,
                   guard=_is_handler,
                   consequence="用本系统的转办函转办的不必登记：函送达后自动转为“已转办”。"),
        Transition("close", "办结", (S.CHECKING, S.PASSED_ON), S.CLOSED, P.CLUE_RECORD,
                   primary=True, guard=_is_handler,
                   consequence="办结后核查结果不能再修改；要求回告的，回告后全部完成。"),
        Transition("report", "登记回告", (S.CLOSED,), S.REPORTED, P.CLUE_RECORD, primary=True,
                   guard=_wants_report),
        giving_up(S.REGISTERED, P.CLUE_RECORD),
    ),
)  # fmt: skip
FLOW.bind(Clue.status)
