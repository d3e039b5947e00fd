"""Owns tables: of the text, with the layout's column widths and heads; the joint mark; the 版记."""

from collections.abc import Sequence
from math import floor

from supervision.core.documents.blocks import (
    LEADING,
    PADDING_Y,
    cell_lines,
    column_aligns,
    table_items,
)
from supervision.core.documents.columns import PADDING_X, column_sizes
from supervision.core.documents.fit import STANDARD, Spacing
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import MM, SIZE4, SIZE_TABLE
from supervision.core.documents.model import Table
from supervision.core.documents.sheet import widths
from supervision.core.documents.text import clean
from supervision.core.documents.word.marks import spacing_of
from supervision.core.documents.word.paragraphs import Piece, Shape, paragraph
from supervision.core.documents.word.xml import Element, element, flag, twips

_CAPTION = 9.0  # mm
_THICK, _THIN = 8, 6  # eighths of a point: 0.35 and 0.26 mm
_LINE = 4  # 0.18 mm
_CELL_LINE = floor(LEADING * MM * 20) / MM / 20  # rounded up, forty rows would take a page more


def ruled(table: Table, width: float, spacing: Spacing) -> list[Element]:
    """Caption and table; its head is repeated on each page, a row stays whole."""
    found = []
    if clean(table.caption):
        caption = Piece(clean(table.caption), Face.HEITI, SIZE4)
        shape = Shape(_CAPTION, align="center", first=0.0, keep=True)
        found.append(paragraph([caption], shape))
    sizes = column_sizes(table, width, roomy=spacing.roomy, headed=spacing.calm)
    items = table_items(table, width, snap=False, spacing=spacing)[1 if found else 0 :]
    aligns = ["center"] * len(sizes)
    made = _table(sizes, _grid_rules())
    head = [column.heading for column in table.columns]
    made.append(_row(head, sizes, aligns, items[0].height, face=Face.HEITI))
    below = column_aligns(table, careful=spacing.careful)
    for row in table.rows:
        sides = [align.value for align in below]
        made.append(_row(row, sizes, sides, None, headings=head, spacing=spacing))
    return [*found, made]


def _row(
    cells: Sequence[str],
    sizes: Sequence[float],
    aligns: Sequence[str],
    height: float | None,
    *,
    face: Face = Face.FANGSONG,
    headings: Sequence[str] = (),
    spacing: Spacing = STANDARD,
) -> Element:
    head = not headings
    properties = element(
        "trPr",
        flag("cantSplit"),
        element("trHeight", val=twips(height), hRule="atLeast") if height else None,
        flag("tblHeader") if head else None,
    )
    made = element("tr", properties)
    for place, (text, size, align) in enumerate(zip(cells, sizes, aligns, strict=True)):
        content = [
            paragraph(
                [
                    Piece(
                        clean(line),
                        face,
                        SIZE_TABLE,
                        0 if head else _closer(line, face, size, spacing),
                    )
                ],
                Shape(_CELL_LINE, align=align, first=0.0, keep=head),
            )
            for line in text.split("\n")
        ]
        if not head and not clean(text):
            content = [_to_fill(headings[place], content)]
        made.append(cell(content, size))
    return made


def _closer(line: str, face: Face, size: float, spacing: Spacing) -> int:
    """Space after each character, in twips, where the layout saves a last line of one of them."""
    text, room = clean(line), size - 2 * PADDING_X
    advances = widths(text, [face] * len(text))
    careful, tidy = spacing.careful, spacing.tidy
    return spacing_of(cell_lines(text, advances, room, careful=careful, tidy=tidy)[0] * SIZE_TABLE)


def _to_fill(name: str, content: Sequence[Element]) -> Element:
    """An empty cell is a field of a form."""
    return element(
        "sdt",
        element(
            "sdtPr", element("alias", val=clean(name)[:60]), element("tag", val=clean(name)[:60])
        ),
        element("sdtContent", *content),
    )


def cell(
    content: Sequence[Element],
    width: float,
    *,
    span: int = 1,
    rules: Element = None,
    merge: str = "",
) -> Element:
    """A cell in whose middle the content stands."""
    properties = element(
        "tcPr",
        element("tcW", w=twips(width), type="dxa"),
        element("gridSpan", val=span) if span > 1 else None,
        element("vMerge", val=merge) if merge else None,
        rules,
        element("vAlign", val="center"),
    )
    return element("tc", properties, *content)


def _grid_rules() -> Element:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element("tblBorders", *(_edge(name, _LINE) for name in edges))


def _edge(name: str, size: int) -> Element:
    return element(name, val="single", sz=size, space=0, color="000000")


def _table(
    sizes: Sequence[float], rules: Element, *, left: float = 0.0, air: bool = True
) -> Element:
    """A table of fixed columns, without rows yet."""
    x, y = (PADDING_X, PADDING_Y) if air else (0.0, 0.0)
    margins = element(
        "tblCellMar",
        element("top", w=twips(y), type="dxa"),
        element("left", w=twips(x), type="dxa"),
        element("bottom", w=twips(y), type="dxa"),
        element("right", w=twips(x), type="dxa"),
    )
    properties = element(
        "tblPr",
        element("tblW", w=twips(sum(sizes)), type="dxa"),
        element("tblInd", w=twips(left), type="dxa"),
        rules,
        element("tblLayout", type="fixed"),
        margins,
    )
    columns = element("tblGrid", *(element("gridCol", w=twips(size)) for size in sizes))
    return element("tbl", properties, columns)


def unruled(sizes: Sequence[float], left: float = 0.0) -> Element:
    """A table that only holds things beside each other."""
    return _table(sizes, None, left=left, air=False)


def tall_row(cells: Sequence[Element], height: float) -> Element:
    """A row of this height, or more where its text needs it."""
    return element(
        "tr", element("trPr", element("trHeight", val=twips(height), hRule="atLeast")), *cells
    )


def foot_rules(*, first: bool, last: bool) -> Element:
    """The rules of a row of the 版记: thick above the first and below the last, thin between."""
    top = _edge("top", _THICK if first else _THIN)
    return element("tcBorders", top, _edge("bottom", _THICK) if last else None)
