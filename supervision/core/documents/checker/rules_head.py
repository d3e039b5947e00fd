"""Rules of the 版头: red mark, red rules, 发文字号."""

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy
from supervision.core.documents.checker.reading import Box
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm

_RULE_THICKNESS = (0.3, 1.0)  # not given by the standard; 0.35 to 0.7 is usual
_FIRST = "第1面"


def mark(paper: Anatomy) -> Row:
    """The red mark's ink begins 35 mm below 版心's top edge, a letter's 30 mm below the page's."""
    letter = paper.style is Style.LETTER
    place = std.LETTER_MARK_TOP if letter else std.MARK_TOP
    wanted = f"红色，墨迹上边缘距页顶{place:g} ± 1 mm"
    if not paper.mark:
        fault = Fault(_FIRST, "没有红色发文机关标志")
        return judged("mark", "发文机关标志", wanted, got="", faults=[fault])
    x0, x1 = (min(c.x0 for c in paper.mark), max(c.x1 for c in paper.mark))
    top, bottom = (min(c.top for c in paper.mark), max(c.bottom for c in paper.mark))
    ink = paper.reading.first_ink(1, Box(x0, x1, top - 2, bottom))
    if ink is None:
        return judged(
            "mark", "发文机关标志", wanted, got="", faults=[Fault(_FIRST, "没有红色墨迹")]
        )
    faults = []
    if abs(ink - place) > 1:
        faults.append(Fault(_FIRST, f"墨迹上边缘在{mm(ink)}"))
    if abs((x0 + x1) / 2 - std.CENTRE) > 1:
        faults.append(Fault(_FIRST, f"中线在{mm((x0 + x1) / 2)}"))
    return judged("mark", "发文机关标志", wanted, got=f"墨迹上边缘在{mm(ink)}", faults=faults)


def red_rule(paper: Anatomy) -> Row:
    """红色分隔线 of a 公文: one, as wide as 版心."""
    wanted = "一条红线，28至184 mm，粗0.3至1 mm"
    rules = paper.red_rules
    if len(rules) != 1:
        fault = Fault(_FIRST, f"有{len(rules)}条红线")
        return judged("red_rule", "红色分隔线", wanted, got="", faults=[fault])
    rule = rules[0]
    got = f"{mm(rule.x0)}至{mm(rule.x1)}，粗{mm(rule.height)}"
    sides = abs(rule.x0 - std.LEFT) < 0.3 and abs(rule.x1 - std.RIGHT) < 0.3
    thick = _RULE_THICKNESS[0] <= rule.height <= _RULE_THICKNESS[1]
    faults = [] if sides and thick else [Fault(_FIRST, got)]
    return judged("red_rule", "红色分隔线", wanted, got=got, faults=faults)


def letter_rules(paper: Anatomy) -> Row:
    """Double rules of a letter: thick above thin under the mark, thin above thick at the foot."""
    wanted = "两组武文线，各长170 mm居中，上粗下细、上细下粗，末线距页底20 mm"
    rules = paper.red_rules
    if len(rules) != 4:
        fault = Fault(_FIRST, f"有{len(rules)}条红线")
        return judged("letter_rules", "红色双线", wanted, got="", faults=[fault])
    faults = [Fault(_FIRST, f"线在{mm(r.x0)}至{mm(r.x1)}") for r in rules if not _letter_wide(r)]
    first, second, third, fourth = (rule.height for rule in rules)
    if not (first > second + 0.1 and fourth > third + 0.1):
        faults.append(Fault(_FIRST, "粗细次序不对"))
    foot = rules[-1].bottom
    if abs(foot - std.LETTER_FOOT) > 0.5:
        faults.append(Fault(_FIRST, f"末线下边缘在{mm(foot)}，应为277 mm"))
    got = f"170 mm，末线下边缘在{mm(foot)}"
    return judged("letter_rules", "红色双线", wanted, got=got, faults=faults)


def _letter_wide(rule: Box) -> bool:
    left, right = std.LETTER_RULES
    return abs(rule.x0 - left) < 0.3 and abs(rule.x1 - right) < 0.3


def number_gap(paper: Anatomy) -> Row:
    """发文字号: 4 mm above the red rule; in a letter 7/8 of a character below the double rule."""
    letter = paper.style is Style.LETTER
    space = std.LETTER_GAP if letter else std.NUMBER_TO_RULE
    wanted = f"{space:.2f} ± 0.2 mm" + ("，居右顶格" if letter else "")
    rule_name = "发文字号与红线的距离"
    line, rules = paper.number, paper.red_rules
    if line is None or len(rules) < (2 if letter else 1):
        return idle("number_gap", rule_name, wanted, "没有发文字号或红线")
    gap = line.top - rules[1].bottom if letter else rules[0].top - line.bottom
    faults = [Fault(line.place, mm(gap))] if abs(gap - space) > 0.2 else []
    if letter and abs(line.x1 - std.RIGHT) > 0.5:
        faults.append(Fault(line.place, f"右边在{mm(line.x1)}"))
    upward = any("签发人" in other.text for other in paper.head)
    if not letter and not upward and abs(line.centre - std.CENTRE) > 0.5:
        faults.append(Fault(line.place, f"未居中，中线在{mm(line.centre)}"))
    return judged("number_gap", rule_name, wanted, got=mm(gap), faults=faults)


def number_form(paper: Anatomy) -> Row:
    """代字〔year〕n号: 六角括号, full year, no 第, no leading zero."""
    wanted = "机关代字〔年份〕序号号，六角括号，不编虚位，不加“第”"
    line = paper.number
    if line is None:
        fault = Fault(_FIRST, "没有发文字号")
        return judged("number_form", "发文字号", wanted, got="", faults=[fault])
    text = "".join(line.text.split()).partition("号")[0] + "号"  # 签发人 may stand on its line
    faults = [] if std.NUMBER.fullmatch(text) else [Fault(line.place, text)]
    return judged("number_form", "发文字号", wanted, got=text, faults=faults)
