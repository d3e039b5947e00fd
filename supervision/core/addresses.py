"""Addresses with a query behind them: what a list is filtered by never meets the parts of a path."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for

_AROUND = "addresses_of_records"
_PLACES = "addresses_of_places"
_PLAIN = (str, int)
MOST_PLACES = 2_000  # all are forgotten then, and worked out again as they are asked for
_SAMPLE = 987654321  # a key that no address holds otherwise


def url_with(endpoint: str, query: Mapping[str, object], /, **parts: Any) -> str:
    """The address of `endpoint` (its path made of `parts`) followed by `query`, whatever its names.

    `url_for(endpoint, kind="xlsx", **query)` is an error as soon as a filter is called `kind`, and
    takes `_external` or `endpoint` out of an address somebody typed for an argument of its own.
    """
    address = place(endpoint, **parts)
    given = urlencode(list(_given(query)))
    return f"{address}{'&' if '?' in address else '?'}{given}" if given else address


def place(endpoint: str, **parts: Any) -> str:
    """`url_for` as templates call it; what is made of plain words and numbers is worked out once a process."""
    plain = all(type(one) in _PLAIN and not name.startswith("_") for name, one in parts.items())
    if endpoint.startswith(".") or not plain:  # of this very request: its blueprint, its host
        return url_for(endpoint, **parts)
    kept: dict[tuple[object, ...], str] = current_app.extensions.setdefault(_PLACES, {})
    key = (request.script_root, endpoint, *parts.items())
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_PLACES:
            kept.clear()
        found = kept[key] = url_for(endpoint, **parts)
    return found


def url_up_to(endpoint: str, parameter: str) -> str:
    """The page of one record up to its key, which ends it: said once by a list, whose rows are its keys."""
    address = url_to(endpoint, parameter, _SAMPLE)
    if not address.endswith(str(_SAMPLE)):
        raise ValueError(endpoint)
    return address.removesuffix(str(_SAMPLE))


def url_to(endpoint: str, parameter: str, key: int) -> str:
    """The page of one record; `parameter` is the name its key has in that address.

    Lists have one in each cell, so what stands before and after the key is built once a process.
    """
    kept: dict[tuple[str, ...], tuple[str, str]] = current_app.extensions.setdefault(_AROUND, {})
    place = (request.script_root, endpoint, parameter)
    if place not in kept:
        parts: dict[str, Any] = {parameter: _SAMPLE}
        before, _, after = url_for(endpoint, **parts).rpartition(str(_SAMPLE))
        kept[place] = (before, after)
    before, after = kept[place]
    return f"{before}{key}{after}"


def _given(query: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Name and value, several under one name if there are; what is None is not there."""
    for name, value in query.items():
        several = value if isinstance(value, (list, tuple)) else (value,)
        yield from ((name, one) for one in several if one is not None)
