"""Verbs of a paper to many units: who they are, sending to all of them, 签收 by each."""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User, UserRole
from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.agencies.service import active_units
from supervision.core import clock, duedates
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.deadlines import Unit as TermUnit
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError, WrongState
from supervision.core.name_field import split
from supervision.instruments.models import Instrument
from supervision.instruments.receipts.models import Receipt
from supervision.reminders.telling import Event, Told

TERM = Term(2, TermUnit.WORKDAY)
MOST = 200  # units one paper is addressed to
_WIDTH = 200  # characters of `Instrument.addressee`


def _liaisons(receipt: Receipt) -> Iterable[int]:
    present = succession.present(receipt.unit)
    if not present.active:
        return ()
    of_unit = sa.select(User.id).join(UserRole).where(User.active, User.unit_id == present.id)
    return session.scalars(of_unit.where(UserRole.role == Role.LIAISON).order_by(User.id)).all()


def _handler(receipt: Receipt) -> Iterable[int]:
    return (receipt.instrument.handler_id,)


TOLD = Told(
    {"send": Event("已发送，请签收", (_liaisons,)), "sign": Event("已签收", (_handler,))},
    called=lambda receipt: receipt.number,
)


def units_named(said: str, *, past: bool = False) -> list[Unit]:
    """The units of a list of names, each once; DomainError naming what is none.

    `past`: of a paper of long ago, so units that have ended since are found, too.
    """
    ended = session.scalars(sa.select(Unit).where(Unit.ended_on.is_not(None))) if past else ()
    by_name = {unit.name: unit for unit in (*ended, *active_units())}
    names = list(dict.fromkeys(split(said)))
    strange = [name for name in names if name not in by_name]
    if strange:
        message = f"“{'”“'.join(strange[:3])}”不是名录中的被监督单位，请从名录选"
        raise DomainError(message, field="recipients")
    if not names:
        message = "请至少选一个主送单位"
        raise DomainError(message, field="recipients")
    if len(names) > MOST:
        message = f"一件文书最多主送{MOST}个单位，现有{len(names)}个"
        raise DomainError(message, field="recipients")
    return [by_name[name] for name in names]


def addressee_of(units: Sequence[Unit]) -> str:
    """All names, or the first and how many where they don't fit in a list's cell."""
    names = "，".join(unit.name for unit in units)
    return names if len(names) <= _WIDTH else f"{units[0].name}等{len(units)}个单位"


def address(paper: Instrument, units: Sequence[Unit], *, actor_id: int | None) -> None:
    """These units in this order are who the paper is for; it is still a draft."""
    held = {receipt.unit_id: receipt for receipt in of_paper(paper)}
    for unit_id in held.keys() - {unit.id for unit in units}:
        session.delete(held[unit_id])
    for place, unit in enumerate(units, start=1):
        receipt = held.get(unit.id) or Receipt(
            body_id=paper.body_id, instrument=paper, unit_id=unit.id, created_by_id=actor_id
        )
        receipt.place, receipt.name = place, unit.name
        session.add(receipt)
    session.flush()


def of_paper(paper: Instrument) -> list[Receipt]:
    """The receipts of a paper in the order of its 主送; none of one that is not kept yet."""
    if paper.id is None or not paper.kind.many_units:
        return []
    mine = sa.select(Receipt).where(Receipt.instrument_id == paper.id)
    return list(session.scalars(mine.order_by(Receipt.place, Receipt.id)))


def unsigned(paper: Instrument) -> int:
    """How many units have not signed."""
    return sum(receipt.received_on is None for receipt in of_paper(paper))


def send(paper: Instrument, *, on: date, actor: Principal) -> None:
    """Every unit gets its own: from now on it sees what it was sent, and has two working days to sign."""
    for receipt in of_paper(paper):
        receipt.sent_on = on
        receipt.number, receipt.title = paper.number or "", paper.title
        receipt.kind_name = paper.kind.name
        session.flush()
        duedates.start(
            receipt, DueKind.RECEIPT, TERM, on=on, title=f"{paper.number} {receipt.name}签收",
            basis="发出后2个工作日未签收的，建议改用其他方式送达", event="发出", actor=actor,
            unit_id=receipt.unit_id, holder_id=paper.handler_id,
        )  # fmt: skip
        _tell(receipt, "send", actor)


def sign(receipt: Receipt, *, actor: Principal) -> None:
    """签收 by the unit's own person, by name and time."""
    actor.require(Permission.INSTRUMENT_RECEIVE)
    if receipt.unit_id not in actor.unit_ids:
        message = "只能签收发给本单位的文书"
        raise WrongState(message)
    _refuse_signed(receipt)
    receipt.received_at = clock.now()
    _close(receipt, on=clock.today(), recipient=actor.name, actor=actor, label="签收")


def register(receipt: Receipt, *, on: date, recipient: str, actor: Principal) -> None:
    """A unit signed on paper: who and when."""
    actor.require(Permission.INSTRUMENT_DELIVER)
    _refuse_signed(receipt)
    if receipt.sent_on is None:
        message = "文书还没有送达，不能登记签收"
        raise WrongState(message)
    if not receipt.sent_on <= on <= clock.today():
        message = "签收日期不得早于发出日期，也不得晚于今天"
        raise DomainError(message, field="received_on")
    receipt.registered = True
    _close(receipt, on=on, recipient=recipient, actor=actor, label="登记线下签收")


def sign_for_all(paper: Instrument, *, on: date, recipient: str, actor: Principal) -> None:
    """补录: every unit had the paper by that day."""
    for receipt in of_paper(paper):
        register(receipt, on=on, recipient=recipient or receipt.name[:40], actor=actor)


def take_back(paper: Instrument, *, stays: bool) -> None:
    """更正补录: nothing was sent yet; unless it `stays` a paper to many, it goes to none of them."""
    for receipt in of_paper(paper):
        duedates.drop(receipt)
        receipt.sent_on = receipt.received_on = receipt.received_at = None
        receipt.recipient, receipt.registered = "", False
        if not stays:
            session.delete(receipt)
    session.flush()


def _refuse_signed(receipt: Receipt) -> None:
    if receipt.received_on is not None:
        message = f"已于{clock.chinese_date(receipt.received_on)}签收"
        raise WrongState(message)


def _close(receipt: Receipt, *, on: date, recipient: str, actor: Principal, label: str) -> None:
    receipt.received_on, receipt.recipient = on, recipient
    for row in duedates.of_owner(receipt, DueKind.RECEIPT):
        if row.state is DueState.OPEN:
            duedates.close(row, on=on)
    with seeing(EVERYTHING), crossing("it stands on the timeline of the paper, which no unit sees"):
        paper = session.get_one(Instrument, receipt.instrument_id)
        record(paper, action="sign_receipt", label=f"{receipt.name}{label}", actor=actor)
    _tell(receipt, "sign", actor)


def _tell(receipt: Receipt, step: str, actor: Principal) -> None:
    """What was sent and signed for long ago is nobody's news."""
    if not receipt.instrument.back_entered:
        TOLD.step(receipt, step, actor=actor)
