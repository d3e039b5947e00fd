"""Rules of type: faces by role, sizes, colour, title, 避头尾."""

import re
from collections.abc import Iterator
from itertools import pairwise

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line, is_size
from supervision.core.documents.checker.parts import flat, joined
from supervision.core.documents.checker.reading import Page
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm

_BODY_FACES = {"仿宋", "生僻字"}
_LEAD = re.compile(
    r"[^。：]{1,15}(?=：.)|[^。]*"
)  # a heading: its sentence, or what an early colon ends
_HEADINGS = ((std.LEVEL_1, "黑体"), (std.LEVEL_2, "楷体"))


def faces(paper: Anatomy) -> Row:
    """正文仿宋, 一级标题黑体, 二级楷体, 标题和标志小标宋, 页码宋体."""
    wanted = "标题小标宋、正文仿宋、一级黑体、二级楷体、页码宋体"
    faults = [*_title_faces(paper), *_body_faces(paper), *_small_faces(paper)]
    return judged("faces", "字体", wanted, got="各部分字体相符", faults=faults)


def _title_faces(paper: Anatomy) -> Iterator[Fault]:
    for line in (line for group in paper.titles for line in group):
        if not _mostly(line, "小标宋"):
            yield Fault(line.place, f"标题为{_names(line.faces())}")
    han = [std.face(char.font) for char in paper.mark if std.is_han(char.text)]
    if han and han.count("小标宋") * 2 < len(han):
        yield Fault("第1面发文机关标志", f"标志为{_names(set(han))}")


def _body_faces(paper: Anatomy) -> Iterator[Fault]:
    heading: str | None = None
    skipped = {id(line) for line in paper.names}
    for line in paper.every_text:
        if std.ATTACHMENT.fullmatch(line.text) or id(line) in skipped:
            continue
        if not line.flush_left:
            heading = _heading(line)
        if heading and line.indented and not _mostly(line, heading, only=_LEAD):
            yield Fault(line.place, f"标题层级为{_names(line.faces())}，应为{heading}")
        elif not heading:
            other = line.faces() - _BODY_FACES
            if other:
                yield Fault(line.place, f"正文有{_names(other)}")


def _heading(line: Line) -> str | None:
    """The face that the numbering of a paragraph asks for."""
    if not line.indented:
        return None
    return next((face for pattern, face in _HEADINGS if pattern.match(line.text)), None)


def _small_faces(paper: Anatomy) -> Iterator[Fault]:
    for line in paper.imprint:
        other = line.faces() - _BODY_FACES
        if other:
            yield Fault(line.place, f"版记为{_names(other)}")
    for line in paper.page_numbers.values():
        other = {std.face(char.font) for char in line.chars if char.text.isdigit()}
        other -= {"宋体"}
        if other:
            yield Fault(line.place, f"页码为{_names(other)}")


def _mostly(line: Line, face: str, *, only: re.Pattern[str] | None = None) -> bool:
    """Is most of the line (or `only` of its beginning) set in this face? A rare character may lack in it."""
    chars = line.chars
    if only and (found := only.match(line.text)):
        chars = chars[: found.end()]
    han = [std.face(char.font) for char in chars if std.is_han(char.text)]
    return not han or han.count(face) * 2 > len(han)


def _names(found: set[str]) -> str:
    return "、".join(sorted(found)) or "未知字体"


def sizes(paper: Anatomy) -> Row:
    """Only 2号, 3号, 4号 and the 小四 of tables; the red mark's size is free."""
    wanted = "22、16、14、12磅（± 0.05）"
    faults = []
    for page in paper.pages:
        for line in paper.lines[page.number]:
            off = min(abs(line.size - size) for size in std.SIZES)
            if off > 0.05 and not line.chars[0].red:
                faults.append(Fault(line.place, f"{line.size:.2f}磅"))
    faults += [
        Fault(line.place, f"表内字号用于版心文字：{line.size:g}磅") for line in _loose_cells(paper)
    ]
    return judged("sizes", "字号", wanted, got="各部分字号相符", faults=faults)


def _loose_cells(paper: Anatomy) -> Iterator[Line]:
    """Text of table size on a page without a table."""
    if paper.style is Style.FORM:
        return
    for page in paper.pages:
        if not paper.has_table(page.number):
            yield from (line for line in paper.lines[page.number] if is_size(line, std.CELL))


