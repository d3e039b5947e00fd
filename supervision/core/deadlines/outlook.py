"""How far the notice still to come may move a provisional day: no further than notices so far ever went."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache

from supervision.core.deadlines import decree
from supervision.core.deadlines.calendar import Calendar, Entry, Mark
from supervision.core.deadlines.seed import notice_title, seed_calendar
from supervision.core.deadlines.terms import Direction, Result, Unit

SINCE = 2008  # before, three long holidays were made otherwise
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reach:
    """The widest holiday that notices ever made of one festival, in days from its first statutory one."""

    rest: range
    work: range
    works: int  # how many weekend days one notice made working days for it, at most


@cache
def reaches() -> dict[str, Reach]:
    """What the yearly notices since 2008 did with each festival."""
    rests: dict[str, list[int]] = {}
    works: dict[str, list[int]] = {}
    most: Counter[str] = Counter()
    for year in (each for each in sorted(seed_calendar().official) if each >= SINCE):
        first = _first_days(year)
        rows = [e for e in seed_calendar().entries if e.source == notice_title(year)]
        counted = Counter(e.name for e in rows if e.mark is Mark.WORK)
        for name, count in counted.items():
            most[name] = max(most[name], count)
        for entry in rows:
            kept = rests if entry.mark is Mark.REST else works
            kept.setdefault(entry.name, []).append((entry.day - first[entry.name]).days)
    return {
        name: Reach(_span(days), _span(works.get(name, [])), most[name])
        for name, days in rests.items()
    }


def _span(days: list[int]) -> range:
    return range(min(days), max(days) + 1) if days else range(0)


def _first_days(year: int) -> dict[str, dt.date]:
    first: dict[str, dt.date] = {}
    for day, name in decree.statutory(year).items():
        first.setdefault(name, day)
    for name, (month, lunar_day) in {"中秋": (8, 15)}.items():  # may coincide with 国庆节
        first.setdefault(name, decree.lunar(year, month, lunar_day))
    return first


@cache
def _may(year: int) -> tuple[frozenset[dt.date], dict[dt.date, str]]:
    """Days of and around `year` that its notice might give, and weekend days it might take, with why."""
    rests: set[dt.date] = set()
    works: dict[dt.date, str] = {}
    for name, first in _first_days(year).items():
        reach = reaches()[name]
        rests |= {first + dt.timedelta(days=number) for number in reach.rest}
        for number in reach.work:
            day = first + dt.timedelta(days=number)
            if day.weekday() >= 5:
                works[day] = name
    return frozenset(rests), works


def outlook(result: Result, calendar: Calendar) -> tuple[dt.date | None, dt.date | None]:
    """The earliest and the latest last day of a provisional result; None where nothing can be said."""
    if result.start is None or result.term is None:
        return None, None
    if not decree.FIRST_YEAR < result.start.year <= result.due.year < decree.LAST_YEAR:
        return None, None
    one, other = _Walk(calendar, generous=False), _Walk(calendar, generous=True)
    days = sorted((one.last_day(result), other.last_day(result), result.due))
    return days[0], days[-1]


class _Walk:
    """A day walker by one extreme: the most generous notice imaginable, or the most sparing."""

    def __init__(self, calendar: Calendar, *, generous: bool) -> None:
        self._calendar, self._generous = calendar, generous
        self._left: Counter[tuple[int, str]] = Counter()

    def last_day(self, result: Result) -> dt.date:
        term, start = result.term, result.start
        if term is None or start is None:
            return result.due
        step = ONE_DAY if term.direction is Direction.FORWARD else -ONE_DAY
        if term.unit is not Unit.WORKDAY:
            day = result.nominal
            while not self._works(day):
                day += step
            return day
        day, left = start, term.number + term.clear
        if result.pauses:
            day, left = result.pauses[-1].resumed, result.pauses[-1].left.number
        while left:
            day += step
            left -= self._works(day)
        return day

    def _works(self, day: dt.date) -> bool:
        if not self._calendar.is_provisional(day) or _local(day, self._calendar):
            return self._calendar.is_workday(day)
        year = day.year if day.year not in self._calendar.official else day.year + 1
        rests, works = _may(year)
        if self._generous:
            before = _may(year + 1)[0] if year < decree.LAST_YEAR else frozenset()
            return day.weekday() < 5 and day not in rests and day not in before
        if day.weekday() < 5:
            return True
        if day not in works:
            return False
        self._left[year, works[day]] += 1
        return self._left[year, works[day]] <= reaches()[works[day]].works


def _local(day: dt.date, calendar: Calendar) -> Entry | None:
    return next((each for each in calendar.local if each.day == day), None)
