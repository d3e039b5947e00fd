"""What follows elsewhere from the delivery of a paper: its clue here, the rest where higher slices join.

So does what is put right when the delivery was registered under a wrong day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.clues import service as clues
from supervision.clues.models import Clue
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.seams import Seam
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import WITHOUT_EFFECT, KindPurpose

Reaction = Callable[[Instrument, date, Principal], None]
Day = tuple[str, date | None]  # what happened, and when
DELIVERED: Seam[Reaction] = Seam("what follows when a paper is delivered, whoever signed for it")


@dataclass(frozen=True)
class Redating:
    """A record that took the day of a delivery over: what happened to it since (`after`, by the paper and the
    day as it stands), and how it takes over the right one (`follow`: from the one to the other)."""

    after: Callable[[Instrument, date], Iterable[Day]]
    follow: Callable[[Instrument, date, date, Principal], None]


REDATED: Seam[Redating] = Seam(
    "what took the day of a delivery over, and follows when it is corrected"
)


def delivered(paper: Instrument, *, on: date, actor: Principal) -> None:
    """Tell the clue and the higher slices; a clerk who signs sees neither, so all rows are seen here."""
    with (
        seeing(EVERYTHING),
        crossing("a unit's signature moves what the bureau holds on the matter"),
    ):
        clue = session.get(Clue, paper.clue_id) if paper.clue_id else None
        if clue is not None and paper.kind.purpose is KindPurpose.TRANSFER:
            clues.letter_delivered(clue, number=paper.number or "", on=on, actor=actor)
        for reaction in DELIVERED.parts():
            reaction(paper, on, actor)


def days_after(paper: Instrument, was: date) -> list[Day]:
    """What happened elsewhere since the delivery on that day: the paper cannot have come later."""
    with seeing(EVERYTHING):
        clue = _passed_on_by(paper, was)
        found: list[Day] = [("线索办结", clue.closed_on)] if clue is not None else []
        for part in REDATED.parts():
            found.extend(part.after(paper, was))
    return found


def redated(paper: Instrument, was: date, on: date, *, actor: Principal) -> None:
    """The delivery was on another day: whoever took it over follows."""
    clue = _passed_on_by(paper, was)
    if clue is not None:
        clue.passed_on_on = min(_letters(clue), default=on)
    for part in REDATED.parts():
        part.follow(paper, was, on, actor)


def _passed_on_by(paper: Instrument, was: date) -> Clue | None:
    """The clue that the paper passed on that day."""
    letter = paper.clue_id is not None and paper.kind.purpose is KindPurpose.TRANSFER
    clue = session.get(Clue, paper.clue_id) if letter else None
    return clue if clue is not None and clue.passed_on_on == was else None


def _letters(clue: Clue) -> Iterator[date]:
    """When each letter on it was delivered."""
    found = sa.select(Instrument.delivered_on).join(Instrument.kind)
    found = found.where(
        Instrument.clue_id == clue.id, InstrumentKind.purpose == KindPurpose.TRANSFER
    )
    found = found.where(Instrument.status.not_in(WITHOUT_EFFECT))
    yield from (day for day in session.scalars(found) if day is not None)
