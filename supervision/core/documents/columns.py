"""Owns the widths of a table's columns: their shares, and room for what must not break."""

from functools import lru_cache

from supervision.core.documents.composer import NO_END, NO_START
from supervision.core.documents.fonts import Face, text_width
from supervision.core.documents.grid import MM, SIZE_TABLE
from supervision.core.documents.model import Table
from supervision.core.documents.text import clean
from supervision.core.documents.wholes import wholes

PADDING_X = 1.2
_EM = SIZE_TABLE / MM
_SPARE = 0.05  # mm
_SHORT = 4  # characters of a heading that stays on one line
_MOST = 0.4  # of the table's width: a whole that asks for more is let break


@lru_cache(maxsize=64)  # a table is set again and again while the spacing of its paper is tried
def column_sizes(table: Table, width: float, *, roomy: bool, headed: bool = True) -> list[float]:
    """In mm. By their shares; `roomy`: no date, 文号 or number with its measure word breaks where the

    other columns can give the room for it; `headed`: nor does 序号, or another short heading.
    """
    total = sum(column.share for column in table.columns)
    sizes = [width * column.share / total for column in table.columns]
    if not roomy or min(sizes) < 2 * PADDING_X + _EM:
        return sizes  # a column that is given no room for one character is refused, not mended
    return _widened(sizes, _least(table, width, headed=headed), width)


def _least(table: Table, width: float, *, headed: bool) -> list[float]:
    """What each column needs: one character, its short heading, or its longest whole."""
    return [
        2 * PADDING_X
        + max(
            [
                _EM,
                _heading(table.columns[place].heading) if headed else _EM,
                *(
                    length
                    for row in table.rows
                    if (length := _longest(row[place])) <= _MOST * width
                ),
            ]
        )
        for place in range(len(table.columns))
    ]


def _heading(heading: str) -> float:
    """A short heading on one line, in mm."""
    text = clean(heading)
    return len(text) * _EM + _SPARE if 0 < len(text) <= _SHORT else _EM


def _longest(cell: str) -> float:
    """The longest whole of a cell, in mm."""
    if "第" not in cell and not any(char.isdigit() for char in cell):
        return 0.0
    text = clean(cell)
    found = [text_width(Face.FANGSONG, _with_marks(text, *span)) * _EM for span in wholes(text)]
    return max(found, default=0.0) + _SPARE


def _with_marks(text: str, start: int, end: int) -> str:
    """The whole with the marks that go on its line."""
    while start and text[start - 1] in NO_END:
        start -= 1
    while end < len(text) and text[end] in NO_START:
        end += 1
    return text[start:end]


def _widened(sizes: list[float], least: list[float], width: float) -> list[float]:
    """Columns that are too narrow get what they lack from those with room, in proportion to it."""
    if sum(least) > width:
        return sizes
    lacking = sum(max(0.0, need - size) for size, need in zip(sizes, least, strict=True))
    spare = sum(max(0.0, size - need) for size, need in zip(sizes, least, strict=True))
    if not lacking or not spare:
        return sizes
    share = lacking / spare
    return [
        need if size < need else size - (size - need) * share
        for size, need in zip(sizes, least, strict=True)
    ]
