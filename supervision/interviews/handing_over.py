"""Open interviews as part of a person's hand-over."""

from supervision.accounts.matters import held_by_handler
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus as S

OPEN = [one for one in S if one not in (S.CLOSED, S.CANCELLED)]

PART = held_by_handler(
    Interview,
    label="未办结约谈",
    still_open=lambda: Interview.status.in_(OPEN),
    called=lambda one: one.reason,
    alone=lambda: Interview.status.in_(OPEN),
)
