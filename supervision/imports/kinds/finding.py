"""Knowing a record again without its 行键: by the number it has, else by what it is about.

What has no number yet is the same as a row that says its number and is about the same; two different
numbers are two records, whatever else is alike.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core.access.principal import Principal
from supervision.core.db import Expression, Identified, session
from supervision.core.errors import DomainError
from supervision.imports.fields import Names
from supervision.imports.kinds.base import Finder, Values

Key = tuple[object, ...]
Found = Identified | DomainError | None
SHOWN = 3  # numbers named where a row says none


@dataclass(frozen=True, eq=False)
class By:
    """A way in which a kind knows its records again: by `columns`; `said`: what a row says of them, or None."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    said: Callable[[Values, Names], Key | None]

    def of(self, record: Identified) -> Key:
        """What a record says of them."""
        return tuple(getattr(record, column.key) for column in self.columns)


@dataclass
class Held:
    """Records that rows may mean; `number` is the name of the field that tells apart what is about the same."""

    number: str
    by_number: dict[Key, Identified] = field(default_factory=dict)
    alike: dict[Key, list[Identified]] = field(default_factory=lambda: defaultdict(list))

    def meant(self, rows: Sequence[tuple[Key | None, Key]]) -> list[Found]:
        """For each row the record, None, or the refusal; what has no number is given to one row only."""
        found: list[Found] = [self.by_number.get(number) if number else None for number, _ in rows]
        taken: set[int] = set()
        for place, (number, about) in enumerate(rows):
            if found[place] is not None:
                continue
            found[place] = self._alike(about, taken) if number else self._unnumbered(about)
        return found

    def _alike(self, about: Key, taken: set[int]) -> Found:
        """For a row with a number: what is about the same and has none."""
        bare = [one for one in self._bare(about) if one.id not in taken]
        taken.update(one.id for one in bare[:1])
        return bare[0] if bare else None

    def _unnumbered(self, about: Key) -> Found:
        """For a row without: what is about the same and has none, else the only one that is."""
        every = self.alike.get(about, [])
        several = list(dict.fromkeys(getattr(one, self.number) for one in every))
        if bare := self._bare(about):
            return bare[0]
        if len(several) > 1:
            some = "、".join(several[:SHOWN]) + ("…" if len(several) > SHOWN else "")
            words = f"已有{len(several)}条这样的记录，编号各不相同（{some}），请填写编号"
            return DomainError(words, field=self.number)
        return every[0] if every else None

    def _bare(self, about: Key) -> list[Identified]:
        return [one for one in self.alike.get(about, []) if not getattr(one, self.number)]


def known(
    rows: Callable[[Principal], sa.Select[Any]],
    numbered: By,
    described: By | None = None,
    *,
    refuse: Callable[[Any], DomainError | None] = lambda _record: None,
) -> Finder:
    """`find` of a kind: one question for each way, however many rows there are. The last of the
    numbered way's columns is the number. `refuse`: why a record is none for a sheet."""

    def find(given: Sequence[Values], names: Names, actor: Principal) -> list[object]:
        held = Held(numbered.columns[-1].key)
        keys = [(numbered.said(one, names), _about(described, one, names)) for one in given]
        for record in _same(rows(actor), numbered, [number for number, _ in keys if number]):
            held.by_number.setdefault(numbered.of(record), record)
        if described is not None:
            abouts = [about for number, about in keys if number not in held.by_number]
            for record in _same(rows(actor), described, abouts):
                held.alike[described.of(record)].append(record)
        found = held.meant(keys)
        return [
            one if one is None or isinstance(one, DomainError) else refuse(one) or one
            for one in found
        ]

    return find


def _about(described: By | None, values: Values, names: Names) -> Key:
    return described.said(values, names) or () if described is not None else ()


def _same(statement: sa.Select[Any], way: By, wanted: Sequence[Key]) -> Iterable[Identified]:
    if not wanted:
        return ()
    each = zip(*wanted, strict=True)
    same = (_among(column, set(said)) for column, said in zip(way.columns, each, strict=True))
    return session.scalars(statement.where(*same)).unique()


def _among(column: Expression, said: set[object]) -> sa.ColumnElement[bool]:
    found = column.in_(said - {None})
    return sa.or_(found, column.is_(None)) if None in said else found
