"""The calendar a new installation starts with: every year chinesecalendar knows, 2004–2026."""

import datetime as dt
from functools import cache

from chinese_calendar import constants

from supervision.core.deadlines.calendar import Calendar, Entry, Mark

# The library carries no titles. These notices were issued beside the yearly one.
SPECIAL_NOTICES = {
    "2015-09": "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
    "2019-05": "国务院办公厅关于调整2019年劳动节假期安排的通知",
    "2020-01": "国务院办公厅关于延长2020年春节假期的通知",
}
NEW_YEAR = constants.Holiday.new_years_day.value

DRAGON_BOAT = constants.Holiday.dragon_boat_festival.value

# The notice for 2006 (一、元旦) makes Saturday 2005-12-31 a working day, those for 2011 and 2012 name whole
# spans at 端午; the library misses these days.
MISSING = (
    (dt.date(2005, 12, 31), Mark.WORK, NEW_YEAR),
    (dt.date(2011, 6, 5), Mark.REST, DRAGON_BOAT),
    (dt.date(2012, 6, 23), Mark.REST, DRAGON_BOAT),
)


def notice_title(year: int) -> str:
    """What the yearly notice is called; no document number, which the library does not carry."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def _source(day: dt.date, festival: str) -> str:
    if festival == constants.Holiday.anti_fascist_70th_day.value:
        return SPECIAL_NOTICES["2015-09"]
    if festival == constants.Holiday.labour_day.value and day.year == 2019:
        return SPECIAL_NOTICES["2019-05"]
    if dt.date(2020, 1, 31) <= day <= dt.date(2020, 2, 2):
        return SPECIAL_NOTICES["2020-01"]
    belongs_to_next = festival == NEW_YEAR and day.month == 12
    return notice_title(day.year + 1 if belongs_to_next else day.year)


@cache
def seed_calendar() -> Calendar:
    """Version 1 of the table, with the festival and the notice of each day."""
    names = {each.value: each.chinese for each in constants.Holiday}
    rows = [
        *((day, Mark.REST, festival) for day, festival in constants.holidays.items()),
        *((day, Mark.WORK, festival) for day, festival in constants.workdays.items()),
        *MISSING,
    ]
    entries = [Entry(day, mark, _source(day, name), names[name]) for day, mark, name in rows]
    years = range(min(constants.holidays).year, max(constants.holidays).year + 1)
    return Calendar(tuple(entries), official=frozenset(years), version=1)
