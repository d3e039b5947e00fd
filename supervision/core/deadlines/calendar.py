"""The working-day calendar: an immutable, versioned value of what the notices on holidays say."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from supervision.core.deadlines import decree
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
    """Immutable table of days in layers: the decree's, what the notices say, what is a body's own.

    `entries` are the notices' days, `official` the years whose notice is in them, `local` the days
    of a region or body, which come before the others. A year without its notice has the decree's
    days and weekends, and is provisional beyond the decree's. Raises DomainError with every fault
    found when the table is unsound.
    """

    entries: tuple[Entry, ...] = field(default=(), repr=False)
    official: frozenset[int] = frozenset()
    version: int = 1
    local: tuple[Entry, ...] = field(default=(), repr=False)
    _by_day: dict[dt.date, Entry] = field(init=False, repr=False, compare=False)
    _is_work: dict[dt.date, bool] = field(init=False, repr=False, compare=False)
    _law: dict[int, dict[dt.date, Entry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entries = tuple(sorted(self.entries, key=lambda each: each.day))
        local = tuple(sorted(self.local, key=lambda each: each.day))
        found = problems(entries) + problems(local)
        if found:
            raise DomainError("；".join(found))
        for year in self.official:
            check_year(year)
        merged = {entry.day: entry for entry in (*entries, *local)}
        values = {
            "entries": entries,
            "local": local,
            "official": frozenset(self.official),
            "_by_day": merged,
            "_is_work": {day: entry.mark is Mark.WORK for day, entry in merged.items()},
            "_law": {},
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def law(self, year: int) -> dict[dt.date, Entry]:
        """What the decree gives in `year`, and, until its notice is known, the days it has made up."""
        found = self._law.get(year)
        if found is None:
            found = self._law[year] = self._by_law(year)
        return found

    def _by_law(self, year: int) -> dict[dt.date, Entry]:
        days = _statutory(year)
        if year in self.official:
            return days
        spoken_of = {entry.name for entry in self.entries if entry.day.year == year}
        told = {name for each in spoken_of for name in decree.festivals_in(each)}
        made_up = {day: each for day, each in _made_up(year).items() if each.name not in told}
        return made_up | days

    def entry(self, day: dt.date) -> Entry | None:
        """What names this day: a body's own rule, a notice, or the decree."""
        return self._by_day.get(day) or self.law(day.year).get(day)

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on this day. Raises DomainError outside 1949–2100."""
        named = self._is_work.get(day)
        if named is not None:
            return named
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            check_year(day.year)
        return day.weekday() < 5 and day not in self.law(day.year)

    def kind(self, day: dt.date) -> DayKind:
        """What this day is: 工作日, 周末, 放假 or 调休上班."""
        entry = self.entry(day)
        if entry is None:
            return DayKind.WORKDAY if self.is_workday(day) else DayKind.WEEKEND
        return DayKind.EXTRA_WORKDAY if entry.mark is Mark.WORK else DayKind.HOLIDAY

    def source(self, day: dt.date) -> str:
        """The decree, notice or rule that decides this day; empty for an ordinary day."""
        entry = self.entry(day)
        return entry.source if entry else ""

    def is_provisional(self, when: dt.date | int) -> bool:
        """Whether a year, or a day, may still be changed by a notice not yet in the table.

        The last week of a year also waits for the next year's notice, which may reach back. No
        notice changes a day that the decree itself names.
        """
        if isinstance(when, int):
            return when not in self.official
        if when in decree.statutory(when.year):
            return False
        if when.year not in self.official:
            return True
        return (when.month, when.day) >= YEAR_END and when.year + 1 not in self.official

    def provisional_between(self, start: dt.date, end: dt.date) -> bool:
        """Whether a day after `start`, up to and including `end`, may still be changed."""
        days = (start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1))
        return any(self.is_provisional(day) for day in days)

    @property
    def layers(self) -> tuple[str, ...]:
        """What it is made of, in words: the decree, the notices up to this version, each local rule."""
        notices = f"国务院办公厅放假通知（日历第{self.version}版）"
        local = dict.fromkeys(f"本地假日（{entry.source}）" for entry in self.local)
        return (decree.TITLE, notices, *local)

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
        named = [entry for entry in self.named(start.year, end.year) if start < entry.day <= end]
        return sum((entry.mark is Mark.WORK) - (entry.day.weekday() < 5) for entry in named)

    def named(self, first_year: int, last_year: int) -> list[Entry]:
        """Every day of these years that the decree, a notice or a body names, once, in no order."""
        found = {
            entry.day: entry
            for year in range(first_year, last_year + 1)
            for entry in self.law(year).values()
        }
        low, high = dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
        for layer in (self.entries, self.local):
            first = bisect_left(layer, low, key=_day_of)
            found |= {e.day: e for e in layer[first : bisect_right(layer, high, key=_day_of)]}
        return list(found.values())

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
        replaced = {entry.day for entry in added} | set(without)
        kept = [entry for entry in self.entries if entry.day not in replaced]
        return Calendar(
            tuple(kept + added),
            official=self.official | frozenset(official),
            version=self.version + 1,
            local=self.local,
        )

    def with_local(self, entries: Iterable[Entry]) -> "Calendar":
        """The same version with the days of a region or body put before the others.

        Raises DomainError where one of them would make a day of the decree a working day.
        """
        added = tuple(entries)
        if not added:
            return self
        for entry in added:
            if entry.mark is Mark.WORK and entry.day in decree.statutory(entry.day.year):
                raise DomainError(statutory_remains(entry.day))
        return Calendar(self.entries, self.official, self.version, (*self.local, *added))


def statutory_remains(day: dt.date) -> str:
    """Why a day of the decree cannot be made a working or an ordinary day."""
    rules = decree.edition(day.year)
    name = decree.statutory(day.year)[day]
    return f"{day.isoformat()}是法定节假日（{name}），依据{rules.source if rules else decree.TITLE}，不能改为工作日"


@cache
def _statutory(year: int) -> dict[dt.date, Entry]:
    rules = decree.edition(year)
    source = rules.source if rules else ""
    days = decree.statutory(year).items()
    return {day: Entry(day, Mark.REST, source, name) for day, name in days}


@cache
def _made_up(year: int) -> dict[dt.date, Entry]:
    """What falls on a weekend is to be made up on a working day: the next one, until a notice says which."""
    fixed = _statutory(year)
    found: dict[dt.date, Entry] = {}
    for day, entry in fixed.items():
        if day.weekday() < 5:
            continue
        while day in fixed or day in found or day.weekday() >= 5:
            day += dt.timedelta(days=1)  # noqa: PLW2901
        found[day] = Entry(day, Mark.REST, f"{entry.source}关于补假的规定", entry.name)
    return found


def _day_of(entry: Entry) -> dt.date:
    return entry.day


def differences(old: Calendar, new: Calendar) -> list[Difference]:
    """The days on which two versions disagree, in order."""
    named = {entry.day for each in (old, new) for entry in (*each.entries, *each.local)}
    years = {day.year for day in named} | set(old.official ^ new.official)
    days = sorted(named | {day for year in years for each in (old, new) for day in each.law(year)})
    return [
        Difference(day, old.kind(day), new.kind(day), new.source(day) or old.source(day))
        for day in days
        if old.kind(day) is not new.kind(day)
    ]
