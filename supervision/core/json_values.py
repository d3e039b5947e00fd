"""What JSON holds: in a column, a task's order, a proposal, a file. Its values are what was put there, so each reader
says what it takes."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
JsonArray: TypeAlias = list[Any]
