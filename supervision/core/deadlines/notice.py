"""The pasted text of a yearly holiday notice, read into calendar rows with a preview and faults."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from supervision.core.deadlines.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Entry,
    Mark,
    problems,
)
from supervision.core.deadlines.notice_dates import RANGE, days_of
from supervision.core.errors import DomainError

FESTIVALS = {
    "元旦": "元旦",
    "春节": "春节",
    "清明": "清明节",
    "劳动": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
    "五一": "劳动节",
    "十一": "国庆节",
    "纪念日": "纪念日",
}
EXPECTED = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
# Until 2007 there were three long holidays; 清明、端午、中秋 came with 2008.
EXPECTED_BEFORE_2008 = ("元旦", "春节", "劳动", "国庆")
LONGEST_TEXT = 6_000  # characters; the longest notice so far has about a thousand
NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}

CLAIM = re.compile(
    rf"(?P<days>{RANGE}(?:[、和及]{RANGE})*)"
    r"(?P<verb>(?:调休)?放假|补休|调休|(?:均|都|照常|正常)?上班)"
)
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d+[.、])?\s*(?!其中)(?:\d{4}年)?(?P<name>[^:\d。,]{2,30}):"
)
COUNT = re.compile(r"^[^。;]{0,8}?(?:共|假)(?P<count>\d{1,2}|[一二三四五六七八九十])天")
# 关于2026年部分节假日…, not the date of the paper (2025年11月4日) before it.
YEAR = re.compile(r"(\d{4})年(?!\d)(?=[^。]{0,40}(?:节假日|放假|假期|纪念日|元旦|春节))")
NUMBER = r"[一二三四五六七八九十]{1,2}、"
PARAGRAPH = re.compile(
    rf"\n+|(?<=。)(?={NUMBER})|(?={NUMBER}[^\d。:,]{{2,15}}:\d)"
    r"|(?<=。)(?=(?!其中)[^\d。:,]{2,12}:[^。]{0,12}\d+日)"
)
TITLE = re.compile(r"国务院(?:办公厅)?关于[^。:\n]{2,60}?的通知")


@dataclass(frozen=True, slots=True)
class Section:
    """What the notice says of one festival, for the preview."""

    name: str
    text: str
    rests: tuple[dt.date, ...]
    works: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pasted notice would put into the calendar.

    `errors` forbid applying it, `warnings` want a look. `official` says whether every festival of
    the year is there, so that the year may be marked as having its notice.
    """

    year: int | None
    title: str
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    errors: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def official(self) -> bool:
        """Complete and free of faults."""
        return not self.errors and not self.warnings

    def onto(self, calendar: Calendar, *, official: bool | None = None) -> Calendar:
        """The next version of `calendar` with this notice in it, in place of an earlier reading.

        `official` overrules whether the year now has its notice. Raises DomainError while there
        are errors.
        """
        if self.errors or self.year is None:
            raise DomainError("；".join(self.errors))
        settled = self.official if official is None else official
        return calendar.with_days(
            self.entries,
            official=[self.year] if settled else [],
            without=[entry.day for entry in calendar.entries if entry.source == self.title],
        )


@dataclass(slots=True)
class _Reading:
    """The notice while it is being read."""

    year: int
    title: str
    entries: list[Entry] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def parse_notice(text: str, *, year: int | None = None, title: str = "") -> Preview:
    """Read the text of a notice; `year` and `title` are needed only where the text lacks them.

    Never raises: what is wrong stands in `errors`, one Chinese sentence each.
    """
    if len(text) > LONGEST_TEXT:
        return _nothing(f"文本过长：请只粘贴通知正文（不超过{LONGEST_TEXT}字）")
    plain = _plain(text)
    found = _year(plain) if year is None else year
    if found is None:
        return _nothing("没有写明年份：请在文本中写明“××××年”，或另行选择年份")
    if not FIRST_YEAR <= found <= LAST_YEAR:
        return _nothing(f"年份{found}超出日历范围：只支持{FIRST_YEAR}年至{LAST_YEAR}年")
    written = TITLE.search(plain.replace("\n", ""))
    reading = _Reading(found, title or (written.group() if written else _default_title(found)))
    name = ""
    for paragraph in PARAGRAPH.split(plain):
        name = _paragraph(paragraph.strip(), name, reading)
    _finish(reading)
    return Preview(
        year=found,
        title=reading.title,
        entries=tuple(sorted(reading.entries, key=lambda each: each.day)),
        sections=tuple(reading.sections),
        errors=tuple(reading.errors),
        warnings=tuple(reading.warnings),
    )


