"""Cells copied in Excel, WPS or Word, as the clipboard has them: tabs between them, lines one a row."""

import csv
import io

from supervision.core.errors import DomainError


def cells(text: str, *, field: str) -> list[list[str]]:
    """The rows that are not empty; a cell of several lines stands in quotes.

    Raises DomainError, beside `field`, where quotes leave open what was meant.
    """
    read = csv.reader(io.StringIO(text.strip("\r\n"), newline=""), dialect="excel-tab")
    try:
        rows = [[cell.strip() for cell in row] for row in read]
    except csv.Error:
        message = "粘贴的内容读不成表格，请重新复制"
        raise DomainError(message, field=field) from None
    return [row for row in rows if any(row)]
