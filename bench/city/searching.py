"""Search entries of the copies, with the tokens the product itself would write."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bench.city.clones import STORY, Clone
from bench.city.columns import FIRM, OFFICE
from supervision.core.search.index import put_entries
from supervision.core.search.models import SearchEntry
from supervision.core.search.sources import index

CHUNK = 5000
TEXTS = ("title", "text", "folded")


def grow(
    connection: Connection, clones: Sequence[Clone], offices: Sequence[Clone], *, stride: int
) -> None:
    """Copy the entries beside their records."""
    table = SearchEntry.__table__
    seeds = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    tables = {kind: source.model.__tablename__ for kind, source in index().sources.items()}
    of_office = [row for row in seeds if tables[row["kind"]] in OFFICE]
    of_case = [row for row in seeds if tables[row["kind"]] not in OFFICE]
    waiting: list[dict[str, Any]] = []
    for copies, rows, said in ((offices, of_office, _office_said), (clones, of_case, _case_said)):
        for clone in copies:
            waiting += [_copy(row, clone, stride, said) for row in rows]
            if len(waiting) >= CHUNK:
                put_entries(connection, waiting)
                waiting = []
    put_entries(connection, waiting)


def _copy(row: dict[str, Any], clone: Clone, stride: int, said: Any) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "record_id": row["record_id"] + clone.k * stride,
        "body_id": row["body_id"],
        "unit_id": row["unit_id"] and row["unit_id"] + clone.office * stride,
        **{name: said(row[name], clone) for name in TEXTS},
    }


def _office_said(text: str, clone: Clone) -> str:
    return text.replace("市", f"市{clone.area}")


def _case_said(text: str, clone: Clone) -> str:
    text = text.replace(FIRM, clone.firm + FIRM)
    for year in range(STORY, STORY + 10):
        new = clone.year if year == STORY else year
        text = text.replace(f"〔{year}〕", f"〔{new}〕{clone.serial}")
    return text
