"""What the pictures show: months, units, categories, ageing, the ladder.

Each function is one grouped statement over the criteria of the board's figures, so that a number
drawn and the list it opens cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from supervision.actions.models import ProblemMeasure
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Query, session
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.models import Instrument
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
    figures = {"begun": view.board.begun, "mended": view.board.mended}
    branches = [
        _by_month(name, view, indicator, since, until) for name, indicator in figures.items()
    ]
    found: dict[tuple[str, int, int], int] = {}
    for row in _rows(sa.union_all(*branches)):
        found[row.series, int(row.year), int(row.month)] = row.number
    spans = _months_of(since, until)
    series = [[found.get((name, *one), 0) for one in spans] for name in figures]
    return Months([Period(year, f"M{month:02d}") for year, month in spans], *series)


def _by_month(name: str, view: View, indicator: Indicator, since: date, until: date) -> Query:
    day = indicator.day
    year, month = sa.extract("year", day), sa.extract("month", day)
    return (
        sa.select(
            sa.literal(name).label("series"),
            year.label("year"),
            month.label("month"),
            sa.func.count().label("number"),
        )
        .where(
            *view.demands(indicator, Period(until.year), whenever=True), day.between(since, until)
        )
        .group_by(year, month)
    )


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
    board = view.board
    days = days_between(Problem.delivered_on, Problem.ended_on)
    closed = sa.and_(Problem.status == ProblemStatus.CLOSED, Problem.delivered_on.is_not(None))
    total = _times(sa.and_(*board.to_mend.where)).label("total")
    statement = (
        sa.select(
            Unit.id,
            Unit.short_name,
            sa.func.count().label("begun"),
            _times(sa.and_(*board.again.where)).label("again"),
            total,
            _times(sa.and_(*board.mended_of.where)).label("mended"),
            _times(closed).label("closed"),
            sa.func.sum(sa.case((closed, days), else_=0)).label("days"),
            *(_handed(board, word).label(word.name) for word in ProblemMeasure),
        )
        .select_from(Problem)
        .join(Unit, Unit.id == Problem.unit_id)
        .where(*view.demands(board.begun, period))
        .group_by(Unit.id, Unit.short_name)
        .order_by(total.desc(), Unit.id)
    )
    return [
        Rate(row.begun, row.again, row.total, row.mended, row.closed, int(row.days), row.GE,
             row.XIANG, row.id, row.short_name)
        for row in _rows(statement)
    ]  # fmt: skip


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
    found = sa.select(sa.func.count()).select_from(Problem)
    return int(_rows(found.where(*view.demands(view.board.pending, period)))[0][0])


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
    statement = (
        sa.select(Problem.category, number, again)
        .where(*view.demands(view.board.begun, period))
        .group_by(Problem.category)
        .order_by(number.desc(), Problem.category)
        .limit(most)
    )
    return [Category(row.category, row.number, row.again) for row in _rows(statement)]


@dataclass(frozen=True)
class Open:
    """Problems in hand now, by light and by days since they began, as the board lists them."""

    total: int
    lights: Sequence[int]
    ages: Sequence[int]


def in_hand(view: View) -> Open:
    """What is open today, in one pass."""
    board = view.board
    parts = [*board.lights, *board.ages]
    columns = [
        _times(sa.and_(*one.standing())).label(f"part{n}")
        for n, one in enumerate(parts)
        if one.standing
    ]
    today = Period(clock.today().year)
    statement = sa.select(sa.func.count(), *columns).where(*view.demands(board.open, today))
    total, *numbers = (number or 0 for number in _rows(statement)[0])
    cut = len(board.lights)
    return Open(total, numbers[:cut], numbers[cut:])


def _times(criterion: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((criterion, 1), else_=0))


def ladder(view: View, period: Period) -> list[tuple[str, Indicator, int]]:
    """Papers on which each rung was climbed in the period, in the order of the ladder."""
    branches = [
        sa.select(
            sa.literal(name).label("rung"), sa.func.count(sa.distinct(ChaseEvent.instrument_id))
        )
        .select_from(ChaseEvent)
        .join(Instrument, Instrument.id == ChaseEvent.instrument_id)
        .where(*view.demands(indicator, period))
        for name, indicator in view.board.rungs
    ]
    found = {row.rung: row[1] for row in _rows(sa.union_all(*branches))}
    return [(name, indicator, found[name]) for name, indicator in view.board.rungs]


def _rows(statement: sa.Executable) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    with seeing(EVERYTHING):
        return session.execute(statement).all()
