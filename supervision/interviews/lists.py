"""The list of interviews, declared once for page and export."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.agencies.picking import unit_name, unit_options
from supervision.agencies.succession import held_by
from supervision.core import clock
from supervision.core.db import session
from supervision.core.duedates import DueKind, Lamp
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
)
from supervision.core.listing.rows import Beside, Line
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import COUNTED, InterviewStatus, Standing

S = InterviewStatus


def _with(criterion: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """By key: a person or unit is interviewed at few of them."""
    return Interview.id.in_(sa.select(Interviewee.interview_id).where(criterion))


def _meeting(name: str) -> sa.ColumnElement[bool]:
    """Held with somebody of that name."""
    return sa.exists().where(Interviewee.interview_id == Interview.id, _called(name))


def _called(name: str) -> sa.ColumnElement[bool]:
    return Interviewee.name.contains(name, autoescape=True)


def heads_of(
    rows: Sequence[Line], only: Sequence[sa.ColumnElement[bool]] = ()
) -> dict[int, list[object]]:
    """Who is interviewed at each of these interviews, or `only` some: name, post, number, unit, standing, absent."""
    found: dict[int, list[object]] = {row.id: [] for row in rows}
    statement = (
        sa.select(
            Interviewee.interview_id, Interviewee.name, Interviewee.post,
            Interviewee.certificate_no, Interviewee.in_leadership, Interviewee.absent,
            Unit.name.label("unit"), Unit.short_name,
        )
        .join(Unit, Unit.id == Interviewee.unit_id)
        .where(Interviewee.interview_id.in_(list(found)), *only)
        .order_by(Interviewee.interview_id, Interviewee.seq)
    )  # fmt: skip
    for head in session.execute(statement):
        found[head.interview_id].append(head)
    return found


def others_of(
    rows: Sequence[Line], only: Sequence[sa.ColumnElement[bool]]
) -> dict[int, list[object]]:
    """Who else is interviewed there."""
    return heads_of(rows, [sa.not_(sa.and_(*only))])


def _of_whom(values: Mapping[str, str]) -> Beside:
    """Filtered by unit or name, an interview is told of those people: the sheet has a line for each of them, and
    the figures of a unit count no others."""
    only = []
    if unit := values.get("unit"):
        only.append(held_by(Interviewee.unit_id, identifier(unit)))
    if name := values.get("name"):
        only.append(_called(name))
    if not only:
        return {}
    return {"heads": partial(heads_of, only=only), "others": partial(others_of, only=only)}


def lights(rows: Iterable[Line]) -> dict[int, Any]:
    """The light of each promise that is still followed."""
    tracked = [row.id for row in rows if row.status is S.TRACKING]
    return Lamp().of_roots("interview", tracked, [DueKind.PROMISE])


def _standing(row: Line) -> Standing:
    return Standing.LEADER if row.each.in_leadership else Standing.OFFICER


INTERVIEWS = Listing(
    model=Interview,
    fields=(
        Interview.reason, Interview.planned_on, Interview.planned_at, Interview.place,
        Interview.held_on, Interview.promise_due, Interview.closed_on, Interview.status,
        Interview.back_entered, User.name.label("handler"),
    ),
    columns=(
        Column("reason", "约谈事由", cell="lead", width=40, look="cell-lead"),
        Column("heads", "约谈对象", cell="people", sheet=None),
        Column("number", "人数", lambda row: len(row.heads), sheet=None, look="num", phone="人数"),
        Column("unit", "单位", "each.unit", shown=False, within="heads"),
        Column("name", "姓名", "each.name", shown=False, within="heads"),
        Column("post", "职务", "each.post", shown=False, within="heads"),
        Column("certificate", "执法证号", "each.certificate_no", shown=False, within="heads"),
        Column("standing", "身份", _standing, shown=False, within="heads"),
        Column("absent", "缺席", "each.absent", shown=False, within="heads"),
        Column("planned", "约谈日期", "planned_on", cell="planned", sort="planned", look="nowrap"),
        Column("held", "实施", "held_on", sheet="实施日期", sort="held", look="nowrap", phone="实施"),
        Column("place", "地点", shown=False),
        Column("promise", "承诺期限", "promise_due", cell="promise", sort="promise", look="nowrap",
               phone="承诺"),
        Column("closed", "办结日期", "closed_on", shown=False),
        Column("handler", "承办人", look="soft nowrap"),
        Column("status", "状态", cell="state", look="cell-mark"),
        Column("back_entered", "补录", shown=False),
    ),
    beside={"light": lights, "heads": heads_of, "others": lambda _rows: {}},
    narrowed=_of_whom,
    line_per="heads",  # a sheet has one line a head, as a bureau keeps its register
    joins=(Join(User, User.id == Interview.handler_id),),
    sorts=(
        Sort("planned", Interview.planned_on, descending=True),
        Sort("held", Interview.held_on, descending=True, nullable=True),
        Sort("promise", Interview.promise_due, nullable=True),
    ),
    filters=(
        Text("reason", "事由", found_in="interview",
             where=lambda typed: Interview.reason.contains(typed, autoescape=True)),
        Text("name", "约谈对象", where=_meeting, found_in="interview"),
        Choice("unit", "单位", where=lambda key: _with(held_by(Interviewee.unit_id, key)),
               options=unit_options, coerce=identifier, find=unit_name, typed=True,
               by_key=True),
        DateRange("held", "实施日期", Interview.held_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("approve", "待批准", where=(Interview.status == S.DRAFTED,)),
        Tab("ahead", "待实施", each=(Interview.status, (S.APPROVED, S.NOTIFIED, S.ABSENT))),
        Tab("promise", "承诺跟踪", where=(Interview.status == S.TRACKING,), sort="promise"),
        Tab("late", "承诺逾期", where=lambda: (
            Interview.status == S.TRACKING, Interview.promise_due < clock.today()),
            sort="promise", tone="overdue"),
        Tab("close", "待办结", where=(Interview.status == S.HELD,), sort="held"),
        Tab("held", "已实施", each=(Interview.status, COUNTED), sort="held"),
        Tab("cancelled", "取消", where=(Interview.status == S.CANCELLED,)),
    ),
)  # fmt: skip
