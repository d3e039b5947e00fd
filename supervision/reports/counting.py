"""Counting: every indicator of a period and of the year before in one statement.

Each number is the size of the very statement that lists its records (`Indicator.ids`), so the two
cannot differ. Figures cross the row scope on purpose, by explicit bodies: a superior sees the
figures of bodies whose records it may not open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import Query, session
from supervision.reports.indicators import BESIDE, BY_KEY, GAPS, INDICATORS, WHOLE, Cut, Indicator
from supervision.reports.periods import Period

NOW, BEFORE = "now", "before"
FOLDED_BEYOND = 10  # actions
_SPELLED = "一两三四五六七八九十"


@dataclass(frozen=True)
class ActionFacts:
    """What a figure says of the action it belongs to; id 0 stands for 未列入监督行动."""

    id: int
    title: str
    form: str
    partner: str
    starts_on: Any
    body_id: int


NO_ACTION = ActionFacts(0, "未列入监督行动", "", "", None, 0)


@dataclass(frozen=True)
class Tally:
    """How many records, in which measure word, and the sum of their keys (to notice a change)."""

    value: int
    measure: str
    checksum: int = 0


@dataclass(frozen=True)
class Figure:
    """A number of the report: indicator, cut, value now and in the same period a year before."""

    indicator: Indicator
    cut: Cut
    value: int
    before: int
    measure: str
    checksum: int
    action: ActionFacts | None = None
    actions: int = 0  # of how many actions this is the whole, where they are not listed
    beside: "Figure | None" = None  # what is not counted in it yet, if there is any

    @property
    def id(self) -> str:
        """Stable name within a report: what snapshots and tokens refer to."""
        parts = [self.indicator.key]
        parts += [f"a{self.cut.action_id}"] if self.cut.action_id is not None else []
        parts += [self.cut.measure] if self.cut.measure else []
        return ":".join(parts)

    @property
    def label(self) -> str:
        """Name with the action it belongs to, for lists."""
        return f"{self.indicator.name}（{self.action.title}）" if self.action else self.name

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def remark(self) -> str:
        """尚未认定3个: what is shown beside the number; empty where there is nothing."""
        return f"{self.beside.name}{self.beside.value}{self.beside.measure}" if self.beside else ""

    @property
    def shown(self) -> str:
        """37个; 三个 where reports spell small numbers."""
        spelled = self.indicator.spoken and 1 <= self.value <= len(_SPELLED)
        return f"{_SPELLED[self.value - 1] if spelled else self.value}{self.measure}"


@dataclass(frozen=True)
class Counts:
    """All tallies of a period: whole ones by (key, measure), those of actions by (key, action, measure);
    `gaps`: what its records still lack.
    """

    period: Period
    body_ids: tuple[int, ...]
    cut: Cut
    whole: dict[str, dict[tuple[str, str], Tally]]
    by_action: dict[str, dict[tuple[str, int, str], Tally]]
    actions: dict[int, ActionFacts]
    gaps: list[Figure]

    def figures(self) -> list[Figure]:
        """The rows of the report: a split indicator by action, every other one as a whole."""
        rows: list[Figure] = []
        for indicator in INDICATORS:
            if indicator.answers(self.cut):
                rows += self._split(indicator) if indicator.split else [self.total(indicator)]
        return rows

    def folded(self) -> list[Figure]:
        """The rows of the page: what more than FOLDED_BEYOND actions share is told as a whole,
        each measure word apart, with the number of actions; `actions_of` lists them."""
        rows: list[Figure] = []
        for indicator in INDICATORS:
            if not indicator.answers(self.cut):
                continue
            some = self.actions_of(indicator) if indicator.split else [self.total(indicator)]
            number = len({figure.cut.action_id for figure in some})
            if number > FOLDED_BEYOND:
                words = sorted({figure.measure for figure in some})
                some = [self._whole(indicator, one, number) for one in words]
            rows += some
        return rows

    def _whole(self, indicator: Indicator, measure: str, actions: int) -> Figure:
        figure = replace(self.total(indicator, measure), actions=actions)
        if indicator.beside:
            other = self.total(BY_KEY[indicator.beside], measure)
            figure = replace(figure, beside=other if other.value else None)
        return figure

    def actions_of(self, indicator: Indicator) -> list[Figure]:
        """The figure of each action, the earliest first."""
        return self._split(indicator)

    def total(self, indicator: Indicator, measure: str = "") -> Figure:
        """The whole figure, of one measure word where the records carry their own."""
        key = (indicator.key, measure or indicator.measure)
        now = self.whole[NOW].get(key, Tally(0, key[1]))
        before = self.whole[BEFORE].get(key, Tally(0, key[1]))
        cut = replace(self.cut, measure=measure)
        return Figure(indicator, cut, now.value, before.value, key[1], now.checksum)

    def measures(self, indicator: Indicator) -> list[str]:
        """The measure words that occur now, 个 before 项."""
        return sorted(measure for key, measure in self.whole[NOW] if key == indicator.key)

    def of_action(self, indicator: Indicator, action_id: int) -> list[Figure]:
        """The figures of one action, a figure for each measure word that occurs now."""
        return [figure for figure in self._split(indicator) if figure.cut.action_id == action_id]

    def active(self) -> list[ActionFacts]:
        """The actions that have anything to count now, the earliest first."""
        found = {key[1] for key in self.by_action[NOW]} - {0}
        return [self.actions[one] for one in sorted(found, key=lambda one: self._order((one, "")))]

    def nothing(self, indicator: Indicator, action_id: int, measure: str = "") -> Figure:
        """The figure of an action that has none of these now."""
        cut = replace(self.cut, action_id=action_id, measure=measure)
        facts = self.actions.get(action_id, NO_ACTION)
        return Figure(indicator, cut, 0, 0, measure or indicator.measure, 0, facts)

    def _split(self, indicator: Indicator) -> list[Figure]:
        named = (indicator.key, indicator.beside)
        keys = {
            key[1:] for slot in (NOW, BEFORE) for key in self.by_action[slot] if key[0] in named
        }
        words = Counter(action for action, _ in keys)
        several = {action for action, number in words.items() if number > 1}
        rows = []
        for action_id, measure in sorted(keys, key=self._order):
            mixed = measure if action_id in several else ""
            cut = replace(self.cut, action_id=action_id, measure=mixed)
            figure = self._one(indicator, cut, action_id, measure)
            if indicator.beside:
                other = self._one(BY_KEY[indicator.beside], cut, action_id, measure)
                figure = replace(figure, beside=other if other.value else None)
            rows.append(figure)
        return rows

    def _one(self, indicator: Indicator, cut: Cut, action_id: int, measure: str) -> Figure:
        key = (indicator.key, action_id, measure)
        now, old = (self.by_action[slot].get(key, Tally(0, measure)) for slot in (NOW, BEFORE))
        facts = self.actions.get(action_id, NO_ACTION)
        return Figure(indicator, cut, now.value, old.value, measure, now.checksum, facts)

    def _order(self, key: tuple[int, str]) -> tuple[bool, str, int, str]:
        facts = self.actions.get(key[0], NO_ACTION)
        return key[0] == 0, str(facts.starts_on), key[0], key[1]


def count(
    period: Period, body_ids: Sequence[int], cut: Cut = WHOLE, *, only: Indicator | None = None
) -> Counts:
    """Every indicator of `period` (or `only` one), and of the same period a year before: two statements."""
    bodies = tuple(body_ids)
    wanted = (only.key, only.beside) if only else ()
    asked = [
        one
        for one in (*INDICATORS, *BESIDE)
        if one.answers(cut) and (only is None or one.key in wanted)
    ]
    whole: dict[str, dict[tuple[str, str], Tally]] = {NOW: {}, BEFORE: {}}
    by_action: dict[str, dict[tuple[str, int, str], Tally]] = {NOW: {}, BEFORE: {}}
    gaps: list[Figure] = []
    branches = _branches(asked, period, bodies, cut)
    if only is None:
        branches += [_total(indicator, NOW, period, bodies, WHOLE) for indicator in GAPS]
    with seeing(EVERYTHING):
        for row in session.execute(sa.union_all(*branches)):
            tally = Tally(row.value, row.measure, int(row.checksum or 0))
            indicator = BY_KEY[row.key]
            if indicator in GAPS:
                gaps += (
                    [Figure(indicator, WHOLE, row.value, 0, row.measure, 0)] if row.value else []
                )
            elif row.kind == "whole":
                whole[row.slot][row.key, row.measure] = tally
            else:
                by_action[row.slot][row.key, row.action_id or 0, row.measure] = tally
        actions = _actions({key[1] for tallies in by_action.values() for key in tallies})
    _add_up(whole, by_action, asked)
    return Counts(period, bodies, cut, whole, by_action, actions, gaps)


def _branches(
    asked: Iterable[Indicator], period: Period, bodies: tuple[int, ...], cut: Cut
) -> list[Query]:
    """A grouped SELECT for each indicator and year; distinct persons need their own total."""
    branches = []
    for indicator in asked:
        for slot, when in ((NOW, period), (BEFORE, period.before())):
            branches.append(_branch(indicator, slot, when, bodies, cut))
            if indicator.distinct:
                branches.append(_total(indicator, slot, when, bodies, cut))
    return branches


def _branch(
    indicator: Indicator, slot: str, when: Period, bodies: tuple[int, ...], cut: Cut
) -> Query:
    ids = indicator.ids(when, bodies, cut, by_action=True).subquery()
    return sa.select(
        sa.literal("action").label("kind"),
        sa.literal(indicator.key).label("key"),
        sa.literal(slot).label("slot"),
        ids.c.action_id,
        ids.c.measure,
        sa.func.count().label("value"),
        sa.func.sum(ids.c.id).label("checksum"),
    ).group_by(ids.c.action_id, ids.c.measure)


def _total(
    indicator: Indicator, slot: str, when: Period, bodies: tuple[int, ...], cut: Cut
) -> Query:
    ids = indicator.ids(when, bodies, cut).subquery()
    return sa.select(
        sa.literal("whole").label("kind"),
        sa.literal(indicator.key).label("key"),
        sa.literal(slot).label("slot"),
        sa.null().cast(sa.Integer).label("action_id"),
        sa.literal(indicator.measure).label("measure"),
        sa.func.count().label("value"),
        sa.func.sum(ids.c.id).label("checksum"),
    )


def _add_up(
    whole: dict[str, dict[tuple[str, str], Tally]],
    by_action: dict[str, dict[tuple[str, int, str], Tally]],
    asked: Iterable[Indicator],
) -> None:
    """Totals of records that each belong to one action at most: the sum of their actions' tallies."""
    distinct = {indicator.key for indicator in asked if indicator.distinct}
    for slot, tallies in by_action.items():
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (key, _, measure), tally in tallies.items():
            if key not in distinct:
                sums[key, measure][0] += tally.value
                sums[key, measure][1] += tally.checksum
        for (key, measure), (value, checksum) in sums.items():
            whole[slot][key, measure] = Tally(value, measure, checksum)


def _actions(ids: set[int]) -> dict[int, ActionFacts]:
    if not ids - {0}:
        return {}
    action = SupervisionAction
    statement = sa.select(
        action.id, action.title, action.form, action.partner, action.starts_on, action.body_id
    ).where(action.id.in_(ids))
    return {row.id: ActionFacts(*row) for row in session.execute(statement)}


def record_ids(
    indicator: Indicator, period: Period, body_ids: Sequence[int], cut: Cut = WHOLE
) -> list[int]:
    """The keys of the records behind a figure, in order."""
    with seeing(EVERYTHING):
        return sorted(session.scalars(indicator.ids(period, tuple(body_ids), cut)))


def action_named(action_id: int | None) -> ActionFacts | None:
    """The facts of an action for a heading; None where no action was asked for."""
    if action_id is None:
        return None
    with seeing(EVERYTHING):
        return _actions({action_id}).get(action_id, NO_ACTION)
