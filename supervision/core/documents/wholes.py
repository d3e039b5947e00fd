"""Owns what stays whole on a line beyond single words: 文号, dates, a number with its measure word, URLs."""

import re
from collections.abc import Iterator

_MEASURES = (
    "个工作日|工作日|个自然日|自然日|个月|小时|分钟|万元|亿元|平方米|公里|公斤|个百分点|"
    "[个件条项份次日天年月周季家户人名页面元万亿号款段章节处起宗类级批期届楼层台辆枚吨米克倍岁分秒时]"
)
_CHINESE = "[一二三四五六七八九十百千零〇两]"
_WORDS_BEFORE = (
    "根据按照依和的及与以在由对将为把经见到自从向于第"  # never the office's code of a 文号
)
_WHOLE = re.compile(
    rf"(?:(?![{_WORDS_BEFORE}])[\u4e00-\u9fff]){{0,6}}〔\d{{4}}〕第?\d+号"
    r"|\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月\d{1,2}日"
    rf"|第{_CHINESE}{{1,7}}[条款项章节]"
    rf"|第?(?<![\d,.])\d[\d,.]*+(?:{_MEASURES})"
)
_URL = re.compile(r"(?:(?<![a-z0-9])[a-z][a-z0-9+.]{1,11}://|www\.)[!-~]+", re.IGNORECASE)
_CUTS = "/.-"


def wholes(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every part that no line may break."""
    for found in _WHOLE.finditer(text):
        yield found.span()


def urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every URL; a full stop of the sentence is none of it."""
    for found in _URL.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(".,;"))


def cuts(text: str, start: int, end: int) -> Iterator[int]:
    """The places before which a line may begin inside a URL: after / . and -, not inside ://."""
    for place in range(start + 1, end):
        if text[place - 1] in _CUTS and text[place] not in "/.-":
            yield place
