"""From the cells of a sheet to rows of values: finding the headings, reading each cell, naming faults."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, Mark, Table, as_date, as_text, without_result
from supervision.imports.beside import is_count, is_total, year_of
from supervision.imports.fields import Field, Names
from supervision.imports.kinds import Kind

KEY = "行键"
OURS = "错误"  # the column in which a marked sheet says what is wrong
HEAD_ROWS = 12  # the headings stand within the first rows, under a title perhaps
MOST_ROWS = 2000  # checked at once, while the person waits
MOST_LARGE = 100_000  # gone through in the background
SAMPLES = 3
KEY_LENGTH = 64


@dataclass(frozen=True)
class Layout:
    """Where the columns are: row of the headings (from 1), column of the key and of each field."""

    heading_row: int
    key_column: int | None
    columns: dict[str, int]
    unknown: list[str]
    year: int | None = None  # of days written without one
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)  # rows that only add up others
    unread: Sequence[str] = ()  # the other sheets of the workbook
    needed: frozenset[str] = frozenset()  # columns without which no row is a record


@dataclass
class Row:
    """One row of the sheet: its number, its key, the cells by field name."""

    number: int
    key: str
    cells: dict[str, object]
    values: dict[str, object] = field(default_factory=dict)
    year: int | None = None
    offers: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def _bare(heading: object) -> str:
    """A heading without blanks, marks and what stands in brackets."""
    text = as_text(heading).replace("（", "(").split("(")[0]
    return "".join(char for char in text if not char.isspace()).strip("*＊:：")


def lay_out(
    table: Table,
    kind: Kind,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> Layout:
    """Find the headings. DomainError when the sheet has none of ours, or lacks needed ones.

    `mapping` is what a person said of the columns; it goes before what their headings say. `answers`
    are the cells a person said the meaning of: by field, what stands there and what is meant.
    """
    best = find_headings(table, kind)
    if mapping is not None:
        columns = {name: int(place) for name, place in mapping.items() if name != KEY}
        best = replace(best, columns=columns, key_column=mapping.get(KEY))
    year = year_of(table, best.heading_row)
    best = replace(
        best,
        unknown=_unused(table, best),
        year=year,
        answers=answers or {},
        unread=[str(one) for one in table.unread],
        needed=frozenset(one.name for one in kind.fields if one.needed),
    )
    missing = missing_of(best, kind)
    if missing and best.key_column is None:
        raise DomainError(f"缺少必填的列：{'、'.join(missing)}", field="sheet")
    return best


def _unused(table: Table, layout: Layout) -> list[str]:
    """The headings of columns that nothing is taken from."""
    used = {*layout.columns.values(), layout.key_column}
    return [
        as_text(cell)
        for place, cell in enumerate(table.head[layout.heading_row - 1])
        if place not in used and as_text(cell) and _bare(cell) != OURS
    ]


def missing_of(layout: Layout, kind: Kind) -> list[str]:
    """Needed columns the sheet does not have."""
    return [one.label for one in kind.fields if one.needed and one.name not in layout.columns]


def find_headings(table: Table, kind: Kind) -> Layout:
    """The row that looks most like our headings. DomainError when none does."""
    wanted = _wanted(kind)
    best: Layout | None = None
    for number, cells in enumerate(table.head[:HEAD_ROWS], start=1):
        layout = _layout_of(number, cells, wanted)
        if best is None or len(layout.columns) > len(best.columns):
            best = layout
    if best is not None and _unheaded(table.head[0]):
        return _layout_of(1, table.head[0], wanted)
    if best is None or len(best.columns) < min(2, len(kind.fields)):
        raise DomainError(f"没有找到{kind.label}的表头，请使用下载的模板", field="sheet")
    return best


def _wanted(kind: Kind) -> dict[str, tuple[int, Field]]:
    """Each heading that is known, with its field and how well it names that: the label best."""
    found: dict[str, tuple[int, Field]] = {}
    for one in reversed(kind.fields):
        for rank, name in enumerate((one.label, *one.also)):
            found[_bare(name)] = (rank, one)
    for one in kind.fields:
        found[_bare(one.label)] = (0, one)
    return found


def unheaded(width: int) -> list[str]:
    """Headings for what was pasted without any: a person says what the columns are."""
    return [f"第{number}列" for number in range(1, width + 1)]


def _unheaded(cells: Sequence[object]) -> bool:
    return bool(cells) and as_text(cells[0]) == "第1列"


def headings_of(table: Table, layout: Layout) -> str:
    """The row of headings, so that a sheet with the same ones is known again."""
    bare = "\n".join(_bare(cell) for cell in table.head[layout.heading_row - 1])
    return hashlib.sha256(bare.encode()).hexdigest()


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet for the page of columns: where it stands, its heading, what is in it."""

    place: int
    heading: str
    samples: list[str]


def columns_of(table: Table, layout: Layout) -> list[SheetColumn]:
    """Every headed column of the sheet."""
    below = table.head[layout.heading_row : layout.heading_row + SAMPLES]
    return [
        SheetColumn(
            place, as_text(cell), [as_text(row[place])[:20] for row in below if place < len(row)]
        )
        for place, cell in enumerate(table.head[layout.heading_row - 1])
        if as_text(cell)
    ]


