"""更正送达登记: what followed from the day of a delivery on paper follows from the right one; how and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError
from supervision.core.files.store import attachments_of
from supervision.instruments import item_terms
from supervision.instruments.delivering import reactions
from supervision.instruments.delivering import service as delivering
from supervision.instruments.extending.asking import extensions_of
from supervision.instruments.models import Delivery, Instrument
from supervision.instruments.objecting.raising import last_day, objections_of
from supervision.instruments.receipts import service as receipts
from supervision.instruments.states import DeliveryMethod

WORD = "送达日期"
RUN = (DueKind.REPLY, DueKind.PLAN)  # what runs from the day of delivery
MET = (DueKind.RECEIPT, DueKind.LEAD)  # what the delivery met


def of_paper(paper: Instrument) -> Delivery | None:
    """The delivery that counts, where it was registered: what was signed for on the screen has its own day."""
    held = [one for one in paper.deliveries if one.received_on is not None]
    found = min(held, key=lambda one: (one.received_on or date.max, one.id), default=None)
    on_paper = found is not None and found.method is not DeliveryMethod.ELECTRONIC
    return found if on_paper else None


def check(paper: Instrument, delivery: Delivery, on: date) -> None:
    """DomainError where the delivery cannot have been on that day."""
    was = delivery.received_on or on
    if on == was:
        return
    if paper.signed_on and on < paper.signed_on:
        raise DomainError(f"{WORD}不得早于成文日期", field="received_on")
    if on > clock.today():
        raise DomainError(f"{WORD}不得晚于今天", field="received_on")
    late = [(day, what) for what, day in _after(paper, was) if day is not None and day < on]
    if late:
        day, what = min(late)
        said = f"{WORD}不得晚于{what}的{clock.chinese_date(day)}"
        raise DomainError(said, field="received_on")
    try:
        last_days(paper, was, on)
    except DomainError as refusal:  # a stop of the term says no
        raise DomainError(refusal.message, field="received_on") from None


@dataclass(frozen=True)
class Handover:
    """How a paper was handed over, and to whom: nothing is counted by it, but the 送达回证 says so."""

    method: DeliveryMethod
    recipient: str = ""
    proxy_reason: str = ""
    left_reason: str = ""
    witness: str = ""

    def check(self) -> None:
        """DomainError where it says too little, as when it is registered."""
        delivering.check_handover(
            self.method,
            recipient=self.recipient,
            left_reason=self.left_reason,
            witness=self.witness,
        )


def write_handover(paper: Instrument, delivery: Delivery, said: Handover) -> None:
    """Write how it was handed over; what belongs to 留置 alone falls away with it."""
    said.check()
    left = said.method is DeliveryMethod.LEFT
    delivery.method, delivery.recipient = said.method, said.recipient
    delivery.proxy_reason = said.proxy_reason
    delivery.left_reason, delivery.witness = (said.left_reason, said.witness) if left else ("", "")
    paper.sent_method = said.method
    session.flush()


def _after(paper: Instrument, was: date) -> Iterator[reactions.Day]:
    for one in paper.rounds[:1]:
        days = (one.posted_on, one.letter_date, one.received_on)
        yield "第1次反馈", min(day for day in days if day is not None)
    for extension in extensions_of(paper):
        yield "申请延期", extension.asked_on
    for objection in objections_of(paper):
        yield "提出异议", objection.raised_on
    for receipt in receipts.of_paper(paper):
        yield f"{receipt.name}签收", receipt.received_on
    for row in _running(paper, was):
        if row.stopped_on is not None:
            yield "中止期限前一日", row.stopped_on - timedelta(days=1)
    yield "办结", paper.closed_on
    yield from reactions.days_after(paper, was)


def _running(paper: Instrument, was: date) -> list[DueDate]:
    """The terms that run, or ran, from that day: the paper's, and its items' own."""
    own = [*duedates.of_owner(paper, *RUN), *item_terms.of_paper(paper).values()]
    return [row for row in own if row.start == was and row.state is not DueState.ENDED]


def last_days(paper: Instrument, was: date, on: date) -> list[tuple[DueDate, date]]:
    """Each of them with the last day it would have."""
    return [(row, duedates.begun_on(row, on).due) for row in _running(paper, was)]


def redate(
    paper: Instrument, delivery: Delivery, on: date, *, reason: str, actor: Principal
) -> list[tuple[DueDate, date]]:
    """Write the right day; the terms that moved, each with the last day it had."""
    check(paper, delivery, on)
    if on == delivery.received_on:
        return []
    was, running = delivery.received_on or on, _running(paper, delivery.received_on or on)
    delivery.received_on = on
    if delivery.sent_on == was:
        delivery.sent_on = on
    session.flush()
    session.refresh(paper, ["delivered_on"])
    _scans(delivery, was, on)
    before = [(row, row.due) for row in running]
    moved = [held for held in before if duedates.restart(held[0], on, reason=reason, actor=actor)]
    for row in duedates.of_owner(paper, *MET):
        if row.closed_on == was:
            row.closed_on = on
    _send_anew(paper, was, on, reason=reason, actor=actor)
    for objection in objections_of(paper):
        objection.last_day = last_day(paper) or objection.last_day
    reactions.redated(paper, was, on, actor=actor)
    session.flush()
    return moved


def _scans(delivery: Delivery, was: date, on: date) -> None:
    """The 送达回证 is of that day."""
    for scan in attachments_of(delivery):
        if scan.event_date == was:
            scan.event_date = on


def _send_anew(paper: Instrument, was: date, on: date, *, reason: str, actor: Principal) -> None:
    """A paper to many: each of them was sent its own on that day, and has two working days since."""
    for receipt in receipts.of_paper(paper):
        if receipt.sent_on != was:
            continue
        receipt.sent_on = on
        for row in duedates.of_owner(receipt, DueKind.RECEIPT):
            if row.start == was and row.state is not DueState.ENDED:
                duedates.restart(row, on, reason=reason, actor=actor)
