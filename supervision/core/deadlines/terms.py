"""What a deadline is made of: the term asked for, the days it ran through, the day it ends."""

import datetime as dt
from dataclasses import dataclass

from supervision.core.errors import DomainError
from supervision.core.words import Word


class Unit(Word):
    """What a term counts. 日 is never turned into 工作日 by a general rule."""

    DAY = "日"
    WORKDAY = "工作日"
    MONTH = "月"


class Direction(Word):
    """FORWARD: within n days after; BACKWARD: at least n days before."""

    FORWARD = "之后"
    BACKWARD = "之前"


# Ten years in each unit: anything longer is a slip of the finger, not a deadline.
LONGEST = {Unit.DAY: 3650, Unit.WORKDAY: 2500, Unit.MONTH: 120}


@dataclass(frozen=True, slots=True)
class Term:
    """A number and its unit, e.g. 30日, 20个工作日, 3个月. Raises DomainError when out of range.

    `clear` (整日, only backward): so many whole days lie between, neither the event's day nor the last day
    among them.
    """

    number: int
    unit: Unit = Unit.DAY
    direction: Direction = Direction.FORWARD
    clear: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.number, bool) or not isinstance(self.number, int) or self.number < 1:
            raise DomainError("期限须为不小于1的整数")
        if self.number > LONGEST[self.unit]:
            raise DomainError(f"期限过长：最多{LONGEST[self.unit]}{self.measure}")
        if self.clear and self.direction is Direction.FORWARD:
            raise DomainError("整日只用于向前倒推的期限")

    @property
    def measure(self) -> str:
        """The unit with its measure word: 日, 个工作日, 个月."""
        return self.unit.value if self.unit is Unit.DAY else f"个{self.unit.value}"

    def __str__(self) -> str:
        return f"{self.number}{self.measure}"


def term_text(number: int | None, unit: str) -> str:
    """30日, 20个工作日; empty where there is no term."""
    return str(Term(number, Unit(unit))) if number else ""


def checked_term(number: int, unit: str, *, field: str) -> Term:
    """A term typed in a form. Raises DomainError at `field`."""
    try:
        return Term(number, Unit(unit))
    except DomainError as refusal:
        raise DomainError(refusal.message, field=field) from None


class StepKind(Word):
    """What a day did to the term."""

    START = "起算日"  # day of delivery, not counted
    COUNT = "计数"  # counted
    EXTRA = "上班计入"  # a weekend day made a working day by a notice, counted
    SKIP = "休"  # a day off inside a 工作日 term, skipped
    ROLL = "顺延"  # the term ran out on a day off, or waits for the next working day
    PAUSE = "中止"  # the term stood still, the day it resumed included
    DUE = "届满"  # the last day, which still belongs to the term


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a term: `count` is its number in the term's unit; `note` names the festival,
    `source` what decides the day, `remark` says what else is to be known of it."""

    day: dt.date
    kind: StepKind
    count: int | None = None
    note: str = ""
    source: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of a running term: `stopped` is the first day that no longer counted, `resumed` the day it
    ended, itself not counted; `left` is what ran on from the day after. `reason` and `basis` in words."""

    stopped: dt.date
    resumed: dt.date
    left: Term
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Standstill:
    """A stop that has not ended: the first day that no longer counts, and what will run on when it does."""

    stopped: dt.date
    left: Term
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    """A new last day fixed while the term ran: an extension granted `on` that day, or a decision."""

    on: dt.date
    was: dt.date
    until: dt.date
    reason: str = ""
    basis: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """在途: what had to come was posted `on` that day and received later; the days between don't count."""

    on: dt.date
    received: dt.date


@dataclass(frozen=True, slots=True)
class Result:
    """A computed last day with its reasons.

    `nominal` is the day before rolling; `provisional` says that a day which decided the result
    lies in a year without the State Council's notice, `earliest` and `latest` how far that notice may
    then move it; `start` and `term` are None for a fixed date; `layers` are those of the calendar;
    `pauses` are the stops between and `extended` the days fixed after them, so that start and term
    stay those of the beginning; `posted` is how what was due came, where the day of posting decides.
    """

    due: dt.date
    nominal: dt.date
    steps: tuple[Step, ...]
    provisional: bool
    basis: tuple[str, ...]
    calendar_version: int
    start: dt.date | None = None
    term: Term | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    layers: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extended: tuple[Extended, ...] = ()
    posted: Posted | None = None

    @property
    def rolled(self) -> bool:
        return self.due != self.nominal
