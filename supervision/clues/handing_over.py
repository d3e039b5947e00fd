"""Open clues as part of a person's hand-over."""

import sqlalchemy as sa

from supervision.accounts.matters import held_by_handler
from supervision.clues.models import Clue
from supervision.clues.states import OPEN
from supervision.clues.states import ClueStatus as S


def _still_open() -> sa.ColumnElement[bool]:
    """By its states first, which an index finds: an alternative of two would walk all of them."""
    wanted = sa.or_(Clue.status != S.CLOSED, Clue.report_wanted.is_(True))
    return sa.and_(Clue.status.in_((*OPEN, S.CLOSED)), wanted)


PART = held_by_handler(
    Clue,
    label="未回告线索",
    still_open=_still_open,
    called=lambda one: one.subject,
    concerns=lambda one: one.unit.name if one.unit else "",
)