def _plain(text: str) -> str:
    """One kind of digit, bracket and colon; no blanks; no quotes round 五一."""
    plain = unicodedata.normalize("NFKC", text).replace("\r", "\n")
    plain = plain.replace("〇", "0").replace("○", "0")
    return re.sub(r"[ \t“”\"'‘’]+", "", plain)


def _default_title(year: int) -> str:
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def _year(plain: str) -> int | None:
    match = YEAR.search(plain.replace("\n", ""))
    if match:
        return int(match.group(1))
    # A notice about one festival writes its year in the dates; 元旦 may begin in the year before.
    written = re.findall(r"(\d{4})年(?=[^。]{0,40}(?:放假|上班))", plain)
    return max(map(int, written)) if written else None


def _nothing(error: str) -> Preview:
    return Preview(None, "", (), (), (error,), ())


def _paragraph(text: str, name: str, reading: _Reading) -> str:
    """Read one numbered paragraph; returns the festival it speaks of."""
    heading = HEADING.match(text)
    if heading:
        title, body = heading["name"].strip(), text[heading.end() :]
        if _festival_in(title) or CLAIM.search(body):
            name, text = title, body
    claims = list(CLAIM.finditer(text))
    if not claims:
        if heading and re.search(r"\d+日", text):
            reading.errors.append(f"“{name}”一段没有认出放假或上班的日期：{text[:40]}")
        return name
    name = name or _festival_in(reading.title)
    rests: list[dt.date] = []
    works: list[dt.date] = []
    last: dt.date | None = None
    for claim in claims:
        days = days_of(claim["days"], name, reading.year, before=last, faults=reading.errors)
        last = days[-1] if days else last
        if claim["verb"].endswith("上班"):
            works += days
        elif not _is_detail(text, claim.start(), days, rests):
            rests += days
            _check_count(text[claim.end("days") :], name, days, rests, reading)
    label = _label(name)
    reading.sections.append(Section(label, text, tuple(rests), tuple(works)))
    for mark, days in ((Mark.REST, rests), (Mark.WORK, works)):
        reading.entries += [Entry(day, mark, reading.title, label) for day in days]
    return name


def _is_detail(text: str, at: int, days: list[dt.date], rests: list[dt.date]) -> bool:
    """其中9月3日放假: a part of the range already given, not a day named twice."""
    sentence = text[:at].rpartition("。")[2]
    return "其中" in sentence and bool(days) and set(days) <= set(rests)


def _check_count(
    rest_of_text: str, name: str, days: list[dt.date], rests: list[dt.date], reading: _Reading
) -> None:
    """共N天 must be the days just given, or all of the festival so far."""
    match = COUNT.match(rest_of_text)
    if not match:
        return
    written = NUMERALS.get(match["count"]) or int(match["count"])
    if written not in (len(days), len(rests)):
        reading.errors.append(f"“{name}”天数不符：写明{written}天，按日期为{len(days)}天")


def _label(name: str) -> str:
    """“五一” and “十一” of the old notices get the festival's name; others stay as written."""
    return _festival_in(name) if name[:2] in ("五一", "十一") else name


def _festival_in(text: str) -> str:
    """The festival a heading or a title speaks of; empty when none."""
    return next((name for sign, name in FESTIVALS.items() if sign in text), "")


def _finish(reading: _Reading) -> None:
    """Faults of the whole: nothing read, days named twice, festivals missing."""
    if not reading.entries:
        reading.errors.append("没有认出任何放假或上班的日期，请核对文本或改用表单录入")
        return
    reading.errors += problems(reading.entries)
    strange = sorted(
        {entry.day.year for entry in reading.entries} - {reading.year, reading.year - 1}
    )
    reading.errors += [f"日期落在{year}年，与通知年份{reading.year}年不符" for year in strange]
    names = "".join(section.name for section in reading.sections)
    expected = EXPECTED if reading.year >= 2008 else EXPECTED_BEFORE_2008
    missing = [festival for festival in expected if festival not in names]
    if missing:
        reading.warnings.append(f"没有提到：{'、'.join(missing)}。若通知并未遗漏，请核对后再应用")
