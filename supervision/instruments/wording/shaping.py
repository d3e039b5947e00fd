"""What the editor's tools do to a typed text: levels that go on counting, and small tables.

A level is its numbering (一、（一）1.（1）), a table its lines between bars: what the tools write could have been typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from supervision.core.documents.model import Align, Column, Table, level_of
from supervision.core.documents.text import clean, format_text, parse_text
from supervision.core.errors import DomainError
from supervision.instruments.wording.names import chinese_number

LEVELS = ("正文", "一、", "（一）", "1.", "（1）")
MOST_ROWS, MOST_COLUMNS = 40, 8
_MARK = re.compile(r"（?([一二三四五六七八九十百]+|\d{1,3})[、）.．]\s*")
_NUMBERS = {chinese_number(number): number for number in range(1, 100)}
_WIDEST, _NARROWEST = 12, 2  # characters of a column, as its share of the width
_FIGURE = re.compile(r"[-+]?\d[\d,.]*[%％]?")
_COUNTING = ("序号", "编号")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Shaped:
    """A text after a tool, and which of its lines (from 0) were meant."""

    text: str
    first: int
    last: int


@dataclass
class _Line:
    """A line as its level, its number and what follows them."""

    level: int
    number: int
    words: str

    @classmethod
    def of(cls, line: str) -> "_Line":
        stripped = line.strip(" \t\u3000")
        level = level_of(stripped)
        mark = _MARK.match(stripped) if level else None
        if mark is None:
            return cls(0, 0, line)
        told = mark.group(1)
        number = int(told) if told.isdigit() else _NUMBERS.get(told, 0)
        return cls(level, number, stripped[mark.end() :]) if number else cls(0, 0, line)

    @property
    def text(self) -> str:
        """As it is typed."""
        if not self.level:
            return self.words
        if self.number >= 100:
            raise DomainError("同一层次最多99段，请分几部分写")
        number = chinese_number(self.number) if self.level < 3 else str(self.number)
        return f"{LEVELS[self.level].replace('一', number).replace('1', number)}{self.words}"


def lines_of(text: str) -> list[str]:
    """The lines of a box."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def leveled(text: str, first: int, last: int, level: int) -> Shaped:
    """The lines from `first` to `last` on one level; they and those below go on counting."""
    lines = lines_of(text)
    first, last = _within(lines, first, last)
    chosen = [at for at in range(first, last + 1) if lines[at].strip() and not _ruled(lines[at])]
    if not chosen:
        raise DomainError("请先把光标放在要编层次的一段文字里")
    read = [_Line(0, 0, line) if _ruled(line) else _Line.of(line) for line in lines]
    freed: dict[int, int] = {}  # the first number that a level gives up
    for at in chosen:
        if read[at].level and read[at].level != level:
            freed.setdefault(read[at].level, read[at].number)
        read[at].level, read[at].number = level, 0
    _count(read, first, freed)
    return Shaped("\n".join(one.text for one in read), first, last)


def _count(read: list[_Line], first: int, freed: dict[int, int]) -> None:
    """Numbers from line `first` on, each after the one before it under the same heading."""
    counts: dict[int, int] = {}
    for at, one in enumerate(read):
        if not one.level:
            continue
        if at >= first:
            begin = freed.pop(one.level, one.number or 1)
            one.number = counts[one.level] + 1 if one.level in counts else begin
        counts = {level: number for level, number in counts.items() if level < one.level}
        counts[one.level] = one.number


def _within(lines: list[str], first: int, last: int) -> tuple[int, int]:
    end = len(lines) - 1
    first = min(max(first, 0), end)
    return first, min(max(last, first), end)


def _ruled(line: str) -> bool:
    stripped = line.strip(" \t\u3000")
    return len(stripped) > 1 and stripped.startswith("|") and stripped.endswith("|")


def table_at(text: str, line: int) -> tuple[Table, int, int] | None:
    """The table that this line is of, with its first and its last line."""
    lines = lines_of(text)
    first, last = _within(lines, line, line)
    if not _ruled(lines[first]):
        return None
    while first > 0 and _ruled(lines[first - 1]):
        first -= 1
    while last < len(lines) - 1 and _ruled(lines[last + 1]):
        last += 1
    [table] = parse_text("\n".join(lines[first : last + 1]))
    assert isinstance(table, Table)  # noqa: S101  (every line of it is ruled)
    return table, first, last


def with_table(text: str, line: int, rows: Rows, caption: str = "") -> Shaped:
    """The table in the place of the one at this line; where none is, below the line."""
    made = lines_of(format_text([_table(rows, caption)]))
    lines, found = lines_of(text), table_at(text, line)
    if found:
        _, first, last = found
        lines[first : last + 1] = made
    else:
        first = _within(lines, line, line)[0] + 1 if text.strip() else 0
        if first < len(lines) and _ruled(lines[first]):
            raise DomainError("下面紧接着一张表格，两张表之间请先写一行文字")
        lines[first:first] = made
    return Shaped("\n".join(lines).rstrip("\n"), first, first + len(made) - 1)


def empty_rows(rows: int, columns: int) -> Rows:
    """A head and rows to be filled in."""
    head = [f"栏目{number}" for number in range(1, columns + 1)]
    return [head, *([""] * columns for _ in range(rows - 1))]


def _table(rows: Rows, caption: str) -> Table:
    kept = [tuple(_cell(cell) for cell in row) for row in rows]
    kept = [kept[0], *(row for row in kept[1:] if any(row) or len(kept) < 3)] if kept else []
    if len(kept) < 2 or not any(kept[0]):
        raise DomainError("表格至少要有表头和一行，表头写在第一行")
    if len(kept) > MOST_ROWS or len(kept[0]) > MOST_COLUMNS:
        message = f"正文中的表格最多{MOST_ROWS}行、{MOST_COLUMNS}列，更大的请作为附件"
        raise DomainError(message)
    if any(len(row) != len(kept[0]) for row in kept):
        raise DomainError("表格各行的格数须相同")
    columns = tuple(_column(cells) for cells in zip(*kept, strict=True))
    return Table(columns, tuple(kept[1:]), clean(caption))


def _cell(typed: str) -> str:
    return "\n".join(part for line in lines_of(typed) if (part := clean(line)))


def _column(cells: tuple[str, ...]) -> Column:
    """As wide as its longest line asks, figures at the right."""
    longest = max(len(line) for cell in cells for line in cell.split("\n"))
    told = [cell for cell in cells[1:] if cell]
    figures = bool(told) and all(_FIGURE.fullmatch(cell) for cell in told)
    align = Align.CENTER if cells[0] in _COUNTING else Align.RIGHT if figures else Align.LEFT
    return Column(cells[0], float(min(max(longest, _NARROWEST), _WIDEST)), align)


def rows_of(table: Table) -> list[list[str]]:
    """The head and the rows, to be typed in."""
    return [[one.heading for one in table.columns], *(list(row) for row in table.rows)]


def whole(text: str) -> str | None:
    """Why the text cannot print: a table with a row too short or too long."""
    try:
        parse_text(text)
    except DomainError as refusal:
        return refusal.message
    return None
