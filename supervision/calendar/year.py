"""A year of the calendar as pages draw it: months of weeks, and the list of named days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from supervision.core.deadlines import Calendar, DayKind, Entry

STATES = {
    DayKind.WORKDAY: "plain",
    DayKind.WEEKEND: "weekend",
    DayKind.HOLIDAY: "skip",
    DayKind.EXTRA_WORKDAY: "extra",
}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DayCell:
    """One day of a month grid; None stands where the week belongs to another month."""

    day: dt.date
    state: str
    title: str


@dataclass(frozen=True)
class Month:
    """A month: weeks of seven cells."""

    number: int
    weeks: list[list[DayCell | None]]


@dataclass(frozen=True)
class Festival:
    """Days that one notice gives one festival, 休 and 班 apart."""

    name: str
    source: str
    rests: list[Entry]
    works: list[Entry]


def months(calendar: Calendar, year: int) -> list[Month]:
    """Twelve months of `year`."""
    return [Month(number, _weeks(calendar, year, number)) for number in range(1, 13)]


def _weeks(calendar: Calendar, year: int, month: int) -> list[list[DayCell | None]]:
    day = dt.date(year, month, 1)
    cells: list[DayCell | None] = [None] * day.weekday()
    while day.month == month:
        cells.append(_cell(calendar, day))
        if day == dt.date.max:
            break
        day += ONE_DAY
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(calendar: Calendar, day: dt.date) -> DayCell:
    entry, kind = calendar.entry(day), calendar.kind(day)
    title = f"{entry.name} {kind.value}".strip() if entry else ""
    return DayCell(day, STATES[kind], title)


def festivals(calendar: Calendar, year: int) -> list[Festival]:
    """The named days of `year` grouped by festival and notice, in order."""
    named = sorted(calendar.named(year, year), key=lambda entry: entry.day)
    first = {(e.name, e.source): e.day for e in reversed(named)}
    named.sort(key=lambda e: (first[e.name, e.source], e.name, e.source, e.day))
    return [
        Festival(
            name,
            source,
            [entry for entry in group if calendar.kind(entry.day) is DayKind.HOLIDAY],
            [entry for entry in group if calendar.kind(entry.day) is DayKind.EXTRA_WORKDAY],
        )
        for (name, source), days in groupby(named, key=lambda e: (e.name, e.source))
        for group in [list(days)]
    ]


def spans(days: Iterable[dt.date]) -> str:
    """Days in words, consecutive ones joined: 2月15日至23日（9天）."""
    runs: list[list[dt.date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    count = sum(len(run) for run in runs)
    return f"{'、'.join(_span(run) for run in runs)}（{count}天）" if runs else "–"


def _span(run: list[dt.date]) -> str:
    first, last = run[0], run[-1]
    text = f"{first.month}月{first.day}日"
    if first == last:
        return text
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{text}至{month}{last.day}日"
