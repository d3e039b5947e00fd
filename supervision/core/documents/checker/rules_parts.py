"""Rules of what must be there and in which order: title, 主送, 附件, 附注; a page that is no 公文."""

import re
from collections.abc import Iterator
from itertools import pairwise

from supervision.core.documents.checker import parts, rules_bound
from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line
from supervision.core.documents.checker.parts import Annex, flat, joined
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm

_FIRST = "第1面"
_MARKS = ("。", "，", "；", "、", "：", "》。")


def is_paper(paper: Anatomy) -> Row:
    """A page with neither head nor title, number, date is no 公文, however well it is printed."""
    wanted = "公文、信函、文书式文书或者表单"
    if paper.style is Style.FORM:
        found = bool(paper.titles)
    else:
        sent = [line for line in parts.addressees(paper) if line.text.endswith("：")]
        signs = (paper.mark, parts.title(paper), paper.number, paper.date, sent)
        found = sum(bool(sign) for sign in signs) >= 2
    faults = [] if found else [Fault("全文", "不是公文")]
    return judged("paper", "是不是公文", wanted, got=paper.style.label, faults=faults)


def title_place(paper: Anatomy) -> Row:
    """The title is there, in its words, and below the head's two empty rows."""
    wanted = "版心第三行" if paper.style is Style.PLAIN else "红色分隔线下空二行"
    if paper.style is Style.LETTER:
        wanted = "首页版头最后一个要素下空二行"
    lines = parts.title(paper)
    if not lines:
        fault = Fault(_FIRST, "没有标题")
        return judged("title_place", "标题的位置", wanted, got="", faults=[fault])
    space = _above_title(paper, lines[0])
    least, most = _TITLE_SPACE[paper.style]
    faults = [] if space is None or least <= space <= most else [Fault(lines[0].place, mm(space))]
    if paper.record and not flat(joined(lines)).endswith(flat(_own_title(paper))):
        faults.append(Fault(lines[0].place, f"标题为“{joined(lines)}”，与记录不一致"))
    got = "" if space is None else mm(space)
    return judged("title_place", "标题的位置", wanted, got=got, faults=faults)


_AIR = (std.TITLE - std.BODY) * std.MM_PER_PT / 2  # by which 2号 is higher than its row's 3号
_ROWS = 2 * std.PITCH - _AIR
_TITLE_SPACE = {
    Style.OFFICIAL: (_ROWS - 3.5, _ROWS + 3.5),
    Style.LETTER: (_ROWS - 1.0, _ROWS + std.PITCH),  # the next row of the grid
    Style.PLAIN: (_ROWS - 1.0, _ROWS + 1.0),
}


_REST = re.compile(r"^等\d+部门")  # in 文书式 each body stands above by its name


def _own_title(paper: Anatomy) -> str:
    record = paper.record
    title = flat(record.title) if record else ""
    if record and paper.style is Style.PLAIN:
        for name in record.issuers:
            title = title.removeprefix(flat(name)).lstrip("、和，")
        if len(record.issuers) > 1:
            title = _REST.sub("", title)
    return title


def _above_title(paper: Anatomy, first: Line) -> float | None:
    """From the last part above the title to its top; in 文书式 from 版心's top."""
    if paper.style is Style.PLAIN:
        return first.top - std.TOP
    if paper.style is Style.OFFICIAL:
        rules = [rule.bottom for rule in paper.red_rules if rule.bottom < first.top + std.EM]
        return first.top - rules[-1] if rules else None
    above = [line.bottom for line in paper.head]
    rules = [rule.bottom for rule in paper.red_rules if rule.bottom < 200]
    if not above:  # a draft: the number's line is kept for it
        above = [rule + std.LETTER_GAP + std.EM for rule in rules]
    return first.top - max(above) if above else None


def plain_head(paper: Anatomy) -> Row:
    """文书式: no red on page 1; the number directly under the title, at the right edge."""
    wanted = "黑色标题（机关名称、文种），文号在标题下一行居右，不套红头"
    lines, number = parts.title(paper), paper.number
    faults = []
    if paper.mark or paper.red_rules:
        faults.append(Fault(_FIRST, "有红头或者红线"))
    if number and lines:
        below = (number.top + number.bottom - lines[-1].top - lines[-1].bottom) / 2
        if abs(below - std.PITCH) > 1.5:
            faults.append(Fault(number.place, f"文号在标题下{mm(below)}"))
        if abs(number.x1 - std.RIGHT) > 0.5:
            faults.append(Fault(number.place, f"右边在{mm(number.x1)}"))
    return judged("plain_head", "文书式的标题和文号", wanted, got="没有红头", faults=faults)


