"""分列: every figure of a period month by month, by quarter, unit, field of enforcement, or body.

One statement: each indicator grouped by the column that divides it. A figure that cannot be divided
(a roster has no unit) is left out; each number opens the list of exactly its records.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from supervision.agencies import succession
from supervision.agencies.models import Body, Unit
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Query, session
from supervision.core.words import Word
from supervision.reports.indicators import INDICATORS, NO_FIELD, Cut, Indicator
from supervision.reports.periods import Period
from supervision.reports.reach import Reach


class By(Word):
    """By what the figures are divided."""

    MONTH = "month", "按月"
    QUARTER = "quarter", "按季度"
    UNIT = "unit", "按单位"
    HOLDER = "holder", "按现承继单位"
    FIELD = "field", "按执法领域"
    BODY = "body", "按机关"


@dataclass(frozen=True)
class Part:
    """A column of the table: which period, bodies and cut its numbers are counted under."""

    key: str
    label: str
    period: Period
    body_id: int | None = None
    cut: Cut = field(default_factory=Cut)


@dataclass(frozen=True)
class Line:
    """A row: a figure in one measure word, its numbers by the parts' keys."""

    indicator: Indicator
    measure: str
    numbers: dict[str, int]

    def cut(self, part: Part) -> Cut:
        """What of this figure stands in the column of `part`."""
        return replace(
            part.cut, measure=self.measure if self.indicator.measure_of is not None else ""
        )


@dataclass(frozen=True)
class Breakdown:
    """The table: parts from left to right, lines that hold anything from top to bottom."""

    by: By
    parts: Sequence[Part]
    lines: Sequence[Line]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under their headings, in the order of the catalogue."""
        return [
            (name, list(some))
            for name, some in groupby(self.lines, lambda one: one.indicator.group)
        ]


def offered(period: Period, where: Reach) -> list[By]:
    """The divisions that make sense of this period and reach."""
    months = [By.MONTH] if len(period.months) > 1 else []
    quarters = [By.QUARTER] if len(period.months) > 3 else []
    bodies = [By.BODY] if len(where.body_ids) > 1 else []
    holders = [By.HOLDER] if succession.holders() else []
    return [*months, *quarters, By.UNIT, *holders, By.FIELD, *bodies]


def breakdown(by: By, period: Period, where: Reach) -> Breakdown:
    """Every figure divided; two queries, whatever the number of parts."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    with seeing(EVERYTHING):
        for row in session.execute(sa.union_all(*_branches(by, period, where.body_ids))):
            numbers = counted.setdefault((row.key, row.measure), {})
            numbers[_key(by, row.part)] = row.value
        parts = _parts(by, period, where, {key for one in counted.values() for key in one})
    lines = [
        Line(indicator, measure, counted[key, measure])
        for indicator in INDICATORS
        for key, measure in sorted(counted)
        if key == indicator.key
    ]
    return Breakdown(by, parts, lines)


def _key(by: By, value: Any) -> str:
    if by is By.FIELD:
        return str(value or NO_FIELD)
    return str(int(value or 0))


def _branches(by: By, period: Period, body_ids: tuple[int, ...]) -> list[Query]:
    branches: list[Query] = []
    for indicator in INDICATORS:
        if by in (By.MONTH, By.QUARTER) and indicator.until is not None:
            branches += [_stock(indicator, key, when, body_ids) for key, when in _spans(by, period)]
            continue
        divider = _divider(by, indicator)
        if divider is not None:
            branches.append(_flow(indicator, divider, period, body_ids))
    return branches


def _divider(by: By, indicator: Indicator) -> Any:
    if by is By.MONTH:
        return sa.extract("month", indicator.day)
    if by is By.QUARTER:
        month = sa.cast(sa.extract("month", indicator.day), sa.Integer)
        return (month + 2) // 3  # never of a fraction, which PostgreSQL rounds and SQLite cuts
    if by is By.BODY:
        return indicator.model.body_id
    if by is By.FIELD or indicator.unit is None:
        return indicator.field if by is By.FIELD else None
    return succession.holder_of(indicator.unit) if by is By.HOLDER else indicator.unit


def _flow(
    indicator: Indicator,
    divider: Any,
    period: Period,
    body_ids: tuple[int, ...],
) -> Query:
    measure = indicator.measure_word.label("measure")
    part = (sa.func.coalesce(divider, "") if isinstance(divider.type, sa.String) else
            sa.cast(sa.func.coalesce(divider, 0), sa.Integer)).label("part")  # fmt: skip
    statement = sa.select(part, measure).select_from(indicator.model)
    for target, on in indicator.joins:
        statement = statement.join(target, on)
    statement = statement.where(*indicator.demands(period, body_ids))
    if indicator.one_per:  # distinct within each part
        statement = statement.group_by(part, measure, *indicator.one_per)
    rows = statement.subquery()
    return _counted(indicator, rows, sa.cast(rows.c.part, sa.String), rows.c.measure)


def _stock(indicator: Indicator, key: str, when: Period, body_ids: tuple[int, ...]) -> Query:
    rows = indicator.ids(when, body_ids).subquery()
    counted = _counted(indicator, rows, sa.literal(key), sa.literal(indicator.measure))
    return counted.having(sa.func.count() > 0)


def _counted(
    indicator: Indicator,
    rows: sa.FromClause,
    part: Any,
    measure: sa.ColumnElement[str],
) -> Query:
    return (
        sa.select(
            sa.literal(indicator.key).label("key"),
            part.label("part"),
            measure.label("measure"),
            sa.func.count().label("value"),
        )
        .select_from(rows)
        .group_by(sa.literal_column("2"), sa.literal_column("3"))
    )


def _spans(by: By, period: Period) -> list[tuple[str, Period]]:
    if by is By.MONTH:
        return [(str(month), Period(period.year, f"M{month:02d}")) for month in period.months]
    quarters = sorted({(month + 2) // 3 for month in period.months})
    return [(str(number), Period(period.year, f"Q{number}")) for number in quarters]


def _parts(by: By, period: Period, where: Reach, found: set[str]) -> list[Part]:
    """Every month and quarter; of units, fields and bodies those that have anything."""
    if by in (By.MONTH, By.QUARTER):
        word = "月" if by is By.MONTH else "季度"
        return [Part(key, f"{key}{word}", when) for key, when in _spans(by, period)]
    if by is By.FIELD:
        names = sorted(found - {NO_FIELD}) + ([NO_FIELD] if NO_FIELD in found else [])
        return [Part(name, name, period, cut=Cut(field=name)) for name in names]
    if by is By.BODY:
        names_of = {one.id: one.short_name for one in where.offered}
        return [Part(str(one), names_of[one], period, one) for one in where.body_ids
                if str(one) in found]  # fmt: skip
    return _units(period, found, with_merged=by is By.HOLDER)


def _units(period: Period, found: set[str], *, with_merged: bool) -> list[Part]:
    ids = [int(key) for key in found if key != "0"]
    statement = (
        sa.select(Unit.id, Unit.short_name)
        .join(Body, Body.id == Unit.body_id)
        .where(Unit.id.in_(ids))
        .order_by(Body.path, Unit.id)
    )
    merged = succession.merged_by_holder() if with_merged else {}
    parts = [
        Part(
            str(row.id),
            row.short_name,
            period,
            cut=Cut(unit_id=row.id, merged=merged.get(row.id, ())),
        )
        for row in session.execute(statement)
    ]
    if "0" in found:
        parts.append(Part("0", "未指明单位", period, cut=Cut(unit_id=0)))
    return parts
