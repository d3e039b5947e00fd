"""The day by which an answer is due: the due date's, shown by the referral so that its list can sort."""

import sqlalchemy as sa

from supervision.core.derived import Derivation, Only, Rows, Touch
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import last_day_of, term_of
from supervision.referrals.models import Referral


def _terms(only: Only) -> Rows:
    due = last_day_of("referral", Referral.id, DueKind.REFERRAL)
    return sa.select(Referral.id, due.label("due_on")).where(only(Referral.id))


ANSWER_TERMS = Derivation(
    name="answer_terms",
    label="移交移送的回告到期日",
    model=Referral,
    columns=("due_on",),
    computed=_terms,
    touches=(
        Touch(Referral, "id", ("due_on",)),
        term_of("referral", DueKind.REFERRAL),
    ),
    shown="subject",
)
DERIVED = (ANSWER_TERMS,)
