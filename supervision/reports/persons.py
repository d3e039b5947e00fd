"""Who a record of persons is of, as published figures keep it: without a name, and known again after an edit."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.canonical import as_json
from supervision.core.db import session
from supervision.core.json_values import JsonArray, JsonObject
from supervision.reports.indicators import Indicator


@dataclass(frozen=True)
class Person:
    """`filed`: the key on file, 0 for one typed by hand; `called`: the digest of name and unit."""

    filed: int
    called: str

    @property
    def frozen(self) -> JsonArray:
        return [self.filed, self.called]


class People:
    """Some persons: two are one by the key on file, and by name and unit where either has none."""

    def __init__(self, some: Iterable[Person]) -> None:
        every = list(some)
        self._filed = {one.filed for one in every if one.filed}
        self._called = {one.called for one in every}
        self._typed = {one.called for one in every if not one.filed}

    def __contains__(self, one: Person) -> bool:
        if not one.filed:
            return one.called in self._called
        return one.filed in self._filed or one.called in self._typed


def told(indicator: Indicator, keys: Collection[int]) -> dict[int, Person]:
    """Whom each of these records is of now."""
    filed, name, unit = indicator.person
    asked = sa.select(indicator.model.id, filed, name, unit).where(indicator.model.id.in_(keys))
    with seeing(EVERYTHING):
        return {
            key: Person(on_file or 0, _digest(called, home))
            for key, on_file, called, home in session.execute(asked)
        }


class Register:
    """Whom records are of now, those of some published figures asked for in one question."""

    def __init__(self, figures: Iterable[tuple[Indicator, JsonObject]]) -> None:
        self._known: dict[tuple[str, int], Person] = {}
        self._asked: set[tuple[str, int]] = set()
        wanted: dict[str, tuple[Indicator, set[int]]] = {}
        for indicator, frozen in figures:
            if "whom" in frozen:
                wanted.setdefault(indicator.record, (indicator, set()))[1].update(frozen["ids"])
        for indicator, keys in wanted.values():
            self.of(indicator, keys)

    def of(self, indicator: Indicator, keys: Collection[int]) -> dict[int, Person]:
        """By key; what is no more is not there."""
        record = indicator.record
        missing = {key for key in keys if (record, key) not in self._asked}
        found = told(indicator, missing) if missing else {}
        self._known.update({(record, key): person for key, person in found.items()})
        self._asked.update((record, key) for key in missing)
        return {key: self._known[record, key] for key in keys if (record, key) in self._known}


def held_in(frozen: JsonObject) -> Mapping[int, Person]:
    """Whom each record was of when the figure was published; empty where that was not kept."""
    whom = (Person(filed, called) for filed, called in frozen.get("whom", ()))
    return dict(zip(frozen["ids"], whom, strict=False))


def _digest(*words: object) -> str:
    return hashlib.sha256(as_json(list(words)).encode()).hexdigest()[:16]
