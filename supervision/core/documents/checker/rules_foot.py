"""Rules of the foot: page numbers and the 版记."""

from collections.abc import Iterator

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line
from supervision.core.documents.checker.reading import Box
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm

_NEAR = 0.5


def page_numbers(paper: Anatomy) -> Row:
    """4号 with a dash at each side, 7 mm below 版心, odd at the right, even at the left."""
    wanted = "— n —，中线269 ± 0.5 mm，单页居右空一字、双页居左空一字"
    faults = list(_number_faults(paper))
    seen = paper.page_numbers
    got = f"{len(seen)}面有页码" if seen else "首页不编页码"
    return judged("page_numbers", "页码", wanted, got=got, faults=faults)


def _number_faults(paper: Anatomy) -> Iterator[Fault]:
    for page in paper.pages:
        line = paper.page_numbers.get(page.number)
        if line is None:
            if not _may_lack(paper, page.number):
                yield Fault(f"第{page.number}面", "没有页码")
            continue
        if _must_lack(paper, page.number):
            yield Fault(line.place, "此面不应有页码")
        yield from _misplaced(page.number, line)


def _misplaced(number: int, line: Line) -> Iterator[Fault]:
    if line.text != f"— {number} —":
        yield Fault(line.place, f"页码为“{line.text}”，应为“— {number} —”")
    middle = (line.top + line.bottom) / 2
    if abs(middle - std.PAGE_NUMBER_MIDDLE) > _NEAR:
        yield Fault(line.place, f"中线在{mm(middle)}")
    edge = std.RIGHT - std.EM_SMALL if number % 2 else std.LEFT + std.EM_SMALL
    got = line.x1 if number % 2 else line.x0
    if abs(got - edge) > _NEAR:
        yield Fault(line.place, f"{'右' if number % 2 else '左'}边在{mm(got)}，应为{mm(edge)}")


def _must_lack(paper: Anatomy, number: int) -> bool:
    """A letter's first page, and a blank page with the 版记 page behind it."""
    return (paper.style is Style.LETTER and number == 1) or _by_blank(paper, number)


def _may_lack(paper: Anatomy, number: int) -> bool:
    two_page_letter = paper.style is Style.LETTER and len(paper.pages) == 2
    return two_page_letter or _must_lack(paper, number)


def _by_blank(paper: Anatomy, number: int) -> bool:
    last = len(paper.pages)
    if last < 2 or number < last - 1 or paper.text(last):
        return False
    page = paper.pages[last - 2]
    words = [line for line in paper.lines[last - 1] if line is not paper.page_numbers.get(last - 1)]
    return not (words or page.turned or page.drawings)


def imprint_place(paper: Anatomy) -> Row:
    """The 版记 stands on the last page alone, an even one when both sides are printed."""
    wanted = "在末面" + ("（双面印刷为双数页）" if _even_wanted(paper) else "")
    last = len(paper.pages)
    faults = [
        Fault(f"第{page.number}面", "版记不在末面")
        for page in paper.pages[:-1]
        if paper.imprint_on(page.number)
    ]
    if not paper.imprint and not faults:
        if paper.style is Style.LETTER:
            return idle("imprint_place", "版记", wanted, "没有版记")
        faults.append(Fault(f"第{last}面", "没有版记"))
    elif _even_wanted(paper) and last % 2:
        faults.append(Fault(f"第{last}面", f"共{last}面，版记在单数页"))
    return judged("imprint_place", "版记", wanted, got=f"第{last}面", faults=faults)


def _even_wanted(paper: Anatomy) -> bool:
    return paper.duplex and paper.style is Style.OFFICIAL


def imprint_rules(paper: Anatomy) -> Row:
    """As wide as 版心; first and last 0.35 mm, those between 0.25 mm; a letter has none."""
    letter = paper.style is Style.LETTER
    wanted = (
        "信函版记不加分隔线" if letter else "与版心等宽，首末线0.35 mm，中间线0.25 mm（± 0.05）"
    )
    if not paper.imprint:
        return idle("imprint_rules", "版记分隔线", wanted, "没有版记")
    rules = _rules(paper)
    place = f"第{len(paper.pages)}面版记"
    if letter:
        faults = [Fault(place, f"有{len(rules)}条分隔线")] if rules else []
        return judged("imprint_rules", "版记分隔线", wanted, got="没有分隔线", faults=faults)
    faults = [Fault(place, text) for text in _rule_faults(rules)]
    got = "、".join(f"{rule.height:.2f}" for rule in rules) + " mm"
    special = paper.special.tight
    return judged("imprint_rules", "版记分隔线", wanted, got=got, faults=faults, special=special)


def _rules(paper: Anatomy) -> list[Box]:
    """Black rules from just above the 版记's first line on; a table's last rule lies higher."""
    start = paper.imprint[0].top - 2.2
    return [r for r in paper.pages[-1].rules if not r.red and r.top > start]


def _rule_faults(rules: list[Box]) -> Iterator[str]:
    if len(rules) < 2:
        yield f"只有{len(rules)}条分隔线"
    for place, rule in enumerate(rules):
        wanted = std.THICK if place in (0, len(rules) - 1) else std.THIN
        if abs(rule.height - wanted) > 0.05:
            yield f"第{place + 1}条粗{mm(rule.height)}，应为{mm(wanted)}"
        if abs(rule.x0 - std.LEFT) > 0.3 or abs(rule.x1 - std.RIGHT) > 0.3:
            yield f"第{place + 1}条在{mm(rule.x0)}至{mm(rule.x1)}"


def imprint_foot(paper: Anatomy) -> Row:
    """The last rule coincides with 版心's bottom edge; a letter's last line is in its place."""
    wanted = "末线下边缘与版心下边缘重合，262 ± 0.05 mm"
    if not paper.imprint or paper.style is Style.LETTER:
        return idle("imprint_foot", "版记末线位置", wanted, "没有版记分隔线")
    rules = _rules(paper)
    place = f"第{len(paper.pages)}面版记"
    if not rules:
        fault = Fault(place, "没有末线")
        return judged("imprint_foot", "版记末线位置", wanted, got="", faults=[fault])
    foot = rules[-1].bottom
    faults = [Fault(place, mm(foot))] if abs(foot - std.BOTTOM) > 0.05 else []
    return judged("imprint_foot", "版记末线位置", wanted, got=mm(foot), faults=faults)
