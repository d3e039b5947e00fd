"""A list as a file: XLSX or CSV of exactly the rows the filters leave; a long one in the background."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.errors import DomainError
from supervision.core.export import CSV, XLSX, Sheet, workbook, write_csv, write_workbook
from supervision.core.listing.asked import Asked
from supervision.core.listing.keyset import Cursor
from supervision.core.listing.lists import Listing
from supervision.core.listing.rows import Line
from supervision.core.tasks.making import Args, Making, Named, reading
from supervision.core.tasks.queue import Progress
from supervision.core.web import download

KIND = "<any(xlsx, csv):kind>"
CHUNK = 2000
MOST = 50_000  # rows of an answer to a program
MOST_WRITTEN = 1_000_000  # rows of a file; a sheet takes no more
ListingOf = Callable[[Args], Listing]


def every_row(listing: Listing, args: Mapping[str, str]) -> Iterator[Line]:
    """Every row of the list as the address filters and sorts it.

    Raises DomainError beyond MOST rows.
    """
    return rows_of(Asked(listing, args))


def rows_of(asked: Asked) -> Iterator[Line]:
    """The same of a list whose address has been read."""
    cursor, read = None, 0
    while (chunk := asked.window(cursor, CHUNK)).last is not None:
        read += len(chunk.rows)
        if read > MOST:
            raise DomainError(f"筛选结果超过{MOST}条，请缩小范围后导出")
        yield from chunk.rows
        if len(chunk.rows) < CHUNK and chunk.stopped is None:
            return
        cursor = Cursor(*chunk.last, backwards=False)


@dataclass(frozen=True)
class ListFile:
    """One list as one kind of file."""

    title: str
    listing: ListingOf
    kind: str

    def is_long(self, args: Args) -> bool:
        """Whether it is more than an answer."""
        asked = Asked(self.listing(args), args)
        return asked.typed.in_many or asked.number(current_app.config["EXPORT_AT_ONCE"] + 1) is None

    def write(self, args: Args, path: Path, progress: Progress) -> Named:
        """Write it piece by piece. Raises DomainError beyond MOST_WRITTEN rows."""
        with reading():
            asked = Asked(self.listing(args), args)
            total = asked.number(MOST_WRITTEN + 1)
        if total is None:
            raise DomainError(f"筛选结果超过{MOST_WRITTEN}条，请缩小范围后导出")
        counted = _Counted(_written(asked, total, progress))
        sheet = _sheet(self.title, asked, counted)
        name = f"{self.title}{clock.today():%Y%m%d}.{self.kind}"
        if self.kind == "xlsx":
            write_workbook(str(path), self.title, [sheet])
            return Named(name, XLSX, count=counted.number)
        with path.open("w", encoding="utf-8-sig", newline="") as target:
            write_csv(target, sheet.headings, sheet.rows)
        return Named(name, CSV, count=counted.number)


class _Counted:
    """Lines on their way, and how many there were."""

    def __init__(self, lines: Iterable[list[object]]) -> None:
        self.lines, self.number = lines, 0

    def __iter__(self) -> Iterator[list[object]]:
        for line in self.lines:
            self.number += 1
            yield line


def list_files(
    key: str,
    title: str,
    listing: Listing | ListingOf,
    permission: Permission = Permission.EXPORT,
) -> dict[str, Making]:
    """The files of a list by kind: for `answer` in its export route, and for the slice's manifest."""
    listing_of = (lambda _args: listing) if isinstance(listing, Listing) else listing
    kinds = [ListFile(title, listing_of, kind) for kind in ("xlsx", "csv")]
    return {
        one.kind: Making(
            f"{key}.{one.kind}",
            f"导出{title}（{one.kind.upper()}）",
            permission,
            one.is_long,
            one.write,
        )
        for one in kinds
    }


def _written(asked: Asked, total: int, progress: Progress) -> Iterator[list[object]]:
    """The cells of each line, a piece of the list at a time: each piece is a look of its own."""
    done, cursor = 0, None
    while True:
        with reading():
            chunk = asked.window(cursor, CHUNK)
            cells = list(_cells(asked, chunk.rows))
        yield from cells
        done += len(chunk.rows)
        progress(done, total, f"已写{done}条，共{total}条")
        if chunk.last is None or (len(chunk.rows) < CHUNK and chunk.stopped is None):
            return
        cursor = Cursor(*chunk.last, backwards=False)


def _cells(asked: Asked, rows: Iterable[Line]) -> Iterator[list[object]]:
    readers = [one.read for one in asked.in_sheets]
    per = asked.listing.line_per
    lines = _each(rows, per) if per and per not in asked.hidden else rows
    for line in lines:
        yield [read(line) for read in readers]


def _sheet(title: str, asked: Asked, cells: Iterable[list[object]]) -> Sheet:
    """The cells under the headings of the list's columns."""
    columns = asked.in_sheets
    return Sheet(title, [one.heading for one in columns], cells, [one.width for one in columns])


def _each(rows: Iterable[Line], name: str) -> Iterator[Line]:
    for row in rows:
        for one in getattr(row, name):
            yield row.having(each=one)


def chosen_file(
    title: str, listing: Listing, rows: Iterable[Line], args: Mapping[str, str]
) -> Response:
    """Rows that were ticked, as one sheet; `args`: of the page on which they stood."""
    asked = Asked(listing, args)
    cells = list(_cells(asked, rows))
    content = workbook(title, [_sheet(title, asked, cells)])
    return download(content, XLSX, f"{title}{clock.today():%Y%m%d}.xlsx", count=len(cells))
