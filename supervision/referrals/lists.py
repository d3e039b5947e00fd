"""The list of referrals, declared once for page and export; the row scope leaves named people's only."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.access.scope import present_scope
from supervision.core.db import session
from supervision.core.duedates import Lamp
from supervision.core.duedates.shown import tentative
from supervision.core.listing import (
    Choice,
    Column,
    DateRange,
    Join,
    Listing,
    Sort,
    Tab,
    Text,
    options_of,
)
from supervision.core.listing.rows import Line
from supervision.referrals.models import Referral, ReferralProblem, named_on
from supervision.referrals.states import AWAITING, ReferralStatus, Way, shown

S = ReferralStatus
ENDING = sa.or_(  # nothing is left but to file it
    Referral.status.in_((S.ANSWERED, S.RETURNED)),
    sa.and_(Referral.status == S.RECEIVED, Referral.answer_wanted.is_(False)),
)


def problem_counts(rows: Sequence[Line]) -> dict[int, int]:
    """How many problems each of these referrals lists."""
    statement = (
        sa.select(ReferralProblem.referral_id, sa.func.count())
        .where(ReferralProblem.referral_id.in_([row.id for row in rows]))
        .group_by(ReferralProblem.referral_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def lights(rows: Iterable[Line]) -> dict[int, Any]:
    """The light of each referral whose answer is still awaited."""
    awaited = [row.id for row in rows if row.due_on and row.status in AWAITING]
    return Lamp().of_owners("referral", awaited)


def unsure(rows: Sequence[Line]) -> dict[int, bool]:
    """Which of the rows have a due date that is 暂定."""
    return dict.fromkeys(tentative("referral", [row.id for row in rows]), True)


def _known() -> Sequence[sa.ColumnElement[bool]]:
    """Nobody knows of all referrals of the body: those one is named on lead."""
    reader = present_scope()
    return (named_on(reader.user_id),) if reader.body_ids else ()


REFERRALS = Listing(
    model=Referral,
    led_by=_known,
    fields=(
        Referral.way, Referral.recipient, Referral.subject, Referral.letter_number,
        Referral.sent_on, Referral.received_on, Referral.due_on, Referral.answered_on,
        Referral.archived_on, Referral.status, Referral.answer_wanted, Referral.back_entered,
        User.name.label("handler"),
    ),
    columns=(
        Column("subject", "事由", cell="lead", width=40, look="cell-lead"),
        Column("way", "方式", look="nowrap"),
        Column("recipient", "接收机关", look="cell-unit"),
        Column("letter", "函号", "letter_number", shown=False),
        Column("problems", "问题", lambda row: row.listed or 0, cell=lambda n: str(n or ""),
               sheet="问题数", look="num", phone="问题"),
        Column("sent", "发出", "sent_on", sheet="发出日期", sort="sent", look="nowrap", phone="发出"),
        Column("received", "接收", "received_on", sheet="接收日期", look="nowrap", phone="接收"),
        Column("due", "回告期限", "due_on", cell="due", sheet="回告到期日", sort="due", look="nowrap",
               phone="回告期限"),
        Column("tentative", "到期日说明", lambda row: "暂定" if row.unsure else "", shown=False, within="due"),
        Column("answered", "回告", "answered_on", sheet="回告日期", look="nowrap", phone="回告"),
        Column("archived", "归档日期", "archived_on", shown=False),
        Column("handler", "承办人", look="soft nowrap"),
        Column("status", "状态", lambda row: shown(row.status, row.way), cell="state", look="cell-mark"),
        Column("back_entered", "补录", shown=False),
    ),
    beside={"light": lights, "listed": problem_counts, "unsure": unsure},
    joins=(Join(User, User.id == Referral.handler_id),),
    sorts=(
        Sort("new", Referral.id, descending=True),
        Sort("sent", Referral.sent_on, descending=True, nullable=True),
        Sort("due", Referral.due_on, nullable=True),
    ),
    filters=(
        Text("subject", "事由", found_in="referral",
             where=lambda typed: Referral.subject.contains(typed, autoescape=True)),
        Choice("way", "方式", where=lambda v: Referral.way == Way(v),
               options=lambda: options_of(Way)),
        Text("recipient", "接收机关", found_in="referral",
             where=lambda typed: Referral.recipient.contains(typed, autoescape=True)),
        DateRange("sent", "发出日期", Referral.sent_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("drafts", "拟稿", where=(Referral.status == S.DRAFT,)),
        Tab("approve", "审批", where=(Referral.status == S.REVIEWING,)),
        Tab("receipt", "待接收", where=(Referral.status == S.SENT,), sort="due"),
        Tab("answer", "待回告", where=(Referral.answer_wanted.is_(True),),
            each=(Referral.status, (S.RECEIVED, S.PROCESSING)), sort="due"),
        Tab("overdue", "回告逾期", where=lambda: (Referral.due_on < clock.today(),),
            each=(Referral.status, AWAITING), sort="due", tone="overdue"),
        Tab("returned", "退回", where=(Referral.status == S.RETURNED,)),
        Tab("file", "待归档", where=(ENDING,)),
        Tab("done", "已回告、归档", each=(Referral.status, (S.ANSWERED, S.ARCHIVED))),
    ),
)  # fmt: skip
