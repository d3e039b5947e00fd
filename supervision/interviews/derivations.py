"""The days of an interview that due dates must agree with."""

import sqlalchemy as sa

from supervision.core.derived import Agreement, Rows
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.duedates.derived import same_day
from supervision.instruments.models import Instrument
from supervision.interviews.models import Interview


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


AGREEMENTS = (
    Agreement("notices", "约谈通知书最迟送达日所据的约谈日期", _notices),
    same_day(
        "promises", "约谈的承诺期限", Interview, DueKind.PROMISE, lambda: Interview.promise_due
    ),
)
