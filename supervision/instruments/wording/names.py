"""How a paper speaks of itself, its issuer, its reader and its term: one word for each."""

import re
from collections.abc import Sequence
from datetime import date

from supervision.core import clock
from supervision.core.deadlines import term_text

_DIGITS = "零一二三四五六七八九"
_OWN = (("委员会", "我委"), ("办公室", "我办"), ("局", "我局"), ("厅", "我厅"), ("委", "我委"), ("办", "我办"))  # fmt: skip
_HONOURED = (
    ("委员会", "贵委"), ("办公室", "贵办"), ("法院", "贵院"), ("检察院", "贵院"), ("局", "贵局"), ("厅", "贵厅"),
    ("委", "贵委"), ("办", "贵办"),
)  # fmt: skip
_PARTY = re.compile(  # organs of Party, congress and justice, as their names say: 市委, but no 委员会 and nothing 委托
    r"中共|党委|党工委|[省市县区州旗盟]委(?![员托])|政法委|组织部|宣传部|统战部|巡察|巡视|纪委|纪检|监委|监察委|人大|政协|法院|检察"
)
_THIS = ("意见书", "通知书", "决定书", "通知", "通报", "函")
EACH, SOME = (
    "各单位",
    "有关单位",
)  # the readers of a paper to many units; those of them it speaks of
TOGETHER = "我们"  # how several bodies speak of themselves, whatever each of them is
ALONE = ("我局", "我厅", "我委", "我办", "本机关")
_SENT_TO = re.compile(
    f"(?<=报送){TOGETHER}|(?<=函复){TOGETHER}|(?<=函告){TOGETHER}|(?<=向){TOGETHER}(?=书面)"
)
_ACTIVITY = ("行动", "检查", "监督", "评查", "抽查", "巡察", "工作")


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese, for 一、二、… of the first level."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{'' if tens == 1 else _DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"


def own_name(issuer: str) -> str:
    """我局 of a 局, 我厅 of a 厅 …; 本机关 where the name ends otherwise."""
    return next((short for ending, short in _OWN if issuer.endswith(ending)), "本机关")


def issuers(lead: str, others: Sequence[str]) -> str:
    """As a title names them: both bodies, of more the 主办 and how many they are."""
    if len(others) == 1:
        return f"{lead} {others[0]}"
    return f"{lead}等{len(others) + 1}部门" if others else lead


def jointly(words: str, lead: str) -> str:
    """What several bodies say as 我们: what is sent to them goes to the 主办 body, by its name."""
    return _SENT_TO.sub(lead, words)


def reader_name(name: str, *, honoured: bool = False) -> str:
    """你单位 to a supervised unit; 贵局, 贵办 … upwards and to organs of Party, congress and justice."""
    if not honoured and not _PARTY.search(name):
        return "你单位"
    return next((short for ending, short in _HONOURED if name.endswith(ending)), "贵单位")


def this_paper(kind_name: str) -> str:
    """本意见书, 本通知书, 本决定书, 本函: never the full name again."""
    return next((f"本{word}" for word in _THIS if kind_name.endswith(word)), "本文书")


def action_name(title: str) -> str:
    """The action as a sentence names it: without quotes, with 工作 where the title names no activity."""
    return title if not title or title.endswith(_ACTIVITY) else f"{title}工作"


def period(begin: date, end: date) -> str:
    """2023年3月6日至6月30日, 2026年1月5日至30日: year and month once where they are the same."""
    last = clock.chinese_date(end)
    if begin.year == end.year:
        last = last.removeprefix(f"{end.year}年")
        last = last.removeprefix(f"{end.month}月") if begin.month == end.month else last
    return f"{clock.chinese_date(begin)}至{last}"


def term_words(paper: str, *, number: int | None, unit: str, fixed: date | None = None) -> str:
    """The one wording of a term, for every kind and both forms; `paper` is 本函, 本通知书 …"""
    if fixed is not None:
        return f"于{clock.chinese_date(fixed)}前（含当日）"
    return f"自收到{paper}之日起{term_text(number, unit)}内" if number is not None else ""


def plan_words(term: str, noun: str) -> str:
    """By when the plan is to be filed, and what it says."""
    return f"整改方案请{term}报送，逐{noun}写明整改措施、责任人和完成时间。" if term else ""


def nested_quotes(text: str) -> str:
    """‘ ’ inside “ ” (GB/T 15834), whatever a title brought along."""
    depth, found = 0, []
    for char in text:
        if char == "“":
            depth += 1
            found.append("“" if depth % 2 else "‘")
        elif char == "”":
            found.append("’" if depth and depth % 2 == 0 else "”")
            depth = max(depth - 1, 0)
        else:
            if char == "\n":
                depth = 0
            found.append(char)
    return "".join(found)
