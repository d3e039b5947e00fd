"""The days that 全国年节及纪念日放假办法 gives to all citizens: known for every year, without any notice."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from lunar_python import Lunar, Solar

TITLE = "《全国年节及纪念日放假办法》"
FIRST_YEAR, LAST_YEAR = 2000, 2100  # the edition of 1999 holds from 2000 on
# How each festival is recognised in a heading or title, in the order of the year.
SIGNS = {
    "元旦": ("元旦", "新年"),
    "春节": ("春节",),
    "清明": ("清明",),
    "劳动节": ("劳动", "五一"),
    "端午": ("端午",),
    "中秋": ("中秋",),
    "国庆节": ("国庆", "十一"),
}
NAMES = tuple(SIGNS)
SINGLE = ("清明", "端午", "中秋")  # a day each since 2008


@dataclass(frozen=True, slots=True)
class Edition:
    """One wording of 第二条: `spring` counts from 正月初一 (-1: 除夕), `labour` are days of May."""

    first_year: int
    order: str
    spring: tuple[int, ...]
    labour: tuple[int, ...]
    single: tuple[str, ...] = SINGLE

    @property
    def days(self) -> int:
        """How many days it gives: 元旦 one, 国庆节 three, and what differs."""
        return 1 + 3 + len(self.spring) + len(self.labour) + len(self.single)

    @property
    def festivals(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(name for name in NAMES if name not in SINGLE or name in self.single)

    @property
    def source(self) -> str:
        """As it is cited beside a day."""
        return f"{TITLE}（{self.order}）"


EDITIONS = (
    Edition(2000, "国务院令第270号", spring=(0, 1, 2), labour=(1, 2, 3), single=()),
    Edition(2008, "国务院令第513号", spring=(-1, 0, 1), labour=(1,)),
    Edition(2014, "国务院令第644号", spring=(0, 1, 2), labour=(1,)),
    Edition(2025, "国务院令第795号", spring=(-1, 0, 1, 2), labour=(1, 2)),
)


def edition(year: int) -> Edition | None:
    """The wording in force for the holidays of `year`; None before 2000 and after 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return next(each for each in reversed(EDITIONS) if each.first_year <= year)


@cache
def statutory(year: int) -> dict[dt.date, str]:
    """Each day fixed by law in `year` with its festival; 中秋 on a day of 国庆节 leaves that name."""
    rules = edition(year)
    if rules is None:
        return {}
    new_year = lunar(year, 1, 1)
    days = {dt.date(year, 1, 1): "元旦"}
    days |= {new_year + dt.timedelta(days=number): "春节" for number in rules.spring}
    days |= {dt.date(year, 5, number): "劳动节" for number in rules.labour}
    days |= {_single(year, name): name for name in rules.single}
    days |= {dt.date(year, 10, number): "国庆节" for number in (1, 2, 3)}
    return dict(sorted(days.items()))


def days_of(year: int, festival: str) -> set[dt.date]:
    """The days of one festival; none where they are another's as well."""
    return {day for day, name in statutory(year).items() if name == festival}


def _single(year: int, name: str) -> dt.date:
    if name == "清明":
        return _date(Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"])
    return lunar(year, 5, 5) if name == "端午" else lunar(year, 8, 15)


def lunar(year: int, month: int, day: int) -> dt.date:
    """The day of a date of the lunar calendar."""
    return _date(Lunar.fromYmd(year, month, day).getSolar())


def _date(solar: Solar) -> dt.date:
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())


def festivals_in(text: str) -> tuple[str, ...]:
    """The festivals of the decree that a heading or a title names, all of 国庆节、中秋节."""
    return tuple(name for name, signs in SIGNS.items() if any(sign in text for sign in signs))
