"""The list of referrals, declared once for page and export; the row scope leaves named people's only."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import clock
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
from supervision.referrals.models import Referral, ReferralProblem
from supervision.referrals.states import AWAITING, ReferralStatus, Way, shown

S = ReferralStatus
REFERRALS = Listing(
    model=Referral,
    columns=(
        Referral.way, Referral.recipient, Referral.subject, Referral.letter_number,
        Referral.sent_on, Referral.received_on, Referral.due_on, Referral.answered_on,
        Referral.archived_on, Referral.status, Referral.answer_wanted, Referral.back_entered,
        User.name.label("handler"),
    ),
    headings=(
        Column("事由"), Column("方式"), Column("接收机关"), Column("问题", num=True),
        Column("发出", sort="sent"), Column("接收"), Column("回告期限", sort="due"),
        Column("回告"), Column("承办人"), Column("状态"),
    ),
    joins=(Join(User, User.id == Referral.handler_id),),
    sorts=(
        Sort("new", Referral.id, descending=True),
        Sort("sent", Referral.sent_on, descending=True, nullable=True),
        Sort("due", Referral.due_on, nullable=True),
    ),
    filters=(
        Text("subject", "事由",
             where=lambda typed: Referral.subject.contains(typed, autoescape=True)),
        Choice("way", "方式", where=lambda v: Referral.way == Way(v),
               options=lambda: options_of(Way)),
        Text("recipient", "接收机关",
             where=lambda typed: Referral.recipient.contains(typed, autoescape=True)),
        DateRange("sent", "发出日期", Referral.sent_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("drafts", "拟稿", where=lambda: (Referral.status == S.DRAFT,)),
        Tab("approve", "审批", where=lambda: (Referral.status == S.REVIEWING,)),
        Tab("receipt", "待接收", where=lambda: (Referral.status == S.SENT,), sort="due"),
        Tab("answer", "待回告", where=lambda: (Referral.answer_wanted.is_(True),),
            each=(Referral.status, (S.RECEIVED, S.PROCESSING)), sort="due"),
        Tab("overdue", "回告逾期", where=lambda: (Referral.due_on < clock.today(),),
            each=(Referral.status, AWAITING), sort="due", tone="overdue"),
        Tab("returned", "退回", where=lambda: (Referral.status == S.RETURNED,)),
        Tab("done", "已回告、归档", each=(Referral.status, (S.ANSWERED, S.ARCHIVED))),
    ),
)  # fmt: skip
EXPORT_HEADINGS = (
    "事由", "方式", "接收机关", "函号", "问题数", "发出日期", "接收日期", "回告到期日", "到期日说明",
    "回告日期", "归档日期", "承办人", "状态", "补录",
)  # fmt: skip


def problem_counts(ids: Sequence[int]) -> dict[int, int]:
    """How many problems each of these referrals lists."""
    statement = (
        sa.select(ReferralProblem.referral_id, sa.func.count())
        .where(ReferralProblem.referral_id.in_(ids))
        .group_by(ReferralProblem.referral_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def export_rows(rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Rows of the list as the export writes them."""
    listed = list(rows)
    counts = problem_counts([row.id for row in listed])
    unsure = tentative("referral")
    return [
        (
            row.subject, row.way, row.recipient, row.letter_number, counts.get(row.id, 0),
            row.sent_on, row.received_on, row.due_on, "暂定" if row.id in unsure else "",
            row.answered_on, row.archived_on,
            row.handler, shown(row.status, row.way), row.back_entered,
        )
        for row in listed
    ]  # fmt: skip


def lights(rows: Iterable[Any]) -> dict[int, Any]:
    """The light of each referral whose answer is still awaited."""
    awaited = [row.id for row in rows if row.due_on and row.status in AWAITING]
    return Lamp().of_owners("referral", awaited)
