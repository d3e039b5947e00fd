"""Facts put away as JSON, and the very same facts again: what was typed today may be carried out another day.

By their declared types: a day as its ISO words, a word as its code, a record as its key, facts within
facts as an object. Whatever else a fact is (a file, a secret) must be taken out before.
"""

import dataclasses
import types
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from supervision.core.db import Model, session
from supervision.core.words import Word

F = TypeVar("F")
Packed = dict[str, Any]  # as JSON has it


def packed(facts: Any) -> Packed:
    """`facts`, a dataclass, as JSON."""
    return {one.name: _put(getattr(facts, one.name)) for one in dataclasses.fields(facts)}


def unpacked(kind: type[F], said: Packed) -> F:
    """The facts of `kind` that were packed; a record of them that is gone is a NoResultFound."""
    hints = get_type_hints(kind)
    return kind(**{name: _take(hints[name], value) for name, value in said.items()})


def _put(value: Any) -> Any:
    match value:
        case Word():
            put: Any = value.value
        case date():
            put = value.isoformat()
        case Model():
            put = getattr(value, "id")  # noqa: B009  (every record has one)
        case Mapping():
            put = {str(key): _put(each) for key, each in value.items()}
        case None | str() | int():
            put = value
        case Sequence():
            put = [_put(each) for each in value]
        case _ if dataclasses.is_dataclass(value):
            put = packed(value)
        case _:
            message = f"{type(value).__name__} cannot be put away"
            raise TypeError(message)
    return put


def _take(hint: Any, value: Any) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if value is None:
        return None
    if origin in (Union, types.UnionType):
        return _take(next(one for one in inside if one is not type(None)), value)
    return _take_plain(hint, value) if origin is None else _take_many(origin, inside, value)


def _take_many(origin: type, inside: tuple[Any, ...], value: Any) -> Any:
    if issubclass(origin, Mapping):
        return {inside[0](key): _take(inside[1], each) for key, each in value.items()}
    return tuple(_take(inside[0], each) for each in value)


def _take_plain(hint: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return unpacked(hint, value)  # type: ignore[arg-type]
    if issubclass(hint, Word):
        return hint(value)
    if issubclass(hint, date):
        return date.fromisoformat(value)
    return session.get_one(hint, value) if issubclass(hint, Model) else value
