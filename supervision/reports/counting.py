"""Counting: every indicator of a period and of the year before in one statement.

Each number is the size of the very statement that lists its records (`Indicator.ids`), so the two
cannot differ. Figures cross the row scope on purpose, by explicit bodies: a superior sees the
figures of bodies whose records it may not open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.prepared import ask_today
from supervision.reports.action_facts import NO_ACTION, ActionFacts, of_keys
from supervision.reports.indicators import BESIDE, BY_KEY, GAPS, INDICATORS, WHOLE, Cut, Indicator
from supervision.reports.periods import Period
from supervision.reports.statement import (
    ACTIVE,
    BEFORE,
    NOW,
    SHARED,
    Asked,
    counting,
    totals,
)

FOLDED_BEYOND = 10  # actions
_SPELLED = "一两三四五六七八九十"


@dataclass(frozen=True)
class Tally:
    """How many records, in which measure word, and the checksum of their keys (to notice a change)."""

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
    def said(self) -> bool:
        """Whether there is anything to say of it, now, a year before or beside it."""
        return bool(self.value or self.before or self.beside)

    @property
    def shown(self) -> str:
        """37个; 三个 where reports spell small numbers."""
        spelled = self.indicator.spoken and 1 <= self.value <= len(_SPELLED)
        return f"{_SPELLED[self.value - 1] if spelled else self.value}{self.measure}"


@dataclass(frozen=True)
class Counts:
    """All tallies of a period: whole ones by (key, measure), those of actions by (key, action, measure);
    `actions`: what was asked of their actions so far; `gaps`: what its records still lack. Where the
    whole alone was counted, `folds` says how many actions share a split figure, and those are counted when asked for.
    """

    period: Period
    body_ids: tuple[int, ...]
    cut: Cut
    whole: dict[str, dict[tuple[str, str], Tally]]
    counted: dict[str, dict[tuple[str, int, str], Tally]]
    actions: dict[int, ActionFacts]
    gaps: list[Figure]
    folds: dict[tuple[str, str], int] | None = None

    @cached_property
    def by_action(self) -> dict[str, dict[tuple[str, int, str], Tally]]:
        """All tallies of actions."""
        if self.folds is None:
            return self.counted
        return count(self.period, self.body_ids, self.cut).counted

    def figures(self) -> list[Figure]:
        """Every row of the report: a split indicator by action, every other one as a whole."""
        rows: list[Figure] = []
        answered = [one for one in INDICATORS if one.answers(self.cut)]
        self._ask({key[0] for one in answered if one.split for key in self._groups(one)})
        for indicator in answered:
            rows += self._split(indicator) if indicator.split else [self.total(indicator)]
        return rows

    def folded(self) -> list[Figure]:
        """The rows of a page: what more than FOLDED_BEYOND actions share is told as a whole,
        each measure word apart, with the number of actions; `actions_of` lists them."""
        rows: list[Figure] = []
        answered = [one for one in INDICATORS if one.answers(self.cut)]
        shared = {one.key: self._sharing(one) for one in answered if one.split}
        few = {name for name, number in shared.items() if 0 < number <= FOLDED_BEYOND}
        self._ask({action for name in few for action, _ in self._groups(BY_KEY[name])})
        for one in answered:
            if not one.split:
                rows.append(self.total(one))
            elif one.key in few:
                rows += self._split(one)
            else:
                rows += [self._whole(one, word, shared[one.key]) for word in self._words(one)]
        return rows

    def _sharing(self, indicator: Indicator) -> int:
        """How many actions have any of a figure, or of what stands beside it, now or a year before."""
        if self.folds is not None:
            return self.folds[SHARED, indicator.key]
        return len({action for action, _ in self._groups(indicator)})

    def _words(self, indicator: Indicator) -> list[str]:
        named = (indicator.key, indicator.beside)
        either = (*self.whole[NOW], *self.whole[BEFORE])
        return sorted({measure for key, measure in either if key in named})

    def _whole(self, indicator: Indicator, measure: str, actions: int) -> Figure:
        figure = replace(self.total(indicator, measure), actions=actions)
        if indicator.beside:
            other = self.total(BY_KEY[indicator.beside], measure)
            figure = replace(figure, beside=other if other.value else None)
        return figure

    def actions_of(self, indicator: Indicator) -> list[Figure]:
        """The figure of each action, the earliest first."""
        self._ask({action for action, _ in self._groups(indicator)})
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
        self._ask({action_id})
        return self._split(
            indicator, {key for key in self._groups(indicator) if key[0] == action_id}
        )

    @property
    def active(self) -> set[int]:
        """The actions that have anything to count now."""
        return {key[1] for key in self.by_action[NOW]} - {0}

    def more_actions_than(self, most: int) -> bool:
        """Whether more than so many actions have anything to count now."""
        known = max((n for (kind, _), n in (self.folds or {}).items() if kind == ACTIVE), default=0)
        return known > most or len(self.active) > most

    def named(self, actions: set[int]) -> list[ActionFacts]:
        """What is said of these, the earliest first."""
        self._ask(actions)
        return [
            self.actions[one] for one in sorted(actions, key=lambda one: self._order((one, "")))
        ]

    def nothing(self, indicator: Indicator, action_id: int, measure: str = "") -> Figure:
        """The figure of an action that has none of these now."""
        self._ask({action_id})
        cut = replace(self.cut, action_id=action_id, measure=measure)
        facts = self._facts(action_id)
        return Figure(indicator, cut, 0, 0, measure or indicator.measure, 0, facts)

    def _facts(self, action_id: int) -> ActionFacts:
        """What a row says of its action; of several bodies also whose it is: each may call its own the same."""
        facts = self.actions.get(action_id, NO_ACTION)
        if not facts.body or len(self.body_ids) == 1:
            return facts
        return replace(facts, title=f"{facts.body} · {facts.title}")

    def _ask(self, actions: set[int]) -> None:
        """Learn what is said of these actions, those that are not known yet; where all are few, of all at once."""
        missing = actions - self.actions.keys() - {0}
        if missing:
            every = {key[1] for slot in self.by_action.values() for key in slot} - {0}
            missing |= every - self.actions.keys() if len(every) <= 2 * FOLDED_BEYOND else set()
            self.actions.update(of_keys(missing))

    def _groups(self, indicator: Indicator) -> set[tuple[int, str]]:
        """The actions and measure words that a figure is split into, now or a year before."""
        named = (indicator.key, indicator.beside)
        return {
            key[1:] for slot in (NOW, BEFORE) for key in self.by_action[slot] if key[0] in named
        }

    def _split(
        self, indicator: Indicator, keys: set[tuple[int, str]] | None = None
    ) -> list[Figure]:
        keys = self._groups(indicator) if keys is None else keys
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
        facts = self._facts(action_id)
        return Figure(indicator, cut, now.value, old.value, measure, now.checksum, facts)

    def _order(self, key: tuple[int, str]) -> tuple[bool, str, int, str]:
        facts = self.actions.get(key[0], NO_ACTION)
        return key[0] == 0, str(facts.starts_on), key[0], key[1]


def count(
    period: Period,
    body_ids: Sequence[int],
    cut: Cut = WHOLE,
    *,
    only: Indicator | None = None,
    folded: bool = False,
) -> Counts:
    """Every indicator of `period` (or `only` one), and of the same period a year before: one statement.

    `folded`: as wholes, for a page that lists no more than a few actions of a figure.
    """
    wanted = (only.key, only.beside) if only else ()
    every = (one for one in (*INDICATORS, *BESIDE) if one.answers(cut))
    indicators = tuple(one for one in every if only is None or one.key in wanted)
    asked = Asked(period, tuple(body_ids), cut, indicators, whole=only is None)
    counts = Counts(
        period, asked.bodies, cut, {NOW: {}, BEFORE: {}}, {NOW: {}, BEFORE: {}}, {}, [],
        {} if folded else None,
    )  # fmt: skip
    make = totals if folded else counting
    with seeing(EVERYTHING):
        for row in ask_today(("figures", folded, asked), lambda: make(asked)).rows:
            _take(counts, row)
    _add_up(counts.whole, counts.counted, indicators)
    return counts


def _take(counts: Counts, row: Sequence[Any]) -> None:
    """One group, with what is said of its action where that was asked."""
    kind, key, slot, action_id, measure, value, checksum, *facts = row
    tally = Tally(value, measure, int(checksum or 0))
    indicator, action = BY_KEY[key], action_id or 0
    if indicator in GAPS:
        found = [Figure(indicator, WHOLE, value, 0, measure, 0)]
        counts.gaps.extend(found if value else [])
    elif kind == "whole":
        counts.whole[slot][key, measure] = tally
    elif kind in (ACTIVE, SHARED) and counts.folds is not None:
        counts.folds[kind, key] = value
    else:
        counts.counted[slot][key, action, measure] = tally
        if action and facts:
            counts.actions.setdefault(action, ActionFacts(action, *facts))


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


def record_ids(
    indicator: Indicator, period: Period, body_ids: Sequence[int], cut: Cut = WHOLE
) -> list[int]:
    """The keys of the records behind a figure, in order."""
    with seeing(EVERYTHING):
        return sorted(session.scalars(indicator.ids(period, tuple(body_ids), cut)))
