"""Days that are no due date of their own, but that a calendar moves all the same: each slice says which are its own."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from supervision.core import audit
from supervision.core.access.principal import Principal
from supervision.core.deadlines import Calendar
from supervision.core.seams import Seam
from supervision.reminders.inbox import announce_event


def _nothing() -> None:
    """Nothing is kept of the day."""


@dataclass(frozen=True)
class Moving:
    """Another calendar: the `days` that read otherwise, in all bodies or in `bodies`, before and after."""

    days: Sequence[dt.date]
    before: Callable[[int], Calendar]
    after: Callable[[int], Calendar]
    bodies: Collection[int] | None = None


@dataclass(frozen=True)
class Shift:
    """One such day: the record on whose trail it is told, in what words, and to whom; `write` keeps it."""

    record: Any
    line: str
    told: Sequence[int]
    write: Callable[[], None] = field(default=_nothing)


REACHED: Seam[Callable[[Moving], Iterable[Shift]]] = Seam("days a calendar moves beside due dates")


def reached(moving: Moving) -> Iterator[Shift]:
    """What would move, of all slices."""
    if moving.days:
        for part in REACHED.parts():
            yield from part(moving)


def carry(moving: Moving, *, reason: str, actor: Principal) -> None:
    """Each with an event on its record and a notice to both sides."""
    for shift in list(reached(moving)):
        shift.write()
        record = shift.record
        root = getattr(record, "audit_root", (record.__tablename__, record.id))
        audit.record(record, action="calendar", label=shift.line, reason=reason, actor=actor)
        announce_event(shift.told, root=root, title=shift.line, text=reason)
