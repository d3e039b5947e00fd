"""What a sheet says beside its rows: the year it is of, and which of its rows only add up others."""

import re
from collections.abc import Iterator, Sequence

from supervision.core.importer import Table, as_text

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|\D|$)")
_TOTAL = re.compile(r"(合计|小计|总计|共计|累计)[:：]?(\d+[个项条件份人次]*)?")
_COUNT = re.compile(r"[\d.,%]*[个项条件份人次家名%]*|[-—/]+")


def year_of(table: Table, heading_row: int) -> int | None:
    """The one year that the title above the headings names, else the file's name, else the first rows."""
    above = [as_text(cell) for row in table.head[: heading_row - 1] for cell in row]
    below = [as_text(cell) for row in table.head[heading_row:] for cell in row]
    for said in (above, [table.name], [cell for cell in below if _is_day(cell)]):
        years = {int(found) for text in said for found in _YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
        if years:
            return None
    return None


def _is_day(text: str) -> bool:
    return re.match(r"(19|20)\d{2}[-/.年]\d{1,2}", text) is not None


def is_total(cells: Sequence[object]) -> bool:
    """Whether a row only adds up: 合计, 小计, 总计."""
    return any(_TOTAL.fullmatch(text) for text in _bare(cells))


def is_count(cell: object) -> bool:
    """Whether a cell holds nothing but a sum, a number or how many."""
    return all(_TOTAL.fullmatch(text) or _COUNT.fullmatch(text) for text in _bare([cell]))


def _bare(cells: Sequence[object]) -> Iterator[str]:
    return ("".join(as_text(cell).split()) for cell in cells)
