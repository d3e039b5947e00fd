"""The inbox of a supervised unit: every open paper with its light and what to do next."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import url_for

from supervision.core import settings
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.db import Query, ReadRow, session
from supervision.core.duedates import UNIT_KINDS, Lamp, ShownLight
from supervision.instruments.lists import OPEN_WITH_UNIT
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.receipts import lists as receipts
from supervision.instruments.replying import confirming
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.states import InstrumentStatus as S

OPEN = (S.SIGNED, *OPEN_WITH_UNIT, S.HANDED_BACK, S.REPLIED, S.VERIFIED)
ENDED = (S.CLOSED, S.ARCHIVED)
MOST, MOST_ENDED = 30, 6


@dataclass(frozen=True)
class Incoming:
    """One open paper; `step` is the button when it is the reader's turn, else `waits` says whose."""

    number: str
    kind: str
    title: str
    url: str
    status: S
    due: object
    light: ShownLight | None
    answered: int
    items: int
    step: tuple[str, str] | None
    waits: str


def desk(me: Principal) -> dict[str, object]:
    """Open papers, the most urgent first, and the latest ended ones."""
    found = session.execute(_open(me)).all()
    waiting = [row.id for row in found if row.status in OPEN_WITH_UNIT]
    lit = Lamp().of_owners("instrument", waiting, UNIT_KINDS)
    return {
        "incoming": [_incoming(row, lit.get(row.id), me) for row in found],
        "circulars": receipts.unsigned(MOST),
        "ended": session.execute(_ended()).all(),
    }


def _open(me: Principal) -> Query:
    of = Instrument
    items = sa.select(sa.func.count()).where(InstrumentItem.instrument_id == of.id)
    answered = items.where(InstrumentItem.answered)
    return (
        sa.select(
            of.id, of.number, of.title, of.status, of.due_on, of.reply_ready, of.sent_method,
            confirming.not_by(me).label("others"),
            InstrumentKind.name.label("kind"), InstrumentKind.reply_wanted,
            items.scalar_subquery().label("items"), answered.scalar_subquery().label("answered"),
        )
        .join(InstrumentKind, InstrumentKind.id == of.kind_id)
        .where(of.status.in_(OPEN))
        .order_by(of.status.in_((S.REPLIED, S.VERIFIED)), of.due_on.is_not(None), of.due_on, of.id)
        .limit(MOST)
    )  # fmt: skip


def _ended() -> sa.Select[int, str | None, date | None, str]:
    of = Instrument
    return (
        sa.select(of.id, of.number, of.closed_on, InstrumentKind.name.label("kind"))
        .join(InstrumentKind, InstrumentKind.id == of.kind_id)
        .where(of.status.in_(ENDED))
        .order_by(of.closed_on.desc(), of.id.desc())
        .limit(MOST_ENDED)
    )


def _incoming(row: ReadRow, light: ShownLight | None, me: Principal) -> Incoming:
    show = url_for("instruments.show", paper_id=row.id)
    label, url, waits = _next(row, me)
    return Incoming(
        number=row.number, kind=row.kind, title=row.title, url=show, status=row.status,
        due=row.due_on, light=light, answered=row.answered, items=row.items,
        step=(label, url or show) if label else None, waits=waits,
    )  # fmt: skip


def _next(row: ReadRow, me: Principal) -> tuple[str, str, str]:
    """What the reader does next (label, address), or who is to do something."""
    answers = url_for("instruments.answers", paper_id=row.id)
    if row.status is S.SIGNED:
        if row.sent_method is not DeliveryMethod.ELECTRONIC:
            return "", "", "纸质件送达中"
        return ("签收", "", "") if me.can(P.INSTRUMENT_RECEIVE) else ("", "", "等联络员签收")
    if row.status in OPEN_WITH_UNIT:
        return _reply(row, me, answers)
    if row.status is S.HANDED_BACK:
        return "", "", "已退回，等监督机构处理"
    return "", "", "已反馈，等监督机构核查" if row.status is S.REPLIED else "核查通过，等确认销号"


def _reply(row: ReadRow, me: Principal, answers: str) -> tuple[str, str, str]:
    if not row.reply_wanted:
        return "", "", "不要求反馈"
    ready = row.reply_ready and settings.get("head_confirms_reply")
    if ready and row.others and me.can(P.INSTRUMENT_CONFIRM_REPLY):
        return "核对并报送", answers, ""
    if ready:
        return "", "", "等单位负责人确认"
    if me.can(P.INSTRUMENT_REPLY):
        return ("补充答复" if row.status is S.SUPPLEMENT else "逐条答复"), answers, ""
    return "", "", "等联络员答复"
