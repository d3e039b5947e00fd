"""What may be put right of a paper, each with the same questions: how it is called, how it stands, whether it
may be so, what would move, and how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.duedates import DueDate, begun_on
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Delivery, Instrument, ReplyRound
from supervision.instruments.objecting.models import Objection
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.redating import delivered, replied, requested, signed_for
from supervision.instruments.redating.delivered import Handover
from supervision.instruments.redating.replied import LetterDays
from supervision.instruments.states import DeliveryMethod

Values = Mapping[str, date | str | None]  # by the name of the form's field
Moved = tuple[DueDate, date]  # a term, and the other of its two last days
HANDOVER = {  # of a delivery, beside its day
    "method": "送达方式", "recipient": "签收人", "proxy_reason": "代收人及理由", "left_reason": "留置理由",
    "witness": "见证人",
}  # fmt: skip
DAYS = frozenset({"received_on", "letter_date", "posted_on", "asked_on", "raised_on"})
FIELDS = {"received_on": "收文日期", "letter_date": "来文日期", "posted_on": "交邮日期"}


class Correction(Protocol):
    """One thing that was registered otherwise than it was."""

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
    def stands(self) -> Values: ...

    def check(self, values: Values) -> None: ...
    def moves(self, values: Values) -> Sequence[Moved]: ...
    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]: ...


@dataclass(frozen=True)
class OfDelivery:
    """The day of the delivery, how it was handed over and to whom."""

    paper: Instrument
    delivery: Delivery
    what: str = "delivery"
    title: str = "更正送达登记"
    key: int = 0

    @property
    def called(self) -> str:
        return self.delivery.method.label

    @property
    def labels(self) -> Mapping[str, str]:
        return {"received_on": delivered.WORD, **HANDOVER}

    @property
    def stands(self) -> Values:
        held = self.delivery
        words = {name: str(getattr(held, name)) for name in HANDOVER if name != "method"}
        return {"received_on": held.received_on, "method": held.method.label, **words}

    def check(self, values: Values) -> None:
        _handover(values).check()
        delivered.check(self.paper, self.delivery, _day(values))

    def moves(self, values: Values) -> Sequence[Moved]:
        was = self.delivery.received_on or _day(values)
        return delivered.last_days(self.paper, was, _day(values))

    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]:
        delivered.write_handover(self.paper, self.delivery, _handover(values))
        return delivered.redate(
            self.paper, self.delivery, _day(values), reason=f"{self.title}：{reason}", actor=actor
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
    def stands(self) -> Values:
        held = replied.held(self.round_)
        return {name: getattr(held, name) for name in self.labels}

    def check(self, values: Values) -> None:
        replied.check(self.paper, self.round_, _letter(values))

    def moves(self, _values: Values) -> Sequence[Moved]:
        return ()

    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]:
        replied.redate(self.paper, self.round_, _letter(values))
        return ()


@dataclass(frozen=True)
class OfReceipt:
    """The day on which one of many units signed, and who did."""

    paper: Instrument
    receipt: Receipt
    what: str = "receipt"
    title: str = "更正签收登记"

    @property
    def key(self) -> int:
        return self.receipt.id

    @property
    def called(self) -> str:
        return f"{self.receipt.name}签收"

    @property
    def labels(self) -> Mapping[str, str]:
        return {"received_on": signed_for.WORD, "recipient": "签收人"}

    @property
    def stands(self) -> Values:
        return {"received_on": self.receipt.received_on, "recipient": self.receipt.recipient}

    def check(self, values: Values) -> None:
        signed_for.check(self.paper, self.receipt, _day(values))

    def moves(self, _values: Values) -> Sequence[Moved]:
        return ()

    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]:
        signed_for.redate(self.paper, self.receipt, _day(values), _word(values, "recipient"))
        return ()


@dataclass(frozen=True)
class OfRequest:
    """The day on which the unit asked for 延期."""

    paper: Instrument
    extension: Extension
    what: str = "extension"
    title: str = "更正申请日期"

    @property
    def key(self) -> int:
        return self.extension.id

    @property
    def called(self) -> str:
        return f"{self.extension.name} {self.extension.letter_number}".strip()

    @property
    def labels(self) -> Mapping[str, str]:
        return {"asked_on": requested.ASKED}

    @property
    def stands(self) -> Values:
        return {"asked_on": self.extension.asked_on}

    def check(self, values: Values) -> None:
        requested.check_asked(self.extension, _day(values, "asked_on"))

    def moves(self, _values: Values) -> Sequence[Moved]:
        return ()

    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]:
        requested.redate_asked(self.extension, _day(values, "asked_on"))
        return ()


@dataclass(frozen=True)
class OfObjection:
    """The day on which the unit objected."""

    paper: Instrument
    objection: Objection
    what: str = "objection"
    title: str = "更正提出日期"

    @property
    def key(self) -> int:
        return self.objection.id

    @property
    def called(self) -> str:
        return f"{self.objection.name} {self.objection.letter_number}".strip()

    @property
    def labels(self) -> Mapping[str, str]:
        return {"raised_on": requested.RAISED}

    @property
    def stands(self) -> Values:
        return {"raised_on": self.objection.raised_on}

    def check(self, values: Values) -> None:
        requested.check_raised(self.paper, self.objection, _day(values, "raised_on"))

    def moves(self, values: Values) -> Sequence[Moved]:
        on = _day(values, "raised_on")
        return [(row, begun_on(row, on).due) for row in requested.reviews(self.objection)]

    def write(self, values: Values, *, reason: str, actor: Principal) -> Sequence[Moved]:
        return requested.redate_raised(
            self.paper, self.objection, _day(values, "raised_on"),
            reason=f"{self.title}：{reason}", actor=actor,
        )  # fmt: skip


def found(paper: Instrument, what: str, key: int) -> Correction | None:
    """What is to be put right, where it was registered on paper; nothing of what has its day from the screen."""
    if what == "delivery":
        delivery = delivered.of_paper(paper)
        return OfDelivery(paper, delivery) if delivery is not None else None
    if what == "reply":
        round_ = replied.of_number(paper, key)
        return OfReply(paper, round_) if round_ is not None else None
    if what == "extension":
        extension = requested.extension_of(paper, key)
        return OfRequest(paper, extension) if extension is not None else None
    if what == "objection":
        objection = requested.objection_of(paper, key)
        return OfObjection(paper, objection) if objection is not None else None
    receipt = signed_for.of_key(key)
    theirs = receipt is not None and receipt.instrument_id == paper.id
    return OfReceipt(paper, receipt) if receipt is not None and theirs else None


def told(correction: Correction, values: Values) -> str:
    """From what to what, of each that changes."""
    stands = correction.stands
    return "，".join(
        f"{label}由{_said(stands.get(name))}更正为{_said(values.get(name))}"
        for name, label in correction.labels.items()
        if (stands.get(name) or "") != (values.get(name) or "")
    )


def same(correction: Correction, values: Values) -> bool:
    """Whether nothing would be another."""
    return not told(correction, values)


def _said(value: date | str | None) -> str:
    return clock.chinese_date(value) if isinstance(value, date) else value or "（未填）"


def _day(values: Values, name: str = "received_on") -> date:
    day = values[name]
    assert isinstance(day, date)  # noqa: S101  (the form asks for it)
    return day


def _word(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()


def _handover(values: Values) -> Handover:
    by_label = {one.label: one for one in DeliveryMethod}
    words = {name: _word(values, name) for name in HANDOVER if name != "method"}
    return Handover(by_label[_word(values, "method")], **words)


def _letter(values: Values) -> LetterDays:
    posted = values.get("posted_on")
    posted_on = posted if isinstance(posted, date) else None
    return LetterDays(_day(values), _day(values, "letter_date"), posted_on)
