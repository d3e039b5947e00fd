"""The lines of a paper's items: the very words that are answered, chased and concluded."""

from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.wording.names import chinese_number
from supervision.instruments.wording.parts import KindPart, Listing

MANY = 8  # items with a fact: with more of them the facts stand in the annexed list
LONG = 200  # characters of a fact that make it stand there


def listed_apart(paper: Instrument, parts: tuple[KindPart, ...]) -> bool:
    """Whether the facts stand in the annexed 问题清单, the demands alone in the text."""
    if not any(part.listing is Listing.TOGETHER for part in parts):
        return False
    told = [item for item in paper.items if item.statement.strip()]
    return len(told) > MANY or any(len(item.statement) > LONG for item in told)


def lines(paper: Instrument, part: KindPart, *, apart: bool) -> list[str]:
    """The items as `part` lists them, a paragraph a line."""
    if part.listing is Listing.NONE:
        return []
    listing = Listing.BRIEF if apart and part.listing is Listing.TOGETHER else part.listing
    alone = len(paper.items) == 1
    return [
        line
        for item in paper.items
        for line in _LINES[listing](item, "" if alone else _number(item.seq, part.level), part)
    ]


def _number(seq: int, level: int) -> str:
    number = chinese_number(seq)
    return f"{number}、" if level == 1 else f"（{number}）"


def breach(item: InstrumentItem) -> str:
    """The provision that the fact is against, as a sentence."""
    rule = item.provision.strip().rstrip("。")
    if not rule:
        return ""
    return f"上述做法不符合{rule}。" if rule.endswith("规定") else f"上述做法不符合{rule}的规定。"


def fact(item: InstrumentItem) -> str:
    """The fact with the provision it is against."""
    told = item.statement.strip()
    ended = told if not told or told.endswith(("。", "！", "？", "；")) else f"{told}。"
    return f"{ended if item.provision.strip() else told}{breach(item)}"


def _together(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    heading, told = item.heading.strip().rstrip("。"), fact(item)
    found = [f"{number}{heading}"] if heading else []
    if told:
        found.append(told if heading else f"{number}{told}")
    label = part.label if told else ""
    before = "" if found else number
    return [*found, *f"{before}{label}{item.demand.strip()}".split("\n")]


def _brief(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    heading = item.heading.strip().rstrip("。")
    if not heading:
        return f"{number}{item.demand.strip()}".split("\n")
    return [f"{number}{heading}", *f"{part.label}{item.demand.strip()}".split("\n")]


def _owed(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    """As briefly, with what is still owed where a person says or the record has it."""
    heading, told = item.heading.strip().rstrip("。"), item.statement.strip()
    first = [f"{number}{heading}", *([told] if told else [])] if heading else [f"{number}{told}"]
    demand = f"{part.label}{item.demand.strip()}"
    return [*first, *demand.split("\n")] if heading or told else _brief(item, number, part)


def _facts(item: InstrumentItem, number: str, _part: KindPart) -> list[str]:
    heading, told = item.heading.strip().rstrip("。"), fact(item)
    if heading and told:
        return f"{number}{heading}。{told}".split("\n")
    return f"{number}{told or heading or item.demand.strip()}".split("\n")


def _demands(item: InstrumentItem, number: str, _part: KindPart) -> list[str]:
    return f"{number}{item.demand.strip()}".split("\n")


_LINES = {
    Listing.TOGETHER: _together,
    Listing.BRIEF: _brief,
    Listing.OWED: _owed,
    Listing.FACTS: _facts,
    Listing.DEMANDS: _demands,
}
