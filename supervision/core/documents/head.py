"""Owns the 版头 of a 公文 and of a 信函: 份号, 紧急程度, red mark, 发文字号, 签发人, red rules.

A 文书式 paper has none: body and kind are its black title, the number stands at the right under it.
"""

import re
from dataclasses import dataclass, field

from supervision.core.documents.fonts import Face, ink_bounds
from supervision.core.documents.grid import (
    EM3,
    LEFT,
    MM,
    PITCH,
    RIGHT,
    STEP,
    TOP,
    WIDTH,
)
from supervision.core.documents.model import Layout, Paper
from supervision.core.documents.sheet import Mark, Rule, Run, Text, extent, single
from supervision.core.documents.text import clean
from supervision.core.documents.title import title_lines

_MARK_INK_TOP = 72.0
_MARK_SIZE, _MARK_LEAST = 52.0, 36.0
_NARROWEST = 0.62  # a name that would be set narrower takes two lines
_JOINT_SIZE, _JOINT_LEAST, _JOINT_LEADING = 40.0, 26.0, 1.3
_NUMBER_TOP = TOP + 74.96
_RULE_TOP = TOP + 84.61
_RULE = 0.5
_TITLE_ROW = 10
_PLAIN_TITLE_ROW = 2  # 文书式: the third line, where the standard puts an attachment's title

_LETTER_INK_TOP, _LETTER_SIZE = 30.0, 46.0
_LETTER_RULES_LEFT, _LETTER_RULES_WIDTH = LEFT + WIDTH / 2 - 85.0, 170.0
LETTER_SECOND_RULE = 277.0  # lower edge, 20 mm from the page's bottom
_THICK, _SPACE, _THIN = 0.75, 0.5, 0.25
LETTER_GAP = 7 / 8 * EM3  # between a letter's rules and the text next to them


_ALL = re.compile(r"^等\d+部门")  # what a title says instead of the other bodies' names


@dataclass
class Head:
    """Marks of the first page and the row where the title begins."""

    marks: list[Mark] = field(default_factory=list)
    title_row: int = _TITLE_ROW


def head(paper: Paper, *, within: bool = True) -> Head:
    """The 版头 by the paper's layout. `within`: names and 文件 together keep inside 版心, since the third rules."""
    if paper.layout is Layout.PLAIN:
        return Head(_corner(paper, TOP, PITCH), _PLAIN_TITLE_ROW)
    return _official(paper, within=within) if paper.layout is Layout.OFFICIAL else _letter(paper)


def opening_title(paper: Paper) -> list[str]:
    """The title's lines; a 文书式 paper says each body on a line of its own, then what it is."""
    if paper.layout is not Layout.PLAIN:
        return title_lines(paper.title)
    names = [clean(name) for name in paper.issuers if clean(name)]
    rest = paper.title.strip()
    for name in names:
        rest = rest.removeprefix(name).lstrip("、和， \n")
    if len(names) > 1:
        rest = _ALL.sub("", rest)
    return [*(line for name in names for line in title_lines(name)), *title_lines(rest)]


def mark_of(paper: Paper) -> str:
    """The words of a single issuer's red mark."""
    if paper.mark:
        return clean(paper.mark)
    name = clean(paper.issuers[0]) if paper.issuers else ""
    return f"{name}文件" if name and paper.layout is Layout.OFFICIAL else name


