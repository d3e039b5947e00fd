"""Runs by itself in a limited process: reads a sheet, or marks one. Knows nothing of the system.

python-calamine can abort the whole process on a file of 4 KB (quality.md, trap 4): here only this
process dies. `child.py read KIND MEGABYTES SECONDS` and `child.py mark KIND …`; the file comes on
stdin, rows leave as JSON lines into the file that is stdout. For `mark` the marks come first, as one JSON line.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

EXIT_LOCKED, EXIT_BROKEN, EXIT_ENCODING = 3, 4, 5
AUTHOR = "明督"
ENCODINGS = ("utf-8-sig", "gb18030")
OUTPUT = 256 << 20  # openpyxl writes its parts to temporary files first
_NUMBER = "{:>12}\n"
RED, PINK = "FFB8131B", "FFFDEBEC"


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


def _sheet_rows(content: bytes) -> Iterator[list[object]]:
    """The first sheet that holds anything; a merged cell's value stands in each of its cells."""
    import python_calamine as calamine  # after the limits are set; csv needs none

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
        sheet = next((one for one in sheets if one.height), None)
    except calamine.PasswordError:
        sys.exit(EXIT_LOCKED)
    except calamine.CalamineError:
        sys.exit(EXIT_BROKEN)
    if sheet is None:
        return
    offset = sheet.start or (0, 0)
    rows: list[list[object]] = [
        [*[""] * offset[1], *row] for row in sheet.to_python(skip_empty_area=True)
    ]
    for first, last in sheet.merged_cell_ranges or ():
        _fill(rows, first, last, offset[0])
    yield from ([] for _ in range(offset[0]))
    yield from rows


def _fill(
    rows: list[list[object]], first: tuple[int, int], last: tuple[int, int], above: int
) -> None:
    top, left = first[0] - above, first[1]
    if not (0 <= top < len(rows) and left < len(rows[top])):
        return
    for row in range(top, min(last[0] - above + 1, len(rows))):
        for column in range(left, min(last[1] + 1, len(rows[row]))):
            rows[row][column] = rows[top][left]


def _read(kind: str, content: bytes) -> None:
    """First how many rows say anything, in a line of fixed width; then the rows."""
    rows: Iterable[list[object]] = _csv_rows(content) if kind == "csv" else _sheet_rows(content)
    filled = 0
    sys.stdout.write(_NUMBER.format(0))
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
        sheet = next((one for one in book.worksheets if one.max_row > 1), book.worksheets[0])
        return book, sheet
    book = openpyxl.Workbook()
    for row in _csv_rows(content) if kind == "csv" else _sheet_rows(content):
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
