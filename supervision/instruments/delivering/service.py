"""送达: sending to the unit's inbox, 签收, and deliveries on paper; the clock starts here."""

from dataclasses import dataclass
from datetime import date

from supervision.agencies import succession
from supervision.core import bulk, clock, duedates, settings
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueKind, DueState
from supervision.core.errors import DomainError
from supervision.core.facts import Facts
from supervision.core.files import Attachment, StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments import item_terms
from supervision.instruments.delivering import leading, reactions
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Delivery, Instrument
from supervision.instruments.receipts import service as receipts
from supervision.instruments.replying import planning
from supervision.instruments.rules import goes_past_unit, rules_of
from supervision.instruments.states import DeliveryMethod

RECEIPT_TERM = Term(2, Unit.WORKDAY)


@dataclass(frozen=True)
class DeliveryFacts(Facts[Delivery]):
    """A delivery that took place outside the system."""

    method: DeliveryMethod
    received_on: date
    recipient: str = ""
    proxy_reason: str = ""
    address: str = ""
    left_reason: str = ""
    witness: str = ""
    note: str = ""
    delivered_by: str = ""
    receipts: tuple[StoredFile, ...] = ()


def send(paper: Instrument, *, actor: Principal) -> None:
    """电子送达: put the paper into the unit's inbox; it is delivered when the unit signs for it."""
    FLOW.fire(paper, "send", actor=actor, note="电子送达，等待签收")
    paper.sent_at = clock.now()
    paper.sent_method = DeliveryMethod.ELECTRONIC
    session.add(
        Delivery(
            body_id=paper.body_id,
            instrument=paper,
            method=DeliveryMethod.ELECTRONIC,
            sent_on=clock.today(),
            received_on=clock.today() if _by_sending(paper) else None,
            address=f"{_inbox(paper)}电子收件箱",
            delivered_by=actor.name,
            created_by_id=actor.user_id,
        )
    )
    _share(paper)
    if _by_sending(paper):
        _deliver(paper, "deliver_by_sending", on=clock.today(), actor=actor)
        return
    duedates.start(
        paper,
        DueKind.RECEIPT,
        RECEIPT_TERM,
        on=clock.today(),
        title=f"{paper.number} 签收",
        basis="发出后2个工作日未签收的，建议改用其他方式送达",
        event="发出",
        actor=actor,
        unit_id=paper.unit_id,
        holder_id=paper.handler_id,
    )


def _by_sending(paper: Instrument) -> bool:
    """Whether the paper is delivered once it is sent: by the setting, or since each of many signs its own receipt."""
    return paper.kind.many_units or bool(settings.get("delivered_on_sending"))


def _inbox(paper: Instrument) -> str:
    if paper.kind.many_units:
        return f"{len(receipts.of_paper(paper))}个单位"
    assert paper.unit is not None  # noqa: S101  (the flow asks for it)
    return succession.present(paper.unit).name


def receive(paper: Instrument, *, actor: Principal) -> None:
    """签收, by name and time: the day of 签收 is the day of delivery."""
    FLOW.check(paper, "receive", actor=actor)
    delivery = paper.deliveries[-1]
    delivery.received_on = clock.today()
    delivery.received_at = clock.now()
    delivery.recipient = actor.name
    _deliver(paper, "receive", on=clock.today(), actor=actor)


def register_delivery(paper: Instrument, facts: DeliveryFacts, *, actor: Principal) -> None:
    """A delivery by 公文交换, 直接, 邮寄 or 留置, with its receipt."""
    _check(paper, facts)
    FLOW.check(paper, "register_delivery", actor=actor)
    delivery = Delivery(body_id=paper.body_id, instrument=paper, created_by_id=actor.user_id)
    by = facts.delivered_by or actor.name
    facts.into(delivery, sent_on=facts.received_on, delivered_by=by)
    session.add(delivery)
    session.flush()
    for receipt in facts.receipts:
        attach(
            receipt, delivery, actor=actor, purpose=Purpose.RECEIPT, event_date=facts.received_on
        )
    paper.sent_method = facts.method
    _share(paper)
    note = f"登记送达（{facts.method.label}）"
    _deliver(paper, "register_delivery", on=facts.received_on, actor=actor, note=note)


