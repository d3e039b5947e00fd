"""Tables and workflow of interviews."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.accounts.signing import scans
from supervision.accounts.signing.models import ApprovedOnPaper
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import BodyScoped
from supervision.core.corrections import giving_up
from supervision.core.db import KEYS_ONCE, Identified, LongText, Model, Stamped
from supervision.core.parts import Whole
from supervision.core.workflow import Flow, Transition
from supervision.instruments.models import Instrument
from supervision.interviews.states import (
    COUNTED,
    InterviewStatus,
    Seat,
    Signing,
    Standing,
)
from supervision.problems.models import Problem


class Interview(ApprovedOnPaper, Identified, Stamped, Whole, BodyScoped, Model):
    """One interview. Days are those of the events, `back_entered` marks 补录."""

    __tablename__ = "interview"
    __parts__ = ("interviewees", "seats", "problem_links", "paper_links")

    reason: Mapped[str] = mapped_column(doc="约谈事由")
    content: Mapped[LongText] = mapped_column(default="", doc="约谈提纲")
    action_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("supervision_action.id"), index=True, doc="监督行动"
    )
    place: Mapped[str] = mapped_column(default="", doc="约谈地点")
    planned_on: Mapped[date] = mapped_column(doc="约谈日期")
    planned_at: Mapped[str] = mapped_column(sa.String(20), default="", doc="约谈时间")
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    approved_on: Mapped[date | None] = mapped_column(doc="批准日期")
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="批准人")
    notified_on: Mapped[date | None] = mapped_column(doc="通知日期")
    notice_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="通知书文号")
    held_on: Mapped[date | None] = mapped_column(doc="实施日期")
    held_at: Mapped[str] = mapped_column(sa.String(40), default="", doc="起止时间")
    minutes: Mapped[LongText] = mapped_column(default="", doc="约谈记录")
    promise: Mapped[LongText] = mapped_column(default="", doc="整改承诺")
    promise_due: Mapped[date | None] = mapped_column(doc="承诺期限")
    promise_result: Mapped[LongText] = mapped_column(default="", doc="承诺落实情况")
    closed_on: Mapped[date | None] = mapped_column(doc="办结日期")
    cancelled_on: Mapped[date | None] = mapped_column(doc="取消日期")
    back_entered: Mapped[bool] = mapped_column(default=False, doc="补录")
    status: Mapped[InterviewStatus] = mapped_column(default=InterviewStatus.DRAFTED, doc="状态")

    handler: Mapped[User] = relationship(foreign_keys=handler_id)
    action: Mapped[SupervisionAction | None] = relationship()
    interviewees: Mapped[list["Interviewee"]] = relationship(
        cascade="all, delete-orphan", order_by="Interviewee.seq"
    )
    seats: Mapped[list["InterviewSeat"]] = relationship(
        cascade="all, delete-orphan", order_by="InterviewSeat.id"
    )
    problem_links: Mapped[list["InterviewProblem"]] = relationship(
        cascade="all, delete-orphan", order_by="InterviewProblem.id"
    )
    paper_links: Mapped[list["InterviewPaper"]] = relationship(
        cascade="all, delete-orphan", order_by="InterviewPaper.id"
    )

    __table_args__ = (
        sa.Index("ix_interview_list", "body_id", "planned_on", "id"),
        sa.Index("ix_interview_status", "body_id", "status", "planned_on", "id"),
        sa.Index("ix_interview_promise", "body_id", "status", "promise_due", "id"),
        sa.Index("ix_interview_promises", "body_id", "promise_due", "id"),
        sa.Index("ix_interview_held", "body_id", "held_on", "id", "status"),
        sa.Index("ix_interview_status_held", "body_id", "status", "held_on", "id"),
        sa.CheckConstraint(
            "status NOT IN ('held', 'tracking', 'closed') OR held_on IS NOT NULL",
            name="held_has_day",
        ),
        sa.CheckConstraint("status <> 'closed' OR closed_on IS NOT NULL", name="closed_has_day"),
        sa.CheckConstraint(
            "status <> 'tracking' OR promise_due IS NOT NULL", name="tracking_has_promise"
        ),
        KEYS_ONCE,
    )

    @property
    def counted(self) -> bool:
        """Whether it took place, as the yearly figures count."""
        return self.status in COUNTED

    @property
    def of_heads(self) -> bool:
        """Whether a 部门负责人 is among those interviewed: then a leader of the bureau approves."""
        return any(one.in_leadership for one in self.interviewees)

    @property
    def approving(self) -> str:
        """The step by which this interview is approved."""
        return "approve_heads" if self.of_heads else "approve"

    @property
    def unlooked(self) -> bool:
        """补录 at which the reviewer has not looked: a draft, in no figure."""
        return self.back_entered and self.status is InterviewStatus.DRAFTED

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days of what has happened so far."""
        return self.approved_on, self.notified_on, self.held_on, self.closed_on

    @property
    def promising_heads(self) -> list["Interviewee"]:
        """Who promised something of their own (分别承诺); none where the promise is shared."""
        return [one for one in self.interviewees if one.promise_due is not None]

    @property
    def promises_open(self) -> bool:
        """Whether something promised is still to be kept, as far as is known."""
        own = self.promising_heads
        return any(one.kept_on is None for one in own) if own else self.promise_due is not None

    def seated(self, seat: Seat) -> list["InterviewSeat"]:
        """The bureau's people in `seat`."""
        return [one for one in self.seats if one.seat is seat]


