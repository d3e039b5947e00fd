"""The pasted text of a holiday notice, read into calendar rows with a preview and faults."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field

from supervision.core.deadlines import decree
from supervision.core.deadlines.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Entry,
    Mark,
    problems,
)
from supervision.core.deadlines.notice_checks import doubts, net_days
from supervision.core.deadlines.notice_dates import DATE, RANGE, days_of
from supervision.core.deadlines.notice_text import Found, read
from supervision.core.errors import DomainError

OTHER_FESTIVAL = (
    "纪念日"  # a special notice may give one; the yearly ones know those of the decree only
)
LONGEST_TEXT = 6_000  # characters; the longest notice so far has about a thousand
LONGEST_PROLONGED = 31
NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}

CLAIM = re.compile(
    rf"(?P<days>{RANGE}(?:[、和及]{RANGE})*)"
    r"(?P<verb>(?:调休)?放假|补休|调休|(?:均|都|照常|正常)?(?:上班|补班)|(?:均|都)?(?:照常|正常)工作)"
)
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d+[.、])?\s*(?!其中)(?:\d{4}年)?(?P<name>[^:\d。,]{2,30}):"
)
# 9月27日、28日两个公休日调至…: what is moved away is worked, said so or not, unless it is a day of the holiday.
MOVED = re.compile(
    rf"(?P<days>{RANGE}(?:[、和及]{RANGE})*)(?:[一两二三四五六]个)?公休日(?:及[^\d。,]{{2,4}})?(?:分别)?调[至到]"
)
WORKING = ("上班", "补班", "工作")
PROLONGED = re.compile(rf"延长(?:\d{{4}}年)?(?P<name>[^\d。,]{{2,6}})假期至(?P<until>{DATE})")
YEARLY = re.compile(r"关于\d{4}年(?:部分)?节假日")
CHANGING = "调整"  # such a notice speaks of all days of the festival that it names
COUNT = re.compile(r"^[^。;]{0,8}?(?:共|假)(?P<count>\d{1,2}|[一二三四五六七八九十])天")
# 关于2026年部分节假日…, not the date of the paper (2025年11月4日) before it.
YEAR = re.compile(r"(\d{4})年(?!\d)(?=[^。]{0,40}(?:节假日|放假|假期|纪念日|元旦|春节))")
NUMBER = r"[一二三四五六七八九十]{1,2}、"
PARAGRAPH = re.compile(
    rf"\n+|(?<=。)(?={NUMBER})|(?={NUMBER}[^\d。:,]{{2,15}}:\d)"
    r"|(?<=。)(?=(?!其中)[^\d。:,]{2,12}:[^。]{0,12}\d+日)"
)


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

    `errors` forbid applying it. `doubts` say what a yearly notice lacks: with them the year may only
    become official as an exception. `special`: not the yearly one; `digest` is of the text as pasted.
    """

    year: int | None
    title: str
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    errors: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    special: bool = False
    number: str = ""
    issued: dt.date | None = None
    digest: str = ""

    @property
    def official(self) -> bool:
        """Its year's whole notice: every festival, every day of the decree, the right net days."""
        return not (self.errors or self.doubts or self.special)

    @property
    def net(self) -> int:
        """Rest weekdays minus weekend days worked."""
        return net_days(self.entries)

    def onto(
        self, calendar: Calendar, *, later: frozenset[str] = frozenset(), excepted: bool = False
    ) -> Calendar:
        """The next version of `calendar` with this notice in it, in place of an earlier reading of it.

        What it doesn't speak of stays. Days decided by the `later` notices stay as well. `excepted`:
        two people vouch for it in spite of its doubts. Raises DomainError while there are errors.
        """
        if self.errors or self.year is None:
            raise DomainError("；".join(self.errors))
        settled = {e.day for e in calendar.entries if e.source in later}
        changed = {
            (e.day.year, e.name)
            for e in calendar.entries
            if e.source in later and CHANGING in e.source
        }
        entries = [
            e for e in self.entries
            if e.day not in settled and not _of_same_festival(e, changed)
        ]  # fmt: skip
        settles = self.official or (excepted and not self.special)
        return calendar.with_days(
            entries,
            official=[self.year] if settles else [],
            without=[e.day for e in calendar.entries if self._replaces(e, later)],
        )

    def _replaces(self, entry: Entry, later: frozenset[str]) -> bool:
        """An earlier reading of itself; and, of earlier notices, the festival that it changes."""
        if entry.source == self.title:
            return True
        if CHANGING not in self.title or entry.source in later:
            return False
        own = {(each.day.year, each.name) for each in self.entries}
        return _of_same_festival(entry, own)


def _of_same_festival(entry: Entry, others: set[tuple[int, str]]) -> bool:
    names = set(decree.festivals_in(entry.name))
    return any(
        year == entry.day.year and names & set(decree.festivals_in(name)) for year, name in others
    )


