"""What an indicator is: one rule in words and as columns, from which count and list both follow."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from supervision.core.access.scope import mostly_so
from supervision.core.db import Query
from supervision.core.words import Word
from supervision.reports.periods import Period

Column = Any  # a mapped attribute or SQL expression
Statement = Query


class Nature(Word):
    """What happened in the period, what stood at its end, or what stands today."""

    FLOW = "flow", "期间发生数"
    STOCK = "stock", "期末数"
    NOW = "now", "当前数"


@dataclass(frozen=True)
class Cut:
    """A narrower question on the same rule: of one action, unit, field, category or measure word.

    `action_id` 0 asks for records that belong to no action, `unit_id` 0 for those of no unit,
    `field` NO_FIELD for those without one. `merged`: units since merged into `unit_id`, counted with it
    where the question is who holds the matters now; without them it is the unit of the time.
    """

    action_id: int | None = None
    unit_id: int | None = None
    merged: tuple[int, ...] = ()
    field: str = ""
    measure: str = ""
    category: str = ""


WHOLE = Cut()
NO_FIELD = "未填领域"


@dataclass(frozen=True, eq=False)
class Indicator:
    """A figure of the report, defined once.

    `model`/`joins`/`where` give the records, `day` the event they are counted by; `until` (the day
    of leaving) makes it a stock; `standing` (criteria made anew each time, for they depend on today)
    makes it what stands now, whatever the period. `one_per` counts distinct persons or units: the earliest record of
    each stands for it; `person`: where those are persons, who a record is of: the key on file, if any, name and unit. `measure_of` takes the measure word from the record instead of `measure`;
    `split` shows it action by action only, because sums over actions would mean nothing; `spoken`
    writes numbers up to ten as 三个; `beside` names the figure shown beside it (尚未认定 N).
    """

    key: str
    name: str
    measure: str
    rule: str
    basis: str
    group: str
    record: str
    model: Any
    day: Column
    where: tuple[Any, ...] = ()
    joins: tuple[tuple[Any, Any], ...] = ()
    until: Column = None
    standing: Callable[[], Sequence[Any]] | None = None
    unit: Column = None
    field: Column = None
    category: Column = None
    action: Column = None
    measure_of: Column = None
    one_per: tuple[Any, ...] = ()
    person: tuple[Any, ...] = ()
    split: bool = False
    spoken: bool = False
    beside: str = ""

    @property
    def distinct(self) -> bool:
        """Whether its actions overlap, so that the whole is less than their sum."""
        return bool(self.one_per) and not self.split

    @property
    def nature(self) -> Nature:
        if self.standing is not None:
            return Nature.NOW
        return Nature.FLOW if self.until is None else Nature.STOCK

    def answers(self, cut: Cut) -> bool:
        """Whether the question can be asked of these records (a roster knows no unit)."""
        asked = (
            (cut.action_id is not None, self.action),
            (cut.unit_id is not None, self.unit),
            (bool(cut.field), self.field),
            (bool(cut.category), self.category),
            (bool(cut.measure) and cut.measure != self.measure, self.measure_of),
        )
        return all(column is not None for wanted, column in asked if wanted)

    def ids(
        self,
        period: Period,
        body_ids: tuple[int, ...],
        cut: Cut = WHOLE,
        *,
        by_action: bool = False,
    ) -> Statement:
        """The keys of the records counted; `by_action` adds their action and measure word."""
        extra = [self._action().label("action_id"), self.measure_word.label("measure")]
        columns = extra if by_action else []
        key = sa.func.min(self.model.id) if self.one_per else self.model.id
        statement = sa.select(key.label("id"), *columns).select_from(self.model)
        for target, on in self.joins:
            statement = statement.join(target, on)
        statement = statement.where(*self.demands(period, body_ids, cut))
        if self.one_per:
            action = [self.action] if by_action and self.action is not None else []
            statement = statement.group_by(*self.one_per, *action)
        return statement

    def heads(self, keys: Collection[int]) -> Statement:
        """Whom each of these records stands for, where different persons or units are counted."""
        whom = [one.label(f"whom_{place}") for place, one in enumerate(self.one_per)]
        statement = sa.select(self.model.id, *whom).select_from(self.model)
        for target, on in self.joins:
            statement = statement.join(target, on)
        return statement.where(self.model.id.in_(keys))

    def demands(
        self, period: Period, body_ids: tuple[int, ...], cut: Cut = WHOLE, *, whenever: bool = False
    ) -> list[Any]:
        """The criteria of a record counted; `whenever` leaves the period out."""
        when = [] if whenever else self.when(period)
        return [*self.bodies(body_ids, cut), *self.where, *when, *self.narrowed(cut)]

    def bodies(self, body_ids: tuple[int, ...], cut: Cut) -> list[Any]:
        """The body of the record leads to its days (of its whole's, where the day is that one's).

        Under a cut by unit or action those lead, and the body, as a sum that no index answers, guards:
        nearly all are of it, which PostgreSQL is told (it took whole tables for the few rows to begin at).
        """
        whole, narrow = self.day.class_, cut.unit_id or cut.action_id
        leading = [] if narrow else [whole.body_id.in_(body_ids)]
        if leading and whole is self.model:
            return leading
        return [*leading, mostly_so((self.model.body_id + 0).in_(body_ids))]

    def when(self, period: Period) -> list[Any]:
        """The criteria of its day, or of what stands."""
        if self.standing is not None:
            return list(self.standing())
        if self.until is None:
            return [self.day.between(period.since, period.until)]
        return [
            self.day <= period.until,
            sa.or_(self.until.is_(None), self.until > period.until),
        ]

    def narrowed(self, cut: Cut) -> list[Any]:
        """The criteria of a narrower question."""
        demands = []
        if cut.action_id is not None:
            wanted = self.action == cut.action_id if cut.action_id else self.action.is_(None)
            demands.append(wanted)
        if cut.unit_id is not None:
            demands.append(self._of_unit(cut))
        if cut.field:
            wanted = "" if cut.field == NO_FIELD else cut.field
            demands.append(sa.func.coalesce(self.field, "") == wanted)
        if cut.category:
            demands.append(self.category == cut.category)
        if cut.measure and self.measure_of is not None:
            demands.append(self.measure_of == cut.measure)
        return demands

    def _of_unit(self, cut: Cut) -> object:
        if not cut.unit_id:
            return self.unit.is_(None)
        return self.unit.in_((cut.unit_id, *cut.merged)) if cut.merged else self.unit == cut.unit_id

    def _action(self) -> Any:
        return sa.null().cast(sa.Integer) if self.action is None else self.action

    @property
    def measure_word(self) -> Any:
        """The measure word of each record, as a column."""
        if self.measure_of is None:
            return sa.literal(self.measure, sa.String)
        return sa.cast(self.measure_of, sa.String)
