"""Open clues as part of a person's hand-over."""

from supervision.accounts.matters import held_by_handler
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus as S

ENDED = (S.DECLINED, S.REPORTED)

PART = held_by_handler(
    Clue,
    label="未回告线索",
    still_open=lambda: Clue.status.not_in(ENDED),
    called=lambda one: one.subject,
    concerns=lambda one: one.unit.name if one.unit else "",
)
