"""Reporting periods: a year, a half, a quarter or a month; by name in URLs, commands and titles."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from supervision.core import clock
from supervision.core.errors import DomainError

_MONTHS = {
    "": (1, 12),
    "H1": (1, 6),
    "H2": (7, 12),
    **{f"Q{number}": (number * 3 - 2, number * 3) for number in range(1, 5)},
    **{f"M{number:02d}": (number, number) for number in range(1, 13)},
}
_WORDS = {
    "": "",
    "H1": "上半年",
    "H2": "下半年",
    "Q1": "第一季度",
    "Q2": "第二季度",
    "Q3": "第三季度",
    "Q4": "第四季度",
    **{f"M{number:02d}": f"{number}月" for number in range(1, 13)},
}
PARTS = tuple(_MONTHS)
_KEY = re.compile(r"((?:19|20)\d{2})(H[12]|Q[1-4]|M(?:0[1-9]|1[0-2])|)")


@dataclass(frozen=True)
class Period:
    """A year or a part of it; `part` is one of PARTS, empty for the whole year."""

    year: int
    part: str = ""

    @property
    def key(self) -> str:
        """2023, 2023H1, 2023Q2, 2023M05."""
        return f"{self.year}{self.part}"

    @property
    def months(self) -> range:
        """Its months, 1 to 12."""
        first, last = _MONTHS[self.part]
        return range(first, last + 1)

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, self.months[0], 1)

    @property
    def until(self) -> date:
        """Its last day, included."""
        last = self.months[-1]
        return date(self.year, last, calendar.monthrange(self.year, last)[1])

    @property
    def label(self) -> str:
        """2023年第二季度."""
        return f"{self.year}年{_WORDS[self.part]}"

    @property
    def running(self) -> bool:
        """Whether it has begun and is not over: its figures are those so far."""
        return self.since <= clock.today() < self.until

    @property
    def opening(self) -> str:
        """How a report begins: 2023年; of a running period 2026年以来."""
        return f"{self.label}以来" if self.running else self.label

    @property
    def whole(self) -> str:
        """How a report calls it on second mention: 全年, 上半年, 5月; 截至目前 while it runs."""
        return "截至目前" if self.running else _WORDS[self.part] or "全年"

    @property
    def end_word(self) -> str:
        """How a stock at its end is dated: 年末, 期末; 截至目前 while it runs."""
        if self.running:
            return "截至目前"
        return "期末" if self.part else "年末"

    def before(self) -> "Period":
        """The same part of the year before: what it is compared with."""
        return Period(self.year - 1, self.part)


def part_label(part: str) -> str:
    """What a choice of parts shows."""
    return _WORDS[part] or "全年"


def parse(key: str) -> Period:
    """The period of a key; DomainError when it is none."""
    match = _KEY.fullmatch(key.strip().upper())
    if match is None:
        raise DomainError("期间应写作2023、2023H1、2023Q2或2023M05")
    return Period(int(match[1]), match[2])


def present() -> Period:
    """The year people look at when they ask for none: in January the one just ended."""
    today = clock.today()
    return Period(today.year - (today.month == 1))
