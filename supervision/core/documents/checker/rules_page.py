"""Rules of page and grid: paper, margins, 22 lines of 28 characters."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line, is_size
from supervision.core.documents.checker.reading import Page
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm

_LEAST_EASED = 22  # characters
_A4 = (std.PAGE_WIDTH, std.PAGE_HEIGHT)


def page_size(paper: Anatomy) -> Row:
    """A4 ± 0.1 mm; only a form may lie on its side."""
    faults = []
    for page in paper.pages:
        size = (page.width, page.height)
        if paper.style is Style.FORM and page.width > page.height:
            size = (page.height, page.width)
        if any(abs(got - wanted) > 0.1 for got, wanted in zip(size, _A4, strict=True)):
            faults.append(Fault(f"第{page.number}面", f"{page.width:.1f} × {page.height:.1f} mm"))
    got = f"{paper.pages[0].width:.1f} × {paper.pages[0].height:.1f} mm"
    return judged("page_size", "纸张幅面", "A4，210 × 297 ± 0.1 mm", got=got, faults=faults)


def top_margin(paper: Anatomy) -> Row:
    """天头: the first line of each page of text that follows the first."""
    wanted = "37 ± 1 mm"
    firsts = [line for page in paper.pages[1:] if (line := _opening(paper, page))]
    if not firsts:
        return idle("top_margin", "天头", wanted, "没有第二面正文")
    faults = [Fault(line.place, mm(line.top)) for line in firsts if abs(line.top - std.TOP) > 1]
    return judged("top_margin", "天头", wanted, got=mm(firsts[0].top), faults=faults)


def _opening(paper: Anatomy, page: Page) -> Line | None:
    """The first line of a page when it is text (a table or turned page has its own beginning)."""
    text = paper.text(page.number)
    if not text or page.turned or (paper.date and text[0] is paper.date):
        return None
    table_first = any(box.top < text[0].top - 2 for box in page.boxes if not box.red)
    small_first = paper.lines[page.number][0].top < text[0].top - 1
    return None if table_first or small_first else text[0]


def left_margin(paper: Anatomy) -> Row:
    """订口: where the lines begin that stand 顶格."""
    wanted = "28 ± 1 mm"
    lines = [line for line in paper.every_text if line.x0 < std.INDENT + 3]
    if not lines:
        return idle("left_margin", "订口", wanted, "没有正文")
    first = min(lines, key=lambda line: line.x0)
    if first.x0 > std.LEFT + 3:
        first = min(paper.every_text, key=lambda line: line.x0)
        off = abs(first.x0 - std.INDENT) > 1
    else:
        off = abs(first.x0 - std.LEFT) > 1
    faults = [Fault(first.place, mm(first.x0))] if off else []
    return judged("left_margin", "订口", wanted, got=mm(first.x0), faults=faults)


def type_area(paper: Anatomy) -> Row:
    """Nothing but page numbers (and a letter's head and foot) stands outside 版心."""
    wanted = "左28、上37、右184、下262 mm（± 1）"
    faults = []
    for page in paper.pages:
        top, bottom = _limits(paper, page)
        number = paper.page_numbers.get(page.number)
        for line in paper.lines[page.number]:
            if line is number or line.chars[0].red:
                continue
            over = _outside(line.x0, line.x1, line.top, line.bottom, top=top, bottom=bottom)
            if over:
                faults.append(Fault(line.place, over))
        for box in page.turned:
            over = _outside(box.x0, box.x1, box.top, box.bottom, top=top, bottom=bottom)
            if over:
                faults.append(Fault(f"第{page.number}面横排内容", over))
    return judged("type_area", "版心", wanted, got="全部文字在版心内", faults=faults)


def _limits(paper: Anatomy, page: Page) -> tuple[float, float]:
    if paper.style is Style.LETTER and page.number == 1:
        return std.LETTER_MARK_TOP, std.LETTER_FOOT - 1.5 - std.LETTER_GAP + 1.6
    return std.TOP, std.BOTTOM


def _outside(x0: float, x1: float, y0: float, y1: float, *, top: float, bottom: float) -> str:
    """What leaves the area, empty when nothing does."""
    if x0 < std.LEFT - 1:
        return f"左边到{mm(x0)}"
    if x1 > std.RIGHT + 1:
        return f"右边到{mm(x1)}"
    if y0 < top - 1:
        return f"上边到{mm(y0)}"
    return f"下边到{mm(y1)}" if y1 > bottom + 1 else ""


def full_pages(paper: Anatomy) -> list[tuple[Page, list[Line]]]:
    """Pages of nothing but text that must be full: text goes on overleaf, no signature is near.

    A signature draws its last lines of text to its own page, so the page before it may be short.
    """
    found = []
    for page, following in pairwise(paper.pages):
        lines, rest = paper.text(page.number), paper.text(following.number)
        if page.number == 1 or not lines or not rest or page.turned or following.turned:
            continue
        tables = paper.has_table(page.number) or paper.has_table(following.number)
        opens = bool(std.ATTACHMENT.fullmatch(rest[0].text))
        signed = paper.date is not None and paper.date.page in (page.number, following.number)
        titled = any(group[0].page == page.number for group in paper.titles)
        if not (tables or opens or signed or titled):
            found.append((page, lines))
    return found


def lines_per_page(paper: Anatomy) -> Row:
    """22 lines on a full page; headings that begin the next page may be missing on this one."""
    wanted = f"满面{paper.rows}行（标题不在面末，可移到下一面）"
    pages = full_pages(paper)
    if not pages:
        return idle("lines_per_page", "每面行数", wanted, "没有写满的面")
    counts = [(page, len({round(line.baseline, 1) for line in lines})) for page, lines in pages]
    faults = [
        Fault(f"第{page.number}面", f"{n}行")
        for page, n in counts
        if not paper.rows - _headings_after(paper, page) <= n <= paper.rows
    ]
    got, special = f"{counts[0][1]}行", paper.rows != std.ROWS
    return judged("lines_per_page", "每面行数", wanted, got=got, faults=faults, special=special)


def _headings_after(paper: Anatomy, page: Page) -> int:
    """How many lines of headings the next page begins with."""
    count = 0
    for line in paper.text(page.number + 1):
        if not heads(line):
            break
        count += 1
    return count


def heads(line: Line) -> bool:
    """Is this line a heading's: all in 黑体 or 楷体, or numbered and no sentence?"""
    if line.faces() and line.faces() <= {"黑体", "楷体"}:
        return True
    return bool(line.indented and std.LEVEL_3.match(line.text)) and line.x1 < std.RIGHT - std.STEP


def heading_place(paper: Anatomy) -> Row:
    """No page ends with a heading."""
    wanted = "标题与其后的正文在同一面"
    faults = []
    for page, following in pairwise(paper.pages):
        lines, rest = paper.text(page.number), paper.text(following.number)
        if not lines or not rest or page.turned or following.turned or _signs(paper, lines[-1]):
            continue
        last, first = lines[-1], rest[0]
        table = any(
            is_size(line, std.CELL) and line.top > last.top for line in paper.lines[page.number]
        )
        if not table and first.indented and _heads_what_follows(lines, first):
            faults.append(Fault(last.place, "标题在面末"))
    return judged("heading_place", "小标题位置", wanted, got="没有标题在面末", faults=faults)


def _heads_what_follows(lines: list[Line], first: Line) -> bool:
    """Is the last paragraph of a page a heading, and what begins the next page of lower rank?

    A whole sentence is none, whatever its face: items of a decision are numbered sentences.
    """
    last = lines[-1]
    if not (last.indented or last.flush_left) or not _in_its_own_face(last):
        return False
    if last.text.rstrip().endswith(("。", "；", "！", "？")):
        return False
    own = next((_level(line) for line in reversed(lines) if not line.flush_left), None)
    following = _level(first)
    return following is None or own is None or following > own


def _signs(paper: Anatomy, line: Line) -> bool:
    return line is paper.date or any(line is name for name in paper.names)


def _in_its_own_face(line: Line) -> bool:
    """In a heading's face up to its end."""
    han = [std.face(char.font) for char in line.chars if std.is_han(char.text)]
    return bool(han) and set(han) <= {"黑体", "楷体", "生僻字"}


def _level(line: Line) -> int | None:
    if not line.indented:
        return None
    return next((n for n, p in enumerate((std.LEVEL_1, std.LEVEL_2)) if p.match(line.text)), None)


def line_pitch(paper: Anatomy) -> Row:
    """Successive baselines of neighbouring lines, against the recorded pitch where there is one."""
    wanted = f"{paper.pitch:.4f} ± 0.05 mm"
    steps = [
        (following, following.baseline - line.baseline)
        for line, following in pairwise(paper.every_text)
        if line.page == following.page and following.baseline - line.baseline < 1.5 * std.PITCH
    ]
    if not steps:
        return idle("line_pitch", "行距", wanted, "没有相邻的两行")
    faults = [Fault(line.place, mm(step)) for line, step in steps if abs(step - paper.pitch) > 0.05]
    middle, special = median(step for _, step in steps), paper.special.said
    got = f"{middle:.4f} mm"
    return judged("line_pitch", "行距", wanted, got=got, faults=faults, special=special)


def grid_drift(paper: Anatomy) -> Row:
    """Each line on its row of the page's grid, counted from the page's first line."""
    wanted = "累计偏差小于0.2 mm"
    worst, faults = 0.0, []
    for page in paper.pages:
        lines = paper.text(page.number)
        for line in lines[1:]:
            below = line.baseline - lines[0].baseline
            drift = abs(below - round(below / paper.pitch) * paper.pitch)
            worst = max(worst, drift)
            if drift >= 0.2:
                faults.append(Fault(line.place, mm(drift)))
    return judged("grid_drift", "行格偏差", wanted, got=mm(worst), faults=faults)


def characters_per_line(paper: Anatomy) -> Row:
    """28 Han in a full line of nothing else, unless 避头尾 had to push one on."""
    said = paper.special
    wanted = f"纯汉字满行{said.characters}字"
    full = list(_plain_lines(paper))
    if not full:
        return idle("characters_per_line", "每行字数", wanted, "没有纯汉字的满行")
    off = [line for line in full if len(line.chars) != said.characters]
    evened = [line for line in off if said.evened and _within(line)]
    eased = [line for line in off if said.eased and _eased(line) and line not in evened]
    faults = [
        Fault(line.place, f"{len(line.chars)}字")
        for line in off
        if line not in evened and line not in eased
    ]
    got = f"{said.characters}字" + (f"，{said.evened}段末行匀字" if evened else "")
    got += f"，{said.eased}段匀字" if eased else ""
    special = bool(evened or eased) or said.characters != std.CHARACTERS
    return judged(
        "characters_per_line", "每行字数", wanted, got=got, faults=faults, special=special
    )


def _eased(line: Line) -> bool:
    """Does it share the room before a 文号, as said? At most as much as half of the longest gives it."""
    return _LEAST_EASED <= len(line.chars) <= std.COUNTS[1]


def _within(line: Line) -> bool:
    return std.COUNTS[0] <= len(line.chars) <= std.COUNTS[1]


def _plain_lines(paper: Anatomy) -> Iterator[Line]:
    for line, following in paper.paragraphs():
        if not line.flush_left or not all(std.is_han(char.text) for char in line.chars):
            continue
        opening = following.text[:2]
        pushed = len(line.chars) < paper.special.characters and not all(
            std.is_han(c) for c in opening
        )
        if not pushed:
            yield line


def line_ends(paper: Anatomy) -> Row:
    """Every line that goes on in the next is flush with the right edge; one of nothing but an address is not stretched."""
    wanted = "184 ± 0.3 mm"
    pairs = [pair for pair in paper.paragraphs() if any(std.is_han(c.text) for c in pair[0].chars)]
    if not pairs:
        return idle("line_ends", "行末齐右", wanted, "没有转行的段落")
    faults = [Fault(line.place, mm(line.x1)) for line, _ in pairs if abs(line.x1 - std.RIGHT) > 0.3]
    return judged("line_ends", "行末齐右", wanted, got=mm(pairs[0][0].x1), faults=faults)
