"""What the pictures show: months, units, categories, ageing, the ladder.

Each function is one statement over the criteria of the board's figures, so that a number drawn and
the list it opens cannot differ; the statements are kept for the day.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from supervision.actions.models import ProblemMeasure
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Query
from supervision.core.prepared import Answer, ask_today
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.models import Instrument
from supervision.problems import lights
from supervision.problems.models import Problem, ProblemStatus
from supervision.reports.indicators import WHOLE, Cut, Indicator
from supervision.reports.indicators.board import BUREAU, HANDED, UNIT, Board
from supervision.reports.periods import Period


class days_between(FunctionElement[int]):  # noqa: N801  (an SQL function)
    """Days from the first date to the second, on either store."""

    inherit_cache = True
    type = sa.Integer()


@compiles(days_between)
def _subtracted(element: days_between, compiler: sa.Compiled, **options: object) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _julian(element: days_between, compiler: sa.Compiled, **options: object) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"(julianday({last}) - julianday({first}))"


@dataclass(frozen=True)
class View:
    """Whose problems: some bodies', or one unit's own (with what it took over) as far as it was told."""

    body_ids: tuple[int, ...]
    unit_id: int | None = None
    merged: tuple[int, ...] = ()

    @property
    def board(self) -> Board:
        """The figures this viewer is shown."""
        return BUREAU if self.unit_id is None else UNIT

    @property
    def cut(self) -> Cut:
        return WHOLE if self.unit_id is None else Cut(unit_id=self.unit_id, merged=self.merged)

    def demands(
        self, indicator: Indicator, period: Period, *, whenever: bool = False
    ) -> list[sa.ColumnElement[bool]]:
        """The criteria of the records a figure counts for this viewer."""
        return indicator.demands(period, self.body_ids, self.cut, whenever=whenever)


@dataclass(frozen=True)
class Months:
    """Problems begun and mended, month by month."""

    periods: Sequence[Period]
    begun: Sequence[int]
    mended: Sequence[int]

    @property
    def labels(self) -> list[str]:
        return [f"{one.months[0]}月" for one in self.periods]


def months(view: View, since: date, until: date) -> Months:
    """Each month from `since` to `until`, by the day found (delivered) and the day mended."""
    spans = [Period(year, f"M{month:02d}") for year, month in _months_of(since, until)]
    figures = (view.board.begun, view.board.mended)

    def numbers() -> Query:
        return sa.select(
            *(
                _number(view, one, when, one.day.between(*_within(when, since, until)))
                for one in figures
                for when in spans
            )
        )

    found = _rows(("months", view, since, until), numbers).rows[0]
    return Months(spans, found[: len(spans)], found[len(spans) :])


def _within(when: Period, since: date, until: date) -> tuple[date, date]:
    """As much of a month as is asked for."""
    return max(when.since, since), min(when.until, until)


def _number(
    view: View, indicator: Indicator, period: Period, *more: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    """How many a figure counts: along an index, each range of days by itself, which costs a tenth of
    telling row by row where it belongs."""
    demands = view.demands(indicator, period, whenever=bool(more))
    return sa.select(sa.func.count()).where(*demands, *more).scalar_subquery()


def _months_of(since: date, until: date) -> list[tuple[int, int]]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


@dataclass(frozen=True)
class Rate:
    """Of the problems begun in a period: how many were to be mended, and were; how long it took."""

    begun: int
    again: int
    total: int
    mended: int
    closed: int = 0
    all_days: int = 0
    handed_ge: int = 0
    handed_xiang: int = 0
    unit_id: int = 0
    name: str = ""

    @property
    def handed(self) -> str:
        """3个、29项: what ended by 移交终结 and is not in the rate; each measure word apart."""
        parts = ((self.handed_ge, ProblemMeasure.GE), (self.handed_xiang, ProblemMeasure.XIANG))
        return "、".join(f"{number}{word.value}" for number, word in parts if number)

    @property
    def handed_words(self) -> str:
        """另移交29项."""
        return f"另移交{self.handed}" if self.handed else ""

    @property
    def share(self) -> int:
        """Per cent, rounded down: 100 only when all are mended."""
        return 100 * self.mended // (self.total or 1)

    @property
    def days(self) -> int | None:
        """Mean days from delivery to 销号."""
        return round(self.all_days / self.closed) if self.closed else None


def unit_rates(view: View, period: Period) -> list[Rate]:
    """What became of the problems begun in the period, unit by unit, those with most to mend first."""
    found = _rows(("rates", view, period), lambda: _of_units(view, period)).named
    return [
        Rate(row.begun, row.again, row.total, row.mended, row.closed, int(row.days), row.GE,
             row.XIANG, row.id, row.short_name)
        for row in found
    ]  # fmt: skip


def _of_units(view: View, period: Period) -> Query:
    """Counted by key first: what a unit is called is asked of the units, not of each of its problems."""
    board = view.board
    days = days_between(Problem.delivered_on, Problem.ended_on)
    closed = sa.and_(Problem.status == ProblemStatus.CLOSED, Problem.delivered_on.is_not(None))
    counted = (
        sa.select(
            Problem.unit_id,
            sa.func.count().label("begun"),
            _times(sa.and_(*board.again.where)).label("again"),
            _times(sa.and_(*board.to_mend.where)).label("total"),
            _times(sa.and_(*board.mended_of.where)).label("mended"),
            _times(closed).label("closed"),
            sa.func.coalesce(sa.func.sum(days).filter(closed), 0).label("days"),
            *(_handed(board, word).label(word.name) for word in ProblemMeasure),
        )
        .where(*view.demands(board.begun, period))
        .group_by(Problem.unit_id)
        .subquery()
    )
    numbers = [one for one in counted.c if one.key != "unit_id"]
    return (
        sa.select(Unit.id, Unit.short_name, *numbers)
        .join(counted, counted.c.unit_id == Unit.id)
        .order_by(counted.c.total.desc(), Unit.id)
    )


def _handed(board: Board, word: ProblemMeasure) -> sa.ColumnElement[int]:
    """How many ended by 移交终结; a unit is never told of a 移交."""
    return _times(sa.and_(sa.literal(board.tells_of_handing_over), HANDED, Problem.measure == word))


def together(rates: Sequence[Rate]) -> Rate:
    """The same for all units together."""
    names = (
        "begun", "again", "total", "mended", "closed", "all_days", "handed_ge", "handed_xiang",
    )  # fmt: skip
    return Rate(*(sum(getattr(one, name) for one in rates) for name in names))


def pending(view: View, period: Period) -> int:
    """How many found in the period are not 认定 yet; none for a unit, which is told of none."""
    if view.board.pending is None:
        return 0
    asked = view.board.pending
    return int(
        _rows(("pending", view, period), lambda: sa.select(_number(view, asked, period))).rows[0][0]
    )


@dataclass(frozen=True)
class Category:
    """Problems begun in the period in one category, and how many of them happened again."""

    name: str
    number: int
    again: int


def categories(view: View, period: Period, *, most: int) -> list[Category]:
    """The categories of the period, the most frequent first."""
    number = sa.func.count().label("number")
    again = _times(sa.and_(*view.board.again.where)).label("again")

    def counted() -> Query:
        return (
            sa.select(Problem.category, number, again)
            .where(*view.demands(view.board.begun, period))
            .group_by(Problem.category)
            .order_by(number.desc(), Problem.category)
            .limit(most)
        )

    return [Category(*row) for row in _rows(("categories", view, period, most), counted).rows]


@dataclass(frozen=True)
class Open:
    """Problems in hand now, by light and by days since they began, as the board lists them."""

    total: int
    lights: Sequence[int]
    ages: Sequence[int]


def in_hand(view: View) -> Open:
    """What is open today: each part a stretch of an index."""
    board, today = view.board, Period(clock.today().year)
    parts = (board.open, *board.lights, *board.ages)

    def numbers() -> Query:
        return sa.select(*(_number(view, one, today) for one in parts))

    until = lights.near_until()  # moves with the calendar, even within a day
    total, *found = _rows(("in-hand", view, until), numbers).rows[0]
    cut = len(board.lights)
    return Open(total, found[:cut], found[cut:])


def _times(criterion: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(criterion)


def ladder(view: View, period: Period) -> list[tuple[str, Indicator, int]]:
    """Papers on which each rung was climbed in the period, in the order of the ladder."""

    def numbers() -> Query:
        papers = sa.func.count(sa.distinct(ChaseEvent.instrument_id))
        of_each = (
            sa.select(papers)
            .select_from(ChaseEvent)
            .join(Instrument, Instrument.id == ChaseEvent.instrument_id)
            .where(*view.demands(indicator, period))
            .scalar_subquery()
            for _, indicator in view.board.rungs
        )
        return sa.select(*of_each)

    found = _rows(("ladder", view, period), numbers).rows[0]
    return [(*rung, number) for rung, number in zip(view.board.rungs, found, strict=True)]


def _rows(key: Hashable, make: Callable[[], Query]) -> Answer:
    with seeing(EVERYTHING):
        return ask_today(("charts", key), make)
