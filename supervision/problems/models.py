"""Tables and workflow of discovered problems."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.actions.models import ProblemMeasure, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission as P
from supervision.core.access.scope import BodyScoped
from supervision.core.db import (
    KEYS_ONCE,
    Identified,
    LongText,
    Model,
    Stamped,
    Versioned,
)
from supervision.core.words import Word
from supervision.core.workflow import Flow, Transition
from supervision.problems import guards


class Severity(Word):
    """How grave a problem is."""

    MINOR = "minor", "轻微"
    ORDINARY = "ordinary", "一般"
    GRAVE = "grave", "严重"


class ProblemStatus(Word):
    """State of a problem."""

    PENDING = "pending", "待核实", "draft"
    ESTABLISHED = "established", "已认定", "active"
    REJECTED = "rejected", "不予认定", "draft"
    RECTIFYING = "rectifying", "整改中", "active"
    TO_VERIFY = "to_verify", "待核查", "active"
    CLOSED = "closed", "已销号", "done"
    FIXED_ON_SPOT = "fixed_on_spot", "立行立改", "done"
    UNFIXABLE = "unfixable", "无法纠正", "draft"
    REFERRED_AWAY = "referred_away", "移交终结", "done"


ENDED_OTHERWISE = (ProblemStatus.UNFIXABLE, ProblemStatus.REFERRED_AWAY)  # while a paper carries it
ENDED = (
    ProblemStatus.REJECTED,
    ProblemStatus.CLOSED,
    ProblemStatus.FIXED_ON_SPOT,
    ProblemStatus.UNFIXABLE,
    ProblemStatus.REFERRED_AWAY,
)


class Recurrence(Word):
    """Whether a problem is 整改后又发生: a hint (疑似) until a person says so; only then it counts."""

    NONE = "none", ""
    SUSPECTED = "suspected", "疑似整改后又发生"
    CONFIRMED = "confirmed", "整改后又发生"
    DENIED = "denied", "不属整改后又发生"

    @property
    def open(self) -> bool:
        """Waits for a person."""
        return self is Recurrence.SUSPECTED


class Problem(Identified, Stamped, Versioned, BodyScoped, Model):
    """One discovered problem. Columns `paper_*` mirror the paper that carries it (see instruments)."""

    __tablename__ = "problem"

    action_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("supervision_action.id"), doc="监督行动"
    )
    clue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clue.id"), index=True, doc="线索")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), doc="被监督单位")
    title: Mapped[str] = mapped_column(doc="问题")
    facts: Mapped[LongText] = mapped_column(default="", doc="事实")
    category: Mapped[str] = mapped_column(sa.String(60), doc="问题类别")
    field: Mapped[str] = mapped_column(sa.String(60), default="", doc="执法领域")
    severity: Mapped[Severity] = mapped_column(default=Severity.ORDINARY, doc="严重程度")
    measure: Mapped[ProblemMeasure] = mapped_column(default=ProblemMeasure.GE, doc="量词")
    rule_breached: Mapped[LongText] = mapped_column(default="", doc="违反规定")
    case_number: Mapped[str] = mapped_column(default="", doc="所涉案件文号")
    case_cause: Mapped[str] = mapped_column(default="", doc="案由")
    officers: Mapped[str] = mapped_column(default="", doc="执法人员")
    found_on: Mapped[date] = mapped_column(doc="发现日期")
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    explanation: Mapped[LongText] = mapped_column(default="", doc="单位说明")
    explained_on: Mapped[date | None] = mapped_column(doc="事实确认日期")
    first_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="认定人一")
    first_on: Mapped[date | None] = mapped_column(doc="认定人一签字日期")
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="认定人二")
    second_on: Mapped[date | None] = mapped_column(doc="认定人二签字日期")
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="确认人")
    confirmed_on: Mapped[date | None] = mapped_column(doc="认定日期")
    ended_on: Mapped[date | None] = mapped_column(doc="了结日期")
    end_note: Mapped[LongText] = mapped_column(default="", doc="了结说明")
    earlier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problem.id"), doc="前一同类问题")
    recurrence: Mapped[Recurrence] = mapped_column(default=Recurrence.NONE, doc="整改后又发生")
    recurrence_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), doc="又发生判定人"
    )
    recurrence_on: Mapped[date | None] = mapped_column(doc="又发生判定日期")
    imported_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    back_entered: Mapped[bool] = mapped_column(default=False, doc="补录")
    status: Mapped[ProblemStatus] = mapped_column(default=ProblemStatus.PENDING, doc="状态")
    in_hand: Mapped[bool] = mapped_column(default=True)  # follows the status: an index for 在办

    paper_id: Mapped[int | None]
    paper_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="文号")
    demand: Mapped[LongText] = mapped_column(default="", doc="整改要求")
    delivered_on: Mapped[date | None] = mapped_column(doc="送达日")
    due_on: Mapped[date | None] = mapped_column(doc="到期日")
    chased_on: Mapped[date | None] = mapped_column(doc="最近催办")
    chased_how: Mapped[str] = mapped_column(sa.String(20), default="")
    reply_state: Mapped[str] = mapped_column(sa.String(20), default="", doc="反馈")
    conclusion: Mapped[str] = mapped_column(sa.String(20), default="", doc="结论")

    unit: Mapped[Unit] = relationship()
    action: Mapped[SupervisionAction | None] = relationship()
    handler: Mapped[User] = relationship(foreign_keys=[handler_id])
    first_by: Mapped[User | None] = relationship(foreign_keys=[first_by_id])
    second_by: Mapped[User | None] = relationship(foreign_keys=[second_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    earlier: Mapped["Problem | None"] = relationship(remote_side="Problem.id")
    working_papers: Mapped[list["WorkingPaper"]] = relationship(
        order_by="WorkingPaper.id", back_populates="problem"
    )

    __table_args__ = (
        # The lists at a million rows (core/listing): one for each order, and for each filter one
        # that ends in the order and the views' own columns, so that counts never leave the index.
        # A filter that is selective by itself leads without the body.
        sa.Index("ix_problem_list", "body_id", "found_on", "id", "status", "action_id", "measure",
                 "recurrence", "unit_id", "category", "delivered_on", "ended_on"),
        sa.Index("ix_problem_due", "body_id", "due_on", "id", "status"),
        sa.Index("ix_problem_in_hand", "body_id", "in_hand", "due_on", "id", "status", "severity",
                 "paper_number", "found_on", "delivered_on"),
        sa.Index("ix_problem_in_hand_found", "body_id", "in_hand", "found_on", "id", "status"),
        sa.Index("ix_problem_status", "body_id", "status", "found_on", "id", "paper_id", "first_by_id",
                 "second_by_id", "explained_on", "handler_id"),
        sa.Index("ix_problem_status_due", "body_id", "status", "due_on", "id", "in_hand"),
        sa.Index("ix_problem_ended", "body_id", "status", "ended_on", "action_id", "measure", "unit_id"),
        sa.Index("ix_problem_unit", "unit_id", "found_on", "id", "status"),
        sa.Index("ix_problem_unit_in_hand", "unit_id", "in_hand", "due_on", "id", "status"),
        sa.Index("ix_problem_category", "body_id", "category", "found_on", "id", "status"),
        sa.Index("ix_problem_category_in_hand", "body_id", "category", "in_hand", "due_on", "id",
                 "status"),
        sa.Index("ix_problem_handler", "handler_id", "found_on", "id", "status"),
        sa.Index("ix_problem_handler_in_hand", "handler_id", "in_hand", "due_on", "id",
                 "status"),
        sa.Index("ix_problem_action", "action_id", "found_on", "id", "status"),
        sa.Index("ix_problem_action_in_hand", "action_id", "in_hand", "due_on", "id",
                 "status"),
        sa.Index("ix_problem_field", "body_id", "field", "found_on", "id", "status"),
        sa.Index("ix_problem_severity", "body_id", "severity", "found_on", "id", "status"),
        sa.Index("ix_problem_paper_number", "paper_number", "found_on", "id"),
        sa.Index("ix_problem_field_in_hand", "body_id", "field", "in_hand", "due_on", "id", "status"),
        sa.Index("ix_problem_severity_in_hand", "body_id", "severity", "in_hand", "due_on", "id",
                 "status"),
        sa.Index("ix_problem_paper_id", "paper_id"),
        sa.Index("ix_problem_earlier_id", "earlier_id"),
        sa.Index("ix_problem_recurrence", "unit_id", "category", "status"),
        sa.CheckConstraint(
            "status IN ('pending', 'rejected') OR (confirmed_on IS NOT NULL AND (back_entered "
            "OR (first_by_id IS NOT NULL "
            "AND (second_by_id IS NOT NULL OR confirmed_by_id IS NOT NULL))))",
            name="established_by_two",
        ),
        sa.CheckConstraint(
            "severity <> 'grave' OR status NOT IN ('established', 'rectifying', 'to_verify', 'closed') "
            "OR back_entered OR (second_by_id IS NOT NULL AND confirmed_by_id IS NOT NULL)",
            name="grave_by_three",
        ),
        sa.CheckConstraint(
            "status NOT IN ('closed', 'fixed_on_spot', 'unfixable', 'referred_away') "
            "OR ended_on IS NOT NULL",
            name="ended_has_day",
        ),
        sa.CheckConstraint(
            "in_hand = (status NOT IN "
            "('rejected', 'closed', 'fixed_on_spot', 'unfixable', 'referred_away'))",
            name="in_hand_follows_status",
        ),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> first_by_id", name="two_supervisors"
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR (confirmed_by_id <> first_by_id "
            "AND (second_by_id IS NULL OR confirmed_by_id <> second_by_id))",
            name="confirmer_is_another",
        ),
        sa.CheckConstraint(
            "recurrence = 'none' OR earlier_id IS NOT NULL", name="recurrence_has_earlier"
        ),
        sa.CheckConstraint(
            "recurrence IN ('none', 'suspected') "
            "OR (recurrence_by_id IS NOT NULL AND recurrence_on IS NOT NULL)",
            name="recurrence_judged_by_somebody",
        ),
        KEYS_ONCE,
    )  # fmt: skip

    @property
    def grave(self) -> bool:
        """严重: three people establish it and write it off, two any other."""
        return self.severity is Severity.GRAVE

    @property
    def signers(self) -> set[int]:
        """Who signed that it is a fact so far, the section head's confirmation included."""
        signed = (self.first_by_id, self.second_by_id, self.confirmed_by_id)
        return {one for one in signed if one is not None}

    @property
    def completes_next(self) -> bool:
        """Whether the next supervisor's signature makes it 已认定."""
        return self.first_by_id is not None and not self.grave


