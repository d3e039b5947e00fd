"""How a paper speaks to its reader: a decision orders and does not ask; nothing but a decision orders."""

import re
from collections.abc import Iterator, Sequence

from supervision.instruments.models import Instrument
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording.blocks import Block
from supervision.instruments.wording.lack import Lack
from supervision.instruments.wording.parts import Part
from supervision.instruments.wording.slots import FORMAL

_DECIDES = (
    Part.BASIS, Part.MATTERS, Part.DEMAND, Part.TERM, Part.REPLY, Part.REMEDY, Part.CONSEQUENCE,
    Part.CLOSING,
)  # fmt: skip  # what comes before tells what was done and said
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》")
_ASKS = re.compile(
    r"(?<![申提报呈聘邀函宴])请(?![求示假柬帖])|(?:希望|建议)(?=你|贵)|(?<![希盼])望(?=你|贵)|为[盼荷]"
)
_ORDERS = re.compile(r"责令(?:你|贵)(?:单位|[局委办院厅])")


def lacks(paper: Instrument, parts: Sequence[Block]) -> Iterator[Lack]:
    """Where it asks though it decides, or orders though it is no decision."""
    wrong = _asks if paper.kind.purpose is KindPurpose.DECISION else _orders
    if wrong is _orders and paper.kind.purpose in FORMAL:
        return  # what a review changes or a revocation names may be an order
    for item in paper.items:
        if said := wrong(_QUOTED.sub("", item.demand)):
            yield Lack("items", f"第{item.seq}{paper.kind.item_noun}", said)
    for block in parts:
        part = block.kind.part
        if part in _DECIDES and (said := wrong(_QUOTED.sub("", block.words))):
            yield Lack(part.value, part.label, said)


def _asks(words: str) -> str:
    found = _ASKS.search(words)
    mend = "改为“责令你单位……”或者“你单位应当……”"
    return f"决定书作出决定，不写“{found[0]}”，{mend}" if found else ""


def _orders(words: str) -> str:
    found = _ORDERS.search(words)
    return f"“{found[0]}”只用于决定书，改为“请……”" if found else ""
