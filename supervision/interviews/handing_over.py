"""Open interviews as part of a person's hand-over."""

from supervision.accounts.matters import held_by_handler
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus as S

ENDED = (S.CLOSED, S.CANCELLED)

PART = held_by_handler(
    Interview,
    label="未办结约谈",
    still_open=lambda: Interview.status.not_in(ENDED),
    called=lambda one: one.reason,
    alone=lambda: Interview.status.in_([one for one in S if one not in ENDED]),
)
