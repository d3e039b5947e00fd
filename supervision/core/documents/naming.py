"""Owns how several names stand in a line: those of one sort joined by 、, the sorts by ，."""

import re
from collections.abc import Sequence
from itertools import pairwise

from supervision.core.documents.text import clean

_SORTS = (  # the first that fits
    re.compile(r"法院|检察院"),
    re.compile(r"人大|政协"),
    re.compile(  # 市委, but neither 委员会 nor what is 委托
        r"中共|党委|党工委|党组|[省市县区州旗盟]委(?!员会|托)|纪委|监委|监察委|政法委|组织部|宣传部|统战部|巡察|巡视"
    ),
    re.compile(r"(?:人民政府|管委会|管理委员会|街道办事处)$"),
    re.compile(r"(?:局|厅|委员会|委|办公室|办|处|站|所|队|中心|分局)$"),
)
_SEVERAL = re.compile("[、，]")  # 各县、区人民政府: one name for many


def listed(names: Sequence[str], *, by_sort: bool = True) -> str:
    """市公安局、市财政局，市中级人民法院. The first rules put ， between all of them."""
    called = [clean(name).rstrip("：") for name in names]
    if not by_sort or len(called) < 2:
        return "，".join(called)
    parts = [f"{'、' if _alike(before, name) else '，'}{name}" for before, name in pairwise(called)]
    return called[0] + "".join(parts)


def _alike(one: str, other: str) -> bool:
    if _SEVERAL.search(one) or _SEVERAL.search(other):
        return False
    return _sort(one) == _sort(other)


def _sort(name: str) -> int:
    return next((place for place, sort in enumerate(_SORTS) if sort.search(name)), len(_SORTS))
