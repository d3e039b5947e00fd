"""Owns the body: paragraphs and tables as flow items on the grid."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from supervision.core.documents.columns import PADDING_X, column_sizes
from supervision.core.documents.composer import NO_END, NO_START, Line, compose
from supervision.core.documents.easing import compose_calmly
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import COUNTS, STANDARD, Spacing, gap_of
from supervision.core.documents.flow import Done, Item
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import EM3, GAP, MM, PITCH, SIZE3, SIZE4, SIZE_TABLE
from supervision.core.documents.model import Align, Column, Columns, Paragraph, Table
from supervision.core.documents.sheet import (
    Chart,
    Mark,
    Rule,
    Text,
    as_one,
    extent,
    set_line,
    single,
    tagged,
    widths,
)
from supervision.core.documents.tags import Kind, Tag
from supervision.core.documents.text import clean, faces_of, lead

INDENT = 2 * (1 + GAP)  # 左空二字, in em

LEADING = 6.5  # mm from line to line in a cell
PADDING_Y = 1.4
RULE = 0.25
_EM_TABLE = SIZE_TABLE / MM
_MOST_LINES = 18  # a row with more lines is let break between two pages
_CAPTION_ROW = 9.0
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?[%％]?|[—–-]+")
_CHART_SHAPE = 128 / 420  # as columns.html draws it


def paragraph_items(paragraph: Paragraph, width: float, spacing: Spacing) -> list[Item]:
    """One item a line, on rows of the grid."""
    lines, done = paragraph_lines(paragraph, width, replace(spacing, pitch=PITCH))
    items = [row_item(spacing.pitch, line) for line in lines]
    if not items:
        return []
    stub = sum(len(run.text) for run in lines[-1].runs) if len(lines) > 1 else 0
    return [*items[:-1], replace(items[-1], done=done, stub=stub)]


@lru_cache(maxsize=1024)  # set once for all pitches that are tried: they are no matter of its lines
def paragraph_lines(
    paragraph: Paragraph, width: float, spacing: Spacing
) -> tuple[tuple[Text, ...], Done]:
    """The set lines, and what was done to them: spacing evened out to save a last line of one character, or room shared."""
    text, faces = clean(paragraph.text), faces_of(paragraph)
    advances = widths(text, faces)

    def composed(gap: float) -> list[Line]:
        if spacing.calm:
            indent = 2 * (1 + gap)
            return compose_calmly(text, advances, measure=width / EM3, indent=indent, gap=gap)
        return compose(
            text,
            advances,
            measure=width / EM3,
            indent=2 * (1 + gap),
            gap=gap,
            careful=spacing.careful,
        )

    gap, lines = spacing.gap, composed(spacing.gap)
    if spacing.careful and _lone(text, lines):
        for other in (gap_of(COUNTS[1]), gap_of(COUNTS[0])):
            tried = composed(other)
            if not _lone(text, tried) and len(tried) <= len(lines):
                gap, lines = other, tried
                break
    set_lines = tuple(
        set_line(text, line, faces, x=0.0 if number else 2 * (1 + gap) * EM3, top=0.0, size=SIZE3)
        for number, line in enumerate(lines)
    )
    done = Done.EVENED if gap != spacing.gap else Done.NOTHING
    if any(line.eased for line in lines):
        done = Done.EASED
    return as_one(set_lines, _kind(paragraph)), done


def _kind(paragraph: Paragraph) -> Kind:
    """A numbered line that is all in its level's face is a heading."""
    if paragraph.level not in (1, 2) or lead(paragraph) < len(clean(paragraph.text)):
        return Kind.PARAGRAPH
    return Kind.HEADING if paragraph.level == 1 else Kind.SUBHEADING


def _lone(text: str, lines: list[Line]) -> bool:
    """Is there but one character, with its marks, on the last of several lines?"""
    if len(lines) < 2:
        return False
    last = text[lines[-1].start : lines[-1].end]
    return sum(char not in NO_START | NO_END for char in last) == 1


def row_item(pitch: float, *marks: Mark) -> Item:
    """A row of the grid with these marks; only the em box must fit at the foot of a page."""
    return Item(pitch, marks, ink=EM3)


def blank_row(pitch: float, *, blank: bool = True) -> Item:
    """An empty row; not at the top of a page unless `blank` is False."""
    return Item(pitch, ink=0.0, blank=blank, glued=True)


