"""The lines of a paper's items: the very words that are answered, chased and concluded."""

from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.states import Nature
from supervision.instruments.wording.names import chinese_number
from supervision.instruments.wording.parts import KindPart, Listing
from supervision.problems.models import Problem

MANY = 8  # items with a fact: with more of them all stands in the annexed list
_ENDS = ("。", "！", "？", "；", "：", "。”", "！”", "？”", "…")
LONG = 200  # characters of a fact that make it stand there


def listed_apart(paper: Instrument, parts: tuple[KindPart, ...]) -> bool:
    """Whether the facts stand in the annexed 问题清单, in the text the demands alone or nothing (`summed_up`)."""
    if any(summed_up(paper, part) for part in parts):
        return True
    if not any(part.listing is Listing.TOGETHER for part in parts):
        return False
    told = _told(paper)
    return len(told) > MANY or any(len(item.statement) > LONG for item in told)


def _told(paper: Instrument) -> list[InstrumentItem]:
    return [item for item in paper.items if item.statement.strip()]


def summed_up(paper: Instrument, part: KindPart) -> bool:
    """Whether the part only says what the items are and where they stand: of many items, where its text can say so."""
    if part.listing not in (Listing.TOGETHER, Listing.FACTS, Listing.OWED):
        return False
    counted = paper.items if part.listing is Listing.OWED else _told(paper)
    if len(counted) <= MANY:
        return False
    return "{问题清单}" in part.text or "{意见引语}" in part.text


def lines(paper: Instrument, part: KindPart, *, apart: bool) -> list[str]:
    """The items as `part` lists them, a paragraph a line."""
    if part.listing is Listing.NONE or (apart and summed_up(paper, part)):
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


def ended(words: str) -> str:
    """As a sentence: with its full stop."""
    said = words.strip()
    return said if not said or said.endswith(_ENDS) else f"{said}。"


def ordered(demand: str) -> str:
    """责令你单位…: a decision orders, it does not ask."""
    said = demand.strip()
    return (
        f"责令你单位{said.removeprefix('请').removeprefix('你单位')}"
        if said.startswith("请")
        else said
    )


def asked(demand: str) -> str:
    """请…: a letter about a decision asks for what that ordered."""
    said = demand.strip()
    return f"请{said.removeprefix('责令你单位')}" if said.startswith("责令你单位") else said


def breach(item: InstrumentItem) -> str:
    """The provision that the fact is against, as a sentence; of a matter passed on, if it proves true."""
    said = against(item.provision)
    return f"如情况属实，{said}" if said and item.nature is Nature.MATTER else said


def against(provision: str) -> str:
    """上述做法不符合《…》第三条的规定。"""
    rule = provision.strip().rstrip("。")
    return f"上述做法不符合{rule}{'' if rule.endswith('规定') else '的规定'}。" if rule else ""


def case_of(item: InstrumentItem, between: str = " ") -> str:
    """所涉案件文号 and 案由 of an item's problem."""
    return "" if item.problem is None else _case(item.problem, between)


def _case(problem: Problem, between: str) -> str:
    return between.join(said for said in (problem.case_number, problem.case_cause) if said)


def named_case(problem: Problem | None, told: str) -> str:
    """The case as a sentence; nothing where heading or fact (`told`) name it already."""
    if problem is None or not (case := _case(problem, "，")):
        return ""
    return "" if (problem.case_number or problem.case_cause) in told else f"所涉案件：{case}。"


def _named_case(item: InstrumentItem) -> str:
    return named_case(item.problem, f"{item.heading}{item.statement}")


def fact(item: InstrumentItem, *, case: bool = True) -> str:
    """The fact with its case and the provision it is against; `case` is left out where a table has it apart."""
    told = ended(item.statement)
    return f"{told}{_named_case(item) if case and told else ''}{breach(item)}"


def _together(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    heading, told = item.heading.strip().rstrip("。"), fact(item)
    found = [f"{number}{heading}"] if heading else []
    if told:
        found.append(told if heading else f"{number}{told}")
    label = part.label if told else ""
    before = "" if found else number
    return [*_run_in(found, number), *f"{before}{label}{ended(item.demand)}".split("\n")]


def _run_in(lines: list[str], number: str) -> list[str]:
    """A single item has no number: its heading begins the paragraph, a line of its own would look like a lost one."""
    if number or not lines:
        return lines
    return [f"{ended(lines[0])}{''.join(lines[1:2])}", *lines[2:]]


def _brief(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    heading = item.heading.strip().rstrip("。")
    if not heading:
        return f"{number}{ended(item.demand)}".split("\n")
    found = _run_in([f"{number}{heading}"], number)
    return [*found, *f"{part.label}{ended(item.demand)}".split("\n")]


def _owed(item: InstrumentItem, number: str, part: KindPart) -> list[str]:
    """As briefly, with what is still owed where a person says or the record has it."""
    heading, told = item.heading.strip().rstrip("。"), ended(item.statement)
    first = [f"{number}{heading}", *([told] if told else [])] if heading else [f"{number}{told}"]
    demand = f"{part.label}{ended(item.demand)}"
    found = [*_run_in(first, number), *demand.split("\n")]
    return found if heading or told else _brief(item, number, part)


def _facts(item: InstrumentItem, number: str, _part: KindPart) -> list[str]:
    heading, told = item.heading.strip().rstrip("。"), fact(item)
    if heading and told:
        return f"{number}{heading}。{told}".split("\n")
    return f"{number}{ended(told or heading or item.demand)}".split("\n")


def _demands(item: InstrumentItem, number: str, _part: KindPart) -> list[str]:
    return f"{number}{ended(item.demand)}".split("\n")


_LINES = {
    Listing.TOGETHER: _together,
    Listing.BRIEF: _brief,
    Listing.OWED: _owed,
    Listing.FACTS: _facts,
    Listing.DEMANDS: _demands,
}
