"""The statement that counts: a branch for each indicator and year, and one walk for those that share their records.

Figures of the same records by the same day are told apart by their columns alone, so these are grouped
once and each figure is added up from the groups, by the very criteria that list its records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlalchemy.sql.util import ClauseAdapter

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body
from supervision.core.db import Query
from supervision.reports.indicators import GAPS, WHOLE, Cut, Indicator
from supervision.reports.indicators.model import Column
from supervision.reports.periods import Period

NOW, BEFORE = "now", "before"
ACTIVE, SHARED = "active", "shared"
FACTS = (
    SupervisionAction.title, SupervisionAction.form, SupervisionAction.partner,
    SupervisionAction.starts_on,
    sa.select(Body.short_name).where(Body.id == SupervisionAction.body_id).scalar_subquery(),
)  # fmt: skip
_MIXING = (
    (40_503, 1_000_003),
    (30_011, 1_000_033),
)  # factors and primes; a million of them stay whole
Branches = list[Query]


@dataclass(frozen=True)
class Asked:
    """What is counted: of which period, of whose records, under which cut; `only` one figure or all."""

    period: Period
    bodies: tuple[int, ...]
    cut: Cut
    indicators: tuple[Indicator, ...]
    whole: bool

    def slots(self) -> Iterable[tuple[str, Period]]:
        """The period, and the same a year before."""
        return ((NOW, self.period), (BEFORE, self.period.before()))


def counting(asked: Asked) -> Query:
    """Every figure by action, and as a whole where that is not the sum."""
    alone, alike = _families(asked.indicators)
    branches: Branches = []
    for slot, when in asked.slots():
        for one in alone:
            branches.append(_branch(asked, one, slot, when))
            if one.distinct:
                branches.append(_total(one, slot, when, asked.bodies, asked.cut))
        for family in alike:
            branches += [_by_action(*one, slot) for one in _together(asked, family, slot, when)]
    if asked.whole:
        branches += [_total(one, NOW, asked.period, asked.bodies, WHOLE) for one in GAPS]
    counted = sa.union_all(*branches).subquery()
    return sa.select(counted) if asked.whole else _with_facts(counted)


def _by_action(indicator: Indicator, groups: Query, slot: str) -> Query:
    return sa.select(*_labels("action", indicator, slot), *groups.subquery().c)


def totals(asked: Asked) -> Query:
    """Every figure as a whole, each measure word apart; of those that are split how many actions share them.

    The groups of a year of a thousand actions are added up where they are: fetched, they cost half of the page.
    """
    alone, alike = _families(asked.indicators)
    branches: Branches = []
    held: dict[tuple[str, str], sa.CTE] = {}
    for slot, when in asked.slots():
        apart: list[tuple[Indicator, Query]] = []
        for one in alone:
            if one.split:
                apart.append((one, _groups(asked, one, when)))
            else:
                branches.append(_total(one, slot, when, asked.bodies, asked.cut))
        for family in alike:
            split = family[0].split
            apart += _together(asked, family, slot, when, by_action=split)
        for one, groups in apart:
            rows = held[one.key, slot] = groups.cte(f"{one.key}_{slot}")
            branches.append(_added_up(one, rows, slot))
    for one in asked.indicators:
        if one.split and (one.key, NOW) in held:
            branches += _shared(one, held)
    branches += [_total(one, NOW, asked.period, asked.bodies, WHOLE) for one in GAPS]
    return sa.select(sa.union_all(*branches).subquery())


def _added_up(indicator: Indicator, rows: sa.CTE, slot: str) -> Query:
    return sa.select(
        *_labels("whole", indicator, slot),
        sa.null().cast(sa.Integer).label("action_id"),
        rows.c.measure,
        _whole(rows.c.value).label("value"),
        _whole(rows.c.checksum).label("checksum"),
    ).group_by(rows.c.measure)


def _shared(indicator: Indicator, held: dict[tuple[str, str], sa.CTE]) -> Branches:
    """How many actions have any of it now, and how many with what stands beside it and the year before."""
    every = [
        held[key, slot]
        for key in (indicator.key, indicator.beside)
        if key
        for slot in (NOW, BEFORE)
    ]
    of_all = sa.union_all(*(sa.select(one.c.action_id) for one in every)).subquery()
    numbers = {
        ACTIVE: sa.select(sa.func.count(sa.distinct(held[indicator.key, NOW].c.action_id))),
        SHARED: sa.select(sa.func.count(sa.distinct(sa.func.coalesce(of_all.c.action_id, 0)))),
    }
    return [
        sa.select(
            *_labels(kind, indicator, NOW),
            sa.null().cast(sa.Integer).label("action_id"),
            sa.literal("").label("measure"),
            number.scalar_subquery().label("value"),
            sa.literal(0).label("checksum"),
        )
        for kind, number in numbers.items()
    ]


def _families(asked: Sequence[Indicator]) -> tuple[list[Indicator], list[list[Indicator]]]:
    """Those counted alone, and those that are grouped together."""
    found: dict[object, list[Indicator]] = {}
    for one in asked:
        simple = one.until is None and one.standing is None and not one.one_per
        shared = simple and not one.joins and one.action is not None
        kind = (one.model, one.day.key, one.measure_of is None) if shared else one.key
        found.setdefault(kind, []).append(one)
    alone = [several[0] for several in found.values() if len(several) == 1]
    return alone, [several for several in found.values() if len(several) > 1]


def _together(
    asked: Asked, family: Sequence[Indicator], slot: str, when: Period, *, by_action: bool = True
) -> list[tuple[Indicator, Query]]:
    """The records of the family's days by the columns that tell its figures apart; each figure's groups."""
    first = family[0]
    common = [*first.bodies(asked.bodies, asked.cut), *first.when(when), *first.narrowed(asked.cut)]
    own = [
        one for one in (first.action if by_action else None, first.measure_of) if one is not None
    ]
    said = [one for indicator in family for one in _said_of(first.model, indicator)]
    columns = {one.key: one for one in (*own, *said)}
    grouped = (
        sa.select(
            *columns.values(),
            sa.func.count().label("number"),
            sa.func.sum(_mixed(first.model.id)).label("keys"),
        )
        .where(*common)
        .group_by(*columns.values())
        .cte(f"{first.model.__tablename__}_{first.day.key}_{slot}")
    )
    # what stands on the groups is asked of them alone: the criteria name the record's own columns
    turned = ClauseAdapter(grouped, adapt_on_names=True)
    by = [grouped.c[one.key] for one in own]
    action = by[0] if by_action else sa.null().cast(sa.Integer)
    return [
        (
            indicator,
            sa.select(
                action.label("action_id"),
                turned.traverse(indicator.measure_word).label("measure"),
                _whole(grouped.c.number).label("value"),
                _whole(grouped.c["keys"]).label("checksum"),
            )
            .select_from(grouped)
            .where(*(turned.traverse(one) for one in indicator.where))
            .group_by(*by)
            .having(sa.func.count() > 0),
        )
        for indicator in family
    ]


def _mixed(key: Column) -> Column:
    """A key as it goes into a checksum: of plain keys 1 and 4 would add up to what 2 and 3 do."""
    whole = sa.cast(key, sa.BigInteger)
    (by, over), (and_by, and_over) = _MIXING
    return (whole * by % over) * (whole * and_by % and_over)


def checksum_of(keys: Iterable[int]) -> int:
    """What the statement gives for records with these keys."""
    (by, over), (and_by, and_over) = _MIXING
    return sum((one * by % over) * (one * and_by % and_over) for one in keys)


def _whole(column: Column) -> Column:
    """Their sum as a whole number: of large ones PostgreSQL makes a decimal."""
    return sa.cast(sa.func.sum(column), sa.BigInteger)


def _said_of(model: Column, indicator: Indicator) -> Iterable[Column]:
    """The columns of the record that a figure's criteria speak of."""
    for criterion in indicator.where:
        for part in visitors.iterate(criterion):
            if isinstance(part, sa.Column) and part.table.name == model.__tablename__:
                yield getattr(model, part.key)


