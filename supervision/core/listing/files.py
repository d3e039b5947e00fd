"""A list as a file: XLSX or CSV of exactly the rows the filters leave."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Response

from supervision.core import clock
from supervision.core.errors import DomainError
from supervision.core.export import CSV, XLSX, Sheet, as_csv, workbook
from supervision.core.listing.asked import Asked
from supervision.core.listing.keyset import Cursor
from supervision.core.listing.lists import Listing
from supervision.core.web import download

KIND = "<any(xlsx, csv):kind>"
CHUNK = 2000
MOST = 50_000


def every_row(listing: Listing, args: Mapping[str, str]) -> Iterator[Any]:
    """Every row of the list as the address filters and sorts it.

    Raises DomainError beyond MOST rows.
    """
    asked, cursor, read = Asked(listing, args), None, 0
    while (chunk := asked.window(cursor, CHUNK)).last is not None:
        read += len(chunk.rows)
        if read > MOST:
            raise DomainError(f"筛选结果超过{MOST}条，请缩小范围后导出")
        yield from chunk.rows
        cursor = Cursor(*chunk.last, backwards=False)


def sheet_of(title: str, listing: Listing, rows: Iterable[object]) -> Sheet:
    """The rows under the headings of the list's columns."""
    columns = listing.in_sheets
    readers = [one.read for one in columns]
    lines = _each(rows, listing.line_per) if listing.line_per else rows
    return Sheet(
        title,
        [one.heading for one in columns],
        ([read(line) for read in readers] for line in lines),
        [one.width for one in columns],
    )


def _each(rows: Iterable[Any], name: str) -> Iterator[object]:
    for row in rows:
        for one in getattr(row, name):
            yield row.having(each=one)


def list_file(title: str, listing: Listing, rows: Iterable[object], kind: str) -> Response:
    """The answer of an export route; `kind` as the URL's KIND gives it."""
    name = f"{title}{clock.today():%Y%m%d}.{kind}"
    sheet = sheet_of(title, listing, rows)
    if kind == "csv":
        return download(as_csv(sheet.headings, sheet.rows), CSV, name)
    return download(workbook(title, [sheet]), XLSX, name)
