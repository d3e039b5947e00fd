"""更正收文日期: the days of a reply on paper, and the term that it met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from supervision.core import clock, duedates
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError, NotFound
from supervision.core.files.store import attachments_of
from supervision.instruments import item_terms
from supervision.instruments.models import Instrument, ReplyRound
from supervision.instruments.replying import service as replying
from supervision.instruments.states import ReplyChannel


@dataclass(frozen=True)
class LetterDays:
    """来文日期、收文日期 and, where the kind counts by it, 交邮日期."""

    received_on: date
    letter_date: date
    posted_on: date | None = None

    @property
    def counts(self) -> date:
        """The day by which the term is judged."""
        return self.posted_on or self.received_on


def of_number(paper: Instrument, number: int) -> ReplyRound | None:
    """That reply, where it came on paper: what was sent on the screen has its own day. NotFound where none has the number."""
    found = next((one for one in paper.rounds if one.number == number), None)
    if found is None:
        raise NotFound("这件文书没有这次反馈")
    return found if found.channel is ReplyChannel.REGISTERED else None


def held(round_: ReplyRound) -> LetterDays:
    """As they stand; a reply of an old sheet may have no day of its own writing."""
    written = round_.letter_date or round_.posted_on or round_.received_on
    return LetterDays(round_.received_on, written, round_.posted_on)


def check(paper: Instrument, round_: ReplyRound, days: LetterDays) -> None:
    """DomainError where the letter cannot have come so."""
    asked = _what, since = _asked(paper, round_)
    replying.check_days(days.letter_date, days.received_on, asked)
    if days.posted_on is not None:
        replying.check_posted(paper.kind, days.posted_on, days.letter_date, days.received_on, since)
    late = [(day, what) for what, day in _after(paper, round_) if day and day < days.received_on]
    if late:
        day, what = min(late)
        said = f"收文日期不得晚于{what}的{clock.chinese_date(day)}"
        raise DomainError(said, field="received_on")


def _asked(paper: Instrument, round_: ReplyRound) -> tuple[str, date | None]:
    """What set that round going, and when."""
    before = [one for one in paper.rounds if one.number < round_.number]
    returned = before[-1].returned_on if before else None
    return ("退回", returned) if returned else ("送达", paper.delivered_on)


def _after(paper: Instrument, round_: ReplyRound) -> Iterator[tuple[str, date | None]]:
    yield "退回补充整改", round_.returned_on
    yield "办结", paper.closed_on
    if round_ is paper.rounds[-1]:
        for item in paper.items:
            judged = item.concluded_on
            # What was judged in an earlier round was judged before this reply came.
            if judged is not None and judged >= round_.received_on:
                yield "核查", judged


def term_of(paper: Instrument, round_: ReplyRound) -> DueDate | None:
    """The term that the reply met: the paper's, or the sub-deadline of the return before it."""
    if round_.number == 1:
        live = duedates.of_owner(paper, DueKind.REPLY)
        rows = [row for row in live if row.state is not DueState.ENDED]
        found = rows[-1] if rows else None
    else:
        before = sum(1 for one in paper.rounds if one.number < round_.number and one.returned_on)
        rows = duedates.of_owner(paper, DueKind.SUPPLEMENT)
        found = rows[before - 1] if 0 < before <= len(rows) else None
    return found if found is not None and found.state is DueState.MET else None


def redate(paper: Instrument, round_: ReplyRound, days: LetterDays) -> None:
    """Write the right days: whether it was late is judged by them."""
    check(paper, round_, days)
    was, written = held(round_), round_.letter_date
    term = term_of(paper, round_)
    round_.received_on = round_.sent_on = days.received_on
    round_.letter_date, round_.posted_on = days.letter_date, days.posted_on
    if term is not None:
        duedates.close_anew(term, on=days.received_on, posted=days.posted_on)
    for row in _settled(paper, was):
        if row.kind is DueKind.REPLY:
            duedates.close_anew(row, on=days.received_on, posted=days.posted_on)
        else:
            row.closed_on = days.received_on
    for scan in attachments_of(round_):
        if scan.event_date == written:
            scan.event_date = days.letter_date
    session.flush()


def _settled(paper: Instrument, was: LetterDays) -> Iterator[DueDate]:
    """What ended with the reply besides: the items' own terms, and the plans."""
    for row in item_terms.of_paper(paper).values():
        if row.state is DueState.MET and row.closed_on == was.counts:
            yield row
    for owner in (paper, *paper.items):
        for row in duedates.of_owner(owner, DueKind.PLAN):
            if row.state.over and row.closed_on == was.received_on:
                yield row
