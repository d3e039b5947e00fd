"""承继 (机构改革): which unit holds the open matters of a merged one. Rows keep the unit of the time;

who holds them now follows from `Unit.successor_id`, and only from it, whenever it is asked: nothing is
rewritten by a merger, so that taking it back takes everything back.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.errors import DomainError


def holders() -> dict[int, int]:
    """Each merged unit with the unit that holds its matters now; the few rows of one query."""
    statement = sa.select(Unit.id, Unit.successor_id).where(Unit.successor_id.is_not(None))
    with seeing(EVERYTHING):
        merged = {gone: heir for gone, heir in session.execute(statement) if heir is not None}
    return {gone: end_of(gone, merged) for gone in merged}


def end_of(unit_id: int, merged: Mapping[int, int]) -> int:
    """Who holds its matters now, by each merged unit's successor.

    A successor is a unit in being when it succeeds, so the way never comes back on itself.
    """
    while unit_id in merged:
        unit_id = merged[unit_id]
    return unit_id


def merged_into(unit_id: int) -> tuple[int, ...]:
    """The units whose matters `unit_id` holds now, itself apart, however many mergers between."""
    return merged_by_holder().get(unit_id, ())


def merged_by_holder() -> dict[int, tuple[int, ...]]:
    """Each unit that took others over, with their ids."""
    found: dict[int, tuple[int, ...]] = {}
    for gone, holder in sorted(holders().items()):
        found[holder] = (*found.get(holder, ()), gone)
    return found


class Lineages:
    """Which units were, on a day, one with a unit: itself and what had been merged into it by then."""

    def __init__(self) -> None:
        merged = sa.select(Unit.successor_id, Unit.id, Unit.ended_on)
        self._into: dict[int | None, list[tuple[int, date | None]]] = {}
        with seeing(EVERYTHING):
            rows = session.execute(merged.where(Unit.successor_id.is_not(None))).all()
        for heir, gone, ended in rows:
            self._into.setdefault(heir, []).append((gone, ended))

    def of(self, unit_id: int, on: date) -> list[int]:
        """The unit first; however many mergers between."""
        found = [unit_id]
        for one in found:
            found += [gone for gone, ended in self._into.get(one, ()) if ended and ended <= on]
        return found


def present(unit: Unit) -> Unit:
    """The unit that holds the matters of `unit` now: itself unless it was merged."""
    while unit.successor is not None:
        unit = unit.successor
    return unit


def end_said(unit: Unit) -> str:
    """That a unit is no more, for its own people; nothing of one in being."""
    if unit.ended_on is None:
        return ""
    whereto = f"并入{present(unit).name}" if unit.successor is not None else "撤销"
    return f"{unit.name}已于{clock.chinese_date(unit.ended_on)}{whereto}"


def refuse_gone(unit: Unit | None, on: date, *, field: str, where: str = "") -> None:
    """DomainError where a unit was no more on the day of what is to be recorded of it; `where`: in which of several lines."""
    if unit is not None and unit.ended_on is not None and unit.ended_on <= on:
        instead = f"，请改为{present(unit).name}" if unit.successor is not None else ""
        raise DomainError(f"{where}{end_said(unit)}{instead}", field=field)


def holder(unit: Unit | None) -> Unit | None:
    """The same, of a record that may have no unit."""
    return present(unit) if unit is not None else None


def holder_of(column: Any) -> object:
    """The unit that holds a row now, as a column; `column` is the unit of the time."""
    found = holders()
    if not found:
        return column
    return sa.case(*((column == gone, holder) for gone, holder in found.items()), else_=column)


def told_of(column: Any) -> object:
    """The unit whose people are told of a row now: its holder; none where the unit was dissolved."""
    statement = sa.select(Unit.id, Unit.successor_id).where(Unit.ended_on.is_not(None))
    with seeing(EVERYTHING):
        ended = {row.id: row.successor_id for row in session.execute(statement)}
    if not ended:
        return column
    merged = {gone: heir for gone, heir in ended.items() if heir is not None}
    last = {gone: end_of(gone, merged) for gone in ended}
    told = ((column == gone, None if end in ended else end) for gone, end in last.items())
    return sa.case(*told, else_=column)


def held_by(column: Any, unit_id: int) -> sa.ColumnElement[bool]:
    """Rows of the unit or of one merged into it."""
    before = merged_into(unit_id)
    matches: sa.ColumnElement[bool] = (
        column.in_((unit_id, *before)) if before else column == unit_id
    )
    return matches