class MaterialKind(Word):
    """Kind of working material."""

    FILE_LIST = "file_list", "调卷清单"
    RECORD = "record", "询问笔录"
    SHEET = "sheet", "工作底稿"
    SCORE = "score", "案卷评查评分"


class WorkingPaper(Identified, Stamped, BodyScoped, Model):
    """Working material a problem hangs on: 调卷清单, 询问笔录, 工作底稿, 案卷评查评分."""

    __tablename__ = "working_paper"

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    kind: Mapped[MaterialKind] = mapped_column(doc="材料种类")
    made_on: Mapped[date] = mapped_column(doc="形成日期")
    content: Mapped[LongText] = mapped_column(default="", doc="内容")
    score: Mapped[int | None] = mapped_column(doc="评分")

    problem: Mapped[Problem] = relationship(back_populates="working_papers")

    @property
    def audit_root(self) -> tuple[str, int]:
        return "problem", self.problem_id


S = ProblemStatus
_NOT_REJECTED = tuple(state for state in S if state is not S.REJECTED)
FLOW = Flow(
    title="发现问题",
    states=ProblemStatus,
    transitions=(
        Transition("explain", "登记事实确认", (S.PENDING,), None, P.PROBLEM_RECORD, primary=True,
                   consequence="已有监督人员认定的，改登后须重新认定。"),
        Transition("establish", "认定", (S.PENDING,), None, P.PROBLEM_ESTABLISH, primary=True,
                   guard=guards.signs_on),
        Transition("establish_second", "认定", (S.PENDING,), S.ESTABLISHED, P.PROBLEM_ESTABLISH, primary=True,
                   guard=guards.completes),
        Transition("confirm", "确认认定", (S.PENDING,), S.ESTABLISHED, P.PROBLEM_CONFIRM,
                   primary=True, guard=guards.confirms),
        Transition("reject", "不予认定", (S.PENDING,), S.REJECTED, P.PROBLEM_CONFIRM,
                   needs_reason=True, dangerous=True, consequence="不予认定的问题不计入统计。"),
        Transition("remove", "删除", (S.PENDING,), None, P.PROBLEM_RECORD, needs_reason=True, dangerous=True,
                   guard=guards.entered_alone, consequence="录错的问题可以删除，删除后不再出现在任何列表中；"
                   "何人、何时、为何删除和原来的内容，留在审计链中。"),
        Transition("fix_on_spot", "立行立改", (S.PENDING, S.ESTABLISHED), S.FIXED_ON_SPOT,
                   P.PROBLEM_CONFIRM, needs_reason=True, guard=guards.mends_on_spot,
                   consequence="当场改正并有佐证的，不再下发文书。"),
        Transition("cannot_fix", "无法纠正", (S.ESTABLISHED, S.RECTIFYING), S.UNFIXABLE,
                   P.PROBLEM_CONFIRM, needs_reason=True, dangerous=True),
        Transition("refer_away", "移交终结", (S.ESTABLISHED, S.RECTIFYING), S.REFERRED_AWAY,
                   P.PROBLEM_CONFIRM, needs_reason=True, dangerous=True, guard=guards.taken_over,
                   consequence="整改率不计此问题，另行列明移交数。"),
        Transition("back_establish", "补录认定", (S.PENDING,), S.ESTABLISHED, P.PROBLEM_RECORD, hidden=True,
                   guard=guards.entered_late),
        Transition("back_fix", "补录立行立改", (S.ESTABLISHED,), S.FIXED_ON_SPOT, P.PROBLEM_RECORD, hidden=True,
                   guard=guards.entered_late),
        Transition("back_unfixable", "补录无法纠正", (S.ESTABLISHED, S.RECTIFYING, S.TO_VERIFY), S.UNFIXABLE,
                   P.PROBLEM_RECORD, hidden=True, guard=guards.entered_late),
        Transition("confirm_recurrence", "确认整改后又发生", _NOT_REJECTED, None, P.PROBLEM_ESTABLISH,
                   guard=guards.suspected, consequence="确认后计入“整改后又发生”。"),
        Transition("deny_recurrence", "不属整改后又发生", _NOT_REJECTED, None, P.PROBLEM_ESTABLISH,
                   needs_reason=True, guard=guards.suspected),
    ),
)  # fmt: skip
FLOW.bind(Problem.status)  # first: what it refuses must change nothing


@event.listens_for(Problem.status, "set", propagate=True)
def _keep_in_hand(problem: Problem, value: ProblemStatus, _old: object, _by: object) -> None:
    problem.in_hand = value not in ENDED
