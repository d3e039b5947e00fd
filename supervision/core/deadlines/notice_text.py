"""A holiday notice as it was found: tables of gov.cn, hard wraps, invisible signs; title, number and day of it."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = dict.fromkeys(
    (0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065))
)
LABEL = re.compile(
    r"^(?:索引号|主题分类|发文机关|成文日期|发文字号|发布日期|主题词|公文种类|有效性|来源|字体|字号|责任编辑):"
)
STARTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)"
    r"|[^。:,\d]{0,6}(?:元旦|春节|清明|劳动|端午|中秋|国庆|五一|十一)[^。:,]{0,12}:"
    r"|各(?:地区|省|市)|现将|经国务院|国务院|国办发|\d{4}年\d{1,2}月\d{1,2}日$)"
)
NATIONAL = re.compile(r"国务院(?:办公厅)?关于[^。:\n《》]{2,60}?的(?:紧急)?通知")
ANY_TITLE = re.compile(r"[\u4e00-\u9fff\d、]{0,30}?关于[^。:\n《》]{2,60}?的(?:通知|公告|通告)")
QUOTED = re.compile(r"《[^》]*》")
NUMBER = re.compile(r"(国办?发(?:明电)?)[〔\[(【](\d{4})[〕\])】](\d{1,4})号")
DATED = re.compile(r"成文日期:\n?(\d{4})年(\d{1,2})月(\d{1,2})日")
LONE_DATE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$", re.MULTILINE)
OLD_DATE = re.compile(r"^([一二三四五六七八九0]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$", re.MULTILINE)  # fmt: skip
DIGITS = {sign: number for number, sign in enumerate("0一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Found:
    """The text as paragraphs, and what its head says of it."""

    text: str
    titles: tuple[str, ...]  # of the State Council, each once, those quoted in the text left out
    other_title: str  # of whoever else, where none is the State Council's
    forwarded: bool
    number: str
    issued: dt.date | None


def read(text: str) -> Found:
    """One kind of digit, bracket and colon, whole paragraphs; what the head says taken out."""
    plain = unicodedata.normalize("NFKC", text.translate(INVISIBLE)).replace("\r", "\n")
    plain = plain.replace("〇", "0").replace("○", "0").replace("〜", "~")
    plain = re.sub(r"[^\S\n]+|[“”\"'‘’]+", "", plain)
    lines = [line.removeprefix("标题:") for line in plain.split("\n") if line]
    whole = "".join(line for line in lines if not LABEL.match(line))
    unquoted = QUOTED.sub("", whole)
    other = ANY_TITLE.search(unquoted)
    return Found(
        text="\n".join(_paragraphs([line for line in lines if not LABEL.match(line)])),
        titles=tuple(dict.fromkeys(NATIONAL.findall(unquoted))),
        other_title=other.group() if other else "",
        forwarded="转发国务院" in whole,
        number=_number(plain),
        issued=_issued(plain),
    )


def _paragraphs(lines: list[str]) -> list[str]:
    """A line that begins nothing of its own goes on with the one before."""
    found: list[str] = []
    for line in lines:
        inside = found and found[-1].rfind("(") > found[-1].rfind(")")
        if found and (inside or not STARTS.match(line)):
            found[-1] += line
        else:
            found.append(line)
    return found


def _number(plain: str) -> str:
    match = NUMBER.search(plain)
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else ""


def _issued(plain: str) -> dt.date | None:
    """成文日期 of the table, else the last date that stands alone."""
    written = DATED.findall(plain) or LONE_DATE.findall(plain)[-1:]
    old = [] if written else OLD_DATE.findall(plain)[-1:]
    parts = [tuple(map(int, each)) for each in written]
    parts += [("".join(str(DIGITS[s]) for s in y), _small(m), _small(d)) for y, m, d in old]  # type: ignore[misc]
    for year, month, day in parts:
        try:
            return dt.date(int(year), month, day)
        except ValueError:
            continue
    return None


def _small(text: str) -> int:
    """十二, 二十一, 三十: a number below forty in signs."""
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    return (DIGITS[tens] if tens else 1) * 10 * bool(ten) + (DIGITS[ones] if ones else 0)
