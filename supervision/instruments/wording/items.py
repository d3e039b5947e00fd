"""The lines of a paper's items: the very words that are answered, chased and concluded."""

from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.states import Nature
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
    """The provision that the fact is against, as a sentence; of a matter passed on, if it proves true."""
    rule = item.provision.strip().rstrip("。")
    if not rule:
        return ""
    proven = "如情况属实，" if item.nature is Nature.MATTER else ""
    return f"{proven}上述做法不符合{rule}{'' if rule.endswith('规定') else '的规定'}。"


def case_of(item: InstrumentItem, between: str = " ") -> str:
    """所涉案件文号 and 案由 of an item's problem."""
    if item.problem is None:
        return ""
    return between.join(
        said for said in (item.problem.case_number, item.problem.case_cause) if said
    )


def _named_case(item: InstrumentItem) -> str:
    """The case as a sentence; nothing where heading or fact name it already."""
    case, problem = case_of(item, "，"), item.problem
    told = f"{item.heading}{item.statement}"
    if problem is None or not case or (problem.case_number or problem.case_cause) in told:
        return ""
    return f"所涉案件：{case}。"


def fact(item: InstrumentItem, *, case: bool = True) -> str:
    """The fact with its case and the provision it is against; `case` is left out where a table has it apart."""
    told = item.statement.strip()
    ended = told if not told or told.endswith(("。", "！", "？", "；")) else f"{told}。"
    rest = f"{_named_case(item) if case and told else ''}{breach(item)}"
    return f"{ended if rest else told}{rest}"


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