def table_items(
    table: Table, width: float, *, snap: bool = True, spacing: Spacing = STANDARD
) -> list[Item]:
    """Caption, head (repeated on each page) and rows."""
    pitchless = replace(spacing, pitch=PITCH, gap=GAP)
    return list(_table_items(table, width, pitchless, snap=snap))


@lru_cache(maxsize=2)
def _table_items(table: Table, width: float, spacing: Spacing, *, snap: bool) -> tuple[Item, ...]:
    """Set once for all trials of a paper: the pitch of its text is no matter of its tables."""
    careful = spacing.careful
    aligns = column_aligns(table, careful=careful)
    sizes = column_sizes(table, width, roomy=spacing.roomy, headed=spacing.calm)
    for column, size in zip(table.columns, sizes, strict=True):
        if size < 2 * PADDING_X + _EM_TABLE:
            raise DocumentError(
                f"表格的“{column.heading}”列太窄，放不下一个字，请调整列宽或改用横排"
            )
    items = []
    if clean(table.caption):
        items.append(_caption(clean(table.caption), width))
    headings = [(column.heading, Face.HEITI, Align.CENTER) for column in table.columns]
    heads = cells_items(headings, sizes, top_rule=True, careful=careful, tidy=False)
    head = _row(heads[0], sizes, 0)
    items.append(
        Item(head.height, head.marks, glued=bool(table.rows), snap=snap and not table.rows)
    )
    for number, row in enumerate(table.rows, start=1):
        cells = [(text, Face.FANGSONG, align) for text, align in zip(row, aligns, strict=True)]
        for found in cells_items(cells, sizes, careful=careful, tidy=spacing.tidy):
            last = snap and number == len(table.rows)
            piece = _row(found, sizes, number)
            items.append(Item(piece.height, piece.marks, head=head, snap=last))
    return tuple(items)


def _row(item: Item, sizes: list[float], number: int) -> Item:
    """The texts of a row say which cell they stand in."""
    edges = list(accumulate(sizes))
    kind = Kind.CELL if number else Kind.HEAD_CELL
    marks = tuple(
        tagged(mark, Tag(kind, row=number, column=bisect_right(edges, mark.x), columns=len(sizes)))
        for mark in item.marks
    )
    return replace(item, marks=marks)


def column_aligns(table: Table, *, careful: bool) -> list[Align]:
    """How the cells of each column stand; the first rules left it to the column."""
    return [
        _align(column, [row[place] for row in table.rows]) if careful else column.align
        for place, column in enumerate(table.columns)
    ]


def _align(column: Column, cells: list[str]) -> Align:
    """序号 stand in the middle, a column of nothing but numbers at the right."""
    if clean(column.heading) == "序号":
        return Align.CENTER
    filled = [text for cell in cells if (text := clean(cell))]
    numbers = filled and all(_NUMBER.fullmatch(text) for text in filled)
    return Align.RIGHT if numbers and column.align is Align.LEFT else column.align


