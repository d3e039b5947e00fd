"""Whether a notice that was read is whole: its festivals, the days of the decree, and its net days."""

import datetime as dt
from collections.abc import Iterable, Sequence

from supervision.core.deadlines import decree
from supervision.core.deadlines.calendar import Calendar, DayKind, Entry, Mark, differences


def net_days(entries: Iterable[Entry]) -> int:
    """Rest weekdays minus weekend days worked: what a year's notice gives in all."""
    return sum(
        (entry.mark is Mark.REST and entry.day.weekday() < 5) - (entry.mark is Mark.WORK)
        for entry in entries
    )


def net_change(old: Calendar, new: Calendar) -> int:
    """How many days off more there are by the newer calendar."""
    off = (DayKind.HOLIDAY, DayKind.WEEKEND)
    return sum((each.after in off) - (each.before in off) for each in differences(old, new))


def doubts(year: int, names: Sequence[str], entries: Sequence[Entry]) -> list[str]:
    """What a yearly notice lacks: with any of it the year stays provisional, unless two people say otherwise."""
    rules = decree.edition(year)
    if rules is None:
        return [f"{year}年的放假办法不在系统中，无法核对通知是否完整"]
    found: list[str] = []
    rests = {entry.day for entry in entries if entry.mark is Mark.REST}
    told = {festival for name in names for festival in decree.festivals_in(name)}
    told |= {name for name in rules.festivals if decree.days_of(year, name) <= rests}
    missing = [name for name in rules.festivals if name not in told]
    if missing:
        found.append(f"没有提到：{'、'.join(missing)}，请核对是否只粘贴了通知的一部分")
    lost = [day for day in decree.statutory(year) if day not in rests and day.weekday() < 5]
    if lost:
        found.append(f"法定节假日没有放假：{'、'.join(map(_short, lost))}")
    net = net_days(entries)
    if net != rules.days:
        found.append(
            f"净休日不符：放假的工作日减去调休上班日为{net}天，按{rules.source}应为{rules.days}天，"
            "请核对有没有漏掉“上班”的一句"
        )
    return found


def doubts_of_year(calendar: Calendar, year: int, special: frozenset[str]) -> list[str]:
    """The same of the days that the table holds for `year`, those of special notices left out."""
    rows = [
        entry for entry in calendar.entries if belongs(entry, year) and entry.source not in special
    ]
    return doubts(year, [entry.name for entry in rows], rows)


def belongs(entry: Entry, year: int) -> bool:
    """Whether a day is of that year's notice: days of 元旦 in December are of the next one's."""
    next_year = entry.day.month == 12 and "元旦" in entry.name
    return entry.day.year + next_year == year


def _short(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
