"""Found by name: what was typed, and which of some choices it may mean. Nothing is ever guessed.

A choice answers to its label and to its other names (short, former, as people say them), written out,
in pinyin or in its initials. What is one of the names of a single choice means it; else what only one
choice contains (or, in letters, begins with) does. What fits none or several means nothing: the
person is asked. The browser goes by the same rule over the same spellings (static/js/combobox.js).
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from supervision.core.pinyin import reading

NEAR = 0.5  # how alike a name must be to be offered
OFFERED = 4  # names offered where none or several fit

Spelled = Mapping[
    str, Sequence[str]
]  # a choice's value and its spellings, those of its label first


def fold(text: str) -> str:
    """Text as names are compared: width and case do not matter, blanks vanish."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=50_000)
def _spelled(name: str) -> tuple[str, ...]:
    """A name as it may be typed: written out, its pinyin, the first letters of that."""
    folded = fold(name)
    return (folded,) if folded.isascii() else tuple(filter(None, (folded, *reading(folded))))


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Every way in which something of these names may be typed, its first name first."""
    return tuple(dict.fromkeys(one for name in names for one in _spelled(name) if one))


@dataclass(frozen=True)
class Found:
    """The choices that a text may mean; it means one only when there is one."""

    values: tuple[str, ...]

    @property
    def value(self) -> str | None:
        return self.values[0] if len(self.values) == 1 else None


def find(said: str, spelled: Spelled) -> Found:
    """What `said` may mean: choices called so, else those whose names hold it."""
    wanted = fold(said)
    if not wanted:
        return Found(())
    called = [value for value, names in spelled.items() if names and names[0] == wanted]
    called = called or [value for value, names in spelled.items() if wanted in names]
    return Found(
        tuple(called or [value for value, names in spelled.items() if _within(wanted, names)])
    )


def _within(wanted: str, names: Sequence[str]) -> bool:
    if wanted.isascii():
        return any(name.startswith(wanted) for name in names)
    return any(wanted in name for name in names)


def near(said: str, labels: Sequence[str]) -> list[str]:
    """Labels that may have been meant, to be offered: never taken by themselves."""
    wanted = fold(said)
    shortened = [label for label in labels if len(wanted) > 1 and _abbreviates(wanted, fold(label))]
    alike = difflib.get_close_matches(said, labels, n=1, cutoff=NEAR)
    return list(dict.fromkeys((*shortened, *alike)))[:OFFERED]


def _abbreviates(short: str, name: str) -> bool:
    """Whether `short` is `name` with characters left out: 市监局 of 市场监督管理局."""
    rest = iter(name)
    return all(char in rest for char in short)


def refusal(said: str, found: Found, labels: Mapping[str, str]) -> str:
    """Why a text was not taken, with what it may have meant."""
    if found.values:
        names = "、".join(labels[value] for value in found.values[:OFFERED])
        more = "等" if len(found.values) > OFFERED else ""
        return f"“{said}”有{len(found.values)}个相符（{names}{more}），请写全或从列表中选一个"
    offered = near(said, list(labels.values()))
    if offered:
        return f"没有“{said}”，是否为{'、'.join(f'“{one}”' for one in offered)}？"
    return f"没有“{said}”，请改写或从列表中选"
