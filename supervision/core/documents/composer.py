"""Owns line breaking: 避头尾, squeezed marks, flush edges, unbroken numbers; knows no font.

CSS cannot justify Chinese, so every line is composed here and printed with explicit gaps.
All lengths are in em of the text's own size.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from supervision.core.documents.wholes import cuts, urls, wholes

CLOSING = frozenset("、。，：；？！）》〉】〕」』”’")  # blank right half: may be squeezed
OPENING = frozenset("（《〈【〔「『“‘")  # blank left half
NO_START = CLOSING | frozenset("…—·％‰℃,.;:?!)]}%~～")
NO_END = OPENING | frozenset("([{$￥№")
_PAIRED = frozenset("—…")
_EPSILON = 1e-6
_UNIFORM = 0.03  # below this stretch nobody sees that numbers are stretched too
_LOOSE = 0.35  # beyond this stretch a Latin word is rather broken than pushed
_RAGGED = 1.0  # beyond this stretch a line is not justified at all


@dataclass(frozen=True)
class Line:
    """Characters `start..end` of the text; `gaps[i]` is added after the line's i-th character.

    `eased`: broken elsewhere than line by line, to share out the room before what must not break (`easing`).
    """

    start: int
    end: int
    gaps: tuple[float, ...]
    eased: bool = False


def compose(
    text: str,
    widths: Sequence[float],
    *,
    measure: float,
    indent: float = 0.0,
    gap: float = 0.0,
    justify: bool = True,
    careful: bool = True,
) -> list[Line]:
    """Lines of `text`, `measure` em long, the first one shorter by `indent`.

    `widths` are the characters' advances, `gap` the normal space between two of them.
    Every line but the last is flush when `justify` is set. `careful` keeps 文号, dates and numbers
    with their measure words whole and breaks URLs where they may be; the first rules did neither.
    """
    return Composer(text, widths, gap, careful=careful).lines(measure, indent, justify=justify)


class Composer:
    """A text, and where its lines may break; makes them one after another."""

    def __init__(self, text: str, widths: Sequence[float], gap: float, *, careful: bool) -> None:
        self.text, self.gap = text, gap
        size = len(text)
        self.token = _tokens(text)
        self.url = [False] * size
        self.cuts: set[int] = set()  # where a line may begin though a word goes on
        self.inside: set[int] = set()  # where none may
        if careful:
            self._find_wholes()
        full = [width > 0.9 for width in widths]
        trailing = [full[i] and text[i] in CLOSING for i in range(size)]
        leading = [full[i] and text[i] in OPENING for i in range(size)]
        marks = [a or b for a, b in zip(trailing, leading, strict=True)]
        # Two marks in a row share their blank halves: 》《 and 。” lose half an em.
        self.kern = [
            -0.5 if marks[i] and marks[i + 1] and (trailing[i] or leading[i + 1]) else 0.0
            for i in range(size - 1)
        ] + [0.0]
        self.room = [
            0.5 * trailing[i] + 0.5 * leading[i + 1] + self.kern[i] for i in range(size - 1)
        ] + [0.0]
        steps = (widths[i] + gap + self.kern[i] for i in range(size))
        self.sums = [0.0, *accumulate(steps)]
        self.rooms = [0.0, *accumulate(self.room)]

    def _find_wholes(self) -> None:
        for start, end in wholes(self.text):
            self.inside.update(range(start + 1, end))
        for start, end in urls(self.text):
            self.url[start:end] = [True] * (end - start)
            self.cuts.update(cuts(self.text, start, end))
        self.inside -= self.cuts

    def lines(self, measure: float, indent: float, *, justify: bool) -> list[Line]:
        """All lines of the text."""
        lines: list[Line] = []
        start, size = self.skip_spaces(0), len(self.text)
        while start < size:
            available = measure - (indent if not lines else 0.0)
            end = self.end(start, available)
            lines.append(self.line(start, end, available, justify=justify and end < size))
            start = self.skip_spaces(end)
        return lines

    def line(self, start: int, end: int, available: float, *, justify: bool) -> Line:
        """These characters as a line, without the spaces at its end."""
        stop = end
        while stop > start + 1 and self.text[stop - 1] == " ":
            stop -= 1
        return Line(start, stop, self._gaps(start, stop, available, justify))

    def skip_spaces(self, place: int) -> int:
        """Where the line that may begin here begins."""
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        return place

    def width(self, start: int, end: int) -> float:
        """Length of these characters on one line, unstretched."""
        return self.sums[end] - self.sums[start] - self.gap - self.kern[end - 1]

    def legal(self, place: int) -> bool:
        """May a line end before this character?"""
        if place >= len(self.text):
            return True
        if place in self.inside:
            return False
        if place in self.cuts:
            return True
        before, after = self.text[place - 1], self.text[place]
        if after == " ":
            return True
        if after in NO_START or before in NO_END:
            return False
        token = self.token[place]
        return token == 0 or token != self.token[place - 1]

    def end(self, start: int, available: float) -> int:
        """Where the line that begins at `start` ends: squeeze before push, break words last."""
        size = len(self.text)
        if self.width(start, size) <= available + _EPSILON:
            return size
        limit = self.sums[start] + available + self.gap + _EPSILON
        fits = max(bisect_right(self.sums, limit) - 1, start + 1)
        while fits < size and self.width(start, fits + 1) <= available + _EPSILON:
            fits += 1
        while fits > start + 1 and self.width(start, fits) > available + _EPSILON:
            fits -= 1  # the last mark's blank half counts when no mark follows it on the line
        if self.legal(fits):
            return fits
        squeezed = fits + 1
        while not self.legal(squeezed):
            squeezed += 1
            if self.width(start, squeezed) > available + 4:
                break
        capacity = self.room_in(start, squeezed)
        if self.legal(squeezed) and self.width(start, squeezed) - capacity <= available:
            return squeezed
        pushed = fits - 1
        while pushed > start and not self.legal(pushed):
            pushed -= 1
        return self._push_or_break(start, pushed, fits, available)

    def _push_or_break(self, start: int, pushed: int, fits: int, available: float) -> int:
        """The legal break before `fits`, unless it leaves a hole and a Latin word can be cut."""
        if pushed > start:
            stretch = (available - self.width(start, pushed)) / max(pushed - start - 1, 1)
            if stretch <= _LOOSE or not self._cuts_word(fits):
                return pushed
        elif not self._cuts_word(fits):
            return self._least_bad(start, fits)
        return fits

    def _cuts_word(self, place: int) -> bool:
        """Is this a place inside a Latin word (never inside a plain number)?"""
        if place in self.inside:
            return False
        token = self.token[place]
        inside = token != 0 and token == self.token[place - 1]
        around = self.text[place - 1] + self.text[place]
        return inside and not around.isdigit() and not set(around) & (NO_START | NO_END)

    def _least_bad(self, start: int, fits: int) -> int:
        """Without any legal break: keep at least the marks that must not open or close a line."""
        for place in range(fits, start, -1):
            if self.text[place] not in NO_START and self.text[place - 1] not in NO_END:
                return place
        return fits

    def room_in(self, start: int, end: int) -> float:
        """How much the marks of a line can be squeezed."""
        return self.rooms[end - 1] - self.rooms[start]

    def places(self, start: int, end: int, spare: float) -> int:
        """Between how many characters the spare room of a line is shared out."""
        return len(self._stretchable(start, end, spare))

    def _gaps(self, start: int, end: int, available: float, justify: bool) -> tuple[float, ...]:  # noqa: FBT001
        count = end - start - 1
        spare = available - self.width(start, end)
        gaps = [self.gap + kern for kern in self.kern[start : end - 1]]
        if spare < -_EPSILON:
            capacity = self.room_in(start, end)
            share = min(-spare / capacity, 1.0) if capacity else 0.0
            closer = max(-spare - capacity, 0.0) / count  # only where lines are eased
            rooms = self.room[start : end - 1]
            gaps = [gap - room * share - closer for gap, room in zip(gaps, rooms, strict=True)]
        elif justify and count and spare > _EPSILON:
            places = self._stretchable(start, end, spare)
            if places and spare / len(places) <= _RAGGED:
                for place in places:
                    gaps[place] += spare / len(places)
        return (*gaps, 0.0)

    def _stretchable(self, start: int, end: int, spare: float) -> list[int]:
        count = end - start - 1
        within = [i for i in range(count) if self.url[start + i] and self.url[start + i + 1]]
        if within:
            never = set(within)
            return [i for i in self._between_words(start, count) if i not in never]
        if spare / count <= _UNIFORM:
            return list(range(count))
        return self._between_words(start, count)

    def _between_words(self, start: int, count: int) -> list[int]:
        token = self.token
        free = [
            i
            for i in range(count)
            if not token[start + i] or token[start + i] != token[start + i + 1]
        ]
        return free or list(range(count))


def _tokens(text: str) -> list[int]:
    """A number per character: equal neighbours other than 0 belong together (words, ——, ……)."""
    numbers, current, previous = [], 0, ""
    for char in text:
        kind = _kind(char)
        if not kind:
            numbers.append(0)
        else:
            if kind != previous:
                current += 1
            numbers.append(current)
        previous = kind
    return numbers


def _kind(char: str) -> str:
    if char in _PAIRED:
        return char
    return "word" if "!" <= char <= "~" else ""
