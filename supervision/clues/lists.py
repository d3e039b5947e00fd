"""The list of clues, declared once for page and export; who informs is in neither."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.agencies.picking import unit_name, unit_options
from supervision.agencies.succession import held_by
from supervision.clues.models import Clue
from supervision.clues.states import OPEN, UNDER_WAY, ClueStatus, Finding, Source
from supervision.core import clock
from supervision.core.access.principal import current
from supervision.core.duedates import Lamp
from supervision.core.keys import identifier
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

S = ClueStatus


# Still owed: not closed, or closed and still to be reported back.
_UNFINISHED = sa.or_(Clue.status.in_(OPEN), sa.and_(Clue.status == S.CLOSED, Clue.report_wanted))


def _prosecuted(row: Line) -> bool:
    """查处: found true and dealt with."""
    return row.finding is Finding.TRUE and row.dealt_with and row.closed_on is not None


def lights(rows: Iterable[Line]) -> dict[int, Any]:
    """The light of each row that is still owed."""
    owed = [
        row.id
        for row in rows
        if row.due_on and (row.status in OPEN or (row.status is S.CLOSED and row.report_wanted))
    ]
    return Lamp().of_owners("clue", owed)


CLUES = Listing(
    model=Clue,
    fields=(
        Clue.source, Clue.source_organ, Clue.source_number, Clue.subject, Clue.received_on,
        Clue.due_on, Clue.closed_on, Clue.reported_on, Clue.finding, Clue.status,
        Clue.report_wanted, Clue.dealt_with, Clue.back_entered,
        Unit.short_name.label("unit"), User.name.label("handler"),
    ),
    columns=(
        Column("subject", "事由", cell="lead", width=40, look="cell-lead"),
        Column("source", "来源", cell="source", look="nowrap"),
        Column("organ", "来件单位", "source_organ", shown=False),
        Column("number", "来文编号", "source_number", shown=False, within="source"),
        Column("unit", "涉及单位", look="cell-unit"),
        Column("received", "收件", "received_on", sheet="收件日期", sort="received", look="nowrap",
               phone="收件"),
        Column("due", "期限", "due_on", cell="due", sheet="要求办结日期", sort="due", look="nowrap",
               phone="期限"),
        Column("closed", "办结", "closed_on", cell="closed", sheet="办结日期", sort="closed", look="nowrap",
               phone="办结"),
        Column("finding", "结果", sheet="核查结果", look="nowrap"),
        Column("dealt_with", "查处", _prosecuted, shown=False),
        Column("reported", "回告日期", "reported_on", shown=False, within="closed"),
        Column("handler", "承办人", look="soft nowrap"),
        Column("status", "状态", cell="state", look="cell-mark"),
        Column("back_entered", "补录", shown=False),
    ),
    beside={"light": lights},
    joins=(
        Join(Unit, Unit.id == Clue.unit_id, outer=True),
        Join(User, User.id == Clue.handler_id, outer=True),
    ),
    sorts=(
        Sort("received", Clue.received_on, descending=True),
        Sort("due", Clue.due_on, nullable=True),
        Sort("closed", Clue.closed_on, descending=True, nullable=True),
    ),
    filters=(
        Text("subject", "事由", where=lambda typed: Clue.subject.contains(typed, autoescape=True),
             found_in="clue"),
        Choice("source", "来源", where=lambda v: Clue.source == Source(v),
               options=lambda: options_of(Source)),
        Choice("unit", "涉及单位", where=lambda key: held_by(Clue.unit_id, key), options=unit_options,
               coerce=identifier, find=unit_name, typed=True, by_key=True),
        Choice("finding", "核查结果", where=lambda v: Clue.finding == Finding(v),
               options=lambda: options_of(Finding)),
        Text("number", "来文编号", found_in="clue",
             where=lambda typed: Clue.source_number.contains(typed, autoescape=True)),
        DateRange("received", "收件日期", Clue.received_on),
        DateRange("closed", "办结日期", Clue.closed_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("mine", "我承办", where=lambda: (Clue.handler_id == current().user_id, _UNFINISHED),
            by_key=True),
        Tab("new", "待受理", where=(Clue.status == S.REGISTERED,)),
        Tab("open", "办理中", each=(Clue.status, UNDER_WAY), sort="due"),
        Tab("overdue", "逾期", where=lambda: (_UNFINISHED, Clue.due_on < clock.today()),
            each=(Clue.status, (*OPEN, S.CLOSED)), sort="due", tone="overdue"),
        Tab("report", "待回告", where=(Clue.status == S.CLOSED, Clue.report_wanted.is_(True))),
        Tab("done", "已完成", where=(sa.not_(_UNFINISHED),),
            each=(Clue.status, tuple(one for one in S if one not in (*OPEN, S.DECLINED)))),
        Tab("declined", "不予受理", where=(Clue.status == S.DECLINED,)),
    ),
)  # fmt: skip
