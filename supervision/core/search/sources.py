"""What can be found: a slice declares each kind of its records in its manifest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.seams import Composed, keyed

Row = Any  # a mapped row: each slice knows its own


@dataclass(frozen=True)
class Source:
    """A kind of record that can be found: what is read of it and who may look for it.

    `title` and `texts` name everything that is compared: whatever must not be found is left out.
    `unit_id` names the unit whose people may see it. `parts`: rows whose change changes the
    record's text, each with the id of its record. `visible` adds to the row scope of the model.
    Kinds are shown by `rank`, small ones first.
    """

    kind: str
    label: str
    model: Row
    title: Callable[[Row], str]
    texts: Callable[[Row], Iterable[str]]
    permissions: tuple[Permission, ...]
    rank: int
    unit_id: Callable[[Row], int | None] = lambda row: row.unit_id
    parts: Mapping[type, Callable[[Row], int | None]] = field(default_factory=dict)
    options: Sequence[Row] = ()
    wanted: Callable[[Row], bool] = lambda _row: True
    visible: Callable[[], Sequence[sa.ColumnElement[bool]]] = lambda: ()


_by_kind = keyed(Source, lambda source: source.kind)


class TokenIndex:
    """The sources of an application, by kind and by the classes whose rows concern them."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = _by_kind(sorted(sources, key=lambda one: one.rank))
        self._concerned: dict[type, list[tuple[str, Callable[[Row], int | None]]]] = {}
        for source in self.sources.values():
            itself: dict[type, Callable[[Row], int | None]] = {source.model: lambda row: row.id}
            for model, owner in {**source.parts, **itself}.items():
                self._concerned.setdefault(model, []).append((source.kind, owner))

    def concerns(self, model: type) -> bool:
        """Whether rows of `model` are, or are part of, something that can be found."""
        return model in self._concerned

    def touched_by(self, row: Row) -> Iterator[tuple[str, int]]:
        """The entries that a changed row concerns."""
        for kind, owner in self._concerned.get(type(row), ()):
            key = owner(row)
            if key is not None:
                yield kind, key


SOURCES: Composed[Source, TokenIndex] = Composed("what can be found", TokenIndex)
index = SOURCES.whole
