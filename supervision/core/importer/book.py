"""The sheet people fill in: headings with notes, drop-downs, date cells; empty, or with what is held."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from supervision.core.export import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SPARE = 2000  # rows below the data that still have drop-downs
LISTED = 500  # choices a drop-down can well show
_CHOICES = "可选值"


@dataclass(frozen=True)
class Heading:
    """A column of the sheet: what it is called, its note, its choices."""

    label: str
    note: str = ""
    needed: bool = False
    choices: Sequence[str] = ()
    is_date: bool = False
    wide: bool = False


def workbook(title: str, headings: Sequence[Heading], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet to fill in; the choices stand on a second, hidden sheet."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter

    with xlsxwriter.Workbook(target, options) as book:
        sheet, choices = book.add_worksheet(title), book.add_worksheet(_CHOICES)
        choices.hide()
        style = _styles(book)
        for number, heading in enumerate(headings):
            _head(sheet, number, heading, style)
        sheet.freeze_panes(1, 2)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, last, column, plain(value), style)
        for number, heading in enumerate(headings):
            if heading.choices:
                _drop_down(sheet, choices, number, heading.choices, last + SPARE)
    return target.getvalue()


def _styles(book: "Workbook") -> dict[str, "Format"]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#eef2f7", "bottom": 1}),
        "needed": book.add_format({"bold": True, "bg_color": "#e8f0fb", "bottom": 2}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    }


def _head(sheet: "Worksheet", number: int, heading: Heading, style: dict[str, "Format"]) -> None:
    width = 44 if heading.wide else max(12, 2 * len(heading.label) + 6)
    sheet.set_column(number, number, width, style["day" if heading.is_date else "text"])
    sheet.write_string(0, number, heading.label, style["needed" if heading.needed else "head"])
    note = "；".join(filter(None, ["必填" if heading.needed else "", heading.note]))
    if note:
        sheet.write_comment(0, number, note, {"author": "明督", "x_scale": 1.6})


def _write(
    sheet: "Worksheet", row: int, column: int, value: object, style: dict[str, "Format"]
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style["day"])
    elif value != "":
        sheet.write_string(row, column, str(value), style["text"])


def _drop_down(
    sheet: "Worksheet", choices: "Worksheet", number: int, offered: Sequence[str], last_row: int
) -> None:
    for row, choice in enumerate(offered[:LISTED]):
        choices.write_string(row, number, plain(choice))
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(number)
    source = f"='{_CHOICES}'!${letter}$1:${letter}${min(len(offered), LISTED)}"
    sheet.data_validation(
        1,
        number,
        last_row,
        number,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "不在可选值之列",
            "error_message": "请从下拉列表中选择，否则导入时会提示错误。",
        },
    )
