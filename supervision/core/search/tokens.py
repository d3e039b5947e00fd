"""How text is folded, cut into 1- and 2-character tokens, and highlighted.

SQLite's trigram index finds nothing under three characters, and pg_trgm under LC_CTYPE=C indexes
no Chinese at all (quality.md §1): so the tokens are ours, spelled in ASCII for either store.
"""

import itertools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

BRACKETS = str.maketrans(dict.fromkeys("[(【（［{", "〔") | dict.fromkeys("])】）］}", "〕"))
AROUND = 24  # characters shown before the first hit
SHOWN = 110  # characters of an excerpt
SEPARATOR = "\n"  # between fields: no word reaches across
EACH = ""  # the token of every entry of a kind


@lru_cache(maxsize=20_000)
def _fold_character(char: str) -> str:
    """A character as it is compared: width, case and kind of bracket do not matter, blanks vanish."""
    folded = unicodedata.normalize("NFKC", char).casefold().translate(BRACKETS)
    return "".join(
        one for one in folded if not one.isspace() and unicodedata.category(one)[0] != "C"
    )


def fold(text: str) -> str:
    """`text` as the index compares it; one field, so its line breaks vanish too."""
    return "".join(map(_fold_character, text))


def fold_fields(fields: Iterable[str]) -> str:
    """Several fields folded, kept apart from each other."""
    return SEPARATOR.join(filter(None, map(fold, fields)))


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; all of them must be found."""
    return list(dict.fromkeys(filter(None, map(fold, query.split()))))


@lru_cache(maxsize=20_000)
def _code(char: str) -> str:
    return f"{ord(char):x}"


def _spell(piece: str) -> str:
    return "z".join(map(_code, piece))


def tokens_of(folded: str) -> set[str]:
    """The tokens an indexed text is found by: each character and each pair of neighbours."""
    found: set[str] = set()
    for field in folded.split(SEPARATOR):
        codes = list(map(_code, field))
        found.update(codes)
        found.update(map("z".join, itertools.pairwise(codes)))
    return found


def tokens_asked(word: str) -> set[str]:
    """The tokens every text containing the folded `word` has (others may have them too)."""
    if len(word) == 1:
        return {_spell(word)}
    return {_spell(a + b) for a, b in itertools.pairwise(word)}


def filed(kind: str, tokens: Iterable[str]) -> set[str]:
    """Tokens as they stand in the index: each kind has lists of its own, so that a word which one kind
    is full of is nothing to walk for the others. No token has an x before.
    """
    return {f"{kind}x{token}" for token in tokens}


def body_token(body_id: int) -> str:
    """The token of all entries of a supervising body; y, w begin no spelled token."""
    return f"y{body_id}"


def unit_token(unit_id: int | None) -> str:
    """The token of all entries of a supervised unit."""
    return f"w{unit_id or 0}"


@dataclass(frozen=True)
class Piece:
    """A run of text; `hit`: it is one of the words asked for."""

    text: str
    hit: bool


def highlight(text: str, words: Iterable[str], *, excerpt: bool = False) -> list[Piece]:
    """`text` cut into pieces, those that match a folded word marked; `excerpt`: only the part around."""
    folded, places = _folded_with_places(text)
    marked = [False] * len(text)
    first = len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            last = at + len(word) - 1
            first = min(first, places[at])
            marked[places[at] : places[last] + 1] = [True] * (places[last] + 1 - places[at])
            at = folded.find(word, last + 1)
    start, end = _window(len(text), first) if excerpt else (0, len(text))
    pieces = _runs(text, marked, start, end)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return (
        [Piece(before, hit=False)] * bool(before) + pieces + [Piece(after, hit=False)] * bool(after)
    )


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place it came from."""
    folded = [one if one == SEPARATOR else _fold_character(one) for one in text]
    return "".join(folded), [place for place, one in enumerate(folded) for _ in one]


def _window(length: int, first: int) -> tuple[int, int]:
    if first >= length or length <= SHOWN:
        return 0, min(length, SHOWN)
    start = max(0, min(first - AROUND, length - SHOWN))
    return start, min(length, start + SHOWN)


def _runs(text: str, marked: list[bool], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    while at < end:
        stop = at
        while stop < end and marked[stop] == marked[at]:
            stop += 1
        pieces.append(Piece(text[at:stop], hit=marked[at]))
        at = stop
    return pieces
