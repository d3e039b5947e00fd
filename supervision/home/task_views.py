"""What waits for a person of the bureau: one group a duty, its count and its most urgent few."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from flask import url_for

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.agencies.models import Unit
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core import clock
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.addresses import url_to
from supervision.core.db import Expression, Query, ReadRow, session
from supervision.core.duedates import UNIT_KINDS, Lamp
from supervision.core.listing import Sort
from supervision.core.listing.keyset import Order, ranges
from supervision.core.listing.page import CAP
from supervision.core.pairs import Outcome, Proposal
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.lists import OPEN_WITH_UNIT, awaiting, objected_to
from supervision.instruments.models import Instrument, InstrumentKind, ReplyRound
from supervision.instruments.states import InstrumentStatus as S
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, ProblemStatus, Severity
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus

SHOWN = 5
LONG = 5  # days after which a waiting matter says so in amber
Rows = Query
PAPER_PAGE = ("instruments.show", "paper_id")


@dataclass(frozen=True)
class Task:
    """One matter that waits: what it is, of whom, since how many days, and its light."""

    label: str
    detail: str
    url: str
    age: int | None
    light: object

    @property
    def waits_long(self) -> bool:
        return self.age is not None and self.age >= LONG


@dataclass(frozen=True)
class Group:
    """A duty with what waits under it: the few `tasks` shown, and `count` of all, exact up to CAP."""

    title: str
    hint: str
    count: int
    url: str
    tasks: list[Task]

    @property
    def counted(self) -> str:
        """The count in words: 1000+ where nobody counted further."""
        return f"{CAP}+" if self.count > CAP else str(self.count)


@dataclass(frozen=True)
class Duty:
    """What waits for whoever holds `permission`: its rows, their page, and the list they stand in.

    `rows` come in parts that lie one after the other, each ordered along an index of its own.
    """

    title: str
    hint: str
    permission: P
    rows: Callable[[Principal], list[Rows]]
    tab: str
    listed: str = "instruments.index"
    page: tuple[str, str] = PAPER_PAGE


def _row(
    model: Any,
    label: Expression,
    *,
    kind: Expression | None = None,
    whom: object = None,
    since: Expression | None = None,
    due: Expression | None = None,
    status: object = None,
) -> Rows:
    """The columns every duty selects, in one order."""
    nothing = sa.literal("")
    no_day = sa.null().cast(sa.Date)
    return sa.select(
        model.id.label("id"),
        sa.func.coalesce(label, "").label("label"),
        (nothing if kind is None else kind).label("kind"),
        (nothing if whom is None else sa.func.coalesce(whom, "")).label("whom"),
        (no_day if since is None else since).label("since"),
        (no_day if due is None else due).label("due"),
        (nothing if status is None else sa.cast(status, sa.String(20))).label("status"),
    ).select_from(model)


def _papers(
    *where: sa.ColumnElement[bool], since: Expression | None = None, by_key: bool = False
) -> list[Rows]:
    """Papers by their last day, then those without one."""
    of = Instrument
    rows = _row(
        of, of.number, kind=InstrumentKind.name, whom=of.addressee, since=since, due=of.due_on,
        status=of.status,
    )  # fmt: skip
    rows = rows.join(InstrumentKind, InstrumentKind.id == of.kind_id).where(*where)
    rows = rows if by_key else rows.where(*within(of))
    order = Order(Sort("due", of.due_on, nullable=True), of.id, descending=False)
    return [rows.where(*part.demands).order_by(*part.ordering) for part in ranges(order, None)]


def _not_mine(me: Principal, *columns: object) -> list[sa.ColumnElement[bool]]:
    return [sa.func.coalesce(column, 0) != me.user_id for column in columns]


def _problems(*where: sa.ColumnElement[bool], since: Expression) -> list[Rows]:
    rows = _row(Problem, Problem.title, whom=Unit.name, since=since)
    rows = rows.join(Unit, Unit.id == Problem.unit_id).where(*within(Problem), *where)
    return [rows.order_by(Problem.found_on, Problem.id)]


def _established(me: Principal) -> list[Rows]:
    """Established by others, as many as its severity asks for; the section head confirms."""
    enough = sa.or_(Problem.severity != Severity.GRAVE, Problem.second_by_id.is_not(None))
    signed = (Problem.first_by_id.is_not(None), enough)
    pending = Problem.status == ProblemStatus.PENDING
    others = _not_mine(me, Problem.first_by_id, Problem.second_by_id)
    return _problems(pending, *signed, *others, since=Problem.first_on)


def _second_wanted(me: Principal) -> list[Rows]:
    """Established by a colleague; a second supervisor is wanted."""
    one = (Problem.first_by_id.is_not(None), Problem.second_by_id.is_(None))
    mine = Problem.first_by_id != me.user_id
    return _problems(Problem.status == ProblemStatus.PENDING, *one, mine, since=Problem.first_on)


def _clues(me: Principal) -> list[Rows]:
    rows = _row(Clue, Clue.subject, whom=Clue.source_organ, since=Clue.received_on)
    rows = rows.where(*within(Clue), Clue.status == ClueStatus.REGISTERED)
    return [rows.order_by(Clue.received_on, Clue.id)]


def _actions(me: Principal) -> list[Rows]:
    rows = _row(SupervisionAction, SupervisionAction.title)
    mine = SupervisionAction.created_by_id
    preparing = SupervisionAction.status == ActionStatus.PREPARING
    rows = rows.where(*within(SupervisionAction), preparing, *_not_mine(me, mine))
    return [rows.order_by(SupervisionAction.starts_on, SupervisionAction.id)]


def _interviews(me: Principal) -> list[Rows]:
    """With 执法人员 alone: the section head's."""
    return _drafted_interviews(me, ~_WITH_HEADS)