@dataclass(slots=True)
class _Reading:
    """The notice while it is being read."""

    year: int
    title: str
    special: bool
    calendar: Calendar
    entries: list[Entry] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def parse_notice(
    text: str, *, calendar: Calendar | None = None, year: int | None = None, title: str = ""
) -> Preview:
    """Read the text of a notice; `year` and `title` are needed only where the text lacks them.

    `calendar` is what a prolonged holiday goes on from. Never raises: what is wrong stands in
    `errors`, one Chinese sentence each.
    """
    if len(text) > LONGEST_TEXT:
        return _nothing(f"文本过长：请只粘贴通知正文（不超过{LONGEST_TEXT}字）")
    head = read(text)
    refused = _whose(head) if not title else ""
    if refused:
        return _nothing(refused)
    found = _year(head.text) if year is None else year
    if found is None:
        return _nothing("没有写明年份：请在文本中写明“××××年”，或另行选择年份")
    if not FIRST_YEAR <= found <= LAST_YEAR:
        return _nothing(f"年份{found}超出日历范围：只支持{FIRST_YEAR}年至{LAST_YEAR}年")
    called = title or head.titles[0]
    reading = _Reading(found, called, not YEARLY.search(called), calendar or Calendar())
    name = ""
    for paragraph in PARAGRAPH.split(head.text):
        name = _paragraph(paragraph.strip(), name, reading)
    _prolonged(head.text, reading)
    _finish(reading)
    names = [section.name for section in reading.sections]
    whole = reading.special or bool(reading.errors)
    return Preview(
        year=found,
        title=reading.title,
        entries=tuple(sorted(reading.entries, key=lambda each: each.day)),
        sections=tuple(reading.sections),
        errors=tuple(dict.fromkeys(reading.errors)),
        doubts=() if whole else tuple(doubts(found, names, reading.entries)),
        special=reading.special,
        number=head.number,
        issued=head.issued,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _whose(head: Found) -> str:
    """Why this is not one notice of the State Council; empty when it is."""
    if head.forwarded:
        return "这是转发的通知，可能另加了地方的安排：请粘贴国务院（办公厅）通知的原文"
    if len(head.titles) > 1:
        return f"文本中有{len(head.titles)}份通知（{'、'.join(head.titles)}），请一次只粘贴一份"
    if head.titles:
        return ""
    if head.other_title:
        return (
            f"“{head.other_title}”不是国务院（办公厅）的通知，不能作为全国放假安排录入；"
            "地方或本单位的假日请在“本地假日”中登记"
        )
    return "没有找到通知的标题（国务院办公厅关于……的通知），请连同标题一起粘贴"


def _year(plain: str) -> int | None:
    match = YEAR.search(plain.replace("\n", ""))
    if match:
        return int(match.group(1))
    # A notice about one festival writes its year in the dates; 元旦 may begin in the year before.
    written = re.findall(r"(\d{4})年(?=[^。]{0,40}(?:放假|上班))", plain)
    return max(map(int, written)) if written else None


def _nothing(error: str) -> Preview:
    return Preview(None, "", (), (), (error,))


def _prolonged(text: str, reading: _Reading) -> None:
    """延长2020年春节假期至2月2日: from the day after the holiday that the calendar has."""
    match = PROLONGED.search(text)
    if not match or not reading.special:
        return
    name = next(iter(decree.festivals_in(match["name"])), "")
    until = days_of(match["until"], name, reading.year, before=None, faults=reading.errors)
    known = [
        entry.day for entry in reading.calendar.entries
        if entry.day.year == reading.year and entry.mark is Mark.REST and name in decree.festivals_in(entry.name)
        and entry.source != reading.title
    ]  # fmt: skip
    if not name or not until or not known:
        reading.errors.append(f"日历中没有{reading.year}年{match['name']}的假期，无法延长")
        return
    count = (until[-1] - max(known)).days
    if not 0 < count <= LONGEST_PROLONGED:
        reading.errors.append(
            f"延长的截止日{match['until']}不在现有假期（至{max(known).isoformat()}）之后"
        )
        return
    days = tuple(max(known) + dt.timedelta(days=number) for number in range(1, count + 1))
    reading.entries += [Entry(day, Mark.REST, reading.title, name) for day in days]
    reading.sections.append(Section(name, match.group(), days, ()))


def _paragraph(text: str, name: str, reading: _Reading) -> str:
    """Read one numbered paragraph; returns the festival it speaks of."""
    heading = HEADING.match(text)
    if heading:
        title, body = heading["name"].strip(), text[heading.end() :]
        if _festival_in(title) or (CLAIM.search(body) and not _leads_in(title, reading)):
            name, text = title, body
    claims = sorted([*CLAIM.finditer(text), *MOVED.finditer(text)], key=lambda each: each.start())
    if not claims:
        if heading and re.search(r"\d+日", text):
            reading.errors.append(f"“{name}”一段没有认出放假或上班的日期：{text[:40]}")
        return name
    name = name or _festival_in(reading.title)
    rests: list[dt.date] = []
    works: list[dt.date] = []
    moved: list[dt.date] = []
    last: dt.date | None = None
    for claim in claims:
        days = days_of(claim["days"], name, reading.year, before=last, faults=reading.errors)
        last = days[-1] if days else last
        if claim.re is MOVED:
            moved += days
        elif claim["verb"].endswith(WORKING):
            works += days
        elif not _is_detail(text, claim.start(), days, rests):
            rests += days
            _check_count(text[claim.end("days") :], name, days, rests, reading)
    works += [day for day in moved if day not in rests and day not in works]
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
    named = decree.festivals_in(text)
    return named[0] if named else (OTHER_FESTIVAL if OTHER_FESTIVAL in text else "")


def _leads_in(title: str, reading: _Reading) -> bool:
    """特作如下调休: of a special notice leads in its days; it names no festival."""
    return reading.special and not title.endswith("节")


def _strange(name: str) -> bool:
    return not _festival_in(name)


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
    reading.errors += [
        f"“{section.name}”不是全国放假的节日，请核对是否为地方的通知"
        for section in reading.sections
        if _strange(section.name)
    ]
