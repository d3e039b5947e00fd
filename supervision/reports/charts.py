"""What the pictures show: months, units, categories, ageing, the ladder, referrals.

Each function is one grouped statement over explicit bodies (and one unit, for the unit itself).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.duedates import current_calendar
from supervision.instruments.chasing import Rung
from supervision.instruments.models import ChaseEvent, Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem, ProblemStatus
from supervision.reports.periods import Period

MENDED = (ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT)
AGES = ((30, "30日以内"), (60, "31—60日"), (90, "61—90日"), (None, "超过90日"))


class days_between(FunctionElement[int]):  # noqa: N801  (an SQL function)
    """Days from the first date to the second, on either store."""

    inherit_cache = True
    type = sa.Integer()


@compiles(days_between)
def _subtracted(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _julian(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(one, **options) for one in element.clauses)
    return f"(julianday({last}) - julianday({first}))"


@dataclass(frozen=True)
class View:
    """Whose problems: some bodies', or one unit's own as far as it was told of them."""

    body_ids: tuple[int, ...]
    unit_id: int | None = None

    @property
    def begun(self) -> Any:
        """The day a problem begins for this viewer: found, or delivered to the unit."""
        return Problem.found_on if self.unit_id is None else Problem.delivered_on

    @property
    def criteria(self) -> list[Any]:
        """Problems that count; a unit never sees what was not delivered to it."""
        demands = [Problem.body_id.in_(self.body_ids), Problem.status != ProblemStatus.REJECTED]
        if self.unit_id is not None:
            demands += [Problem.unit_id == self.unit_id, Problem.delivered_on.is_not(None)]
        return demands


@dataclass(frozen=True)
class Months:
    """Problems begun and mended, month by month."""

    labels: Sequence[str]
    begun: Sequence[int]
    mended: Sequence[int]


def months(view: View, since: date, until: date) -> Months:
    """Each month from `since` to `until`, by the day found (delivered) and the day mended."""
    branches = [
        _by_month("begun", view.begun, view.criteria, since, until),
        _by_month(
            "mended", Problem.ended_on, [*view.criteria, Problem.status.in_(MENDED)], since, until
        ),
    ]
    found: dict[tuple[str, int, int], int] = {}
    for row in _rows(sa.union_all(*branches)):
        found[row.series, int(row.year), int(row.month)] = row.number
    spans = _months_of(since, until)
    labels = [f"{month}月" for _, month in spans]
    series = [[found.get((name, *one), 0) for one in spans] for name in ("begun", "mended")]
    return Months(labels, *series)


def _by_month(name: str, day: Any, criteria: list[Any], since: date, until: date) -> Any:
    year, month = sa.extract("year", day), sa.extract("month", day)
    return (
        sa.select(
            sa.literal(name).label("series"),
            year.label("year"),
            month.label("month"),
            sa.func.count().label("number"),
        )
        .where(*criteria, day.between(since, until))
        .group_by(year, month)
    )


def _months_of(since: date, until: date) -> list[tuple[int, int]]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


@dataclass(frozen=True)
class UnitRate:
    """Of the problems a unit had: how many are mended, and the mean days from delivery to 销号."""

    unit_id: int
    name: str
    total: int
    mended: int
    days: int | None

    @property
    def share(self) -> int:
        """Per cent, rounded down: 100 only when all are mended."""
        return 100 * self.mended // self.total


def unit_rates(view: View, period: Period, *, most: int = 10) -> list[UnitRate]:
    """Rates of the problems begun in the period, the units with most problems first."""
    mended = sa.case((Problem.status.in_(MENDED), 1), else_=0)
    days = sa.case(
        (
            Problem.status == ProblemStatus.CLOSED,
            days_between(Problem.delivered_on, Problem.ended_on),
        )
    )
    total = sa.func.count()
    statement = (
        sa.select(
            Unit.id,
            Unit.short_name,
            total.label("total"),
            sa.func.sum(mended).label("mended"),
            sa.func.avg(days).label("days"),
        )
        .select_from(Problem)
        .join(Unit, Unit.id == Problem.unit_id)
        .where(*view.criteria, view.begun.between(period.since, period.until))
        .group_by(Unit.id, Unit.short_name)
        .order_by(total.desc(), Unit.id)
        .limit(most)
    )
    return [
        UnitRate(
            row.id, row.short_name, row.total, row.mended,
            None if row.days is None else round(float(row.days)),
        )
        for row in _rows(statement)
    ]  # fmt: skip


@dataclass(frozen=True)
class Category:
    """Problems begun in the period in one category, and how many of them happened again."""

    name: str
    number: int
    again: int


def categories(view: View, period: Period) -> list[Category]:
    """Every category of the period, the most frequent first."""
    number = sa.func.count().label("number")
    statement = (
        sa.select(Problem.category, number, _times(Problem.earlier_id.is_not(None)).label("again"))
        .where(*view.criteria, view.begun.between(period.since, period.until))
        .group_by(Problem.category)
        .order_by(number.desc(), Problem.category)
    )
    return [Category(row.category, row.number, row.again) for row in _rows(statement)]


@dataclass(frozen=True)
class Open:
    """Problems in hand now, by light and by days since they began."""

    undated: int
    in_time: int
    near: int
    overdue: int
    ages: Sequence[int]

    @property
    def total(self) -> int:
        return self.undated + self.in_time + self.near + self.overdue


def in_hand(view: View) -> Open:
    """What is open today; the light turns amber one working day before the last day."""
    today = clock.today()
    near_until = current_calendar().shift(today, 1)
    lights = (
        Problem.due_on.is_(None),
        Problem.due_on > near_until,
        Problem.due_on.between(today, near_until),
        Problem.due_on < today,
    )
    columns = [_times(light).label(f"light{n}") for n, light in enumerate(lights)]
    columns += [
        _times(criterion).label(f"age{n}") for n, criterion in enumerate(_ages(view.begun, today))
    ]
    statement = sa.select(*columns).where(*view.criteria, Problem.in_hand.is_(True))
    undated, in_time, near, overdue, *ages = (number or 0 for number in _rows(statement)[0])
    return Open(undated, in_time, near, overdue, ages)


def _ages(day: Any, today: date) -> list[Any]:
    criteria, newest = [], None
    for limit, _ in AGES:
        demands = [] if newest is None else [day < newest]
        if limit is not None:
            newest = today - timedelta(days=limit)
            demands.append(day >= newest)
        criteria.append(sa.and_(*demands))
    return criteria


def _times(criterion: Any) -> Any:
    return sa.func.sum(sa.case((criterion, 1), else_=0))


def ladder(view: View, period: Period) -> list[tuple[str, int]]:
    """Papers on which each rung was climbed in the period, in the order of the ladder."""
    demands = [Instrument.body_id.in_(view.body_ids), Instrument.status != InstrumentStatus.VOID]
    if view.unit_id is not None:
        demands += [Instrument.unit_id == view.unit_id, Instrument.shared.is_(True)]
    statement = (
        sa.select(ChaseEvent.rung, sa.func.count(sa.distinct(ChaseEvent.instrument_id)))
        .join(Instrument, Instrument.id == ChaseEvent.instrument_id)
        .where(*demands, ChaseEvent.on.between(period.since, period.until))
        .group_by(ChaseEvent.rung)
    )
    found = dict(_rows(statement))
    return [(rung.value, found.get(rung.value, 0)) for rung in Rung]


def _rows(statement: Any) -> Sequence[Any]:
    with seeing(EVERYTHING):
        return session.execute(statement).all()
