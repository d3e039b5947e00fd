"""A list as a file: XLSX or CSV of exactly the rows the filters leave."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from supervision.core import clock
from supervision.core.export import CSV, XLSX, as_csv, xlsx
from supervision.core.web import download

KIND = "<any(xlsx, csv):kind>"


def list_file(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], kind: str
) -> Response:
    """The answer of an export route; `kind` as the URL's KIND gives it."""
    name = f"{title}{clock.today():%Y%m%d}.{kind}"
    if kind == "csv":
        return download(as_csv(headings, rows), CSV, name)
    return download(xlsx(title, headings, rows), XLSX, name)
