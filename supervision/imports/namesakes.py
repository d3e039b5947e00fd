"""What sheets call people and actions: by name, and where two have one name by what tells them apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.core.db import session
from supervision.core.importer import BadCell

T = TypeVar("T")


def words_of(rows: Sequence[tuple[str, str, bool]]) -> list[str]:
    """A word for each of (name, what tells it apart, whether it goes before its namesakes): none is there twice."""
    alike: dict[str, list[bool]] = {}
    for name, _, first in rows:
        alike.setdefault(name, []).append(first)
    words: list[str] = []
    for name, apart, first in rows:
        alone = len(alike[name]) == 1 or (first and sum(alike[name]) == 1)
        word = name if alone else f"{name}（{apart}）"
        number = words.count(word)
        words.append(f"{word}{number + 1}" if number else word)
    return words


def namesakes(words: Iterable[str], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names that are nobody's word, for they are those of several: the words of these."""
    found: dict[str, list[str]] = {}
    for word, name in zip(words, names, strict=True):
        found.setdefault(name, []).append(word)
    return {name: tuple(several) for name, several in found.items() if name not in several}


class Called(dict[str, T]):
    """Records by what a sheet calls them."""

    def __init__(
        self,
        records: Iterable[T],
        *,
        name: Callable[[T], str],
        apart: Callable[[T], str],
        first: Callable[[T], bool] = lambda _one: False,
        key: Callable[[T], object] = lambda one: getattr(one, "id", None),
    ) -> None:
        """`apart`: what tells namesakes apart; `first`: who keeps the bare name, if one alone of them is so."""
        rows = list(records)
        words = words_of([(name(one), apart(one), first(one)) for one in rows])
        super().__init__(zip(words, rows, strict=True))
        self.several = namesakes(words, map(name, rows))
        self._words = {key(one): word for word, one in zip(words, rows, strict=True)}

    def word(self, key: object, name: str, apart: str = "") -> str:
        """What a sheet calls a record; one that is not here never by the word of another."""
        held = self._words.get(key)
        if held is None and (name in self or name in self.several):
            return f"{name}（{apart or key}）"
        return held or name


class Actions(Mapping[str, SupervisionAction]):
    """The actions of a body by title: loaded when a row names one, for a body has thousands of them."""

    def __init__(self, body_id: int | None) -> None:
        self._body_id = body_id

    @cached_property
    def _rows(self) -> Sequence[sa.Row[str, date, int]]:
        of = SupervisionAction
        asked = sa.select(of.title, of.starts_on, of.id).where(of.body_id == self._body_id)
        return session.execute(asked.order_by(of.id)).all()

    @cached_property
    def _keys(self) -> dict[str, int]:
        words = words_of([(row.title, f"{row.starts_on}起", False) for row in self._rows])
        return {word: row.id for word, row in zip(words, self._rows, strict=True)}

    @cached_property
    def several(self) -> dict[str, tuple[str, ...]]:
        """Titles of more than one action, with what these are called."""
        return namesakes(self._keys, (row.title for row in self._rows))

    @cached_property
    def _words(self) -> dict[int, str]:
        return {key: word for word, key in self._keys.items()}

    def word(self, action: SupervisionAction | None) -> str:
        """What a sheet calls an action."""
        return self._words.get(action.id, action.title) if action is not None else ""

    def __getitem__(self, word: str) -> SupervisionAction:
        if not word:
            raise KeyError(word)
        return session.get_one(SupervisionAction, self._keys[word])

    def __contains__(self, word: object) -> bool:
        return word in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def refuse_namesakes(said: str, records: Called[T] | Actions, what: str) -> None:
    """BadCell where a name is that of several."""
    meant = records.several.get(said, ())
    if meant:
        raise BadCell(
            f"有{len(meant)}个名为“{said}”的{what}，请写明是哪一个：{'、'.join(meant)}", meant
        )
