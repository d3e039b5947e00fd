"""What follows elsewhere from the delivery of a paper: its clue here, the rest where higher slices join."""

from collections.abc import Callable
from datetime import date

from supervision.clues import service as clues
from supervision.clues.models import Clue
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.seams import Seam
from supervision.instruments.models import Instrument
from supervision.instruments.states import KindPurpose

Reaction = Callable[[Instrument, date, Principal], None]
DELIVERED: Seam[Reaction] = Seam("what follows when a paper is delivered, whoever signed for it")


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
