"""The floor: bare WSGI, raw SQL and an f-string for the same rows; served like everything else.

`gunicorn floor:app` in this folder, with CITY naming the database: `/problem` is fifty rows of the newest.
"""

import html
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

COLUMNS = {
    "problem": "id, title, category, severity, status, found_on, due_on, paper_number, unit_id",
    "instrument": "id, title, number, status, signed_on, due_on, unit_id",
    "clue": "id, subject, source, status, received_on, unit_id",
    "supervision_action": "id, title, status, starts_on",
}
_stores: dict[int, sqlite3.Connection] = {}


def _store() -> sqlite3.Connection:
    """One connection a worker."""
    if os.getpid() not in _stores:
        place = f"file:{os.environ['CITY']}?mode=ro"
        _stores[os.getpid()] = sqlite3.connect(place, uri=True, check_same_thread=False)
    return _stores[os.getpid()]


def page(store: sqlite3.Connection, table: str) -> str:
    """Fifty rows as a page, every word escaped."""
    rows = store.execute(f"SELECT {COLUMNS[table]} FROM {table} ORDER BY id DESC LIMIT 50")
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<!doctype html><title>{table}</title><table>{cells}</table>"


def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The WSGI application."""
    table = environ["PATH_INFO"].strip("/")
    if table not in COLUMNS:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b""]
    body = page(_store(), table).encode()
    start_response(
        "200 OK",
        [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]
