"""Runs by itself in a limited process: reads a sheet, or marks one. Knows nothing of the system.

python-calamine can abort the whole process on a file of 4 KB (quality.md, trap 4): here only this
process dies. `child.py read KIND MEGABYTES SECONDS` and `child.py mark KIND …`; the file comes on
stdin, rows leave as JSON lines into the file that is stdout, after a line with their number and one with the sheets
that are not read. For `mark` the marks come first, as one JSON line.
"""

import csv
import io
import json
import posixpath
import re
import resource
import runpy
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

EXIT_LOCKED, EXIT_BROKEN, EXIT_ENCODING = 3, 4, 5
AUTHOR = "明督"
ENCODINGS = ("utf-8-sig", "gb18030")
OUTPUT = 256 << 20  # openpyxl writes its parts to temporary files first
PIECE, OVERLAP = 1 << 20, 4096
_NUMBER = "{:>12}\n"
RED, PINK = "FFB8131B", "FFFDEBEC"
CHOICES = "可选值"  # the hidden sheet of our own workbooks (book.py)
UNRECKONED = "#未计算"  # stands for a formula that came without its result
_FAILED = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bt=["']e["']""")
_BARE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")


def _limit(megabytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _plain(value: object) -> object:
    """A cell as JSON carries it; dates as {"d": "2023-03-05"}."""
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, time) or not isinstance(value, str | int | float | bool | None):
        return str(value)
    return value


def _csv_rows(content: bytes) -> Iterator[list[object]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from csv.reader(io.StringIO(text, newline=""))
        return
    sys.exit(EXIT_ENCODING)


def _chosen(content: bytes) -> tuple[Any, list[tuple[str, int, bool]]]:
    """The first sheet one sees that holds anything, and the others that do: name, rows, whether hidden."""
    import python_calamine as calamine  # after the limits are set; csv needs none

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        kinds, seen = calamine.SheetTypeEnum, calamine.SheetVisibleEnum.Visible
        named = [
            (one.name, one.visible != seen)
            for one in book.sheets_metadata
            if one.typ == kinds.WorkSheet
        ]
        held = [
            (name, sheet.height, hidden)
            for name, hidden in sorted(named, key=lambda one: one[1])
            if (sheet := book.get_sheet_by_name(name)).height
        ]
        first = book.get_sheet_by_name(held[0][0]) if held else None
    except calamine.PasswordError:
        sys.exit(EXIT_LOCKED)
    except calamine.CalamineError:
        sys.exit(EXIT_BROKEN)
    order = [name for name, _ in named]
    others = [one for one in held[1:] if not (one[2] and one[0] == CHOICES)]
    return first, sorted(others, key=lambda one: order.index(one[0]))


def _sheet_rows(kind: str, content: bytes, sheet: Any) -> Iterator[list[object]]:
    """The rows of a sheet; a merged cell's value stands in each of its cells."""
    if sheet is None:
        return
    offset = sheet.start or (0, 0)
    rows: list[list[object]] = [
        [*[""] * offset[1], *row] for row in sheet.to_python(skip_empty_area=True)
    ]
    for row, column, said in _lost(kind, content, sheet.name):
        if 0 <= row - offset[0] < len(rows) and column < len(rows[row - offset[0]]):
            rows[row - offset[0]][column] = said
    for first, last in sheet.merged_cell_ranges or ():
        _fill(rows, first, last, offset[0])
    yield from ([] for _ in range(offset[0]))
    yield from rows


def _lost(kind: str, content: bytes, name: str) -> Iterable[tuple[int, int, str]]:
    """What the reader takes for empty cells, though a formula stands there: row, column, what it came to."""
    if kind == "xlsx":
        return _without_result(content, name)
    beside = Path(__file__).with_name(
        "old_book.py"
    )  # nothing is imported here: this runs by itself
    try:
        return list(runpy.run_path(str(beside))["failed"](content, name))
    except (struct.error, IndexError):  # odd, but the reader of the sheet had no trouble with it
        return ()


def _without_result(content: bytes, name: str) -> Iterator[tuple[int, int, str]]:
    """Formulas that came to an error or to nothing, which the reader of the sheet takes for empty cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = _part_of(package, name)
        cells = package.read(part) if _has_any(package, part) else b""
    for cell in _CELL.finditer(cells):
        place, typed = _PLACE.search(cell[1]), _TYPE.search(cell[1])
        if place is None:
            continue
        failed = typed is not None and typed[1] == b"e"
        if failed or (typed is None and _BARE.search(cell[0])):
            value = _VALUE.search(cell[2])
            said = value[1].decode() if failed and value else UNRECKONED
            yield int(place[2]) - 1, _column(place[1]), said


def _has_any(package: zipfile.ZipFile, part: str) -> bool:
    """Whether there is such a formula, looked for piece by piece: a large sheet is not held whole for it."""
    before = b""
    with package.open(part) as cells:
        while piece := cells.read(PIECE):
            seen = before + piece
            if _FAILED.search(seen) or _BARE.search(seen):
                return True
            before = seen[-OVERLAP:]
    return False


def _part_of(package: zipfile.ZipFile, name: str) -> str:
    """Where in the package a sheet lies."""
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314  (this process is limited)
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  (as above)
    parts = {one.get("Id"): one.get("Target") or "" for one in links}
    for sheet in book.iterfind(".//{*}sheet"):
        if sheet.get("name") == name:
            key = next(value for said, value in sheet.items() if said.endswith("}id"))
            return posixpath.normpath(posixpath.join("/xl", parts[key])).lstrip("/")
    raise KeyError(name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _fill(
    rows: list[list[object]], first: tuple[int, int], last: tuple[int, int], above: int
) -> None:
    top, left = first[0] - above, first[1]
    if not (0 <= top < len(rows) and left < len(rows[top])):
        return
    for row in range(top, min(last[0] - above + 1, len(rows))):
        for column in range(left, min(last[1] + 1, len(rows[row]))):
            rows[row][column] = rows[top][left]


def _rows_of(
    kind: str, content: bytes
) -> tuple[Iterable[list[object]], list[tuple[str, int, bool]]]:
    if kind == "csv":
        return _csv_rows(content), []
    sheet, others = _chosen(content)
    return _sheet_rows(kind, content, sheet), others


def _read(kind: str, content: bytes) -> None:
    """First how many rows say anything, in a line of fixed width; the sheets left out; then the rows."""
    rows, others = _rows_of(kind, content)
    filled = 0
    sys.stdout.write(_NUMBER.format(0))
    sys.stdout.write(json.dumps(others, ensure_ascii=False) + "\n")
    for row in rows:
        filled += any(cell not in ("", None) for cell in row)
        sys.stdout.write(json.dumps([_plain(cell) for cell in row], ensure_ascii=False) + "\n")
    sys.stdout.seek(0)
    sys.stdout.write(_NUMBER.format(filled))


def _opened(kind: str, content: bytes) -> tuple[Any, Any]:
    """The user's own book and its sheet; .xls and .csv become a plain .xlsx."""
    import openpyxl

    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = _chosen(content)[0]
        return book, book[sheet.name] if sheet is not None else book.worksheets[0]
    book = openpyxl.Workbook()
    for row in _rows_of(kind, content)[0]:
        book.active.append([cell if cell != "" else None for cell in row])
    for cells in book.active.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"  # text that begins with = stays text
    return book, book.active


def _mark(kind: str, marks: list[dict[str, Any]], heading_row: int, content: bytes) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book, sheet = _opened(kind, content)
    pink, red = PatternFill("solid", fgColor=PINK), Font(color=RED)
    titles = {cell.value: cell.column for cell in sheet[heading_row]}
    column = titles.get("错误") or sheet.max_column + 1
    for cells in sheet.iter_rows(min_row=heading_row + 1):
        for cell in cells:
            if cell.column == column:
                cell.value = None
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, PatternFill()
    sheet.cell(heading_row, column, "错误").font = Font(color=RED, bold=True)
    sheet.column_dimensions[get_column_letter(column)].width = 60
    reasons: dict[int, list[str]] = {}
    for one in marks:
        reasons.setdefault(one["row"], []).append(one["reason"])
        if one["column"]:
            cell = sheet.cell(one["row"], one["column"])
            if hasattr(cell, "fill") and type(cell).__name__ != "MergedCell":
                cell.fill = pink
                cell.comment = Comment(one["reason"], AUTHOR, width=320, height=90)
    for row, texts in reasons.items():
        cell = sheet.cell(row, column)
        cell.value, cell.font, cell.data_type = "；".join(texts), red, "s"
    target = io.BytesIO()
    book.save(target)
    sys.stdout.buffer.write(target.getvalue())


def main() -> None:
    """Limits first, then the file."""
    verb, kind, megabytes, seconds = sys.argv[1:5]
    _limit(int(megabytes), int(seconds))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if verb == "mark":
        asked = json.loads(sys.stdin.buffer.readline())
        _mark(kind, asked["marks"], asked["heading_row"], sys.stdin.buffer.read())
    else:
        _read(kind, sys.stdin.buffer.read())


if __name__ == "__main__":
    main()
