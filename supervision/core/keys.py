"""Records' keys as they come from outside, in addresses, queries and forms: what can be none is refused."""

from collections.abc import Iterable
from typing import Any

from werkzeug.routing import IntegerConverter, Map

MAX_ID = (
    2**31 - 1
)  # what a key's column holds on PostgreSQL; beyond it the store cannot even compare


def identifier(text: str) -> int:
    """A record's key; ValueError for what can be none."""
    if not (text.isascii() and text.isdigit()) or int(text) > MAX_ID:
        raise ValueError(text)
    return int(text)


def identifiers(texts: Iterable[str]) -> list[int]:
    """The keys among `texts`, in order, without nonsense and repeats."""
    found: dict[int, None] = {}
    for text in texts:
        try:
            found[identifier(text.strip())] = None
        except ValueError:
            continue
    return list(found)


class KeyConverter(IntegerConverter):
    """`<int:…>` in an address: a number no record can have is no address."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002  (Werkzeug's name)
        super().__init__(map, **{"max": MAX_ID, **options})