def columns_items(chart: Columns, width: float, pitch: float) -> list[Item]:
    """Caption, what the colours mean, and the picture, on one page."""
    height = width * _CHART_SHAPE
    tones = {"main": "深色", "soft": "浅色"}
    legend = "　".join(f"{tones.get(one.tone, one.tone)}：{one.name}" for one in chart.series)
    rows = -(-height // pitch)  # whole rows of the grid
    return [
        _caption(clean(chart.caption), width),
        _caption(legend, width),
        Item(rows * pitch, (Chart(0.0, 0.0, width, height, chart),), snap=True),
    ]


def _caption(caption: str, width: float) -> Item:
    size = extent(caption, Face.HEITI, size=SIZE4, gap=0.0)
    if size > width:
        raise DocumentError(f"表题“{caption[:20]}……”太长，一行放不下，请精简")
    text = single(caption, Face.HEITI, x=(width - size) / 2, top=1.5, size=SIZE4, gap=0.0)
    return Item(_CAPTION_ROW, (text,), glued=True)


def cells_items(
    cells: list[tuple[str, Face, Align]],
    sizes: list[float],
    *,
    top_rule: bool = False,
    least_lines: int = 1,
    air: float = 0.0,
    careful: bool = True,
    tidy: bool = True,
) -> list[Item]:
    """One ruled row; several items when it is too tall to stay whole. `air` adds to the padding."""
    composed = [
        compose_cell(text, face, size - 2 * PADDING_X, careful=careful, tidy=tidy)
        for (text, face, _), size in zip(cells, sizes, strict=True)
    ]
    count = max(least_lines, *(len(lines) for lines in composed))
    items = []
    for start in range(0, count, _MOST_LINES):
        size = min(_MOST_LINES, count - start)
        marks: list[Mark] = []
        x = 0.0
        for lines, (_, _, align), cell_width in zip(composed, cells, sizes, strict=True):
            part = lines[start : start + size]
            marks += place_cell(part, x, cell_width, size, align=align, air=air)
            x += cell_width
        height = size * LEADING + 2 * (PADDING_Y + air)
        marks += _rules(sizes, height, top=top_rule and start == 0, bottom=start + size == count)
        items.append(Item(height, tuple(marks)))
    return items


def compose_cell(
    text: str, face: Face, width: float, *, careful: bool, tidy: bool
) -> list[tuple[Text, float]]:
    """Lines of a cell at the origin, each with its length in mm."""
    lines = []
    for part in text.split("\n"):
        content = clean(part)
        faces = [face] * len(content)
        advances = widths(content, faces)
        for line in cell_lines(content, advances, width, careful=careful, tidy=tidy)[1]:
            length = sum(advances[line.start : line.end]) + sum(line.gaps)
            set_text = set_line(content, line, faces, x=0.0, top=0.0, size=SIZE_TABLE)
            lines.append((set_text, length * _EM_TABLE))
    return lines


def cell_lines(
    content: str, advances: Sequence[float], width: float, *, careful: bool, tidy: bool
) -> tuple[float, list[Line]]:
    """The lines of a paragraph of a cell, and the gap in em that saves a last line of one character."""

    def composed(gap: float) -> list[Line]:
        measure = width / _EM_TABLE
        return compose(content, advances, measure=measure, gap=gap, justify=False, careful=careful)

    lines = composed(0.0)
    if tidy and _lone(content, lines):
        for gap in (gap_of(COUNTS[1]) - GAP, gap_of(COUNTS[0]) - GAP):
            tried = composed(gap)
            if not _lone(content, tried) and len(tried) <= len(lines):
                return gap, tried
    return 0.0, lines


def place_cell(
    lines: list[tuple[Text, float]], x: float, width: float, count: int, *, align: Align, air: float
) -> list[Mark]:
    """The lines in the middle of a cell that is `count` lines high."""
    marks: list[Mark] = []
    top = PADDING_Y + air + (count - len(lines)) * LEADING / 2 + (LEADING - _EM_TABLE) / 2
    if align is Align.LEFT and len(lines) > 1:
        return [_stacked([text for text, _ in lines], x + PADDING_X, top)]
    for number, (text, length) in enumerate(lines):
        spare = width - 2 * PADDING_X - length
        offset = {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[align]
        place = x + PADDING_X + offset
        marks.append(Text(place, top + number * LEADING, text.size, text.runs))
    return marks


def _stacked(lines: list[Text], x: float, top: float) -> Text:
    """Lines as one text: a third of the marks, and a long annex takes half the time."""
    runs = list(lines[0].runs)
    for line in lines[1:]:
        runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
        for run in line.runs:
            if (run.gap, run.face) == (runs[-1].gap, runs[-1].face):
                runs[-1] = replace(run, text=runs[-1].text + run.text)
            else:
                runs.append(run)
    return Text(x, top, lines[0].size, tuple(runs), leading=LEADING)


def _rules(sizes: list[float], height: float, *, top: bool, bottom: bool) -> list[Mark]:
    """The rules of one row: verticals at each boundary, the bottom, on the first row the top."""
    half = RULE / 2
    edges = [0.0]
    for size in sizes:
        edges.append(edges[-1] + size)
    marks: list[Mark] = [Rule(edge - half, -half, RULE, height + RULE) for edge in edges]
    if top:
        marks.append(Rule(-half, -half, edges[-1] + RULE, RULE))
    if bottom:
        marks.append(Rule(-half, height - half, edges[-1] + RULE, RULE))
    return marks
