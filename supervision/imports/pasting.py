"""Rows pasted from Excel or WPS: they become a sheet, and go the way of every sheet."""

import csv
import io
from collections.abc import Sequence
from itertools import zip_longest

from supervision.core.clipboard import cells
from supervision.core.errors import DomainError
from supervision.core.importer import Table, read_table
from supervision.imports.kinds import Kind
from supervision.imports.plan import MOST_LARGE, find_headings, unheaded

NAME = "粘贴的表格.csv"


def sheet_of_rows(text: str, kind: Kind, fixed: dict[str, str]) -> tuple[bytes, Table]:
    """The pasted cells as a sheet; `fixed` fields stand in a column of their own, unless the rows have one.

    Cells without headings get numbered ones: a person says then what the columns are.
    """
    rows = cells(text, field="rows")
    if not rows or max(map(len, rows)) < 2:
        raise DomainError("没有读到表格：请在Excel或WPS中选中几行几列，复制后粘贴", field="rows")
    if len(rows) > MOST_LARGE:
        raise DomainError(f"一次最多粘贴{MOST_LARGE}行", field="rows")
    heading_row, known = _headings(rows, kind)
    if not heading_row:
        rows = [unheaded(max(map(len, rows))), *rows]
        heading_row = 1
    width = max(map(len, rows))
    labels = {one.name: one.label for one in kind.fields}
    for name, value in fixed.items():
        if name in known:
            continue
        for number, row in enumerate(rows, start=1):
            row.extend([""] * (width - len(row)))
            row.append(
                labels[name] if number == heading_row else value if number > heading_row else ""
            )
        width += 1
    content = _as_csv(rows)
    return content, read_table(NAME, content)


def _headings(rows: Sequence[Sequence[str]], kind: Kind) -> tuple[int, set[str]]:
    """The row of the headings (0: there are none) and the fields they name."""
    try:
        layout = find_headings(read_table(NAME, _as_csv(rows[:20])), kind)
    except DomainError:
        return 0, set()
    return layout.heading_row, set(layout.columns)


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    width = max(map(len, rows))
    even = zip(*zip_longest(*rows, fillvalue=""), strict=True) if width else ()
    target = io.StringIO()
    csv.writer(target).writerows(even)
    return target.getvalue().encode("utf-8-sig")
