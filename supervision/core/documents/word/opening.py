"""Owns the beginning of page 1: 版头, title, 主送."""

from collections.abc import Iterator

from supervision.core.documents.fit import Spacing
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import EM3, LEFT, MM, PITCH, SIZE1, SIZE3, TOP, WIDTH
from supervision.core.documents.head import head, opening_title
from supervision.core.documents.model import Layout, Paper
from supervision.core.documents.sheet import Rule, Text, extent, single
from supervision.core.documents.text import clean
from supervision.core.documents.typeset import addressee_items
from supervision.core.documents.word.marks import (
    Placing,
    mark_pieces,
    rows_of,
    set_pieces,
)
from supervision.core.documents.word.page import top_of
from supervision.core.documents.word.paragraphs import RED, Piece, Shape, blank, paragraph
from supervision.core.documents.word.styles import TITLE
from supervision.core.documents.word.tables import cell, tall_row, unruled
from supervision.core.documents.word.xml import BASELINE, Element, element

_ASCENT = 0.88
_RULE = 0.5  # mm


def letter_rules(paper: Paper) -> list[Rule]:
    """The four red rules of a letter's first page."""
    if paper.layout is not Layout.LETTER:
        return []
    return [mark for mark in head(paper).marks if isinstance(mark, Rule)]


def opening(paper: Paper, spacing: Spacing, *, within: bool) -> Iterator[Element]:
    """Everything above the 主送."""
    top = head(paper, within=within)
    texts = [mark for mark in top.marks if isinstance(mark, Text)]
    red = [text for text in texts if text.red]
    placing = Placing(top_of(spacing))
    rules = [mark.top for mark in top.marks if isinstance(mark, Rule)]
    rule = rules[0] if paper.layout is Layout.OFFICIAL else None
    rows = rows_of(text for text in texts if not text.red)
    above = [row for row in rows if red and row[0].top < red[0].top]
    yield from (placing.line(row) for row in above)
    if len(red) > 1:
        yield from _joint(red, placing)
    elif red:
        yield placing.line(red)
    below = rows[len(above) :]
    for row in below:
        yield placing.line(row)
    if rule is not None:
        yield _red_rule(placing, rule)
    yield from _title(paper, spacing, placing, TOP + top.title_row * PITCH)


def _joint(red: list[Text], placing: Placing) -> Iterator[Element]:
    """One table: the names spread to one width, 文件 in the middle of them."""
    names = [text for text in red if text.x == red[0].x]
    words = [text for text in red if text.x != red[0].x]
    leading = names[1].top - names[0].top if len(names) > 1 else 1.3 * names[0].size / MM
    baseline = names[0].top + _ASCENT * names[0].size / MM
    first = min(leading, (baseline - placing.bottom) / BASELINE)
    yield blank(placing.room_to(baseline - BASELINE * first))
    left = names[0].x - LEFT
    right = words[0].x - LEFT if words else WIDTH - left
    sizes = [right - left, 2.2 * words[0].size / MM] if words else [right - left]
    made = unruled(sizes, left)
    for number, name in enumerate(names):
        height = leading if number else first
        line = paragraph(mark_pieces(name), Shape(height, align="left", first=0.0))
        cells = [cell([line], sizes[0])]
        if words:
            shape = Shape(1.3 * words[0].size / MM, align="left", first=0.0)
            content = paragraph(mark_pieces(words[0]) if number == 0 else [], shape)
            cells.append(cell([content], sizes[1], merge="continue" if number else "restart"))
        made.append(tall_row(cells, height))
    yield made
    placing.bottom = baseline + (1 - BASELINE) * first + leading * (len(names) - 1)


def _red_rule(placing: Placing, place: float) -> Element:
    """The rule, as the upper edge of an empty paragraph of its own."""
    edge = element("top", val="single", sz=round(_RULE * MM * 8), space=0, color=RED)
    before = placing.room_to(place)
    placing.bottom = place + _RULE + 1.0
    return paragraph((), Shape(1.0, before=before, rule=edge))


def _title(paper: Paper, spacing: Spacing, placing: Placing, top: float) -> Iterator[Element]:
    """The title's lines as one paragraph; in 文书式 the number at the right under it."""
    lines = opening_title(paper)
    pitch = spacing.pitch
    rows = len(lines)
    if lines:
        sunk = (EM3 - SIZE1 / MM) / 2 + _ASCENT * SIZE1 / MM  # its baseline in its row
        yield blank(placing.room_to(top + sunk - BASELINE * pitch))
        yield paragraph([Piece("\n".join(lines), Face.BIAOSONG, SIZE1)], Shape(pitch, style=TITLE))
        placing.bottom = top + sunk - BASELINE * pitch + rows * pitch
    number = clean(paper.number or "")
    if paper.layout is Layout.PLAIN and number:
        x = LEFT + WIDTH - extent(number)
        yield placing.line([single(number, x=x, top=top + rows * pitch)])
        rows += 1
    row = rows + (1 if lines else 0)
    yield blank(placing.room_to(top + row * pitch - (BASELINE * pitch - _ASCENT * EM3)))


def addressees(paper: Paper, spacing: Spacing) -> Element:
    """主送机关 顶格."""
    lines = [item.marks[0] for item in addressee_items(paper.addressees, spacing)]
    texts = [mark for mark in lines if isinstance(mark, Text)]
    pieces = set_pieces(texts, spacing.gap * SIZE3)
    return paragraph(pieces, Shape(spacing.pitch, align="both", first=0.0))
