"""The rounds of reply of a past paper: answered, sent back with a term of its own, answered again.

The first round is of the paper itself (`PastPaper`); each later one begins with the day it was sent back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Protocol

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit, term_text
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError
from supervision.instruments import item_terms
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentKind, ReplyRound
from supervision.instruments.replying.service import check_posted

UNSAID = "见原件"  # why it was sent back, where nobody knows any more
FIELD = "returns"  # of the form


class Told(Protocol):
    """What is known of the days of a reply."""

    @property
    def reply_date(self) -> date | None: ...
    @property
    def replied_on(self) -> date | None: ...
    @property
    def posted_on(self) -> date | None: ...


@dataclass(frozen=True)
class PastReturn:
    """退回补充整改 of the past with its own term, and the reply that came of it, if one did."""

    returned_on: date
    reason: str = ""
    term_number: int | None = None
    term_unit: str = ""
    fixed_due: date | None = None
    replied_on: date | None = None
    posted_on: date | None = None
    reply_number: str = ""
    reply_date: date | None = None
    reply_summary: str = ""


def check(
    returns: Sequence[PastReturn],
    *,
    kind: InstrumentKind,
    replied_on: date | None,
    closed_on: date | None,
) -> None:
    """DomainError where the rounds cannot have been so."""
    before = replied_on
    for number, one in enumerate(returns, start=2):
        if before is None:
            raise DomainError(f"第{number}轮：前一轮没有收文日期，不能退回", field=FIELD)
        for refusal in (*_faults(one, before), *_faults_of_posting(one, kind)):
            raise DomainError(f"第{number}轮：{refusal}", field=FIELD)
        before = one.replied_on
    if returns and closed_on is not None:
        if before is None:
            raise DomainError("填写了办结日期，须先填写最后一轮的收文日期", field=FIELD)
        if closed_on < before:
            raise DomainError("办结日期不得早于最后一轮的收文日期", field="closed_on")


def _faults(one: PastReturn, before: date) -> Iterator[str]:
    if one.returned_on < before:
        yield "退回日期不得早于前一轮的收文日期"
    if bool(one.term_number) == (one.fixed_due is not None):
        yield "请填写补充整改期限，或者固定到期日（填一项）"
    if one.fixed_due is not None and one.fixed_due < one.returned_on:
        yield "到期日不得早于退回日期"
    if one.replied_on is None and (one.reply_number or one.reply_date or one.reply_summary):
        yield "填写了反馈，须填写收文日期"
    if one.replied_on is not None and one.replied_on < one.returned_on:
        yield "收文日期不得早于退回日期"
    if one.reply_date is not None and one.reply_date < one.returned_on:
        yield "来文日期不得早于退回日期"
    if one.reply_date and one.replied_on and one.reply_date > one.replied_on:
        yield "来文日期不得晚于收文日期"
    if max(one.returned_on, one.replied_on or one.returned_on) > clock.today():
        yield "日期不得晚于今天"


def _faults_of_posting(one: PastReturn, kind: InstrumentKind) -> Iterator[str]:
    if one.posted_on is None:
        return
    if one.replied_on is None:
        yield "填写了交邮日期，须填写收文日期"
        return
    try:
        written = written_on(one, one.replied_on)
        check_posted(kind, one.posted_on, written, one.replied_on, one.returned_on)
    except DomainError as refusal:
        yield str(refusal)


def written_on(reply: Told, received: date) -> date:
    """The day of the letter; where nobody knew, it is taken to be that of its posting, or its receipt."""
    known = reply.reply_date if reply.reply_date != reply.replied_on else None
    return known or reply.posted_on or received


def send_back(paper: Instrument, one: PastReturn, *, actor: Principal) -> None:
    """It is with the unit again, for as long as it was given then."""
    reason = one.reason.strip() or UNSAID
    note = f"补录退回补充整改（{clock.chinese_date(one.returned_on)}）"
    FLOW.fire(paper, "back_return", reason=reason, note=note, actor=actor)
    item_terms.drop(paper)
    _begin_term(paper, one, actor)
    last = paper.rounds[-1]
    last.returned_on, last.return_reason = one.returned_on, reason
    for item in paper.items:
        item.answered = False
    session.flush()


def _begin_term(paper: Instrument, one: PastReturn, actor: Principal) -> None:
    title, basis = f"{paper.number} 补充整改", "退回补充整改时载明的期限"
    if one.fixed_due is not None:
        duedates.start_fixed(
            paper, DueKind.SUPPLEMENT, one.fixed_due, title=title, basis=basis, actor=actor,
            unit_id=paper.unit_id, holder_id=paper.handler_id,
        )  # fmt: skip
        return
    term = Term(one.term_number or 0, Unit(one.term_unit or Unit.DAY))
    duedates.start(
        paper, DueKind.SUPPLEMENT, term, on=one.returned_on, title=title, basis=basis, event="退回",
        actor=actor, unit_id=paper.unit_id, holder_id=paper.handler_id,
        at_half=paper.kind.amber_at_half,
    )  # fmt: skip


def returns_of(paper: Instrument) -> list[PastReturn]:
    """The rounds after the first, as the entry that would give them."""
    if not any(one.returned_on for one in paper.rounds):
        return []
    terms = _terms(paper)
    found: list[PastReturn] = []
    for one, reply in zip_longest(paper.rounds, paper.rounds[1:]):
        if one.returned_on is not None:
            term = terms[len(found)] if len(found) < len(terms) else None
            found.append(_return(one, one.returned_on, term, reply))
    return found


def _return(
    one: ReplyRound, on: date, term: DueDate | None, reply: ReplyRound | None
) -> PastReturn:
    back = PastReturn(
        returned_on=on,
        reason="" if one.return_reason == UNSAID else one.return_reason,
        term_number=term.number if term else None,
        term_unit=term.unit if term else "",
        fixed_due=term.due if term and not term.number else None,
    )
    if reply is None:
        return back
    return replace(
        back, replied_on=reply.received_on, posted_on=reply.posted_on, reply_number=reply.letter_number,
        reply_date=letter_date_of(reply), reply_summary=reply.summary,
    )  # fmt: skip


def letter_date_of(reply: ReplyRound) -> date | None:
    """The day of the letter, where it was said (`written_on`)."""
    unsaid = reply.letter_date in (reply.received_on, reply.posted_on)
    return None if unsaid else reply.letter_date


def _terms(paper: Instrument) -> list[DueDate]:
    rows = duedates.of_owner(paper, DueKind.SUPPLEMENT)
    return [row for row in rows if row.state is not DueState.ENDED]


def told(returns: Sequence[PastReturn]) -> list[str]:
    """Each round in one line, for whoever looks at the entry and for the trail."""
    return [_line(one) for one in returns]


def _line(one: PastReturn) -> str:
    term = (
        str(one.fixed_due)
        if one.fixed_due
        else term_text(one.term_number, one.term_unit or Unit.DAY)
    )
    back = f"{one.returned_on}退回（{one.reason.strip() or UNSAID}），补充整改期限{term}"
    if one.replied_on is None:
        return f"{back}；未反馈"
    posted = f"{one.posted_on}交邮" if one.posted_on else ""
    parts = (f"{one.replied_on}收文", posted, one.reply_number, one.reply_summary)
    return f"{back}；{' '.join(part for part in parts if part)}"
