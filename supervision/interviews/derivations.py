"""The last day of what was promised at an interview, and the due dates that must agree with it."""

import sqlalchemy as sa

from supervision.core.derived import Derivation, Only, Rows, Touch
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day
from supervision.interviews.models import Interview, Interviewee


def _next_promise(only: Only) -> Rows:
    """Of own promises the first that is not kept, or the last of all; a shared one has the day it has."""
    own = sa.select(
        Interviewee.interview_id,
        sa.func.min(sa.case((Interviewee.kept_on.is_(None), Interviewee.promise_due))).label(
            "next"
        ),
        sa.func.max(Interviewee.promise_due).label("last"),
    )
    own = own.where(Interviewee.promise_due.is_not(None), only(Interviewee.interview_id))
    each = own.group_by(Interviewee.interview_id).subquery("own")
    day = sa.func.coalesce(each.c.next, each.c.last, Interview.promise_due)
    joined = sa.select(Interview.id, day.label("promise_due")).outerjoin(
        each, each.c.interview_id == Interview.id
    )
    return joined.where(only(Interview.id))


DERIVED = (
    Derivation(
        name="promises_split",
        label="约谈的承诺期限（分别承诺的，最早未落实的）",
        model=Interview,
        columns=("promise_due",),
        computed=_next_promise,
        touches=(
            Touch(Interview, "id", ("promise_due",)),
            Touch(Interviewee, "interview_id", ("promise_due", "kept_on")),
        ),
        shown="reason",
    ),
)
AGREEMENTS = (
    same_day(
        "promises", "约谈的承诺期限", Interview, DueKind.PROMISE, lambda: Interview.promise_due
    ),
    same_day(
        "own_promises", "约谈对象的承诺期限", Interviewee, DueKind.PROMISE,
        lambda: Interviewee.promise_due,
    ),
)  # fmt: skip
