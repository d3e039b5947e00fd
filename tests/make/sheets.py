"""Sheets as people send them, and reading the ones we send back."""

import csv
import io
import struct
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, *, title: str = "台账") -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(content: bytes) -> Any:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def as_csv(rows: Rows, encoding: str) -> bytes:
    """A comma-separated file."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode(encoding)


def xls(rows: Rows, failed: Mapping[tuple[int, int], int] = MappingProxyType({})) -> bytes:
    """An Excel 97 workbook written by hand: texts in one sheet, nothing else (no library writes them) but
    formulas that `failed`, by row and column the code of the error."""
    cells = b"".join(
        _record(0x0204, struct.pack("<HHH", r, c, 0) + _unicode(str(value)))
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    )
    for (r, c), code in failed.items():
        came_to = struct.pack("<BBBBBBH", 2, 0, code, 0, 0, 0, 0xFFFF)
        said = struct.pack("<HIHBB", 0, 0, 2, 0x1C, code)
        cells += _record(0x0006, struct.pack("<HHH", r, c, 0) + came_to + said)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = _beginning(0x0010) + _record(0x0200, size) + cells + _record(0x000A, b"")
    name = b"\x05\x00Sheet"
    opening = _beginning(0x0005) + _record(0x0042, struct.pack("<H", 1200))
    place = len(opening) + 4 + 6 + len(name) + 4
    book = opening + _record(0x0085, struct.pack("<IBB", place, 0, 0) + name) + _record(0x000A, b"")
    return _compound((book + sheet).ljust(4096, b"\0"))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 0))


def _unicode(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _compound(stream: bytes) -> bytes:
    """A compound file of one stream: the allocation table, the directory, the stream's sectors."""
    sectors = -(-len(stream) // 512)
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table, end, *(n + 3 for n in range(sectors - 1)), end]
    chain += [free] * (128 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *([free] * 108))
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream))
    body = (
        struct.pack("<128I", *chain) + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")
    )
    return head + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    title = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    described = struct.pack("<HBBIII36xIQ", len(title), kind, 1, free, free, child, start, size)
    return title.ljust(64, b"\0") + described
