"""How a holiday notice writes its days: lists, ranges, weekdays in brackets, years left out."""

import datetime as dt
import re

from supervision.core.deadlines.calendar import weekday

# After NFKC: full-width digits, brackets, colons and commas are ASCII by now.
DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
RANGE = rf"{DATE}(?:(?:至|到|[-—–―~]+){DATE})?"
DATE_PARTS = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<said>[^()]*)\))?"
)
SAID_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


def days_of(
    text: str, festival: str, year: int, *, before: dt.date | None, faults: list[str]
) -> list[dt.date]:
    """The days of a list such as 9月29日、30日 or 1月1日(周四)至3日(周六).

    `before` lends its month to a list that names none (2007: “17日、25日上班”). What is
    wrong is appended to `faults`.
    """
    days: list[dt.date] = []
    last = None if re.match(r"(?:\d{4}年)?\d{1,2}月", text) else before
    for part in re.findall(RANGE, text):
        ends = []
        for match in DATE_PARTS.finditer(part):
            last = _date(match, last, festival, year, faults)
            if last is None:
                return days
            ends.append(last)
        length = (ends[-1] - ends[0]).days
        if not 0 <= length <= 31:
            faults.append(f"“{festival}”的起止日期不合理：{part}")
            continue
        days += [ends[0] + dt.timedelta(days=number) for number in range(length + 1)]
    return days


def _date(
    match: re.Match[str], before: dt.date | None, festival: str, notice_year: int, faults: list[str]
) -> dt.date | None:
    """One date; year and month left out are those of the date before it."""
    month = int(match["month"]) if match["month"] else (before.month if before else 0)
    if match["year"]:
        year = int(match["year"])
    elif before:
        year = before.year + (month < before.month)
    else:
        # 元旦 may begin in the old year: its December days lie before the year of the notice.
        year = notice_year - ("元旦" in festival and month == 12)
    try:
        day = dt.date(year, month, int(match["day"]))
    except ValueError:
        faults.append(f"“{festival}”中没有这一天：{match.group()}")
        return None
    said = SAID_WEEKDAY.search(match["said"] or "")
    if said and said.group(1).replace("天", "日") != weekday(day)[1]:
        faults.append(f"星期不符：{match.group()}应为{weekday(day)}（按{year}年）")
    return day
