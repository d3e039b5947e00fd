"""What the editor's script asks for the box one types in: its lines on another level, the table at the caret, a new one."""

from flask import Response, jsonify, request

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.errors import DomainError
from supervision.instruments.blueprint import bp
from supervision.instruments.wording import shaping

_MOST = 60_000  # characters of the largest box


@bp.post("/words/level")
@allows(Permission.INSTRUMENT_DRAFT)
def level_words() -> Response:
    """The lines `first` to `last` of `text` on `level`."""
    first, last, level = (
        request.form.get(name, 0, type=int) for name in ("first", "last", "level")
    )
    level = level if 0 <= level < len(shaping.LEVELS) else 0
    try:
        return _shaped(shaping.leveled(_text(), first, last, level))
    except DomainError as refusal:
        return jsonify(refusal=refusal.message)


@bp.post("/words/table")
@allows(Permission.INSTRUMENT_DRAFT)
def table_in_words() -> Response:
    """The table of `cells` at line `last`; without cells the one that stands there, to be typed in."""
    text, at = _text(), request.form.get("last", 0, type=int)
    width = request.form.get("width", 0, type=int)
    cells = request.form.getlist("cell")
    try:
        if not cells:
            return _standing(text, at)
        rows = [
            cells[start : start + max(width, 1)] for start in range(0, len(cells), max(width, 1))
        ]
        return _shaped(shaping.with_table(text, at, rows, request.form.get("caption", "")))
    except DomainError as refusal:
        return jsonify(refusal=refusal.message)


def _text() -> str:
    return request.form.get("text", "")[:_MOST]


def _standing(text: str, at: int) -> Response:
    found = shaping.table_at(text, at)
    if found is None:
        return jsonify(rows=[], caption="")
    table = found[0]
    return jsonify(rows=shaping.rows_of(table), caption=table.caption)


def _shaped(made: shaping.Shaped) -> Response:
    return jsonify(text=made.text, first=made.first, last=made.last)
