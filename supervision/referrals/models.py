"""Tables and workflow of referrals; named people only see them and whatever hangs on them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.accounts.signing import scans
from supervision.accounts.signing.models import ApprovedOnPaper
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import BodyScoped, keys_alone
from supervision.core.corrections import giving_up
from supervision.core.db import KEYS_ONCE, Identified, LongText, Model, Stamped, Versioned
from supervision.core.workflow import Flow, Transition
from supervision.instruments.models import Instrument
from supervision.problems.models import Problem
from supervision.referrals.states import ReferralStatus, ShownStatus, Way, shown


class Referral(ApprovedOnPaper, Identified, Stamped, Versioned, BodyScoped, Model):
    """One referral. Days are those of the events, `back_entered` marks 补录."""

    __tablename__ = "referral"

    way: Mapped[Way] = mapped_column(doc="方式")
    recipient: Mapped[str] = mapped_column(doc="接收机关")
    subject: Mapped[str] = mapped_column(doc="事由")
    basis: Mapped[LongText] = mapped_column(default="", doc="工作机制或法律依据")
    reasons: Mapped[LongText] = mapped_column(default="", doc="情况说明")
    answer_wanted: Mapped[bool] = mapped_column(default=True, doc="要求回告")
    term_number: Mapped[int | None] = mapped_column(doc="回告期限")
    term_unit: Mapped[str] = mapped_column(sa.String(8), default="工作日", doc="期限单位")
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="审批人")
    letter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("instrument.id"), doc="移交函")
    letter_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="函号")
    submitted_on: Mapped[date | None] = mapped_column(doc="报批日期")
    approved_on: Mapped[date | None] = mapped_column(doc="批准日期")
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="批准人")
    sent_on: Mapped[date | None] = mapped_column(doc="移交（移送）日期")
    due_on: Mapped[date | None] = mapped_column(doc="回告到期日")
    received_on: Mapped[date | None] = mapped_column(doc="接收日期")
    received_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="接收人")
    returned_on: Mapped[date | None] = mapped_column(doc="退回日期")
    return_reason: Mapped[LongText] = mapped_column(default="", doc="退回理由")
    processing_on: Mapped[date | None] = mapped_column(doc="开始处理日期")
    answered_on: Mapped[date | None] = mapped_column(doc="回告日期")
    answer_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="回告文号")
    result: Mapped[LongText] = mapped_column(default="", doc="处理结果")
    archived_on: Mapped[date | None] = mapped_column(doc="归档日期")
    back_entered: Mapped[bool] = mapped_column(default=False, doc="补录")
    status: Mapped[ReferralStatus] = mapped_column(default=ReferralStatus.DRAFT, doc="状态")

    handler: Mapped[User] = relationship(foreign_keys=handler_id)
    approver: Mapped[User | None] = relationship(foreign_keys=approver_id)
    letter: Mapped[Instrument | None] = relationship()
    problem_links: Mapped[list["ReferralProblem"]] = relationship(
        cascade="all, delete-orphan", order_by="ReferralProblem.id"
    )
    viewers: Mapped[list["ReferralViewer"]] = relationship(
        cascade="all, delete-orphan", order_by="ReferralViewer.id"
    )

    __table_args__ = (
        sa.Index("ix_referral_list", "body_id", "id"),
        sa.Index("ix_referral_due", "body_id", "due_on", "id"),
        sa.Index("ix_referral_sent_on", "body_id", "sent_on", "id", "way"),
        sa.Index("ix_referral_status", "body_id", "status", "due_on", "id"),
        sa.Index("ix_referral_status_id", "body_id", "status", "id"),
        sa.Index("ix_referral_handler", "handler_id"),
        sa.Index("ix_referral_approver", "approver_id"),
        sa.CheckConstraint(
            "status IN ('draft', 'reviewing') OR sent_on IS NOT NULL", name="sent_has_day"
        ),
        sa.CheckConstraint(
            "status NOT IN ('received', 'processing') OR received_on IS NOT NULL",
            name="received_has_day",
        ),
        sa.CheckConstraint(
            "status <> 'answered' OR answered_on IS NOT NULL", name="answered_has_day"
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR (returned_on IS NOT NULL AND return_reason <> '')",
            name="returned_has_reason",
        ),
        KEYS_ONCE,
    )

    @property
    def shown_status(self) -> ShownStatus:
        """The status in the word of its way."""
        return shown(self.status, self.way)

    @property
    def unlooked(self) -> bool:
        """补录 at which the reviewer has not looked: a draft, in no figure."""
        return self.back_entered and self.status is ReferralStatus.DRAFT

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days of what has happened so far."""
        return (
            self.submitted_on,
            self.approved_on,
            self.sent_on,
            self.received_on,
            self.processing_on,
            self.answered_on,
        )

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool]:
        """Those named are asked for once, not at each row; for a column of readers, each reader's own."""
        named = sa.select(ReferralViewer.referral_id).where(ReferralViewer.user_id == user_id)
        own = sa.or_(cls.handler_id == user_id, cls.approver_id == user_id)
        return sa.or_(own, cls.id.in_(named.correlate_except(ReferralViewer)))


