"""What may happen to a running deadline: an extension, a stop and its end, a new calendar."""

import datetime as dt
from dataclasses import dataclass

from supervision.core.deadlines.calendar import Calendar
from supervision.core.deadlines.compute import compute, fixed
from supervision.core.deadlines.terms import Result, Term, Unit
from supervision.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline whose last day another calendar would change."""

    before: Result
    after: Result

    @property
    def moved(self) -> bool:
        """Whether the last day itself changes (a reason may change without it)."""
        return self.before.due != self.after.due


def extend(due: dt.date, new_due: dt.date, *, asked: dt.date, calendar: Calendar) -> Result:
    """The fixed new last day of an extension. Raises DomainError for one asked too late or earlier.

    `asked` is the day of the request: it must come before expiry, the last day included.
    """
    if asked > due:
        raise DomainError(f"期限已于{due.isoformat()}届满，不能再申请延期")
    if new_due <= due:
        raise DomainError(f"延期后的日期须晚于现在的到期日{due.isoformat()}")
    return fixed(new_due, calendar)


def resume(result: Result, *, stopped: dt.date, resumed: dt.date, calendar: Calendar) -> Result:
    """The term after a stop: its unused part runs on from the day after `resumed`.

    `stopped` is the first day that no longer counts, `resumed` the day the stop ended, itself not
    counted. A 月 term keeps its unused natural days, for months cannot be split. Raises DomainError
    when the stop does not fall inside the term.
    """
    if result.start is None or result.term is None:
        raise DomainError("固定日期的期限不能中止计算，请直接延期")
    if not result.start < stopped <= result.due:
        raise DomainError("中止日须在期限之内")
    if resumed < stopped:
        raise DomainError("恢复日不得早于中止日")
    left = _unused(result, stopped)
    return compute(resumed, left, calendar)


def _unused(result: Result, stopped: dt.date) -> Term:
    if result.term is not None and result.term.unit is Unit.WORKDAY:
        used = max((step.count or 0 for step in result.steps if step.day < stopped), default=0)
        return Term(result.term.number - used, Unit.WORKDAY)
    # The unused days are those of the term itself, not of a holiday it had rolled over.
    return Term(max(1, (result.nominal - stopped).days + 1), Unit.DAY)


def recompute(result: Result, calendar: Calendar) -> Move:
    """The same deadline by another calendar version, for the preview of what would move."""
    if result.start is None or result.term is None:
        return Move(result, fixed(result.due, calendar))
    return Move(result, compute(result.start, result.term, calendar))