class OfInterview(BodyScoped):
    """A part of an interview, on its timeline."""

    interview_id: Mapped[int] = mapped_column(sa.ForeignKey("interview.id"), index=True)

    @property
    def audit_root(self) -> tuple[str, int]:
        return "interview", self.interview_id


class Interviewee(Identified, OfInterview, Model):
    """A person interviewed, with unit, post and certificate number of then."""

    __tablename__ = "interviewee"
    __title__ = "约谈对象"
    __on_timeline__ = False

    seq: Mapped[int] = mapped_column(doc="序号")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), doc="单位")
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), default="", doc="执法证号")
    in_leadership: Mapped[bool] = mapped_column(default=False, doc="领导班子成员")
    absent: Mapped[bool] = mapped_column(default=False, doc="缺席")
    signing: Mapped[Signing | None] = mapped_column(doc="签字情况")
    note: Mapped[str] = mapped_column(default="", doc="缺席或拒签理由")
    promise: Mapped[LongText] = mapped_column(default="", doc="本人承诺")
    promise_due: Mapped[date | None] = mapped_column(doc="本人承诺期限")
    promise_result: Mapped[LongText] = mapped_column(default="", doc="本人承诺落实情况")
    kept_on: Mapped[date | None] = mapped_column(doc="落实日期")

    unit: Mapped[Unit] = relationship()

    @property
    def standing(self) -> Standing:
        return Standing.LEADER if self.in_leadership else Standing.OFFICER

    __table_args__ = (sa.Index("ix_interviewee_unit", "unit_id", "interview_id", "body_id"),)


class InterviewSeat(Identified, OfInterview, Model):
    """An interviewer or the recorder: a user of the bureau or a 监督人员 on the roster."""

    __tablename__ = "interview_seat"
    __title__ = "约谈人员"
    __on_timeline__ = False

    seat: Mapped[Seat] = mapped_column(doc="职责")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    roster_entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_entry.id"))
    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), default="", doc="监督证件号")


class InterviewProblem(Identified, OfInterview, Model):
    """A problem that is a reason of the interview."""

    __tablename__ = "interview_problem"
    __title__ = "约谈所涉问题"
    __on_timeline__ = False

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True, doc="问题")
    problem: Mapped[Problem] = relationship()
    __table_args__ = (sa.UniqueConstraint("interview_id", "problem_id"),)


class InterviewPaper(Identified, OfInterview, Model):
    """A paper that is a reason of the interview."""

    __tablename__ = "interview_paper"
    __title__ = "约谈所涉文书"
    __on_timeline__ = False

    instrument_id: Mapped[int] = mapped_column(
        sa.ForeignKey("instrument.id"), index=True, doc="文书"
    )
    paper: Mapped[Instrument] = relationship()
    __table_args__ = (sa.UniqueConstraint("interview_id", "instrument_id"),)


def _planned_here(interview: Interview, _actor: Principal) -> str | None:
    return "补录的约谈由审核人核对，不另批准" if interview.back_entered else None


def _not_drafter(interview: Interview, actor: Principal) -> str | None:
    if interview.back_entered:
        return _planned_here(interview, actor)
    mine = actor.user_id in (interview.created_by_id, interview.handler_id)
    return "拟定人不能批准自己拟定的约谈" if mine else None