def _interviews_of_heads(me: Principal) -> list[Rows]:
    """With a 部门负责人 among those interviewed: the leader's."""
    return _drafted_interviews(me, _WITH_HEADS)


_WITH_HEADS = (
    sa.exists()
    .where(Interviewee.interview_id == Interview.id, Interviewee.in_leadership.is_(True))
    .correlate_except(Interviewee)
)


def _drafted_interviews(me: Principal, who: Expression) -> list[Rows]:
    rows = _row(Interview, Interview.reason)
    others = _not_mine(me, Interview.handler_id, Interview.created_by_id)
    drafted = Interview.status == InterviewStatus.DRAFTED
    rows = rows.where(*within(Interview), drafted, who, *others)
    return [rows.order_by(Interview.planned_on, Interview.id)]


def _referrals(me: Principal) -> list[Rows]:
    rows = _row(Referral, Referral.subject, whom=Referral.recipient, since=Referral.submitted_on)
    asked = (Referral.status == ReferralStatus.REVIEWING, Referral.approver_id == me.user_id)
    return [rows.where(*within(Referral), *asked).order_by(Referral.submitted_on, Referral.id)]


def _replied_on() -> Expression:
    rounds = sa.select(sa.func.max(ReplyRound.received_on))
    return rounds.where(ReplyRound.instrument_id == Instrument.id).scalar_subquery()


def _proposed_by_others(me: Principal) -> sa.Select[int]:
    """Papers on which somebody else's proposal waits for a second person."""
    return sa.select(Proposal.subject_id).where(
        Proposal.subject_type == "instrument", Proposal.outcome == Outcome.WAITING,
        Proposal.proposed_by_id != me.user_id,
    )  # fmt: skip


def _own_hands(me: Principal) -> list[sa.ColumnElement[bool]]:
    """Whoever drafted, reviewed or signed a paper does not review an objection to it."""
    hands = (Instrument.drafted_by_id, Instrument.reviewed_by_id, Instrument.signed_by_id)
    return _not_mine(me, *hands)


