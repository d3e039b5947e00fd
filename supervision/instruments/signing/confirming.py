"""Who confirms what a leader decided on paper about a paper (an extension, an objection): no hand in its text."""

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.accounts.service import people_of
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.pairs import Proposal
from supervision.instruments.models import Instrument
from supervision.instruments.signing.authors import authors, written_by


class AboutPaper(Protocol):
    """What is asked about a paper."""

    @property
    def instrument(self) -> Instrument: ...


def told(asked: AboutPaper, _proposal: Proposal) -> list[int]:
    """Reviewers and signatories but for the authors, by identity."""
    body_id = asked.instrument.body_id
    people = people_of(body_id, Role.REVIEWER) + people_of(body_id, Role.SIGNATORY)
    return [one.id for one in people if one.id not in authors(asked.instrument)]


def objection_to(decision: str) -> Callable[[AboutPaper, Principal, Proposal], str | None]:
    """Why somebody may not confirm a `decision`, None where they may."""

    def why(asked: AboutPaper, actor: Principal, _proposal: Proposal) -> str | None:
        written = actor.user_id in authors(asked.instrument)
        return f"拟稿人不能确认对自己所拟文书的{decision}" if written else None

    return why


def open_to(
    number: InstrumentedAttribute[int], paper: InstrumentedAttribute[int]
) -> Callable[[Principal], sa.ColumnElement[bool]]:
    """The same as a criterion: `number` and `paper` are keys of what is asked and of its paper."""

    def criterion(me: Principal) -> sa.ColumnElement[bool]:
        asked = (number == Proposal.subject_id, paper == Instrument.id)
        return ~sa.exists().where(*asked, written_by(me))

    return criterion
