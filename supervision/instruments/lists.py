"""The list of papers: columns, tabs and filters declared once, used by pages and exports."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.agencies.naming import options_of
from supervision.agencies.succession import end_of
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, keys_alone, present_scope, seeing
from supervision.core.db import session
from supervision.core.duedates import UNIT_KINDS, Lamp
from supervision.core.duedates.shown import tentative
from supervision.core.keys import identifier
from supervision.core.listing import (
    Choice,
    Column,
    DateRange,
    Join,
    Listing,
    Option,
    Sort,
    Tab,
    Text,
)
from supervision.core.listing.leading import one_of_few
from supervision.core.listing.rows import Line
from supervision.core.numbering import normalise
from supervision.core.unchanged import until_written
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import PENDING_EXTENSION, ExtensionStatus
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import ObjectionStatus
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.revoking.bonds import marks
from supervision.instruments.states import InstrumentStatus as S

OPEN_WITH_UNIT = (S.DELIVERED, S.SUPPLEMENT)


def _kinds() -> list[Option]:
    return until_written(("kinds offered", present_scope()), _with_retired)


def _with_retired() -> list[Option]:
    """Those in force, then those that are no more, for their papers are still there."""
    kind = InstrumentKind
    rows = session.execute(sa.select(kind.code, kind.name, kind.in_force).order_by(kind.id)).all()
    present = {code: name for code, name, in_force in rows if in_force}
    retired = {code: f"{name}（已停用）" for code, name, _ in rows if code not in present}
    return [Option(*one) for one in (present | retired).items()]


def _units() -> list[Option]:
    return options_of(sa.select(Unit).order_by(Unit.initials, Unit.id))


def _of_kind(code: str) -> sa.ColumnElement[bool]:
    same = session.scalars(sa.select(InstrumentKind.id).where(InstrumentKind.code == code)).all()
    return Instrument.kind_id.in_(same) if len(same) > 1 else Instrument.kind_id == sum(same)


def _of_unit(key: int) -> sa.ColumnElement[bool]:
    """Addressed to the unit or one merged into it, alone or with others; of the latter most have few or none."""
    asked = (
        sa.select(Unit.id, Unit.successor_id, Receipt.instrument_id)
        .outerjoin(Receipt, Receipt.unit_id == Unit.id)
        .where(sa.or_(Unit.id == key, Unit.successor_id.is_not(None)))
    )
    with seeing(EVERYTHING):  # keys alone: the papers themselves are asked in the own scope
        rows = session.execute(asked).all()
    heirs = {unit: heir for unit, heir, _ in rows if heir is not None}
    units = {key, *(unit for unit in heirs if end_of(unit, heirs) == key)}
    with_others = [paper for unit, _, paper in rows if unit in units and paper is not None]
    alone = Instrument.unit_id.in_(sorted(units))
    if not with_others:
        return alone
    paper = keys_alone(Instrument)  # of either condition, a planner takes the view's index
    own = sa.select(paper.c.id).where(paper.c.unit_id.in_(sorted(units)))
    shared = sa.select(paper.c.id).where(paper.c.id.in_(with_others))
    return Instrument.id.in_(own.union_all(shared))


def _numbered(typed: str) -> sa.ColumnElement[bool]:
    return Instrument.number.contains(normalise(typed), autoescape=True)


def awaiting(
    *states: ExtensionStatus, where: Sequence[sa.ColumnElement[bool]] = ()
) -> sa.ColumnElement[bool]:
    """Papers with a request for extension in one of `states`."""
    asked = sa.select(Extension.instrument_id).where(Extension.status.in_(states), *where)
    return Instrument.id.in_(asked)


def objected_to() -> sa.ColumnElement[bool]:
    """Papers with an objection under review."""
    raised = sa.select(Objection.instrument_id).where(Objection.status == ObjectionStatus.RAISED)
    return Instrument.id.in_(raised)


def _asks_for_a_decision() -> sa.ColumnElement[bool]:
    """By key: few papers are asked about, so they must lead whatever the order."""
    return _asked_about(present_scope().body_ids)


@lru_cache(maxsize=64)
def _asked_about(bodies: tuple[int, ...]) -> sa.ColumnElement[bool]:
    asked = sa.select(Extension.instrument_id).where(Extension.status.in_(PENDING_EXTENSION))
    raised = sa.select(Objection.instrument_id).where(Objection.status == ObjectionStatus.RAISED)
    other = aliased(Instrument)
    body = [other.body_id.in_(bodies)] if bodies else []
    handed_back = sa.select(other.id).where(*body, other.status == S.HANDED_BACK)
    few = sa.union(asked, raised, handed_back).subquery()
    return Instrument.id.in_(sa.select(few.c[0]))


def _of_kinds(wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return one_of_few(
        Instrument.kind_id, sa.select(InstrumentKind.id).where(wanted).scalar_subquery()
    )


ANSWERED_FOR = _of_kinds(InstrumentKind.reply_wanted.is_(True))
NO_REPLY = (Instrument.status == S.DELIVERED, _of_kinds(InstrumentKind.reply_wanted.is_(False)))
"""Delivered, and nothing is to come of it but receipts and its end."""


def lights(rows: Sequence[Line]) -> dict[int, Any]:
    """The deadline light of each row that still waits for the unit."""
    waiting = [row.id for row in rows if row.status in OPEN_WITH_UNIT]
    return Lamp().of_owners("instrument", waiting, UNIT_KINDS)


def unsure(rows: Sequence[Line]) -> dict[int, bool]:
    """Which of the rows have a due date that is 暂定."""
    found = tentative("instrument", [row.id for row in rows], UNIT_KINDS)
    return dict.fromkeys(found, True)


PAPERS = Listing(
    model=Instrument,
    fields=(
        Instrument.number,
        Instrument.addressee,
        Instrument.title,
        Instrument.signed_on,
        Instrument.delivered_on,
        Instrument.due_on,
        Instrument.closed_on,
        Instrument.status,
        Instrument.back_entered,
        InstrumentKind.name.label("kind_name"),
        User.name.label("handler_name"),
    ),
    columns=(
        Column("number", "文号", cell="number", look="cell-lead cell-number"),
        Column("kind", "文种", "kind_name", shown=False),
        Column("addressee", "主送机关", look="cell-unit"),
        Column("title", "标题", width=40, look="wide"),
        Column(
            "signed",
            "成文",
            "signed_on",
            sheet="成文日期",
            sort="signed",
            look="nowrap",
            phone="成文",
        ),
        Column("delivered", "送达", "delivered_on", sheet="送达日期", look="nowrap", phone="送达"),
        Column("due", "到期", "due_on", sheet="到期日", sort="due", look="nowrap", phone="到期"),
        Column(
            "tentative",
            "到期日说明",
            lambda row: "暂定" if row.unsure else "",
            shown=False,
            within="due",
        ),
        Column("closed", "办结日期", "closed_on", shown=False),
        Column("status", "状态", cell="standing", look="cell-mark"),
        Column(
            "mark",
            "撤销或更正",
            lambda row: f"由{row.mark.number}{row.mark.word}" if row.mark else "",
            shown=False,
        ),
        Column("handler", "承办人", "handler_name", look="soft nowrap"),
        Column("back_entered", "补录", lambda row: "补录" if row.back_entered else "", shown=False),
    ),
    beside={"light": lights, "unsure": unsure, "mark": marks},
    sorts=(
        Sort("new", Instrument.id, descending=True),
        Sort("due", Instrument.due_on, nullable=True),
        Sort("signed", Instrument.signed_on, descending=True, nullable=True),
    ),
    joins=(
        Join(InstrumentKind, InstrumentKind.id == Instrument.kind_id),
        Join(User, User.id == Instrument.handler_id),
    ),
    filters=(
        Text("number", "文号", _numbered, found_in="instrument"),
        Choice("kind", "文种", _of_kind, _kinds),
        Choice(
            "unit",
            "被监督单位",
            _of_unit,
            _units,
            coerce=identifier,
            typed=True,
            by_key=True,
        ),
        DateRange("signed", "成文日期", Instrument.signed_on),
    ),
    tabs=(
        Tab("all", "全部"),
        Tab("drafts", "拟稿中", each=(Instrument.status, (S.DRAFT, S.RETURNED))),
        Tab("review", "审核中", (Instrument.status == S.REVIEWING,)),
        Tab("sign", "待签发", (Instrument.status == S.AWAITING_SIGNATURE,)),
        Tab("registered", "待确认签批", (Instrument.status == S.REGISTERED,)),
        Tab("unsent", "待送达", (Instrument.status == S.SIGNED,)),
        Tab(
            "replies",
            "待反馈",
            (ANSWERED_FOR,),
            each=(Instrument.status, OPEN_WITH_UNIT),
            sort="due",
        ),
        Tab(
            "overdue",
            "逾期",
            lambda: [Instrument.due_on < clock.today()],
            each=(Instrument.status, OPEN_WITH_UNIT),
            sort="due",
            tone="overdue",
        ),
        Tab("asked", "延期、异议、退回", lambda: [_asks_for_a_decision()], sort="due", by_key=True),
        Tab("check", "待核查", (Instrument.status == S.REPLIED,), sort="due"),
        Tab("confirm", "待销号", (Instrument.status == S.VERIFIED,)),
        Tab("no_reply", "不要求反馈", NO_REPLY),
        Tab("file", "待归档", (Instrument.status == S.CLOSED,)),
        Tab("done", "已办结", each=(Instrument.status, (S.CLOSED, S.ARCHIVED))),
        Tab("void", "作废", (Instrument.status == S.VOID,)),
        Tab("revoked", "已撤销", (Instrument.status == S.REVOKED,)),
    ),
)

ADDRESSED = replace(
    PAPERS,
    filters=tuple(one for one in PAPERS.filters if one.name != "unit"),
    tabs=(
        Tab("all", "全部"),
        Tab("unsent", "待签收", (Instrument.status == S.SIGNED,)),
        Tab(
            "replies",
            "待反馈",
            (ANSWERED_FOR,),
            each=(Instrument.status, OPEN_WITH_UNIT),
            sort="due",
        ),
        Tab(
            "overdue",
            "逾期",
            lambda: [Instrument.due_on < clock.today()],
            each=(Instrument.status, OPEN_WITH_UNIT),
            sort="due",
            tone="overdue",
        ),
        Tab("check", "已反馈", each=(Instrument.status, (S.REPLIED, S.VERIFIED))),
        Tab("done", "已办结", each=(Instrument.status, (S.CLOSED, S.ARCHIVED))),
        Tab("revoked", "已撤销", (Instrument.status == S.REVOKED,)),
    ),
)
"""Everything ever addressed to a unit, as its own people see it; rows come by the unit's scope."""
