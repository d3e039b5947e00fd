"""A hint at clues that came in twice: same unit, similar words, within 90 days."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import sqlalchemy as sa

from supervision.agencies.succession import held_by, holders
from supervision.clues.models import Clue
from supervision.core.db import session

WINDOW = timedelta(days=90)
ALIKE = 0.45  # share of common letter pairs from which two texts are shown as alike
MOST_COMPARED = 300


@dataclass(frozen=True)
class Likeness:
    """An earlier clue and how alike the words are, in percent."""

    clue: Clue
    percent: int


def likely(
    *, unit_id: int | None, text: str, received_on: date, apart_from: int | None = None
) -> list[Likeness]:
    """Clues of the same unit, received within 90 days, with similar words; the most alike first."""
    if unit_id is None:
        return []
    statement = sa.select(Clue).where(
        held_by(Clue.unit_id, holders().get(unit_id, unit_id)),  # units that are one now
        Clue.received_on.between(received_on - WINDOW, received_on + WINDOW),
        Clue.id != (apart_from or 0),
    )
    others = session.scalars(statement.order_by(Clue.received_on.desc()).limit(MOST_COMPARED))
    found = [Likeness(other, round(100 * likeness(text, words_of(other)))) for other in others]
    alike = [one for one in found if one.percent >= 100 * ALIKE]
    return sorted(alike, key=lambda one: -one.percent)[:5]


def words_of(clue: Clue) -> str:
    """What two clues are compared by."""
    return f"{clue.subject}{clue.content}"


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's letter pairs the other has, from 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _pairs(text: str) -> set[str]:
    letters = [char for char in text if char.isalnum()]
    return {a + b for a, b in pairwise(letters)}
