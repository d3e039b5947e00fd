"""Open actions as part of a person's hand-over."""

from supervision.accounts.matters import held_by_handler
from supervision.actions.models import ActionStatus as S
from supervision.actions.models import SupervisionAction

OPEN = [one for one in S if one not in (S.ARCHIVED, S.CANCELLED)]

PART = held_by_handler(
    SupervisionAction,
    label="未归档监督行动",
    still_open=lambda: SupervisionAction.status.in_(OPEN),
    called=lambda one: one.title,
)
