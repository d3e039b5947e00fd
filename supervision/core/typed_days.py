"""A day as people type it: 20260901, 2026/9/1, 2026.9.1, 2026-9-1, 9.1, 9月1日, 2026年9月1日, 今天, 昨天.

One parser for every form, filter, sheet and pasted row. A text that may be two days is none of them:
whoever typed it is asked.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

EARLIEST = date(1949, 10, 1)
LATEST = date(2100, 12, 31)
OUT_OF_REACH = "日期须在1949年至2100年之间"
BACK, AHEAD = 15, 5  # how far from now a year of two digits may lie
LONGEST = 40
_WORDS = {
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2,
}  # fmt: skip
_WIDE = str.maketrans("０１２３４５６７８９－／．（）", "0123456789-/.()")
_AFTER = re.compile(r"[ T]*\d{1,2}:\d{2}(:\d{2}(\.0+)?)?$|\(?(周|星期|礼拜)[一二三四五六日天]\)?")
_MARKS = re.compile(r"\s*[年月/.。·、‐-―−]\s*|(?<=\d)\s+(?=\d)")
_WHOLE = re.compile(r"[0-9]+(-[0-9]+){0,2}", re.ASCII)
_CUTS = {8: ((4, 6),), 7: ((4, 5), (4, 6)), 6: ((4, 5), (2, 4)), 4: ((2,),)}


class NotADay(ValueError):
    """A text that is no day, or may be several (`readings`); its message is the Chinese reason."""

    def __init__(self, message: str, readings: tuple[date, ...] = ()) -> None:
        super().__init__(message)
        self.readings = readings


def chinese(day: date) -> str:
    """2026年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def understand(text: str, *, today: date | None, year: int | None = None) -> date:
    """The one day a text means; `year` is that of a day without one. Raises NotADay.

    `today` is None for what was written some day: 昨天 and years of two digits mean nothing there.
    """
    said = text.strip()
    found = readings(said, today=today, year=year)
    if len(found) == 1:
        return found[0]
    shown = said[:LONGEST]
    if found:
        ways = "，也可作".join(chinese(day) for day in found)
        raise NotADay(f"“{shown}”可作{ways}，请写全年月日", found)
    if _any(said, today, year):
        raise NotADay(OUT_OF_REACH)
    parts = _parts(said)
    if today is None and year is None and any(len(one) == 2 for one in parts):
        raise NotADay(f"“{shown}”不是日期：没有年份，应如 2026-03-05")
    if parts:
        raise NotADay(f"“{shown}”不是日期：没有这一天")
    if today is None:
        raise NotADay(f"“{shown}”不是日期，应如 2026-03-05")
    raise NotADay(f"“{shown}”不是日期，可写 20260901、2026/9/1、9月1日、今天")


def readings(text: str, *, today: date | None, year: int | None = None) -> tuple[date, ...]:
    """Every day the text may mean, in order."""
    said = text.strip()
    if len(said) > LONGEST:
        return ()
    if said in _WORDS and today is not None:
        return (today + timedelta(days=_WORDS[said]),)
    return tuple(sorted(one for one in _any(said, today, year) if EARLIEST <= one <= LATEST))


def _any(said: str, today: date | None, year: int | None) -> set[date]:
    """The same, days too early or too late among them."""
    return {day for parts in _parts(said) for day in _days(parts, today, year)}


def _parts(said: str) -> list[tuple[str, ...]]:
    """Year, month and day as digits, or month and day; each way in which digits without marks may be cut."""
    if len(said) > LONGEST:
        return []
    text = _AFTER.sub("", said.translate(_WIDE).strip()).strip()
    text = _MARKS.sub("-", text.removesuffix("日").removesuffix("号").strip().strip("。."))
    if not _WHOLE.fullmatch(text):
        return []
    if "-" in text:
        return [tuple(text.split("-"))]
    cuts = _CUTS.get(len(text), ())
    return [tuple(text[a:b] for a, b in pairwise((0, *cut, len(text)))) for cut in cuts]


def _days(parts: tuple[str, ...], today: date | None, year: int | None) -> Iterator[date]:
    if any(len(part) > 4 for part in parts):
        return
    numbers = [int(part) for part in parts]
    if len(parts) == 2 and max(map(len, parts)) <= 2:
        yield from _in_year(numbers[0], numbers[1], today, year)
    elif len(parts) == 3:
        yield from _with_year(parts, numbers, today)


def _with_year(parts: tuple[str, ...], numbers: list[int], today: date | None) -> Iterator[date]:
    """Year first, as written here; a year at the end leaves open which of the others is the month."""
    widths = [len(part) for part in parts]
    first, middle, last = numbers
    if widths[0] == 4 and max(widths[1:]) <= 2:
        yield from _day(first, middle, last)
    elif widths[2] == 4 and max(widths[:2]) <= 2:
        yield from _day(last, first, middle)
        yield from _day(last, middle, first)
    elif max(widths) <= 2 and today is not None:
        if widths[0] == 2:
            yield from _day(_century(first, today), middle, last)
        if widths[2] == 2:
            yield from _day(_century(last, today), middle, first)


def _century(year: int, today: date) -> int:
    """The full year of two digits, if it is near enough to be written so; else none."""
    full = 2000 + year
    return full if today.year - BACK <= full <= today.year + AHEAD else 0


def _in_year(month: int, day: int, today: date | None, year: int | None) -> Iterator[date]:
    """A day without its year: this year's, unless that of another year is nearer; then either."""
    if year is not None:
        yield from _day(year, month, day)
    if year is not None or today is None:
        return
    nearest: list[date] = []
    for one in (today.year - 1, today.year, today.year + 1):
        nearest += _day(one, month, day)
    if nearest:
        yield from _day(today.year, month, day)
        yield min(nearest, key=lambda one: abs(one - today))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    with suppress(ValueError):
        yield date(year, month, day)
