"""The working-day calendar: an immutable, versioned value of what the notices on holidays say."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from supervision.core.errors import DomainError
from supervision.core.words import Word

FIRST_YEAR, LAST_YEAR = 1949, 2100
# The notice for next year may reach back into these days (it changed some in 2005–2007, 2011, 2018).
YEAR_END = (12, 25)
NOTICE_MONTH = 11  # the notice for the next year is looked for from November
WEEKDAYS = "一二三四五六日"


class Mark(Word):
    """What a notice says of a day."""

    REST = "休"
    WORK = "班"


class DayKind(Word):
    """What a day is in the calendar."""

    WORKDAY = "工作日"
    WEEKEND = "周末"
    HOLIDAY = "放假"  # named by a notice: the festival itself or a day exchanged for a weekend
    EXTRA_WORKDAY = "调休上班"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table: a day, its mark, the notice that says so, the festival's name."""

    day: dt.date
    mark: Mark
    source: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A day that two versions see differently, with the notice that decides in the newer one."""

    day: dt.date
    before: DayKind
    after: DayKind
    source: str


def weekday(day: dt.date) -> str:
    """The day of the week as the notices write it today: 周一 … 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def check_year(year: int) -> None:
    """Raise DomainError unless the calendar can answer for this year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(f"日历只支持{FIRST_YEAR}年至{LAST_YEAR}年，不支持{year}年")


def problems(entries: Iterable[Entry]) -> list[str]:
    """Every fault of a table of days, one Chinese sentence each; empty when it is sound."""
    found: list[str] = []
    seen: dict[dt.date, Mark] = {}
    for entry in sorted(entries, key=lambda each: each.day):
        day, label = entry.day, f"{entry.day.isoformat()}（{weekday(entry.day)}）"
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            found.append(f"{label}超出日历范围：只支持{FIRST_YEAR}年至{LAST_YEAR}年")
        if day in seen:
            same = seen[day] is entry.mark
            found.append(f"{label}重复登记" if same else f"{label}既登记为休又登记为班")
        if entry.mark is Mark.WORK and day.weekday() < 5:
            found.append(f"{label}本来就是工作日，不能登记为班")
        seen[day] = entry.mark
    return found


@dataclass(frozen=True, slots=True)
class Calendar:
    """Immutable table of days; `official` are the years whose notice is in it.

    A year without its notice falls back to weekends and is provisional. Raises DomainError with
    every fault found when the table is unsound.
    """

    entries: tuple[Entry, ...] = field(default=(), repr=False)
    official: frozenset[int] = frozenset()
    version: int = 1
    _by_day: dict[dt.date, Entry] = field(init=False, repr=False, compare=False)
    _is_work: dict[dt.date, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entries = tuple(sorted(self.entries, key=lambda each: each.day))
        found = problems(entries)
        if found:
            raise DomainError("；".join(found))
        for year in self.official:
            check_year(year)
        values = {
            "entries": entries,
            "official": frozenset(self.official),
            "_by_day": {entry.day: entry for entry in entries},
            "_is_work": {entry.day: entry.mark is Mark.WORK for entry in entries},
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def entry(self, day: dt.date) -> Entry | None:
        """The row of this day, if a notice names it."""
        return self._by_day.get(day)

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on this day. Raises DomainError outside 1949–2100."""
        named = self._is_work.get(day)
        if named is not None:
            return named
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            check_year(day.year)
        return day.weekday() < 5

    def kind(self, day: dt.date) -> DayKind:
        """What this day is: 工作日, 周末, 放假 or 调休上班."""
        entry = self._by_day.get(day)
        if entry is None:
            return DayKind.WORKDAY if self.is_workday(day) else DayKind.WEEKEND
        return DayKind.EXTRA_WORKDAY if entry.mark is Mark.WORK else DayKind.HOLIDAY

    def source(self, day: dt.date) -> str:
        """The notice that decides this day; empty for an ordinary day."""
        entry = self._by_day.get(day)
        return entry.source if entry else ""

    def is_provisional(self, when: dt.date | int) -> bool:
        """Whether a year, or a day, may still be changed by a notice not yet in the table.

        The last week of a year also waits for the next year's notice, which may reach back.
        """
        if isinstance(when, int):
            return when not in self.official
        if when.year not in self.official:
            return True
        return (when.month, when.day) >= YEAR_END and when.year + 1 not in self.official

    def provisional_between(self, start: dt.date, end: dt.date) -> bool:
        """Whether a day after `start`, up to and including `end`, may still be changed."""
        first = start + dt.timedelta(days=1)
        if first > end:
            return False
        years = range(first.year, end.year)  # of each of these the last week lies in between
        return (
            self.is_provisional(first)
            or self.is_provisional(end)
            or any(year not in self.official or year + 1 not in self.official for year in years)
        )

    def awaited(self, today: dt.date) -> list[int]:
        """The years whose notice should be in the table by now: this one, from November the next."""
        due = [today.year] if today.month < NOTICE_MONTH else [today.year, today.year + 1]
        return [year for year in due if year not in self.official]

    def shift(self, day: dt.date, workdays: int) -> dt.date:
        """The n-th working day after `day` (before it when negative; `day` itself for 0)."""
        step = dt.timedelta(days=1 if workdays > 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        check_year(start.year)
        check_year(end.year)
        first, days = start.toordinal() + 1, (end - start).days
        # Whole weeks hold five weekdays each; the rest and the named days are looked at singly.
        count = days // 7 * 5
        count += sum((first + i - 1) % 7 < 5 for i in range(days % 7))
        return count + self._corrections(start, end)

    def _corrections(self, start: dt.date, end: dt.date) -> int:
        """How much the named days in (start, end] add to plain Monday-to-Friday counting."""
        low = bisect_right(self.entries, start, key=_day_of)
        high = bisect_right(self.entries, end, key=_day_of)
        return sum(
            (entry.mark is Mark.WORK) - (entry.day.weekday() < 5)
            for entry in self.entries[low:high]
        )

    def with_days(
        self,
        entries: Iterable[Entry],
        *,
        official: Iterable[int] = (),
        without: Iterable[dt.date] = (),
    ) -> "Calendar":
        """The next version: `entries` replace what was said of their days, `without` are dropped.

        Raises DomainError when the new rows themselves are unsound (a day named twice …).
        """
        added = list(entries)
        found = problems(added)
        if found:
            raise DomainError("；".join(found))
        replaced = {entry.day for entry in added} | set(without)
        kept = [entry for entry in self.entries if entry.day not in replaced]
        return Calendar(
            tuple(kept + added),
            official=self.official | frozenset(official),
            version=self.version + 1,
        )


def _day_of(entry: Entry) -> dt.date:
    return entry.day


def differences(old: Calendar, new: Calendar) -> list[Difference]:
    """The days on which two versions disagree, in order."""
    days = sorted({entry.day for entry in (*old.entries, *new.entries)})
    return [
        Difference(day, old.kind(day), new.kind(day), new.source(day) or old.source(day))
        for day in days
        if old.kind(day) is not new.kind(day)
    ]
