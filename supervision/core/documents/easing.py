"""Owns what is done about a loose line: the room before a 文号, a date or a number is shared with the lines above.

None of these may break, so the line before one may lack up to ten characters; stretched over that line alone everybody
sees it. Two ways out, the less visible is taken: the lines before it end earlier and share the room, or they
are closed up, marks first, then no further than 29 characters a line, until the whole fits in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from supervision.core.documents.composer import Composer, Line

_SEEN = 0.085  # em between two characters: looser than by two characters of a line, and it is seen
_CLOSEST = 0.034  # em by which the gaps of a line are closed at 29 characters
_SQUEEZED = (
    0.0024  # marks that have lost their blank half are seen as a line loosened by 0.05 em is
)
_WINDOW = 4  # lines that share
_EPSILON = 1e-6


@dataclass(frozen=True)
class _Way:
    """Where lines end, and how much of it is seen."""

    cost: float
    ends: tuple[int, ...]


_NONE = _Way(float("inf"), ())


def compose_calmly(
    text: str, widths: Sequence[float], *, measure: float, indent: float, gap: float
) -> list[Line]:
    """Justified lines of a paragraph as `compose` makes them, but for what stands above a loose one.

    A text with words of Latin letters is left alone: its lines are loosened between words.
    """
    composer = Composer(text, widths, gap, careful=True)
    lines: list[Line] = []
    free = 0  # the first line that may still be broken elsewhere
    start, size = composer.skip_spaces(0), len(text)
    while start < size:
        available = measure - (indent if not lines else 0.0)
        end = composer.end(start, available)
        lines.append(composer.line(start, end, available, justify=end < size))
        loose = end < size and _stretch(composer, start, end, available) > _SEEN
        if loose and " " not in text:
            free = max(free, len(lines) - _WINDOW)
            rooms = [measure - (indent if not at else 0.0) for at in range(free, len(lines))]
            way = _eased(composer, lines[free].start, end, rooms)
            if way.ends and way.ends != tuple(line.end for line in lines[free:]):
                lines[free:] = _made(composer, lines[free].start, way.ends, rooms)
                end, free = way.ends[-1], len(lines)
        start = composer.skip_spaces(end)
    return lines


def _made(
    composer: Composer, start: int, ends: Sequence[int], rooms: Sequence[float]
) -> list[Line]:
    lines = []
    for end, room in zip(ends, rooms, strict=True):
        line = composer.line(start, end, room, justify=end < len(composer.text))
        lines.append(replace(line, eased=True))
        start = composer.skip_spaces(end)
    return lines


def _stretch(composer: Composer, start: int, end: int, room: float) -> float:
    """Em added between two characters; negative where a line is closed up."""
    spare = room - composer.width(start, end)
    return spare / max(composer.places(start, end, spare), 1)


def _eased(composer: Composer, start: int, end: int, rooms: Sequence[float]) -> _Way:
    """The best lines up to the same place, or with what stands there closed up into them."""
    beyond = end + 1
    while not composer.legal(beyond):
        beyond += 1
    ways = (_best(composer, start, target, rooms, {}) for target in (end, beyond))
    return min(ways, key=lambda way: way.cost)


def _best(
    composer: Composer, start: int, target: int, rooms: Sequence[float], known: dict[int, _Way]
) -> _Way:
    """The best way to fill exactly these rooms from `start` to `target`; `known` by place and rooms left."""
    if not rooms:
        return _Way(0.0, ()) if start == composer.skip_spaces(target) else _NONE
    key = start * (_WINDOW + 1) + len(rooms)
    if key not in known:
        found = _NONE
        for end in _ends(composer, start, target, rooms[0]):
            rest = _best(composer, composer.skip_spaces(end), target, rooms[1:], known)
            cost = _cost(composer, start, end, rooms[0]) + rest.cost
            if cost < found.cost:
                found = _Way(cost, (end, *rest.ends))
        known[key] = found
    return known[key]


def _ends(composer: Composer, start: int, target: int, room: float) -> list[int]:
    """Where a line may end that is neither too close nor shorter than half of it."""
    found = []
    for end in range(start + 1, target + 1):
        width = composer.width(start, end)
        closed = composer.room_in(start, end) + _CLOSEST * (end - start - 1)
        if width - closed > room + _EPSILON and width > room + _WINDOW:
            break
        if width - closed <= room + _EPSILON and width * 2 > room and composer.legal(end):
            found.append(end)
    return found


def _cost(composer: Composer, start: int, end: int, room: float) -> float:
    """How much is seen: a loose line by its square, so that several share; squeezed marks as much as a looser line."""
    over = composer.width(start, end) - room
    if over <= 0:
        return _stretch(composer, start, end, room) ** 2
    marks = composer.room_in(start, end)
    squeezed = min(over / marks, 1.0) if marks else 0.0
    closed = max(over - marks, 0.0) / max(end - start - 1, 1)
    return _SQUEEZED * squeezed**2 + 2 * closed**2
