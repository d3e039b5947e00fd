"""Writing lists as .xlsx and .csv: text stays text whatever it begins with, dates stay dates."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TextIO

from supervision.core import clock

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MAX_CELL = 32_767  # characters in a cell, by the file format
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Plain = str | int | float | date
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_FORMULA = re.compile(r"^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]")


def plain(value: object) -> Plain:
    """A value as a cell takes it: number, date, or text that every reader of the file accepts."""
    if value is None or isinstance(value, bool):
        return "" if value is None else "是" if value else "否"
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None)
    if isinstance(value, (int, float, date)):
        return value
    text = str(getattr(value, "label", value)).replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("", text)[:MAX_CELL]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, the headings of its first row, the rows under them.

    `widths`: characters of each column; 0 (or none given) goes by the heading.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: headings in the first row, frozen and filterable."""
    return workbook(title, [Sheet(title, headings, rows)])


def workbook(title: str, sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several such sheets."""
    target = io.BytesIO()
    write_workbook(target, title, sheets)
    return target.getvalue()


def write_workbook(target: str | io.BytesIO, title: str, sheets: Iterable[Sheet]) -> None:
    """The same into a file, row by row: what is written is no longer held."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    import xlsxwriter

    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": _UNWRITABLE.sub("", title)})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#eef2f7", "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
        }
        for one in sheets:
            _fill(book.add_worksheet(_sheet_name(one.title)), one, formats)


def _sheet_name(title: str) -> str:
    return _SHEET_NAME.sub("", str(plain(title)))[:31] or "Sheet1"


def _fill(sheet: "Worksheet", given: Sheet, formats: dict[str, "Format"]) -> None:
    widths = dict(enumerate(given.widths))
    for column, heading in enumerate(given.headings):
        width = widths.get(column) or max(12, min(40, 2 * len(heading) + 6))
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, plain(heading), formats["head"])
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(given.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, last, column, plain(value), formats)
    sheet.autofilter(0, 0, last, max(0, len(given.headings) - 1))


def _write(
    sheet: "Worksheet", row: int, column: int, value: Plain, formats: dict[str, "Format"]
) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value, formats["text"])


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Comma-separated UTF-8 with a BOM, so that Excel reads it as Chinese.

    Text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    target = io.StringIO(newline="")
    write_csv(target, headings, rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8")


def write_csv(target: TextIO, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The same into a file opened as `utf-8-sig`."""
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_harmless(plain(heading)) for heading in headings])
    for row in rows:
        writer.writerow([_harmless(plain(value)) for value in row])


def _harmless(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
