"""Owns what follows the text: 附件说明, 署名 and date with the seal's room, 附注, 版记."""

from collections.abc import Iterator
from dataclasses import replace

from supervision.core.documents.closing import (
    attachments_note,
    below_items,
    copies_lines,
    signature_items,
)
from supervision.core.documents.fit import Fit, Spacing
from supervision.core.documents.flow import Item
from supervision.core.documents.grid import EM4, LEFT, SIZE3, SIZE4, STEP, WIDTH
from supervision.core.documents.imprint import LIST_LEFT, list_lines
from supervision.core.documents.model import Layout, Paper, chinese_date
from supervision.core.documents.sheet import Text
from supervision.core.documents.text import clean
from supervision.core.documents.word.drawn import box
from supervision.core.documents.word.marks import placed_row, rows_of, set_pieces, spacing_of
from supervision.core.documents.word.paragraphs import Piece, Shape, blank, paragraph
from supervision.core.documents.word.tables import cell, foot_rules, tall_row, unruled
from supervision.core.documents.word.xml import Element

_NOTE = 2 * STEP
_RAISED = 3  # half points
_GROWTH = 4  # rows by which the 版记 may grow upwards
_AIR = 1.0  # mm
HAIR = 0.1  # mm: a paragraph that holds something at its place
_SIZES = (WIDTH * 0.6, WIDTH * 0.4)


def note(paper: Paper, spacing: Spacing) -> Iterator[Element]:
    """附件：1.… 左空二字; what wraps stands under the name."""
    rows = [_texts(item) for item in attachments_note(paper.attachments, spacing)]
    if rows:
        yield blank(spacing.pitch, keep=True)
    for group in _labelled([row for row in rows if row]):
        first = group[0]
        name = [row[-1] for row in group]
        labelled = [Piece(run.text) for text in first[:-1] for run in text.runs]
        left = first[-1].x
        pieces = [*labelled, *set_pieces(name, spacing.gap * SIZE3)]
        yield paragraph(
            pieces,
            Shape(spacing.pitch, align="left", left=left, first=first[0].x - left, keep=True),
        )


def _texts(item: Item) -> list[Text]:
    return [mark for mark in item.marks if isinstance(mark, Text)]


def _labelled(rows: list[list[Text]]) -> list[list[list[Text]]]:
    """Rows with a label begin a paragraph; the rest of a name belongs to it."""
    groups: list[list[list[Text]]] = []
    for row in rows:
        if not groups or len(row) > 1:
            groups.append([])
        groups[-1].append(row)
    return groups


def signature(paper: Paper, spacing: Spacing) -> Iterator[Element]:
    """署名 and date on their rows; below them the room that the seal takes."""
    item = signature_items(paper.signature, spacing.pitch)[0]
    pitch, row = spacing.pitch, 0
    for marks in rows_of(_texts(item)):
        wanted = round(marks[0].top / pitch)
        while row < wanted:
            yield blank(pitch, keep=True)
            row += 1
        yield paragraph(*placed_row(marks, 0.0, Shape(pitch, keep=True)))
        row += 1


def seal_room(paper: Paper, spacing: Spacing) -> float:
    """How far a seal reaches below the row of the date, mm."""
    item = signature_items(paper.signature, spacing.pitch)[0]
    return max(item.need - item.height, 0.0)


def below(paper: Paper, spacing: Spacing) -> Iterator[Element]:
    """附注 in its brackets; in 文书式 抄送 as well. They begin below the seal if they run into it."""
    items = below_items(paper, spacing)
    for _ in _without_marks(items):
        yield blank(spacing.pitch, keep=True)
    note_text = clean(paper.note).removeprefix("（").removesuffix("）")
    if note_text:
        yield paragraph(
            [Piece(f"（{note_text}）", spacing=-4)],
            Shape(spacing.pitch, align="both", first=_NOTE),
        )
    if paper.layout is Layout.PLAIN and paper.copies_to:
        left = 5 * STEP
        rows = copies_lines(paper.copies_to, spacing)
        names = [mark for row in rows for mark in row[-1:] if isinstance(mark, Text)]
        shape = Shape(spacing.pitch, align="both", left=left, first=_NOTE - left)
        label = Piece("抄送：", spacing=-4)
        yield paragraph([label, *map(_evenly, names)], shape)


def _evenly(line: Text) -> Piece:
    """A set line with the same space after each character: LibreOffice does not squeeze single marks of a flush line."""
    words = "".join(run.text for run in line.runs)
    total = sum(run.gap * len(run.text) for run in line.runs)
    return Piece(words, spacing=spacing_of(total / len(words)) - 1)


def _without_marks(items: list[Item]) -> Iterator[Item]:
    for item in items:
        if item.marks:
            return
        yield item


def imprint_box(paper: Paper, foot: float, fit: Fit, *, addressed: bool) -> Element | None:
    """A paragraph from which the 版记 hangs, its end at `foot`, mm from the page's top; None without one."""
    lists = [] if addressed else [("主送：", paper.addressees)]
    lists += [("抄送：", paper.copies_to)] if paper.copies_to else []
    ruled = paper.layout is Layout.OFFICIAL
    printed = ruled and bool(paper.printer or paper.printed_on)
    if paper.layout is Layout.PLAIN or not (lists or printed):
        return None
    row, spacing = fit.imprint_row, fit.spacing
    set_lists = [(label, list_lines(names, spacing)) for label, names in lists]
    heights = [row * len(lines) for _, lines in set_lists] + [row] * printed
    made = unruled(_SIZES)
    for number, height in enumerate(heights):
        rules = [
            foot_rules(first=number == 0, last=number == len(heights) - 1) if ruled else None
            for _ in _SIZES
        ]
        if number < len(set_lists):
            cells = [cell([_list(*set_lists[number], row)], WIDTH, span=2, rules=rules[0])]
        else:
            both = zip(_printed(paper, row), _SIZES, rules, strict=True)
            cells = [cell([line], size, rules=rule) for line, size, rule in both]
        made.append(tall_row(cells, height))
    height = sum(heights) + _GROWTH * row
    holder = blank(HAIR)
    content = [made, blank(HAIR)]
    holder.append(
        box(LEFT, foot + HAIR - height, WIDTH + _AIR, height, content, name="版记", at_foot=True)
    )
    return holder


def raised(piece: Piece) -> Piece:
    """In the middle between two rules, where an exact line would put it lower."""
    return replace(piece, raised=_RAISED)


def _list(label: str, lines: list[Text], row: float) -> Element:
    """The names stand after the colon, over as many lines as they need."""
    pieces = [raised(piece) for piece in (Piece(label, size=SIZE4), *set_pieces(lines, 0.0))]
    shape = Shape(row, align="left", left=LIST_LEFT, right=EM4 - 0.1, first=EM4 - LIST_LEFT)
    return paragraph(pieces, shape)


def _printed(paper: Paper, row: float) -> tuple[Element, Element]:
    """印发机关 at the left, 印发日期 at the right."""
    day = f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else ""
    left = Shape(row, align="left", left=EM4, first=0.0)
    right = Shape(row, align="right", right=EM4, first=0.0)
    return (
        paragraph([raised(Piece(clean(paper.printer), size=SIZE4))], left),
        paragraph([raised(Piece(day, size=SIZE4))], right),
    )
