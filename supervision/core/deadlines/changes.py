"""What may happen to a running deadline: an extension, a stop and its end, a new calendar."""

import datetime as dt
from dataclasses import dataclass, replace

from supervision.core.deadlines.calendar import Calendar
from supervision.core.deadlines.compute import compute, fixed
from supervision.core.deadlines.terms import Pause, Result, Step, StepKind, Term, Unit
from supervision.core.errors import DomainError

MOST_PAUSES = 50


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
    when the stop does not fall inside the term, or into another stop.
    """
    if result.start is None or result.term is None:
        raise DomainError("固定日期的期限不能中止计算，请直接延期")
    if not result.start < stopped <= result.due:
        raise DomainError("中止日须在期限之内")
    if resumed < stopped:
        raise DomainError("恢复日不得早于中止日")
    if result.pauses and stopped <= result.pauses[-1].resumed:
        raise DomainError("两次中止不能重叠，也不能先后颠倒")
    if len(result.pauses) >= MOST_PAUSES:
        raise DomainError(f"同一期限最多中止{MOST_PAUSES}次")
    left = _unused(result, stopped)
    rest = compute(resumed, left, calendar)
    return replace(
        rest,
        start=result.start,
        term=result.term,
        steps=_joined(result, rest, stopped, resumed),
        provisional=rest.provisional,
        basis=tuple(dict.fromkeys((*result.basis, *rest.basis))),
        pauses=(*result.pauses, Pause(stopped, resumed, left)),
    )


def _joined(result: Result, rest: Result, stopped: dt.date, resumed: dt.date) -> tuple[Step, ...]:
    """The days counted before, those on which it stood still, those that ran on with their numbers."""
    before = [step for step in result.steps if step.day < stopped]
    used = max((step.count or 0 for step in before), default=0)
    in_months = result.term is not None and result.term.unit is Unit.MONTH
    length = (resumed - stopped).days + 1
    still = [Step(stopped + dt.timedelta(days=n), StepKind.PAUSE) for n in range(length)]
    after = [
        replace(step, count=None if in_months or step.count is None else step.count + used)
        for step in rest.steps
        if step.kind is not StepKind.START
    ]
    return (*before, *still, *after)


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
    again = compute(result.start, result.term, calendar)
    for pause in result.pauses:
        again = resume(again, stopped=pause.stopped, resumed=pause.resumed, calendar=calendar)
    return Move(result, again)
