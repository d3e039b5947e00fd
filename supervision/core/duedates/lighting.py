"""The light of a due date as of today: for one, or for a whole list in a query or two."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core import clock
from supervision.core.access.scope import keys_alone
from supervision.core.db import Query, ReadRow
from supervision.core.deadlines import Calendar, Colour, Light, Policy, light
from supervision.core.duedates.calendars import own_calendar
from supervision.core.duedates.models import DueDate, DueKind, DueState
from supervision.core.duedates.policies import ReminderPolicy, default_policy, policies
from supervision.core.listing.rows import Line
from supervision.core.prepared import ask


class ShownLight:
    """A light as the components draw it: `.label .tone .detail .due .provisional`."""

    def __init__(self, due: dt.date, value: Light, *, provisional: bool = False) -> None:
        self.due = due
        self.provisional = provisional
        self.label = value.colour.label
        self.tone = value.colour.tone
        self.detail = value.text.removeprefix(value.colour.label)


# What the light of a row depends on, for a list that joins its rows with `light_joins`.
LIGHT_COLUMNS = (
    DueDate.start.label("light_start"),
    DueDate.kind.label("light_kind"),
    DueDate.amber_at_half.label("light_half"),
    DueDate.provisional.label("light_provisional"),
    ReminderPolicy.amber_workdays.label("light_amber_workdays"),
    ReminderPolicy.amber_at_half.label("light_amber_half"),
)
LIGHT_NAMES = tuple([one.name for one in LIGHT_COLUMNS])


def light_joins(
    owner_type: str, owner_id: InstrumentedAttribute[object], kinds: Iterable[DueKind] = DueKind
) -> list[tuple[object, sa.ColumnElement[bool]]]:
    """The tables of LIGHT_COLUMNS with their outer-join conditions: the open due date of each row.

    By its key, found for each row: a store that knows nothing of its tables takes all open ones for one,
    and compares every row with each of them.
    """
    own = keys_alone(DueDate)
    found = (
        sa.select(own.c.id)
        .where(
            own.c.owner_type == owner_type,
            own.c.owner_id == owner_id,
            own.c.state == DueState.OPEN,
            own.c.kind.in_(list(kinds)),
        )
        .order_by(own.c.id.desc())
        .limit(1)
        .correlate_except(own)
        .scalar_subquery()
    )
    return [(DueDate, DueDate.id == found), (ReminderPolicy, ReminderPolicy.kind == _kind())]


def _kind() -> sa.ColumnElement[DueKind]:
    return sa.func.coalesce(DueDate.kind, sa.literal(DueKind.REPLY, DueDate.kind.type))


class Lamp:
    """Lights of many rows: the calendar is read once, at the start."""

    def __init__(self) -> None:
        self._today: dt.date = clock.today()
        self._calendar: Calendar = own_calendar()
        self._lit: dict[tuple[object, ...], ShownLight] = {}  # of rows alike, which come together

    @cached_property
    def _policies(self) -> dict[DueKind, Policy]:
        return policies()

    def of(
        self,
        due: dt.date | None,
        *,
        closed: dt.date | None = None,
        begun: dt.date | None = None,
        kind: DueKind = DueKind.REPLY,
        at_half: bool = False,
        provisional: bool = False,
    ) -> ShownLight | None:
        """The light of a last day; None where nothing is due. `at_half`: amber once half is used."""
        if due is None:
            return None
        policy = self._policies[kind]
        if at_half:
            policy = replace(policy, amber_at_half=True)
        value = light(due, self._today, self._calendar, closed=closed, policy=policy, start=begun)
        shown = ShownLight(due, value, provisional=provisional and closed is None)
        return self._worded(shown, kind, begun)

    def of_row(self, row: DueDate | SimpleNamespace) -> ShownLight | None:
        """The light of a stored due date; one that fell away or stands still has none."""
        if row.state in (DueState.ENDED, DueState.STOPPED):
            return None
        closed = row.closed_on if row.state is DueState.MET else None
        return self.of(
            row.due, closed=closed, begun=row.start, kind=row.kind, at_half=row.amber_at_half,
            provisional=row.provisional,
        )  # fmt: skip

    def of_line(self, due: dt.date | None, row: Line | ReadRow) -> ShownLight | None:
        """The light of a row that holds LIGHT_COLUMNS; nothing more is asked of the store."""
        if due is None:
            return None
        told = (due, *[getattr(row, name) for name in LIGHT_NAMES])
        if told not in self._lit:
            self._lit[told] = self._light_of(due, row)
        return self._lit[told]

    def _light_of(self, due: dt.date, row: Line | ReadRow) -> ShownLight:
        policy = default_policy(row.light_kind or DueKind.REPLY)
        if row.light_amber_workdays is not None:
            policy = Policy(row.light_amber_workdays, row.light_amber_half)
        if row.light_half:
            policy = replace(policy, amber_at_half=True)
        value = light(due, self._today, self._calendar, policy=policy, start=row.light_start)
        shown = ShownLight(due, value, provisional=bool(row.light_provisional))
        return self._worded(shown, row.light_kind, row.light_start)

    def _worded(self, shown: ShownLight, kind: DueKind | None, begun: dt.date | None) -> ShownLight:
        """A paper lies unsigned for so long: nobody missed a day, another way of delivery is advised."""
        if kind is DueKind.RECEIPT and shown.tone == Colour.RED.tone and begun is not None:
            days = self._calendar.workdays_between(begun, self._today)
            shown.label, shown.detail = "未签收", f"已{days}个工作日"
        return shown

    def of_owners(
        self, owner_type: str, owner_ids: Iterable[int], kinds: Iterable[DueKind] = DueKind
    ) -> dict[int, ShownLight | None]:
        """The light of the open due date of each record, by the record's id: one query for a page."""
        own = _said_once(DueDate.owner_type, owner_type)
        return self._of(own, DueDate.owner_id, set(owner_ids), kinds, DueDate.id)

    def of_roots(
        self, root_type: str, root_ids: Iterable[int], kinds: Iterable[DueKind] = DueKind
    ) -> dict[int, ShownLight | None]:
        """The light of the first open due date of each matter, whichever part of it owns it."""
        own = _said_once(DueDate.root_type, root_type)
        return self._of(own, DueDate.root_id, set(root_ids), kinds, DueDate.due.desc())

    def _of(
        self,
        own: sa.ColumnElement[bool],
        key: InstrumentedAttribute[int],
        wanted: set[int],
        kinds: Iterable[DueKind],
        last: sa.ColumnElement[dt.date] | InstrumentedAttribute[int],
    ) -> dict[int, ShownLight | None]:
        if not wanted:
            return {}
        parts = (own, key.in_(sorted(wanted)), _said_once(DueDate.kind, *kinds))

        def statement() -> Query:
            rows = sa.select(key.label("of"), DueDate.due, *LIGHT_COLUMNS)
            rows = rows.outerjoin(ReminderPolicy, ReminderPolicy.kind == DueDate.kind)
            return rows.where(*parts, DueDate.state == DueState.OPEN).order_by(last)

        answer = ask(("lights", key), parts, statement)
        rows = (Line(dict(zip(answer.names, row, strict=True))) for row in answer.rows)
        return {row.of: self.of_line(row.due, row) for row in rows}


@lru_cache(maxsize=256)
def _said_once(column: InstrumentedAttribute[Any], *values: object) -> sa.ColumnElement[bool]:
    """A condition that is alike on every page, kept with all that SQLAlchemy works out of it."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def lights(rows: Iterable[DueDate | SimpleNamespace]) -> dict[int, ShownLight | None]:
    """The light of each due date by its id, without a query a row."""
    lamp = Lamp()
    return {row.id: lamp.of_row(row) for row in rows}
