"""The one file for a provincial platform: everything that may be read, as JSON or as a workbook."""

from collections.abc import Iterable
from typing import Any

from supervision.api.resources import RESOURCES
from supervision.core import clock
from supervision.core.export import Sheet, workbook
from supervision.core.listing.files import every_row
from supervision.core.words import Word


def as_document(body: str, names: Iterable[str]) -> dict[str, object]:
    """The file as JSON carries it."""
    return {
        "body": body,
        "generated_at": clock.local(clock.now()).isoformat(timespec="seconds"),
        **{name: [RESOURCES[name].shown(row) for row in _rows(name)] for name in names},
    }


def as_workbook(body: str, names: Iterable[str]) -> bytes:
    """The same with a sheet for each kind of record, headed in Chinese; states by their words."""
    return workbook(f"{body}汇聚数据", [_sheet(name) for name in names])


def _sheet(name: str) -> Sheet:
    resource = RESOURCES[name]
    headings = ["编号", *(field.meaning for field in resource.fields)]
    rows = ([row.id, *(_said(field.raw(row)) for field in resource.fields)] for row in _rows(name))
    return Sheet(resource.reading.label, headings, rows)


def _rows(name: str) -> Iterable[Any]:
    return every_row(RESOURCES[name].listing, {})


def _said(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.label if isinstance(value, Word) else value