def named_on(user_id: int) -> sa.ColumnElement[bool]:
    """The same rows as `Referral.staff_criteria`, so that they lead to a list: each kind by its own index."""
    row, viewer = keys_alone(Referral), keys_alone(ReferralViewer)
    handled = sa.select(row.c.id).where(row.c.handler_id == user_id)
    approved = sa.select(row.c.id).where(row.c.approver_id == user_id)
    viewed = sa.select(viewer.c.referral_id).where(viewer.c.user_id == user_id)
    return Referral.id.in_(sa.union(handled, approved, viewed))


class OfReferral(BodyScoped):
    """A part of a referral, on its timeline."""

    referral_id: Mapped[int] = mapped_column(sa.ForeignKey("referral.id"), index=True)

    @property
    def audit_root(self) -> tuple[str, int]:
        return "referral", self.referral_id


class ReferralProblem(Identified, OfReferral, Model):
    """A problem that is handed over; it goes its own way beside this."""

    __tablename__ = "referral_problem"
    __title__ = "移交问题"
    __on_timeline__ = False

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True, doc="问题")
    problem: Mapped[Problem] = relationship()
    __table_args__ = (sa.UniqueConstraint("referral_id", "problem_id"),)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        whole = sa.exists().where(Referral.id == cls.referral_id, Referral.staff_criteria(user_id))
        return whole.correlate_except(Referral)


class ReferralViewer(Identified, OfReferral, Model):
    """A named person who may see the referral besides its handler and approver."""

    __tablename__ = "referral_viewer"
    __title__ = "知悉人员"
    __on_timeline__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True, doc="知悉人员")
    user: Mapped[User] = relationship()
    __table_args__ = (sa.UniqueConstraint("referral_id", "user_id"),)


def _is_handler(referral: Referral, actor: Principal) -> str | None:
    return None if referral.handler_id == actor.user_id else "只有承办人可以办理"


def _in_hand(referral: Referral, actor: Principal) -> str | None:
    """Its handler, or who stands in for them; the latter sees it only where they are named on it."""
    return None if actor.acts_for(referral.handler_id) else "只有承办人可以办理"


def _of_handler(referral: Referral, actor: Principal) -> str | None:
    if referral.back_entered:
        return "补录的移交、移送由审核人核对，不另报批"
    return _is_handler(referral, actor)


def _may_approve(referral: Referral, actor: Principal) -> str | None:
    if actor.user_id in (referral.handler_id, referral.created_by_id):
        return "承办人不能批准自己拟制的移交、移送"
    return "已经批准" if referral.approved_on else None


