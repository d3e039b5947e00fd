"""The working-day calendar: an immutable, versioned value of what the State Council's notices say."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a notice says of a day."""

    REST = "休"
    WORK = "班"


class DayKind(StrEnum):
    """What a day is in the calendar."""

    WORKDAY = "工作日"
    WEEKEND = "周末"
    HOLIDAY = "放假"  # named by a notice: 法定节假日 or 调休
    EXTRA_WORKDAY = "调休上班"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table: a day, its mark, the notice that says so, the festival's name."""

    day: dt.date
    mark: Mark
    source: str
    name: str = ""


class Calendar:
    """Immutable. `entries` by date; `official` = years whose notice is in the table."""

    def __init__(
        self, entries: Iterable[Entry] = (), *, official: Iterable[int] = (), version: int = 1
    ) -> None: ...

    version: int
    entries: Mapping[dt.date, Entry]
    official: frozenset[int]

    def is_workday(self, day: dt.date) -> bool: ...
    def kind(self, day: dt.date) -> DayKind: ...
    def source(self, day: dt.date) -> str: ...
    def is_provisional(self, when: dt.date | int) -> bool: ...
    def shift(self, day: dt.date, workdays: int) -> dt.date: ...
    def workdays_between(self, start: dt.date, end: dt.date) -> int: ...
    def with_days(
        self,
        entries: Iterable[Entry],
        *,
        official: Iterable[int] = (),
        without: Iterable[dt.date] = (),
    ) -> "Calendar": ...
