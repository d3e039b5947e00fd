"""Formulas of an Excel 97 book that came to an error, which the reader of the sheet takes for empty cells.

A book is a stream of records within a compound file; of both as much is read as leads to those cells.
"""

import struct
from collections.abc import Iterator

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_BEGIN, _END, _SHEET, _FORMULA, _LITERAL = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
_SMALL = 4096  # a stream below lies in the small sectors of the root
_STREAMS = ("Workbook", "Book")
_HEADER = 512
_FREE = 0xFFFFFFFA  # from here on no sector: the end of a chain, or none


def failed(content: bytes, name: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and error of each such cell of a sheet."""
    book = _stream(content)
    place = _place(book, name)
    depth = 0
    for kind, data in _records(book, place) if place is not None else ():
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        code = _code(kind, data) if depth == 1 else None  # deeper stands a chart
        if code is not None:
            row, column = struct.unpack_from("<HH", data)
            yield row, column, ERRORS.get(code, "#N/A")


def _code(kind: int, data: bytes) -> int | None:
    if kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return data[6] if kind == _LITERAL and len(data) >= 8 and data[7] == 1 else None


def _place(book: bytes, name: str) -> int | None:
    """Where the records of a sheet begin."""
    for kind, data in _records(book, 0):
        if kind == _END:
            break
        if kind == _SHEET and _name(data) == name:
            return int(struct.unpack_from("<I", data)[0])
    return None


def _name(data: bytes) -> str:
    long, wide = data[6], data[7] & 1
    said = data[8 : 8 + long * (2 if wide else 1)]
    return said.decode("utf-16-le" if wide else "latin-1", "replace")


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + size]
        place += 4 + size


def _stream(content: bytes) -> bytes:
    """The stream of the book; nothing of a file that is none."""
    sector = 1 << struct.unpack_from("<H", content, 0x1E)[0]
    small = 1 << struct.unpack_from("<H", content, 0x20)[0]
    table = _table(content, sector)
    first = struct.unpack_from("<I", content, 0x30)[0]
    folder = _chained(content, table, first, sector, _HEADER)
    root = b""
    for begin in range(0, len(folder) - 127, 128):
        entry = folder[begin : begin + 128]
        start, size = struct.unpack_from("<II", entry, 116)
        if entry[66] == 5:
            root = _chained(content, table, start, sector, _HEADER)
        elif _title(entry) in _STREAMS:
            if size >= _SMALL:
                return _chained(content, table, start, sector, _HEADER)[:size]
            begins = struct.unpack_from("<I", content, 0x3C)[0]
            within = _numbers(_chained(content, table, begins, sector, _HEADER))
            return _chained(root, within, start, small, 0)[:size]
    return b""


def _title(entry: bytes) -> str:
    long = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(long - 2, 0)].decode("utf-16-le", "replace")


def _table(content: bytes, sector: int) -> list[int]:
    """Which sector follows which, from the sectors that say so."""
    said = list(struct.unpack_from("<109I", content, 0x4C))
    further = struct.unpack_from("<I", content, 0x44)[0]
    for _ in range(len(content) // sector + 1):
        if further >= _FREE:
            break
        more = _numbers(_sector(content, further, sector, _HEADER))
        said += more[:-1]
        further = more[-1] if more else _FREE
    parts = (_sector(content, one, sector, _HEADER) for one in said if one < _FREE)
    return [number for part in parts for number in _numbers(part)]


def _chained(content: bytes, table: list[int], start: int, sector: int, above: int) -> bytes:
    found: list[bytes] = []
    while start < len(table) and len(found) <= len(table):  # a chain that bites itself ends
        found.append(_sector(content, start, sector, above))
        start = table[start]
    return b"".join(found)


def _sector(content: bytes, number: int, sector: int, above: int) -> bytes:
    begin = above + number * sector
    return content[begin : begin + sector]


def _numbers(part: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(part) // 4}I", part))