def _to_approve(referral: Referral, actor: Principal) -> str | None:
    return "已经批准" if referral.approved_on else _of_handler(referral, actor)


def _other_hand(referral: Referral, actor: Principal) -> str | None:
    if actor.user_id in (referral.handler_id, referral.created_by_id):
        return "承办人不能确认本件的线下批准"
    if referral.back_entered:
        return _of_handler(referral, actor)
    return "已经批准" if referral.approved_on else None


def _approved(referral: Referral, actor: Principal) -> str | None:
    return _in_hand(referral, actor) if referral.approved_on else "尚未批准"


def _may_archive(referral: Referral, actor: Principal) -> str | None:
    if referral.status is ReferralStatus.RECEIVED and referral.answer_wanted:
        return "要求回告的，回告后才能归档"
    return _in_hand(referral, actor) or scans.there(referral, actor)


S = ReferralStatus
FLOW = Flow(
    title="移交移送",
    states=ReferralStatus,
    transitions=(
        Transition("submit", "报批", (S.DRAFT,), S.REVIEWING, P.REFERRAL_RECORD, primary=True,
                   guard=_of_handler),
        Transition("approve", "批准", (S.REVIEWING,), S.REVIEWING, P.REFERRAL_APPROVE, primary=True,
                   guard=_may_approve, consequence="批准后由承办人发出；用函的，函送达后自动转入下一步。"),
        Transition("refuse", "退回修改", (S.REVIEWING,), S.DRAFT, P.REFERRAL_APPROVE,
                   needs_reason=True, guard=_may_approve),
        Transition("register_refuse", "登记线下退回修改", (S.REVIEWING,), S.DRAFT, P.REFERRAL_RECORD,
                   needs_reason=True, guard=_to_approve,
                   consequence="领导在纸上或者OA退回的在此登记，由知悉人员中的另一人确认；确认之前仍在审批。"),
        Transition("register_approval", "登记线下批准", (S.DRAFT, S.REVIEWING), None, P.REFERRAL_RECORD,
                   guard=_to_approve,
                   consequence="已在纸上或者OA批准的在此登记，由知悉人员中的另一人确认；确认之前不能发出。"),
        Transition("confirm_approval", "确认线下批准", (S.DRAFT, S.REVIEWING), S.REVIEWING,
                   P.INSTRUMENT_CONFIRM_SIGNATURE, guard=_other_hand, hidden=True),
        Transition("send", "登记发出", (S.REVIEWING,), S.SENT, P.REFERRAL_RECORD, primary=True,
                   guard=_approved, consequence="回告期限从次日起算。"),
        Transition("receive", "登记接收", (S.SENT,), S.RECEIVED, P.REFERRAL_RECORD, primary=True,
                   guard=_in_hand),
        Transition("return", "登记退回", (S.SENT, S.RECEIVED), S.RETURNED, P.REFERRAL_RECORD,
                   needs_reason=True, dangerous=True, guard=_in_hand,
                   consequence="接收机关退回的，写明理由；可归档后另行移交、移送。"),
        Transition("process", "登记处理中", (S.RECEIVED,), S.PROCESSING, P.REFERRAL_RECORD,
                   guard=_in_hand),
        Transition("answer", "登记回告", (S.RECEIVED, S.PROCESSING), S.ANSWERED, P.REFERRAL_RECORD,
                   primary=True, guard=_in_hand),
        Transition("archive", "归档", (S.ANSWERED, S.RECEIVED, S.RETURNED), S.ARCHIVED,
                   P.REFERRAL_RECORD, guard=_may_archive, consequence="归档后不能再修改。"),
        scans.handing_in((S.REVIEWING, S.SENT, S.RECEIVED, S.RETURNED, S.PROCESSING, S.ANSWERED),
                         P.REFERRAL_RECORD),
        giving_up(S.DRAFT, P.REFERRAL_RECORD),
    ),
)  # fmt: skip
FLOW.bind(Referral.status)