def _layout_of(
    number: int, cells: Sequence[object], wanted: dict[str, tuple[int, Field]]
) -> Layout:
    """Of two columns that may be the same field, the one whose heading names it better."""
    best: dict[str, tuple[int, int]] = {}
    key_column = None
    for place, cell in enumerate(cells):
        heading = _bare(cell)
        if heading == KEY:
            key_column = place
        elif heading in wanted:
            rank, one = wanted[heading]
            best[one.name] = min(best.get(one.name, (rank, place)), (rank, place))
    return Layout(number, key_column, {name: place for name, (_, place) in best.items()}, [])


def size_of(table: Table, layout: Layout, *, most: int = MOST_LARGE) -> int:
    """How many rows stand under the headings, as the child counted them. DomainError beyond `most`."""
    above = sum(any(as_text(cell) for cell in row) for row in table.head[: layout.heading_row])
    size = table.filled - above
    if size > most:
        raise DomainError(
            f"表中有{size}行，一次最多导入{most}行，请分成几个文件导入", field="sheet"
        )
    return size


def rows_of(table: Table, layout: Layout) -> Iterator[Row]:
    """The rows under the headings that say anything. DomainError when there is none."""
    first = next(rows := _rows(table, layout), None)
    if first is None:
        raise DomainError("表头下面没有数据", field="sheet")
    return chain((first,), rows)


def _rows(table: Table, layout: Layout) -> Iterator[Row]:
    below = islice(table, layout.heading_row, None)
    for number, cells in enumerate(below, layout.heading_row + 1):
        given = {
            name: cells[place] if place < len(cells) else ""
            for name, place in layout.columns.items()
        }
        if is_total(cells) and not _whole(given, layout):
            layout.skipped.append(f"第{number}行 {_first_of(cells)}")
        elif any(as_text(cell) and not without_result(cell) for cell in given.values()):
            for name in layout.answers.keys() & given.keys():
                given[name] = layout.answers[name].get(as_text(given[name]), given[name])
            place = layout.key_column
            key = as_text(cells[place]) if place is not None and place < len(cells) else ""
            yield Row(number, key, given, year=layout.year)


def _whole(given: Mapping[str, object], layout: Layout) -> bool:
    """Whether a row in which some cell is a sum says all that a record needs, none of it a sum or a count."""
    needed = layout.needed & given.keys()
    return bool(needed) and not any(is_count(given[name]) for name in needed)


def in_order(rows: Iterable[Row], kind: Kind) -> Iterator[Row]:
    """The rows as they are gone through: those of one whole beside the first of them."""
    if kind.whole is None:
        return iter(rows)
    wholes: dict[str | int, list[Row]] = {}
    for row in rows:
        wholes.setdefault(kind.whole(row.cells) or row.number, []).append(row)
    return chain.from_iterable(wholes.values())


def sliced(rows: Iterable[Row], kind: Kind, most: int) -> Iterator[list[Row]]:
    """Rows in their order, `most` at a time and with them what belongs to the last."""
    part: list[Row] = []
    for row in rows:
        if len(part) >= most and not _one_whole(part[-1], row, kind):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _one_whole(one: Row, other: Row, kind: Kind) -> bool:
    if kind.whole is None:
        return False
    named = kind.whole(one.cells)
    return bool(named) and named == kind.whole(other.cells)


def _first_of(cells: Sequence[object]) -> str:
    return next(text for cell in cells if (text := as_text(cell)))


def read(
    row: Row, kind: Kind, names: Names, present: dict[str, object] | None
) -> list[tuple[str, str]]:
    """Fill `row.values`; the faults as (field name, reason).

    A cell that says what the record says already is taken as it stands, though the word may have
    been retired since. Columns the sheet lacks, and empty cells that the system completes, keep what
    the record says.
    """
    faults = []
    row.values = dict(present or {one.name: kind.defaults.get(one.name, "") for one in kind.fields})
    for one in kind.fields:
        if one.cell.is_date and row.values[one.name] == "":
            row.values[one.name] = None
        if one.name not in row.cells:
            continue
        cell = row.cells[one.name]
        if present is not None and as_text(cell) == shown(present[one.name]):
            continue
        if present is not None and one.completed and not as_text(cell):
            continue
        if reason := without_result(cell):
            faults.append((one.name, reason))
            continue
        try:
            dated = one.cell.is_date
            row.values[one.name] = (
                as_date(cell, year=row.year) if dated else one.cell.read(cell, names)
            )
        except BadCell as bad:
            faults.append((one.name, str(bad)))
            row.offers += [(one.name, as_text(cell), bad.offered)] if bad.offered else []
            continue
    return faults + [
        (one.name, f"请填写{one.label}")
        for one in kind.fields
        if one.needed and not row.values[one.name] and one.name not in dict(faults)
    ]


def shown(value: object) -> str:
    """A value as a cell shows it."""
    return "" if value is None else str(value)


def mark_of(row: Row, name: str | None, reason: str, layout: Layout) -> Mark:
    """A fault as a mark in the sheet; a field the sheet lacks is the row's fault."""
    if name == KEY and layout.key_column is not None:
        return Mark(row.number, layout.key_column + 1, reason)
    place = layout.columns.get(name or "")
    return Mark(row.number, 0 if place is None else place + 1, reason)


def letter(column: int) -> str:
    """A column as Excel names it: 1 → A, 28 → AB; 整行 for none."""
    name = ""
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(65 + place) + name
    return name or "整行"