def _labels(kind: str, indicator: Indicator, slot: str) -> tuple[Column, ...]:
    return (
        sa.literal(kind).label("kind"),
        sa.literal(indicator.key).label("key"),
        sa.literal(slot).label("slot"),
    )


def _branch(asked: Asked, indicator: Indicator, slot: str, when: Period) -> Query:
    return _by_action(indicator, _groups(asked, indicator, when), slot)


def _groups(asked: Asked, indicator: Indicator, when: Period) -> Query:
    """The figure's groups: action, measure word, number, checksum of the keys."""
    ids = indicator.ids(when, asked.bodies, asked.cut, by_action=True).subquery()
    return sa.select(
        ids.c.action_id,
        ids.c.measure,
        sa.func.count().label("value"),
        sa.func.sum(_mixed(ids.c.id)).label("checksum"),
    ).group_by(ids.c.action_id, ids.c.measure)


def _total(
    indicator: Indicator, slot: str, when: Period, bodies: tuple[int, ...], cut: Cut
) -> Query:
    ids = indicator.ids(when, bodies, cut).subquery()
    return sa.select(
        *_labels("whole", indicator, slot),
        sa.null().cast(sa.Integer).label("action_id"),
        sa.literal(indicator.measure).label("measure"),
        sa.func.count().label("value"),
        sa.func.sum(_mixed(ids.c.id)).label("checksum"),
    )


def _with_facts(groups: sa.Subquery) -> Query:
    """The groups with what is said of their actions: asked for by key, group by group."""
    action = SupervisionAction
    return sa.select(groups, *FACTS).outerjoin(action, action.id == groups.c.action_id)
