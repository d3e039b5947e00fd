"""The day of an interview that its due date must agree with."""

from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day
from supervision.interviews.models import Interview

AGREEMENTS = (
    same_day(
        "promises", "约谈的承诺期限", Interview, DueKind.PROMISE, lambda: Interview.promise_due
    ),
)