DUTIES = (
    Duty("待我签发", "签发后取得文号", P.INSTRUMENT_SIGN, lambda me: _papers(
        Instrument.status == S.AWAITING_SIGNATURE, Instrument.drafted_by_id != me.user_id,
        since=Instrument.reviewed_on), "sign"),
    Duty("待我确认签批", "别人登记的线下签批", P.INSTRUMENT_CONFIRM_SIGNATURE, lambda me: _papers(
        Instrument.status == S.REGISTERED, *_not_mine(me, Instrument.drafted_by_id),
        Instrument.id.in_(_proposed_by_others(me)), since=Instrument.signed_on), "registered"),
    Duty("待我审核", "通过或退回修改", P.INSTRUMENT_REVIEW, lambda me: _papers(
        Instrument.status == S.REVIEWING, Instrument.drafted_by_id != me.user_id), "review"),
    Duty("待确认销号", "两名监督人员已同意", P.INSTRUMENT_CLOSE, lambda _me: _papers(
        Instrument.status == S.VERIFIED, since=_replied_on()), "confirm"),
    Duty("待批延期", "首次延期由审核人批准", P.EXTENSION_GRANT, lambda _me: _papers(
        awaiting(ExtensionStatus.ASKED), by_key=True), "asked"),
    Duty("待批再次延期", "审核人已同意", P.EXTENSION_GRANT_FURTHER, lambda _me: _papers(
        awaiting(ExtensionStatus.FORWARDED), by_key=True), "asked"),
    Duty("待复查异议", "由没有参与此件的人复查", P.OBJECTION_DECIDE, lambda me: _papers(
        objected_to(), *_own_hands(me), by_key=True), "asked"),
    Duty("单位退回", "改派，或不同意退回", P.INSTRUMENT_DRAFT, lambda _me: _papers(
        Instrument.status == S.HANDED_BACK), "asked"),
    Duty("退回我修改", "改好后再提交", P.INSTRUMENT_DRAFT, lambda me: _papers(
        Instrument.status == S.RETURNED, Instrument.drafted_by_id == me.user_id), "drafts"),
    Duty("待送达", "已签发，尚未发出", P.INSTRUMENT_DELIVER, lambda _me: _papers(
        Instrument.status == S.SIGNED, Instrument.sent_at.is_(None),
        since=Instrument.signed_on), "unsent"),
    Duty("待核查", "单位已反馈", P.INSTRUMENT_VERIFY, lambda _me: _papers(
        Instrument.status == S.REPLIED, since=_replied_on()), "check"),
    Duty("待认定", "一人已认定，待第二人", P.PROBLEM_ESTABLISH, _second_wanted, "pending",
         "problems.index", ("problems.show", "problem_id")),
    Duty("待确认认定", "监督人员已认定", P.PROBLEM_CONFIRM, _established, "pending",
         "problems.index", ("problems.show", "problem_id")),
    Duty("待受理线索", "受理，或不予受理", P.CLUE_ACCEPT, _clues, "new",
         "clues.index", ("clues.show", "clue_id")),
    Duty("待批准的监督行动", "批准后方可实施", P.ACTION_APPROVE, _actions, "open",
         "actions.index", ("actions.show", "action_id")),
    Duty("待批准的约谈", "批准后方可通知", P.INTERVIEW_APPROVE, _interviews, "approve",
         "interviews.index", ("interviews.show", "interview_id")),
    Duty("待批准的约谈（部门负责人）", "批准后方可通知", P.INTERVIEW_APPROVE_HEADS, _interviews_of_heads,
         "approve", "interviews.index", ("interviews.show", "interview_id")),
    Duty("待我审批的移交移送", "批准后发出", P.REFERRAL_APPROVE, _referrals, "approve",
         "referrals.index", ("referrals.show", "referral_id")),
)  # fmt: skip


def groups(me: Principal) -> list[Group]:
    """The groups that have something waiting, in the order of `DUTIES`; one statement for all."""
    duties = [duty for duty in DUTIES if me.can(duty.permission)]
    if not duties:
        return []
    found = session.execute(_together([duty.rows(me) for duty in duties])).all()
    lit = [row.id for row in found if row.status in {str(one) for one in OPEN_WITH_UNIT}]
    lights = Lamp().of_owners("instrument", lit, UNIT_KINDS) if lit else {}
    return [
        _group(duties[number], list(rows), lights)
        for number, rows in groupby(found, key=lambda row: row.duty)
    ]


def _together(duties: list[list[Rows]]) -> Rows:
    """The first few of each duty and its count; the outer statement carries the row scope into all."""
    numbered = []
    for number, parts in enumerate(duties):
        total = sum(map(_capped_count, parts), start=sa.literal(0)).label("total")
        for part in parts:
            few = part.limit(SHOWN).subquery()
            numbered.append(sa.select(sa.literal(number).label("duty"), *few.c, total))
    rows = sa.union_all(*numbered).subquery()
    return sa.select(rows).order_by(
        rows.c.duty, rows.c.due.is_(None), rows.c.due, rows.c.since, rows.c.id
    )


def _capped_count(part: Rows) -> sa.ScalarSelect[int]:
    rows = part.with_only_columns(sa.literal(1), maintain_column_froms=True)
    rows = rows.order_by(None).limit(CAP + 1)
    return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()


def _group(duty: Duty, rows: list[ReadRow], lights: dict[int, Any]) -> Group:
    return Group(
        title=duty.title,
        hint=duty.hint,
        count=rows[0].total,
        url=url_for(duty.listed, tab=duty.tab),
        tasks=[_task(duty, row, lights) for row in rows[:SHOWN]],
    )


def _task(duty: Duty, row: ReadRow, lights: dict[int, object]) -> Task:
    endpoint, parameter = duty.page
    words = (row.whom, row.kind if row.label else "")
    return Task(
        label=row.label or row.kind,
        detail=" · ".join(word for word in words if word),
        url=url_to(endpoint, parameter, row.id),
        age=_days_since(row.since),
        light=lights.get(row.id) if duty.page is PAPER_PAGE else None,
    )


def _days_since(day: dt.date | None) -> int | None:
    return (clock.today() - day).days if day else None