def no_imprint(paper: Anatomy) -> Row:
    """文书式 has no 版记."""
    faults = [
        Fault(f"第{page.number}面", "有版记")
        for page in paper.pages
        if paper.imprint_on(page.number)
    ]
    return judged("no_imprint", "不设版记", "文书式不设版记", got="没有版记", faults=faults)


def addressees(paper: Anatomy) -> Row:
    """主送: one empty row below the title, flush, wrapped flush, a full-width colon at the end."""
    wanted = "标题下空一行，顶格，回行顶格，末尾全角冒号"
    lines, record = parts.addressees(paper), paper.record
    known = parts.names_as(record.addressees) if record else ""
    if not lines:
        moved = parts.unparted(joined(parts.listed(paper, "主送")))
        faults = []
        if known and known not in moved:
            faults.append(Fault(_FIRST, f"没有顶格的主送机关“{known[:20]}”"))
        if faults or moved:
            return judged("addressees", "主送机关", wanted, got="移到版记", faults=faults)
        return idle("addressees", "主送机关", wanted, "没有主送机关")
    faults = list(_addressee_faults(paper, lines))
    if record and parts.unparted(joined(lines)).rstrip("：:") != known.rstrip("：:"):
        faults.append(Fault(lines[0].place, f"为“{joined(lines)[:20]}”，与记录不一致"))
    return judged("addressees", "主送机关", wanted, got=f"{len(lines)}行，顶格", faults=faults)


def _addressee_faults(paper: Anatomy, lines: list[Line]) -> Iterator[Fault]:
    last, above = lines[-1], parts.title(paper)
    if not last.text.rstrip().endswith("："):
        yield Fault(last.place, "末尾没有全角冒号")
    under = above[-1] if above else None
    if paper.style is Style.PLAIN and paper.number:
        under = paper.number
    if under is None:
        return
    rows = (lines[0].baseline - under.baseline) / paper.pitch
    if abs(rows - 2) > 0.35:
        yield Fault(lines[0].place, f"与标题之间空{max(0, round(rows) - 1)}行")


def attachments(paper: Anatomy) -> Row:
    """附件说明 below the text, its names those of the annexes; each begins with 附件N, title on line 3."""
    wanted = "正文下空一行左空二字“附件：”，名称后无标点，与附件的序号、标题一致"
    names, found = parts.entries(paper), parts.annexes(paper)
    known = [flat(one.title) for one in paper.record.attachments] if paper.record else None
    if not names and not found and not known:
        return idle("attachments", "附件", wanted, "没有附件")
    faults = [*_note_faults(paper, names, known), *_annex_faults(paper, names, found)]
    return judged("attachments", "附件", wanted, got=f"{len(names)}件", faults=faults)


def _note_faults(paper: Anatomy, names: list[str], known: list[str] | None) -> Iterator[Fault]:
    lines = parts.attachments_note(paper)
    if not lines:
        yield Fault("正文之后", "没有附件说明")
        return
    first = lines[0]
    if not first.indented:
        yield Fault(first.place, f"附件说明左边在{mm(first.x0)}")
    above = [line for line in paper.text(first.page) if line.top < first.top - 1]
    if above and abs(first.baseline - above[-1].baseline - 2 * paper.pitch) > 0.5:
        yield Fault(first.place, "与正文之间不是空一行")
    for name in names:
        if name.endswith(_MARKS):
            yield Fault(first.place, f"附件名称“{name[-8:]}”后有标点")
    if known is not None and names != known:
        yield Fault(first.place, f"附件名称“{'、'.join(names)[:30]}”与记录不一致")


def _annex_faults(paper: Anatomy, names: list[str], found: list[Annex]) -> Iterator[Fault]:
    turned = any(page.turned for page in paper.pages)
    if names and found and len(found) != len(names) and not turned:
        yield Fault("附件说明", f"说明{len(names)}件，所附{len(found)}件")
    for place, annex in enumerate(found, start=1):
        label = flat(annex.label.text)
        number = int(label.removeprefix("附件") or 0)
        if not turned and label != (f"附件{place}" if len(names) > 1 else "附件"):
            yield Fault(annex.label.place, f"“{label}”的序号不对")
        if annex.label.faces() - {"黑体"} or not annex.label.flush_left:
            yield Fault(annex.label.place, "“附件”不是黑体顶格")
        if not annex.title and annex.label.page in _bound_pages(paper):
            continue  # a document has its own title
        if not annex.title:
            yield Fault(annex.label.place, "附件没有标题")
            continue
        row = (annex.title[0].top + _AIR - std.TOP) / paper.pitch
        if abs(row - 2) > 0.15:
            yield Fault(annex.title[0].place, "附件标题不在第三行")
        wanted = names[max(number, 1) - 1] if max(number, 1) <= len(names) else ""
        if names and joined(annex.title) != wanted:
            yield Fault(annex.title[0].place, f"附件标题与附件说明的“{wanted[:20]}”不一致")


