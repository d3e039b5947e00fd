"""Editions: what a person was looking at when a form was opened, to be compared when it comes back."""

import hashlib
from collections.abc import Iterable


def digest(held: Iterable[object]) -> str:
    """A short name for exactly these values."""
    return hashlib.sha256(repr(list(held)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
