"""What was promised at an interview and until when; the days that due dates must agree with."""

import sqlalchemy as sa

from supervision.core.derived import Agreement, Derivation, Only, Rows, Touch
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.duedates.derived import same_day
from supervision.instruments.models import Instrument
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


def _notices() -> Rows:
    """Notices not yet delivered whose last day was not counted from the day that stands."""
    return (
        sa.select(
            sa.literal(DueDate.__tablename__).label("table"),
            DueDate.id,
            DueDate.title.label("shown"),
            DueDate.start.label("stored"),
            Interview.planned_on.label("wanted"),
        )
        .join(Instrument, Instrument.id == DueDate.owner_id)
        .join(Interview, Interview.id == Instrument.subject_id)
        .where(DueDate.owner_type == Instrument.__tablename__, DueDate.kind == DueKind.LEAD)
        .where(Instrument.subject_type == Interview.__tablename__, DueDate.state == DueState.OPEN)
        .where(DueDate.start.is_distinct_from(Interview.planned_on))
    )


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
    Agreement("notices", "约谈通知书最迟送达日所据的约谈日期", _notices),
    same_day(
        "promises", "约谈的承诺期限", Interview, DueKind.PROMISE, lambda: Interview.promise_due
    ),
    same_day(
        "own_promises", "约谈对象的承诺期限", Interviewee, DueKind.PROMISE,
        lambda: Interviewee.promise_due,
    ),
)  # fmt: skip