def _official(paper: Paper, *, within: bool) -> Head:
    result = Head(_corner(paper, TOP, PITCH))
    joint = len(paper.issuers) > 1
    mark, block_bottom = (_joint_mark if joint else _single_mark)(paper, within=within)
    result.marks += mark
    usual = _MARK_INK_TOP + _MARK_SIZE / MM
    lower = max(0, -int(-(block_bottom - usual) // PITCH))
    lower += max(0, -(-len(paper.signatories) // 2) - 1)
    result.marks += _number_line(paper, _NUMBER_TOP + lower * PITCH)
    result.marks.append(Rule(LEFT, _RULE_TOP + lower * PITCH, WIDTH, _RULE, red=True))
    result.title_row += lower
    return result


def _corner(paper: Paper, top: float, pitch: float) -> list[Mark]:
    """份号 and 紧急程度, stacked at the left edge."""
    marks: list[Mark] = []
    for text, face in ((paper.copy_number, Face.FANGSONG), (paper.urgency, Face.HEITI)):
        if clean(text):
            marks.append(single(clean(text), face, x=LEFT, top=top + len(marks) * pitch))
    return marks


def _fitted(text: str, *, size: float, least: float, length: float) -> tuple[float, float]:
    """Size and horizontal scale at which a text is no longer than `length` mm."""
    natural = extent(text, Face.BIAOSONG, size=1.0, gap=0.0)
    size = max(least, min(size, length / natural))
    return size, min(1.0, length / (natural * size))


def _single_mark(paper: Paper, *, within: bool) -> tuple[list[Mark], float]:
    text = mark_of(paper)
    if not text:
        return [], 0.0
    size, stretch = _fitted(text, size=_MARK_SIZE, least=_MARK_LEAST, length=WIDTH)
    if stretch < _NARROWEST and text.endswith("文件"):
        names = title_lines(text.removesuffix("文件"))[:3]
        return _block_mark(names, "文件", _MARK_INK_TOP, within=within)
    above, _ = ink_bounds(Face.BIAOSONG, text)
    top = _MARK_INK_TOP - above * size / MM
    return [_red(text, top=top, size=size, stretch=stretch)], _MARK_INK_TOP + size / MM


def _red(text: str, *, top: float, size: float, stretch: float) -> Text:
    """A red line of 小标宋, centred; a short one is set a little wider."""
    count = len(text)
    natural = extent(text, Face.BIAOSONG, size=size, gap=0.0) * stretch
    gap = min(0.25, (WIDTH - natural) * MM / size / max(count - 1, 1) / 2) if stretch == 1 else 0.0
    length = natural + gap * (count - 1) * size / MM
    run = Run(text, round(gap * size, 4), Face.BIAOSONG)
    return Text(LEFT + (WIDTH - length) / 2, top, size, (run,), red=True, stretch=stretch)


def _joint_mark(paper: Paper, *, within: bool) -> tuple[list[Mark], float]:
    """联合行文: names spread to one width, 主办 first, 文件 at the right in the middle of them."""
    words = "" if paper.mark and not paper.mark.endswith("文件") else "文件"
    names = [clean(name) for name in paper.issuers]
    return _block_mark(names, words, _MARK_INK_TOP, within=within)


def _block_mark(
    names: list[str], words: str, ink_top: float, *, within: bool
) -> tuple[list[Mark], float]:
    """Names one below the other, spread to one width, and `words` in the middle at their right."""
    longest = max(names, key=lambda name: extent(name, Face.BIAOSONG, size=1.0, gap=0.0))
    beside = 2.25 * 1.2 if within else 2.5  # of a name's size: 文件 and the gap before it
    share = WIDTH - (beside * _JOINT_SIZE / MM if words else 0.0)
    size, stretch = _fitted(longest, size=_JOINT_SIZE, least=_JOINT_LEAST, length=share)
    block = extent(longest, Face.BIAOSONG, size=size, gap=0.0) * stretch
    words_size = min(_JOINT_SIZE * 1.2, size * 1.6) if words else 0.0
    left = LEFT + (WIDTH - block - 2.25 * words_size / MM) / 2
    above, _ = ink_bounds(Face.BIAOSONG, names[0])
    top = ink_top - above * size / MM
    leading = size * _JOINT_LEADING / MM
    marks: list[Mark] = [
        _spread(name, x=left, top=top + row * leading, size=size, stretch=stretch, length=block)
        for row, name in enumerate(names)
    ]
    bottom = top + leading * (len(names) - 1) + size / MM
    if words:
        middle = (top + bottom) / 2 - words_size / MM / 2
        x = left + block + 0.25 * words_size / MM
        marks.append(
            single(words, Face.BIAOSONG, x=x, top=middle, size=words_size, gap=0.0, red=True)
        )
    return marks, bottom


def _spread(name: str, *, x: float, top: float, size: float, stretch: float, length: float) -> Text:
    """分散对齐: the first character at the left end, the last at the right end."""
    natural = extent(name, Face.BIAOSONG, size=size, gap=0.0) * stretch
    gap = (length - natural) / stretch * MM / max(len(name) - 1, 1)
    return Text(x, top, size, (Run(name, round(gap, 4), Face.BIAOSONG),), red=True, stretch=stretch)


def _number_line(paper: Paper, top: float) -> list[Mark]:
    """发文字号 centred; on a paper to a superior at the left, with the 签发人 at the right."""
    number = clean(paper.number or "")
    upward = bool(paper.signatories)
    marks = _signatories(paper.signatories, top) if upward else []
    if number:
        x = LEFT + STEP if upward else LEFT + (WIDTH - extent(number)) / 2
        marks.append(single(number, x=x, top=top))
    return marks


def _signatories(names: tuple[str, ...], last_top: float) -> list[Mark]:
    """Two a line; the last line is the 发文字号's own; names of two characters are spread."""
    shown = [_three(clean(name)) for name in names]
    rows = [shown[i : i + 2] for i in range(0, len(shown), 2)]
    column = max(extent(name, Face.KAITI) for name in shown)
    length = 4 * STEP + column * min(len(shown), 2) + (STEP if len(shown) > 1 else 0)
    left = RIGHT - STEP - length
    top = last_top - (len(rows) - 1) * PITCH
    marks: list[Mark] = [single("签发人：", x=left, top=top)]
    for number, row in enumerate(rows):
        for place, name in enumerate(row):
            x = left + 4 * STEP + place * (column + STEP)
            marks.append(single(name, Face.KAITI, x=x, top=top + number * PITCH))
    return marks


def _three(name: str) -> str:
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def _letter(paper: Paper) -> Head:
    """信函: name alone at 30 mm, double rule under it, number at the right, rule at the foot."""
    mark, ink_bottom = _letter_mark(mark_of(paper))
    result = Head(mark)
    rule = ink_bottom + 4.0
    result.marks += _double_rule(rule, thick_first=True)
    line = rule + _THICK + _SPACE + _THIN + LETTER_GAP
    corner = _corner(paper, line, PITCH)
    result.marks += corner
    number = clean(paper.number or "")
    if number:
        result.marks.append(single(number, x=RIGHT - extent(number), top=line))
    last = line + max(len(corner) - 1, 0) * PITCH + EM3
    result.title_row = -int(-(last + 2 * PITCH - TOP - 0.5) // PITCH)
    result.marks += _double_rule(LETTER_SECOND_RULE - _THICK - _SPACE - _THIN, thick_first=False)
    return result


def _letter_mark(text: str) -> tuple[list[Mark], float]:
    """The name alone and where its ink ends; a very long one takes two lines."""
    if not text:
        return [], _LETTER_INK_TOP + _LETTER_SIZE / MM
    size, stretch = _fitted(text, size=_LETTER_SIZE, least=_MARK_LEAST, length=WIDTH)
    above, below = ink_bounds(Face.BIAOSONG, text)
    if stretch < _NARROWEST:
        mark, bottom = _block_mark(title_lines(text)[:2], "", _LETTER_INK_TOP, within=True)
        return mark, bottom - below * _JOINT_LEAST / MM
    top = _LETTER_INK_TOP - above * size / MM
    return [_red(text, top=top, size=size, stretch=stretch)], top + (1 - below) * size / MM


def _double_rule(top: float, *, thick_first: bool) -> list[Mark]:
    first, second = (_THICK, _THIN) if thick_first else (_THIN, _THICK)
    x, width = _LETTER_RULES_LEFT, _LETTER_RULES_WIDTH
    return [
        Rule(x, top, width, first, red=True),
        Rule(x, top + first + _SPACE, width, second, red=True),
    ]
