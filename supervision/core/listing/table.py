"""Cells of rows: of a plain column its value in words, of another what its macro draws."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from supervision.core.listing.columns import Cell, Column, words
from supervision.core.listing.rows import Line

ON_PAPER = {"num", "nowrap"}  # classes that mean something in a print
Draw = Callable[[Line], str]


def cells_of(
    columns: Sequence[Column], rows: Iterable[Line], macros: object, *, printed: bool = False
) -> Iterator[tuple[Line, Markup]]:
    """Each row with its <td>s; `macros` is the imported cells.html of the slice.

    In Python, since rows come by the hundred: a loop over columns in a template costs a third more.
    """
    parts = [
        (
            _opening(one, printed=printed),
            _drawing(one, one.printed if printed else one.cell, macros),
        )
        for one in columns
    ]
    for row in rows:
        yield row, Markup("".join([f"{opening}{draw(row)}</td>" for opening, draw in parts]))  # noqa: S704


def _opening(column: Column, *, printed: bool) -> str:
    looks = column.look.split()
    look = " ".join(one for one in looks if one in ON_PAPER) if printed else column.look
    label = column.phone if not printed else ""
    return str(
        Markup("<td{}{}>").format(
            Markup(' class="{}"').format(look) if look else "",
            Markup(' data-label="{}"').format(label) if label else "",
        )
    )


def _drawing(column: Column, cell: Cell, macros: object) -> Draw:
    if isinstance(cell, str) and cell:
        macro: Draw = getattr(macros, cell)
        return macro
    read, say = column.read, cell if callable(cell) else words
    return lambda row: escape(say(read(row)))