def _of_officers(interview: Interview, actor: Principal) -> str | None:
    if interview.of_heads:
        return "约谈部门负责人的，由签发人批准"
    return _not_drafter(interview, actor)


def _of_heads(interview: Interview, actor: Principal) -> str | None:
    if not interview.of_heads:
        return "只约谈执法人员的，由审核人批准"
    return _not_drafter(interview, actor)


def _other_hand(interview: Interview, actor: Principal) -> str | None:
    if interview.back_entered:
        return _planned_here(interview, actor)
    mine = actor.user_id in (interview.created_by_id, interview.handler_id)
    return "拟定人不能确认本件的线下批准" if mine else None


def _promised(interview: Interview, _actor: Principal) -> str | None:
    return None if interview.promise_due else "没有登记整改承诺及期限"


def _split(interview: Interview, _actor: Principal) -> str | None:
    return None if interview.promising_heads else "没有分别承诺的，办结时填写落实情况"


S = InterviewStatus
FLOW = Flow(
    title="约谈",
    states=InterviewStatus,
    transitions=(
        Transition("approve", "批准", (S.DRAFTED,), S.APPROVED, P.INTERVIEW_APPROVE, primary=True,
                   guard=_of_officers, consequence="批准后方可通知和实施。"),
        Transition("approve_heads", "批准", (S.DRAFTED,), S.APPROVED, P.INTERVIEW_APPROVE_HEADS, primary=True,
                   guard=_of_heads, consequence="约谈对象中有部门负责人，由签发人批准；批准后方可通知和实施。"),
        Transition("register_approval", "登记线下批准", (S.DRAFTED,), None, P.INTERVIEW_RECORD,
                   guard=_planned_here,
                   consequence="已在纸上或者OA批准的在此登记，由另一人确认；确认之前不能通知。"),
        Transition("confirm_approval", "确认线下批准", (S.DRAFTED,), S.APPROVED,
                   P.INSTRUMENT_CONFIRM_SIGNATURE, guard=_other_hand, hidden=True),
        Transition("notify", "登记通知", (S.APPROVED,), S.NOTIFIED, P.INTERVIEW_RECORD, primary=True,
                   consequence="用本系统的约谈通知书通知的不必登记：送达后自动转为“已通知”。"),
        Transition("hold", "登记实施", (S.NOTIFIED,), S.HELD, P.INTERVIEW_RECORD, primary=True,
                   consequence="从此计入统计。缺席的人不计。"),
        Transition("reschedule", "改期", (S.NOTIFIED, S.ABSENT), S.NOTIFIED, P.INTERVIEW_RECORD,
                   needs_reason=True, consequence="原定时间留在时间线上。"),
        Transition("miss", "登记缺席", (S.NOTIFIED,), S.ABSENT, P.INTERVIEW_RECORD, needs_reason=True,
                   consequence="全部约谈对象缺席、约谈未能进行的登记；之后可改期或取消。"),
        Transition("track", "转入承诺跟踪", (S.HELD,), S.TRACKING, P.INTERVIEW_RECORD,
                   guard=_promised, hidden=True),
        Transition("keep", "登记落实", (S.TRACKING,), None, P.INTERVIEW_RECORD, guard=_split, primary=True,
                   consequence="分别承诺的，一人落实登记一人；全部落实后办结。"),
        Transition("all_kept", "承诺全部落实", (S.TRACKING,), S.HELD, P.INTERVIEW_RECORD, guard=_split,
                   hidden=True),
        Transition("close", "办结", (S.HELD, S.TRACKING), S.CLOSED, P.INTERVIEW_RECORD, primary=True,
                   when=scans.there),
        Transition("cancel", "取消", (S.DRAFTED, S.APPROVED, S.NOTIFIED, S.ABSENT), S.CANCELLED,
                   P.INTERVIEW_APPROVE, needs_reason=True, dangerous=True,
                   consequence="取消的约谈不计入统计。"),
        scans.handing_in((S.APPROVED, S.NOTIFIED, S.ABSENT, S.HELD, S.TRACKING), P.INTERVIEW_RECORD),
        giving_up(S.DRAFTED, P.INTERVIEW_RECORD),
    ),
)  # fmt: skip
FLOW.bind(Interview.status)
