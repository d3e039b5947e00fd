"""Tables and workflow of supervision actions."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.accounts.signing import scans
from supervision.accounts.signing.models import ApprovedOnPaper
from supervision.actions import attached
from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.parts import Whole
from supervision.core.words import Word
from supervision.core.workflow import Flow, Transition
from supervision.roster.models import RosterEntry

KINDS_SINCE = date(2026, 2, 1)


class ActionKind(Word):
    """Kind by 国务院令第825号; empty for actions before 2026-02-01."""

    DAILY = "daily", "日常监督"
    KEY = "key", "重点监督"
    JOINED_SPECIAL = "joined_special", "参加上级专项监督"


class ActionForm(Word):
    """How the action is carried out; independent of its kind."""

    SPECIAL = "special", "专项监督行动"
    RESIDENT = "resident", "驻在式监督"
    FILE_REVIEW = "file_review", "案卷评查"
    SPOT_CHECK = "spot_check", "抽查"
    UNANNOUNCED = "unannounced", "暗访"
    SINGLE_CASE = "single_case", "个案监督"
    JOINT = "joint", "联合监督（巡察）"
    OTHER = "other", "其他"


class ProblemMeasure(Word):
    """The measure word the action counts its problems by; 37个 and 41项 are never summed."""

    GE = "个"
    XIANG = "项"


class ActionStatus(Word):
    """State of an action."""

    PREPARING = "preparing", "筹备", "draft"
    APPROVED = "approved", "已批准", "active"
    ONGOING = "ongoing", "实施中", "active"
    FEEDBACK = "feedback", "问题反馈", "active"
    TRACKING = "tracking", "整改跟踪", "active"
    ARCHIVED = "archived", "总结归档", "done"
    SUSPENDED = "suspended", "中止", "draft"
    CANCELLED = "cancelled", "取消", "draft"


class SupervisionAction(ApprovedOnPaper, Identified, Stamped, Whole, BodyScoped, Model):
    """One action with its plan, period, team of two or more and supervised units."""

    __tablename__ = "supervision_action"
    __parts__ = ("team", "unit_links")

    title: Mapped[str] = mapped_column(doc="名称")
    kind: Mapped[ActionKind | None] = mapped_column(doc="监督类别")
    form: Mapped[ActionForm] = mapped_column(doc="监督形式")
    partner: Mapped[str] = mapped_column(default="", doc="联合机关")
    measure: Mapped[ProblemMeasure] = mapped_column(default=ProblemMeasure.GE, doc="问题量词")
    content: Mapped[LongText] = mapped_column(default="", doc="监督内容")
    subjects: Mapped[LongText] = mapped_column(default="", doc="监督对象")
    extent: Mapped[LongText] = mapped_column(default="", doc="监督范围")
    starts_on: Mapped[date] = mapped_column(doc="开始日期")
    ends_on: Mapped[date] = mapped_column(doc="结束日期")
    stationed_on: Mapped[date | None] = mapped_column(doc="进驻日期")
    withdrawn_on: Mapped[date | None] = mapped_column(doc="撤点日期")
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True, doc="承办人")
    approved_on: Mapped[date | None] = mapped_column(doc="批准日期")
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="批准人")
    begun_on: Mapped[date | None] = mapped_column(doc="实施日期")
    fed_back_on: Mapped[date | None] = mapped_column(doc="反馈日期")
    tracked_on: Mapped[date | None] = mapped_column(doc="转入整改跟踪日期")
    suspended_on: Mapped[date | None] = mapped_column(doc="中止日期")
    resumed_on: Mapped[date | None] = mapped_column(doc="恢复日期")
    archived_on: Mapped[date | None] = mapped_column(doc="归档日期")
    cancelled_on: Mapped[date | None] = mapped_column(doc="取消日期")
    summary: Mapped[LongText] = mapped_column(default="", doc="工作总结")
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.PREPARING, doc="状态")

    team: Mapped[list["TeamMember"]] = relationship(
        cascade="all, delete-orphan", order_by="TeamMember.id", back_populates="action"
    )
    unit_links: Mapped[list["ActionUnit"]] = relationship(
        cascade="all, delete-orphan", order_by="ActionUnit.id"
    )

    handler: Mapped[User] = relationship(foreign_keys=handler_id)

    __table_args__ = (
        sa.Index("ix_supervision_action_list", "body_id", "starts_on", "id", "status"),
        sa.Index("ix_supervision_action_form", "body_id", "form", "starts_on", "id", "status"),
        sa.Index("ix_supervision_action_kind", "body_id", "kind", "starts_on", "id", "status"),
        sa.Index("ix_supervision_action_begun", "body_id", "begun_on", "id", "status", "form"),
        sa.Index("ix_supervision_action_status", "body_id", "status", "starts_on", "id"),
        sa.CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        sa.CheckConstraint(
            "status IN ('preparing', 'cancelled') "
            "OR (approved_on IS NOT NULL AND (approved_by_id IS NOT NULL OR approver_name <> ''))",
            name="approved_has_day",
        ),
        sa.CheckConstraint(
            f"kind IS NULL OR starts_on >= '{KINDS_SINCE.isoformat()}'", name="kind_in_force"
        ),
    )

    @property
    def units(self) -> list[Unit]:
        return [link.unit for link in self.unit_links]


class TeamMember(Identified, BodyScoped, Model):
    """A 监督人员 on the team, with the certificate number of then and the recusal check (回避)."""

    __tablename__ = "team_member"
    __on_timeline__ = False  # the action's names the whole team in one line (service)

    action_id: Mapped[int] = mapped_column(sa.ForeignKey("supervision_action.id"), index=True)
    roster_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_entry.id"), doc="监督人员")
    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), doc="监督证件号")
    leader: Mapped[bool] = mapped_column(default=False, doc="组长")
    recusal_checked: Mapped[bool] = mapped_column(default=False, doc="已核对回避")
    recusal_note: Mapped[str] = mapped_column(default="", doc="回避情况")

    action: Mapped[SupervisionAction] = relationship(back_populates="team")
    entry: Mapped[RosterEntry] = relationship()

    @property
    def audit_root(self) -> tuple[str, int]:
        return "supervision_action", self.action_id

    @property
    def described(self) -> str:
        """For the trail: 周某某（示监0001，组长，回避已核对）."""
        words = [self.certificate_no, "组长" if self.leader else "", self.recusal_note]
        checked = "回避已核对" if self.recusal_checked else "回避未核对"
        return f"{self.name}（{'，'.join(word for word in [*words, checked] if word)}）"


class ActionUnit(Identified, BodyScoped, Model):
    """A unit supervised by an action."""

    __tablename__ = "action_unit"
    __on_timeline__ = False  # as the team

    action_id: Mapped[int] = mapped_column(sa.ForeignKey("supervision_action.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True, doc="被监督单位")

    unit: Mapped[Unit] = relationship()
    __table_args__ = (sa.UniqueConstraint("action_id", "unit_id"),)

    @property
    def audit_root(self) -> tuple[str, int]:
        return "supervision_action", self.action_id


def _not_recorder(action: SupervisionAction, actor: Principal) -> str | None:
    mine = actor.user_id == action.created_by_id
    return "登记人不能批准自己拟订的监督行动" if mine else None


def _other_hand(action: SupervisionAction, actor: Principal) -> str | None:
    mine = actor.user_id in (action.created_by_id, action.handler_id)
    return "登记人、承办人不能确认本件的线下批准" if mine else None


def _has_units(action: SupervisionAction, _actor: Principal) -> str | None:
    return None if action.unit_links else "须先确定被监督单位"


def _nothing_open(action: SupervisionAction, _actor: Principal) -> str | None:
    return attached.objection(action)


S = ActionStatus
FLOW = Flow(
    title="监督行动",
    states=ActionStatus,
    transitions=(
        Transition("approve", "批准", (S.PREPARING,), S.APPROVED, P.ACTION_APPROVE, primary=True,
                   guard=_not_recorder, consequence="批准后方可实施。"),
        Transition("register_approval", "登记线下批准", (S.PREPARING,), None, P.ACTION_RECORD,
                   consequence="已在纸上或者OA批准的在此登记，由另一人确认；确认之前不能实施。"),
        Transition("confirm_approval", "确认线下批准", (S.PREPARING,), S.APPROVED,
                   P.INSTRUMENT_CONFIRM_SIGNATURE, guard=_other_hand, hidden=True),
        Transition("begin", "开始实施", (S.APPROVED,), S.ONGOING, P.ACTION_RECORD, primary=True,
                   guard=_has_units),
        Transition("feed_back", "反馈问题", (S.ONGOING,), S.FEEDBACK, P.ACTION_RECORD, primary=True),
        Transition("track", "转入整改跟踪", (S.FEEDBACK,), S.TRACKING, P.ACTION_RECORD, primary=True),
        Transition("archive", "总结归档", (S.TRACKING, S.FEEDBACK), S.ARCHIVED, P.ACTION_RECORD,
                   when=scans.there, guard=_nothing_open,
                   consequence="归档后不能再修改。归档要求每个问题都已了结。"),
        Transition("suspend", "中止", (S.APPROVED, S.ONGOING, S.FEEDBACK, S.TRACKING), S.SUSPENDED,
                   P.ACTION_APPROVE, needs_reason=True, dangerous=True),
        Transition("resume", "恢复实施", (S.SUSPENDED,), S.ONGOING, P.ACTION_APPROVE),
        Transition("cancel", "取消", (S.PREPARING, S.APPROVED), S.CANCELLED, P.ACTION_APPROVE,
                   needs_reason=True, dangerous=True, consequence="取消后不再统计。"),
        Transition("register_suspend", "登记线下中止", (S.APPROVED, S.ONGOING, S.FEEDBACK, S.TRACKING),
                   S.SUSPENDED, P.ACTION_RECORD, needs_reason=True,
                   consequence="领导在纸上或者OA决定中止的在此登记，由另一人确认；确认之前照常实施。"),
        Transition("register_resume", "登记线下恢复实施", (S.SUSPENDED,), S.ONGOING, P.ACTION_RECORD,
                   consequence="领导在纸上或者OA决定恢复的在此登记，由另一人确认；确认之前仍为中止。"),
        Transition("register_cancel", "登记线下取消", (S.PREPARING, S.APPROVED), S.CANCELLED, P.ACTION_RECORD,
                   needs_reason=True,
                   consequence="领导在纸上或者OA决定取消的在此登记，由另一人确认；取消后不再统计。"),
        scans.handing_in((S.APPROVED, S.ONGOING, S.FEEDBACK, S.TRACKING, S.SUSPENDED), P.ACTION_RECORD),
    ),
)  # fmt: skip
FLOW.bind(SupervisionAction.status)