def _bound_pages(paper: Anatomy) -> set[int]:
    return {page.number for page in paper.pages if rules_bound.bound_on(paper, page)}


def first_page(paper: Anatomy) -> Row:
    """公文首页必须显示正文: page 1 doesn't end with the addressees."""
    wanted = "首页显示正文"
    lines = parts.body(paper)
    if not lines:
        return idle("first_page", "首页正文", wanted, "没有正文")
    shown = sum(line.page == 1 for line in lines)
    faults = [] if shown else [Fault("第1面", "首页没有正文")]
    return judged("first_page", "首页正文", wanted, got=f"首页{shown}行正文", faults=faults)


def note(paper: Anatomy) -> Row:
    """附注 in round brackets, 左空二字, below the date."""
    wanted = "成文日期下一行左空二字，用圆括号括起"
    lines = parts.note(paper)
    known = flat(paper.record.note) if paper.record else ""
    if not lines:
        if known:
            fault = Fault("成文日期之后", "没有附注")
            return judged("note", "附注", wanted, got="", faults=[fault])
        return idle("note", "附注", wanted, "没有附注")
    faults, text = [], joined(lines)
    if not (text.startswith("（") and text.endswith("）")):
        faults.append(Fault(lines[0].place, f"“{text[:12]}”没有用圆括号括起"))
    if not lines[0].indented:
        faults.append(Fault(lines[0].place, f"左边在{mm(lines[0].x0)}"))
    if known and known not in text:
        faults.append(Fault(lines[0].place, "附注与记录不一致"))
    return judged("note", "附注", wanted, got=text[:20], faults=faults)


def order(paper: Anatomy) -> Row:
    """The parts of the paper stand in the standard's order."""
    found = [(name, place) for name, place in _places(paper) if place is not None]
    wanted = "版头、标题、主送、正文、附件说明、署名、日期、附注、附件、版记"
    faults = [
        Fault(f"第{after[0]}面", f"{later}在{earlier}之前")
        for (earlier, before), (later, after) in pairwise(found)
        if after < before
    ]
    below = {flat(line.text): line for line in parts.below_date(paper)}
    signed = paper.record.signature.names if paper.record else ()
    late = [below[flat(name)] for name in signed if flat(name) in below]
    faults += [Fault(line.place, "署名在成文日期之后") for line in late]
    return judged("order", "要素次序", wanted, got=f"{len(found)}个要素依次", faults=faults)


def _places(paper: Anatomy) -> Iterator[tuple[str, tuple[int, float] | None]]:
    """Each part with where it begins, in the order in which they must come."""
    rule = min((box.top for box in paper.red_rules if box.top < 200), default=None)
    ruled = None if rule is None else (1, rule)
    mark = min((char.top for char in paper.mark), default=None)
    number = _at([paper.number] if paper.number else [])
    yield "发文机关标志", None if mark is None else (1, mark)
    if paper.style is Style.OFFICIAL:
        yield "发文字号", number
        yield "红色分隔线", ruled
    elif paper.style is Style.LETTER:
        yield "红色双线", ruled
        yield "发文字号", number
    yield "标题", _at(parts.title(paper))
    if paper.style is Style.PLAIN:
        yield "文号", number
    yield "主送机关", _at(parts.addressees(paper))
    text = parts.body(paper)
    yield "正文", _at(text)
    yield "附件说明", _at(parts.attachments_note(paper))
    yield "署名", _at(paper.names)
    yield "成文日期", _at([paper.date] if paper.date else [])
    yield "附注", _at(parts.note(paper))
    yield "附件", _at([annex.label for annex in parts.annexes(paper)])
    if paper.style is not Style.PLAIN:
        yield "版记的主送", _at(parts.listed(paper, "主送"))
        yield "抄送", _at(parts.listed(paper, "抄送"))
        printed = parts.printed(paper)
        yield "印发机关", _at([printed] if printed else [])


def _at(lines: list[Line]) -> tuple[int, float] | None:
    return (lines[0].page, lines[0].top) if lines else None
