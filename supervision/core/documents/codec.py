"""Owns the JSON form of the document model: tagged, deterministic, strict on reading."""

import dataclasses
import json
import typing
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar

from supervision.core.documents.errors import DocumentError

T = TypeVar("T")
FORMAT = 1


def dumps(value: object) -> str:
    """JSON text of a model object: same object, same bytes."""
    tree = {"format": FORMAT, "document": encode(value)}
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode(value: object) -> object:
    """Plain JSON tree of a model object."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


class Codec:
    """Reads what `dumps` wrote of these frozen dataclasses, each known by its name, and of no others."""

    def __init__(self, *types: type) -> None:
        self._types = {one.__name__: one for one in types}

    def loads(self, text: str, expected: type[T]) -> T:
        """Model object from `dumps` text; raises DocumentError for anything else."""
        try:
            tree = json.loads(text)
            version, content = tree["format"], tree["document"]
        except (ValueError, TypeError, KeyError) as error:
            raise DocumentError("文书数据已损坏，无法读取") from error
        if version != FORMAT:
            raise DocumentError(f"文书数据的格式版本为“{version}”，本系统只认{FORMAT}")
        value = self.decode(content)
        if not isinstance(value, expected):
            raise DocumentError(f"文书数据不是{expected.__name__}")
        return value

    def decode(self, tree: object) -> Any:
        """Model object of a tree made by `encode`; a field that is missing takes its default, or what
        the class says of the time before there was one (`BEFORE`)."""
        if isinstance(tree, list):
            return tuple(self.decode(item) for item in tree)
        if not isinstance(tree, dict):
            return tree
        cls = self._types.get(tree.get("type", ""))
        if cls is None:
            raise DocumentError(f"文书数据含有不认识的部分“{tree.get('type')}”")
        hints = typing.get_type_hints(cls)
        written = {name: item for name, item in tree.items() if name != "type"}
        given = {**getattr(cls, "BEFORE", {}), **written}
        unknown = given.keys() - hints.keys()
        if unknown:
            raise DocumentError(f"文书数据含有不认识的字段“{sorted(unknown)[0]}”")
        try:
            return cls(
                **{name: _cast(self.decode(item), hints[name]) for name, item in given.items()}
            )
        except (TypeError, ValueError) as error:
            raise DocumentError("文书数据已损坏，无法读取") from error


def _cast(value: object, hint: object) -> object:
    """Dates and enumerations travel as strings."""
    options = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    for option in options:
        if option is date and isinstance(value, str):
            return date.fromisoformat(value)
        if isinstance(option, type) and issubclass(option, StrEnum) and isinstance(value, str):
            return option(value)
    return value
