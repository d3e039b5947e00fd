"""补录: a paper of the past with its true number, days, delivery, reply and end; marked as such for good.

The scan is the original: nothing is rendered anew, and no deadline is left running for an ended paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from supervision.agencies import succession
from supervision.core import clock, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import entered
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.core.facts import Facts
from supervision.core.files import StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.instruments import item_terms
from supervision.instruments.back_entry import rounds
from supervision.instruments.back_entry.rounds import PastReturn
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.service import DeliveryFacts, end_due_dates
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.flow import FLOW
from supervision.instruments.item_terms import ItemTerm
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.receipts import service as receipts
from supervision.instruments.replying import service as replying
from supervision.instruments.replying.service import RegisteredReply
from supervision.instruments.signing import originals
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, DeliveryMethod, KindPurpose, Nature

ELSEWHERE = (KindPurpose.REFERRAL,)  # 移交函: seen by named people, so entered with its referral
UNTOLD = "见来文"  # an answer of which nothing else is known
_ADVICE = "建议："


@dataclass(frozen=True)
class PastItem:
    """What became of one item: the unit's words on it, the conclusion, the day it was 销号; its own term,
    where it had another than the paper."""

    answer: str = ""
    conclusion: Conclusion | None = None
    ended_on: date | None = None
    term: ItemTerm | None = None


@dataclass(frozen=True)
class PastPaper(Facts[Instrument]):
    """What is known of a past paper; days are those of the events. Later events may be missing.

    `returns`: the rounds after the first. `outcomes`: of its items one by one; without them all went
    with the paper.
    """

    paper: PaperFacts
    number: str
    signed_on: date
    signatory_name: str
    delivered_on: date | None = None
    method: DeliveryMethod = DeliveryMethod.EXCHANGE
    recipient: str = ""
    reply_number: str = ""
    reply_date: date | None = None
    replied_on: date | None = None
    posted_on: date | None = None  # of a reply by post, where the kind counts by that day
    reply_summary: str = ""
    returns: Sequence[PastReturn] = field(default_factory=tuple)
    closed_on: date | None = None
    scans: Sequence[StoredFile] = field(default_factory=tuple)
    outcomes: Sequence[PastItem] = field(default_factory=tuple)


def outcome_of(past: PastPaper, item: InstrumentItem) -> PastItem:
    """What became of an item of the paper."""
    if past.outcomes:
        return past.outcomes[item.seq - 1]
    return PastItem(ended_on=None if item.nature is Nature.MATTER else past.closed_on)


def enter(past: PastPaper, *, actor: Principal) -> Instrument:
    """Enter a past paper in one step, as far as its life went: a row of a sheet that was looked at.

    By itself it waits for the reviewer's look (`looking`).
    """
    paper = begin(past, actor=actor)
    live(paper, past, actor=actor)
    entered(paper, actor=actor)
    return paper


def begin(past: PastPaper, *, actor: Principal) -> Instrument:
    """The past paper as a draft that has not lived yet."""
    actor.require(Permission.INSTRUMENT_REGISTER)
    check(past)
    paper = drafting.draft(replace(past.paper, back_entered=True), actor=actor)
    paper.back_entered = True
    signing.check_past(
        paper,
        signatory_name=past.signatory_name,
        on=past.signed_on,
        number=past.number,
        actor=actor,
    )
    return paper


def live(paper: Instrument, past: PastPaper, *, actor: Principal) -> None:
    """Let the drafted paper go through its life again, as far as it went, on its true days."""
    signing.sign_past(
        paper,
        signatory_name=past.signatory_name,
        on=past.signed_on,
        number=past.number,
        actor=actor,
    )
    keep_original(paper, past, actor=actor)
    if past.delivered_on is not None:
        facts = DeliveryFacts(
            past.method, past.delivered_on, recipient=past.recipient or paper.addressee[:40]
        )
        delivery.register_delivery(paper, facts, actor=actor)
        receipts.sign_for_all(paper, on=past.delivered_on, recipient=past.recipient, actor=actor)
        for item in paper.items:
            own = outcome_of(past, item).term
            if own is not None:
                item_terms.begin(item, own, on=past.delivered_on, actor=actor)
    _replies(paper, past, actor=actor)
    for item in paper.items:
        _settle(item, outcome_of(past, item), actor=actor)
    if past.closed_on is not None:
        _close(paper, on=past.closed_on, actor=actor)
    session.flush()


def items_of(text: str, kind: InstrumentKind) -> list[ItemFacts]:
    """Items typed one a line, 建议类 ones begun by 建议："""
    return [_item(line.strip(), kind) for line in text.split("\n") if line.strip()]


def _item(line: str, kind: InstrumentKind) -> ItemFacts:
    advisory = Nature.ADVISORY.value in kind.natures
    advises = line.startswith(_ADVICE) or Nature.CORRECTIVE.value not in kind.natures
    if advisory and advises:
        return ItemFacts(demand=line.removeprefix(_ADVICE).strip(), nature=Nature.ADVISORY)
    return ItemFacts(demand=line)


def text_of(paper: Instrument) -> str:
    """The items of a paper as they are typed."""
    return typed(paper.kind, paper.items)


def typed(kind: InstrumentKind, items: Sequence[InstrumentItem] | Sequence[ItemFacts]) -> str:
    """Items one a line, as `items_of` reads them."""
    both = Nature.CORRECTIVE.value in kind.natures
    advice = _ADVICE if both else ""
    return "\n".join(
        (advice if item.nature is Nature.ADVISORY else "") + as_line(item.demand) for item in items
    )


def as_line(demand: str) -> str:
    """An item as it stands in form and sheet, where each is one line."""
    return " ".join(demand.split())


def check(past: PastPaper) -> None:
    """DomainError where the entry is not whole, before anything is written."""
    kind = past.paper.kind
    if kind.purpose in ELSEWHERE:
        message = f"{kind.name}只有知悉人员可以看到，请在“移交移送”中补录"
        raise DomainError(message, field="kind_id")
    if kind.purpose is not KindPurpose.SUPERIOR:
        succession.refuse_gone(past.paper.unit, past.signed_on, field="unit_id")
    if past.paper.recipients and not kind.many_units:
        raise DomainError(f"{kind.name}发给一个单位，请选被监督单位", field="recipients")
    if kind.natures and not past.paper.items:
        raise DomainError("请填写条目，一行一条", field="demands")
    if past.paper.items and not kind.natures:
        raise DomainError(f"{kind.name}没有条目，不必填写", field="demands")
    _check_days(past)
    if past.reply_date and past.delivered_on and past.reply_date < past.delivered_on:
        raise DomainError("来文日期不得早于送达日期", field="reply_date")
    _check_posted(past)
    rounds.check(past.returns, kind=kind, replied_on=past.replied_on, closed_on=past.closed_on)


def _check_days(past: PastPaper) -> None:
    """Events follow one another; an earlier one is not skipped."""
    steps = (
        ("signed_on", "成文日期", past.signed_on),
        ("delivered_on", "送达日期", past.delivered_on),
        ("replied_on", "收文日期", past.replied_on),
        ("closed_on", "办结日期", past.closed_on),
    )
    wants_reply = past.paper.kind.reply_wanted
    before, before_label = None, ""
    for name, label, day in steps:
        if name == "replied_on" and not wants_reply:
            if day is not None:
                raise DomainError("该文种不要求反馈，不必填写", field=name)
            continue
        if day is None:
            before, before_label = None, label
            continue
        if before_label and before is None:
            raise DomainError(f"填写了{label}，须先填写{before_label}", field=name)
        if before is not None and day < before:
            raise DomainError(f"{label}不得早于{before_label}", field=name)
        if day > clock.today():
            raise DomainError(f"{label}不得晚于今天", field=name)
        before, before_label = day, label


def _check_posted(past: PastPaper) -> None:
    if past.posted_on is None:
        return
    if past.replied_on is None:
        raise DomainError("填写了交邮日期，须先填写收文日期", field="replied_on")
    written = rounds.written_on(past, past.replied_on)
    replying.check_posted(
        past.paper.kind, past.posted_on, written, past.replied_on, past.delivered_on
    )


def keep_original(paper: Instrument, past: PastPaper, *, actor: Principal) -> None:
    """Scans are archived as they are, unchecked; the first PDF among them is the original."""
    for scan in past.scans:
        attached = attach(
            scan, paper, actor=actor, purpose=Purpose.SIGNED_SCAN, shows="补录原件",
            event_date=past.signed_on,
        )  # fmt: skip
        if paper.archive_id is None and attached.file.media_type == originals.PDF:
            originals.adopt(paper, attached.file)


def _replies(paper: Instrument, past: PastPaper, *, actor: Principal) -> None:
    """Every reply in its turn; how each item was answered at last is that of the last one."""
    if past.replied_on is None:
        return
    answered = [past, *(one for one in past.returns if one.replied_on is not None)]
    _reply(paper, past, past if len(answered) == 1 else None, actor=actor)
    for one in past.returns:
        rounds.send_back(paper, one, actor=actor)
        if one.replied_on is not None:
            _reply(paper, one, past if one is answered[-1] else None, actor=actor)


def _reply(
    paper: Instrument, reply: PastPaper | PastReturn, last: PastPaper | None, *, actor: Principal
) -> None:
    words = reply.reply_summary or UNTOLD
    said = {item.id: outcome_of(last, item).answer if last else "" for item in paper.items}
    received = reply.replied_on or clock.today()
    facts = RegisteredReply(
        letter_number=reply.reply_number,
        letter_date=rounds.written_on(reply, received),
        received_on=received,
        answers={key: answer or words for key, answer in said.items()},
        summary=reply.reply_summary,
        posted_on=reply.posted_on,
    )
    replying.register(paper, facts, actor=actor)


def _settle(item: InstrumentItem, past: PastItem, *, actor: Principal) -> None:
    """What is known of it: an answer nobody sent yet, a conclusion, its end long ago."""
    ended = past.ended_on is not None
    if past.answer and not item.answered:
        item.measures, item.answered = past.answer, True
    item.conclusion = past.conclusion or (_settling(item) if ended else None)
    if item.conclusion is not None:
        item.conclusion_note = "补录"
        item.concluded_by_id, item.concluded_on = actor.user_id, past.ended_on
    if past.ended_on is not None:
        duedates.end(item, DueKind.REPLY, on=past.ended_on)
        item.written_off_on, item.written_off_by_id = past.ended_on, actor.user_id


def _settling(item: InstrumentItem) -> Conclusion:
    return Conclusion.MENDED if item.nature is Nature.CORRECTIVE else Conclusion.ADOPTED


def _close(paper: Instrument, *, on: date, actor: Principal) -> None:
    """The paper ended long ago, when the last of its items had: nothing stays due."""
    paper.closed_on = on
    FLOW.fire(paper, "back_close", actor=actor, note=f"补录办结（{clock.chinese_date(on)}）")
    end_due_dates(paper, met=True, on=on)
