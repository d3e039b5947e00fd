"""Values as JSON that is the same wherever and whenever it is made: what audit and archives hash."""

import enum
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any


def as_json(value: Any) -> str:
    """Canonical JSON of a column value: what audit and archives hash."""
    simple = _SIMPLE.get(type(value))
    return simple(value) if simple else _CANONICAL.encode(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)


_SIMPLE: dict[
    type, Callable[[Any], str]
] = {  # nearly all values; an encoder made for each takes longer
    str: json.encoder.encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    date: lambda day: f'"{day.isoformat()}"',
}
_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
)