def _check(paper: Instrument, facts: DeliveryFacts) -> None:
    if paper.signed_on and facts.received_on < paper.signed_on:
        message = "送达日期不得早于成文日期"
        raise DomainError(message, field="received_on")
    if facts.received_on > clock.today():
        message = "送达日期不得晚于今天"
        raise DomainError(message, field="received_on")
    check_handover(
        facts.method,
        recipient=facts.recipient,
        left_reason=facts.left_reason,
        witness=facts.witness,
    )


def check_handover(
    method: DeliveryMethod, *, recipient: str, left_reason: str, witness: str
) -> None:
    """DomainError where nobody is named who took the paper, or saw it left."""
    if method is DeliveryMethod.LEFT and not (left_reason and witness):
        message = "留置送达须填写理由和见证人"
        raise DomainError(message, field="left_reason")
    if method is not DeliveryMethod.LEFT and not recipient:
        message = "请填写签收人"
        raise DomainError(message, field="recipient")


def _share(paper: Instrument) -> None:
    """From now on the unit sees the paper and its archive."""
    if goes_past_unit(paper):
        return
    paper.shared = True
    bulk.update(
        Attachment,
        Attachment.owner_type == "instrument",
        Attachment.owner_id == paper.id,
        Attachment.purpose.in_([Purpose.ARCHIVE, Purpose.SEALED_SCAN]),
        values={"unit_id": paper.unit_id},
    )


def _deliver(paper: Instrument, verb: str, *, on: date, actor: Principal, note: str = "") -> None:
    """Its delivery was received on `on`: its reply term begins, its problems enter 整改中."""
    session.flush()  # first the day, which follows from the delivery: no paper is 已送达 without one
    FLOW.fire(paper, verb, actor=actor, note=note)
    for row in duedates.of_owner(paper, DueKind.RECEIPT):
        if row.state is DueState.OPEN:
            duedates.close(row, on=on)
    leading.delivered(paper, on=on)
    receipts.send(paper, on=on, actor=actor)
    _begin_terms(paper, on=on, actor=actor)
    reactions.delivered(paper, on=on, actor=actor)


def _begin_terms(paper: Instrument, *, on: date, actor: Principal) -> None:
    """What begins with 签收 by the rules of the kind; for the reply the paper may say another day."""
    basis = paper.basis or f"{paper.kind.name}载明的期限"
    if paper.kind.reply_wanted and paper.fixed_due is not None:
        duedates.start_fixed(
            paper, DueKind.REPLY, paper.fixed_due, title=f"{paper.number} 反馈", basis=basis,
            actor=actor, unit_id=paper.unit_id, holder_id=paper.handler_id,
        )  # fmt: skip
    for rule in rules_of(paper):
        if rule.due is not None:
            reply = rule.due is DueKind.REPLY
            duedates.start(
                paper, rule.due, rule.term, on=on, title=f"{paper.number} {rule.what}",
                basis=basis if reply else f"{paper.kind.name}载明的期限", actor=actor,
                unit_id=paper.unit_id, holder_id=paper.handler_id,
                at_half=reply and paper.kind.amber_at_half,
            )  # fmt: skip


def end_due_dates(paper: Instrument, *, met: bool, on: date | None = None) -> None:
    """Close whatever is still open on the paper; the scan of its signature is wanted all the same."""
    day = on or clock.today()
    for owner in (paper, *receipts.of_paper(paper)):
        for row in duedates.of_owner(owner):
            if not row.state.over and row.kind is not DueKind.SCAN:
                duedates.close(row, on=day, met=met)
    item_terms.settle(paper, on=day, met=met)
    planning.settle(paper, on=day, met=met)
