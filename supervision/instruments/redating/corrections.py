"""What may be put right of a paper, each with the same questions: how it is called, how it stands, whether it
may be so, what would move, and how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.duedates import DueDate
from supervision.instruments.models import Delivery, Instrument, ReplyRound
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.redating import delivered, replied, signed_for
from supervision.instruments.redating.replied import LetterDays

Days = Mapping[str, date | None]  # by the name of the form's field
Moved = tuple[DueDate, date]  # a term, and the other of its two last days
FIELDS = {"received_on": "收文日期", "letter_date": "来文日期", "posted_on": "交邮日期"}


class Correction(Protocol):
    """One thing that was registered under a wrong day."""

    @property
    def what(self) -> str: ...
    @property
    def key(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def called(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def stands(self) -> Days: ...

    def check(self, days: Days) -> None: ...
    def moves(self, days: Days) -> Sequence[Moved]: ...
    def write(self, days: Days, *, reason: str, actor: Principal) -> Sequence[Moved]: ...


@dataclass(frozen=True)
class OfDelivery:
    """The day of the delivery."""

    paper: Instrument
    delivery: Delivery
    what: str = "delivery"
    title: str = "更正送达日期"
    key: int = 0

    @property
    def called(self) -> str:
        return self.delivery.method.label

    @property
    def labels(self) -> Mapping[str, str]:
        return {"received_on": delivered.WORD}

    @property
    def stands(self) -> Days:
        return {"received_on": self.delivery.received_on}

    def check(self, days: Days) -> None:
        delivered.check(self.paper, self.delivery, _day(days))

    def moves(self, days: Days) -> Sequence[Moved]:
        was = self.delivery.received_on or _day(days)
        return delivered.last_days(self.paper, was, _day(days))

    def write(self, days: Days, *, reason: str, actor: Principal) -> Sequence[Moved]:
        return delivered.redate(
            self.paper, self.delivery, _day(days), reason=f"{self.title}：{reason}", actor=actor
        )


@dataclass(frozen=True)
class OfReply:
    """The days of a reply on paper; no last day moves, but whether it came in time may be seen otherwise."""

    paper: Instrument
    round_: ReplyRound
    what: str = "reply"
    title: str = "更正收文日期"

    @property
    def key(self) -> int:
        return self.round_.number

    @property
    def called(self) -> str:
        return f"第{self.round_.number}次反馈 {self.round_.letter_number}".strip()

    @property
    def labels(self) -> Mapping[str, str]:
        posted = self.paper.kind.posted_counts or self.round_.posted_on is not None
        return {name: label for name, label in FIELDS.items() if posted or name != "posted_on"}

    @property
    def stands(self) -> Days:
        held = replied.held(self.round_)
        return {name: getattr(held, name) for name in self.labels}

    def check(self, days: Days) -> None:
        replied.check(self.paper, self.round_, _letter(days))

    def moves(self, _days: Days) -> Sequence[Moved]:
        return ()

    def write(self, days: Days, *, reason: str, actor: Principal) -> Sequence[Moved]:
        replied.redate(self.paper, self.round_, _letter(days))
        return ()


@dataclass(frozen=True)
class OfReceipt:
    """The day on which one of many units signed."""

    paper: Instrument
    receipt: Receipt
    what: str = "receipt"
    title: str = "更正签收日期"

    @property
    def key(self) -> int:
        return self.receipt.id

    @property
    def called(self) -> str:
        return f"{self.receipt.name}签收"

    @property
    def labels(self) -> Mapping[str, str]:
        return {"received_on": signed_for.WORD}

    @property
    def stands(self) -> Days:
        return {"received_on": self.receipt.received_on}

    def check(self, days: Days) -> None:
        signed_for.check(self.paper, self.receipt, _day(days))

    def moves(self, _days: Days) -> Sequence[Moved]:
        return ()

    def write(self, days: Days, *, reason: str, actor: Principal) -> Sequence[Moved]:
        signed_for.redate(self.paper, self.receipt, _day(days))
        return ()


def found(paper: Instrument, what: str, key: int) -> Correction | None:
    """What is to be put right, where it was registered on paper; nothing of what has its day from the screen."""
    if what == "delivery":
        delivery = delivered.of_paper(paper)
        return OfDelivery(paper, delivery) if delivery is not None else None
    if what == "reply":
        round_ = replied.of_number(paper, key)
        return OfReply(paper, round_) if round_ is not None else None
    receipt = signed_for.of_key(key)
    theirs = receipt is not None and receipt.instrument_id == paper.id
    return OfReceipt(paper, receipt) if receipt is not None and theirs else None


def told(correction: Correction, days: Days) -> str:
    """From which day to which, of each that changes."""
    stands = correction.stands
    return "，".join(
        f"{label}由{_said(stands.get(name))}更正为{_said(days.get(name))}"
        for name, label in correction.labels.items()
        if stands.get(name) != days.get(name)
    )


def _said(day: date | None) -> str:
    return clock.chinese_date(day) if day is not None else "（未填）"


def _day(days: Days) -> date:
    day = days["received_on"]
    assert day is not None  # noqa: S101  (the form asks for it)
    return day


def _letter(days: Days) -> LetterDays:
    written = days["letter_date"]
    assert written is not None  # noqa: S101  (the form asks for it)
    return LetterDays(_day(days), written, days.get("posted_on"))