def colour(paper: Anatomy) -> Row:
    """Text is black; red is for the mark alone."""
    faults = [
        Fault(line.place, "红色" if line.chars[0].red else "非黑色")
        for page in paper.pages
        for line in paper.lines[page.number]
        if not all(char.black for char in line.chars)
        and not (page.number == 1 and line.chars[0].red and line.size > 20)
    ]
    return judged("colour", "文字颜色", "除发文机关标志外为黑色", got="黑色", faults=faults)


def title(paper: Anatomy) -> Row:
    """Each line centred; the lines' lengths rise, fall, or rise and fall: no hourglass."""
    wanted = "居中，梯形或菱形"
    groups = [g for g in paper.titles if not paper.pages[g[0].page - 1].turned]
    if not groups:
        return idle("title", "标题", wanted, "没有标题")
    faults = []
    for group in groups:
        faults += [
            Fault(line.place, f"中线在{mm(line.centre)}")
            for line in group
            if abs(line.centre - _middle(paper, line)) > 0.5
        ]
        if _hourglass([line.x1 - line.x0 for line in group if not _named_alone(paper, line)]):
            faults.append(Fault(group[0].place, "沙漏形"))
    shape = f"{len(groups[0])}行，居中"
    return judged("title", "标题", wanted, got=shape, faults=faults)


def _named_alone(paper: Anatomy, line: Line) -> bool:
    """In 文书式: a line that is one of the bodies that sign; their order is not chosen by length."""
    signed = flat(joined(paper.names))
    return paper.style is Style.PLAIN and len(paper.names) > 0 and flat(line.text) in signed


def _middle(paper: Anatomy, line: Line) -> float:
    """Of 版心; a form is centred on its sheet."""
    return paper.pages[line.page - 1].width / 2 if paper.style is Style.FORM else std.CENTRE


def _hourglass(widths: list[float]) -> bool:
    """Does a line grow again after one that shrank?"""
    shrank = False
    for before, after in pairwise(widths):
        if after < before - 1:
            shrank = True
        elif after > before + 1 and shrank:
            return True
    return False


def line_breaks(paper: Anatomy) -> Row:
    """避头尾, in text, 版记 and the cells of tables."""
    wanted = "行首无、。，；：？！）》等，行末无（《“等"
    faults = []
    for place, text in _pieces(paper):
        if text[0] in std.NO_START:
            faults.append(Fault(place, f"行首为“{text[0]}”"))
        if text[-1] in std.NO_END:
            faults.append(Fault(place, f"行末为“{text[-1]}”"))
    return judged("line_breaks", "避头尾", wanted, got="没有违反", faults=faults)


def _pieces(paper: Anatomy) -> Iterator[tuple[str, str]]:
    """Every line of text; on a page with a table each cell's part of it for itself."""
    for page in paper.pages:
        for line in paper.lines[page.number]:
            if line is paper.page_numbers.get(page.number):
                continue
            for text in _cells(line, page) if is_size(line, std.CELL) else [line.text.strip()]:
                yield line.place, text


def _cells(line: Line, page: Page) -> list[str]:
    """The parts of a line between the vertical rules that pass it."""
    middle = (line.top + line.bottom) / 2
    edges = [box.x0 for box in page.columns if box.top < middle < box.bottom]
    parts: dict[int, str] = {}
    for char in line.chars:
        cell = sum(edge < (char.x0 + char.x1) / 2 for edge in edges)
        parts[cell] = parts.get(cell, "") + char.text
    return [part.strip() for part in parts.values() if part.strip()]


_JOINS = re.compile(r"\d\d|——|……")


def unbroken(paper: Anatomy) -> Row:
    """Numbers, —— and …… stay whole."""
    wanted = "数字、破折号、省略号不拆行"
    faults = [
        Fault(line.place, f"“{line.text[-1]}|{following.text[0]}”被拆开")
        for line, following in paper.paragraphs()
        if _JOINS.fullmatch(line.text[-1] + following.text[0])
    ]
    return judged("unbroken", "数字和符号不拆行", wanted, got="没有拆开", faults=faults)
