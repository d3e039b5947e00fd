"""The rows of a list as objects: their columns, and what is loaded beside a whole batch of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Beside = Mapping[str, "Callable[[Sequence[Line]], Mapping[int, object]]"]
"""What a list knows of its rows beside their columns, by name: loaded for all rows at once, by key."""


class Line:
    """One row: each selected column, and each name of the list's `beside`, is an attribute."""

    id: int

    def __init__(self, values: dict[str, object]) -> None:
        self.__dict__ = values

    def __getattr__(self, name: str) -> Any:
        batch: Batch | None = self.__dict__.get("_batch")
        if batch is None or name not in batch.beside:
            raise AttributeError(name)
        found = self.__dict__[name] = batch.of(name).get(self.id)
        return found

    def having(self, **more: object) -> "Line":
        """The same row with something of its own."""
        return Line({**self.__dict__, **more})


class Batch:
    """Rows read together; what stands beside them is loaded when a column first asks for it."""

    def __init__(
        self, names: Iterable[str], rows: Iterable[Sequence[object]], beside: Beside
    ) -> None:
        keys = (*names, "_batch")
        self.beside = beside
        self.lines = [Line(dict(zip(keys, (*row, self), strict=True))) for row in rows]
        self._loaded: dict[str, Mapping[int, object]] = {}

    def of(self, name: str) -> Mapping[int, object]:
        """What is known of the rows under `name`, by key."""
        if name not in self._loaded:
            self._loaded[name] = self.beside[name](self.lines)
        return self._loaded[name]
