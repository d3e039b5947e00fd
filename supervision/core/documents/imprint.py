"""Owns the 版记: 抄送, 印发机关 and 印发日期 at the foot of the last page, between rules."""

from dataclasses import dataclass

from supervision.core.documents.composer import compose
from supervision.core.documents.fit import IMPRINT_ROW as ROW
from supervision.core.documents.fit import Spacing
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import BOTTOM, EM4, LEFT, SIZE4, WIDTH
from supervision.core.documents.model import Layout, Paper, chinese_date
from supervision.core.documents.naming import listed
from supervision.core.documents.sheet import (
    Mark,
    Rule,
    Text,
    extent,
    set_line,
    shifted,
    single,
    tagged,
    widths,
)
from supervision.core.documents.tags import MORE
from supervision.core.documents.text import clean

THICK, THIN = 0.35, 0.25
LIST_LEFT = 4 * EM4  # 左空一字 and the label


@dataclass(frozen=True)
class Imprint:
    """Marks relative to its top, and its height."""

    marks: tuple[Mark, ...]
    height: float

    def placed(self, bottom: float = BOTTOM) -> list[Mark]:
        """The marks with the lower edge of the last rule at `bottom`."""
        return [shifted(mark, dx=LEFT, dy=bottom - self.height) for mark in self.marks]


def imprint(
    paper: Paper, *, addressees_here: bool, spacing: Spacing, row: float = ROW
) -> Imprint | None:
    """The 版记, None when the paper has none; a letter's has neither rules nor 印发机关."""
    if paper.layout is Layout.PLAIN:
        return None
    lists = []
    if addressees_here:
        lists.append(("主送：", paper.addressees))
    if paper.copies_to:
        lists.append(("抄送：", paper.copies_to))
    ruled = paper.layout is Layout.OFFICIAL
    printed = ruled and bool(paper.printer or paper.printed_on)
    if not lists and not printed:
        return None
    marks: list[Mark] = []
    top = 0.0
    for label, names in lists:
        marks += _rule(top, first=top == 0) if ruled else []
        lines = _list(label, names, top, row, spacing)
        marks += lines
        top += row * (len(lines) - 1)
    if printed:
        marks += _rule(top, first=top == 0)
        marks += _printed(paper, top, row)
        top += row
    if ruled:
        marks.append(Rule(0.0, top - THICK, WIDTH, THICK))
    return Imprint(tuple(marks), top)


def _rule(top: float, *, first: bool) -> list[Mark]:
    return [Rule(0.0, top, WIDTH, THICK)] if first else [Rule(0.0, top - THIN / 2, WIDTH, THIN)]


def _list(
    label: str, names: tuple[str, ...], top: float, row: float, spacing: Spacing
) -> list[Mark]:
    """The label, then the names; wrapped lines stand after the colon. One mark more than lines."""
    top += (row - EM4) / 2
    marks: list[Mark] = [single(label, x=EM4, top=top, size=SIZE4, gap=0.0)]
    lines = list_lines(names, spacing)
    return [
        *marks,
        *(shifted(tagged(line, MORE), dy=top + n * row) for n, line in enumerate(lines)),
    ]


def list_lines(names: tuple[str, ...], spacing: Spacing) -> list[Text]:
    """The names of a list, line by line, a full stop after the last."""
    text = listed(names, by_sort=spacing.calm) + "。"
    faces = [Face.FANGSONG] * len(text)
    measure = (WIDTH - LIST_LEFT - EM4) / EM4
    lines = compose(text, widths(text, faces), measure=measure, careful=spacing.careful)
    return [set_line(text, line, faces, x=LIST_LEFT, top=0.0, size=SIZE4) for line in lines]


def _printed(paper: Paper, top: float, row: float) -> list[Mark]:
    top += (row - EM4) / 2
    marks: list[Mark] = []
    if paper.printer:
        marks.append(single(clean(paper.printer), x=EM4, top=top, size=SIZE4, gap=0.0))
    if paper.printed_on:
        text = f"{chinese_date(paper.printed_on)}印发"
        x = WIDTH - EM4 - extent(text, size=SIZE4, gap=0.0)
        marks.append(single(text, x=x, top=top, size=SIZE4, gap=0.0))
    return marks
