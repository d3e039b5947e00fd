"""Open actions as part of a person's hand-over."""

from supervision.accounts.matters import held_by_handler
from supervision.actions.models import ActionStatus as S
from supervision.actions.models import SupervisionAction

ENDED = (S.ARCHIVED, S.CANCELLED)

PART = held_by_handler(
    SupervisionAction,
    label="未归档监督行动",
    still_open=lambda: SupervisionAction.status.not_in(ENDED),
    called=lambda one: one.title,
)
