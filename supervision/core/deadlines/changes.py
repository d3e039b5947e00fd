"""What may happen to a running deadline: an extension, a stop and its end, a new calendar."""

import datetime as dt
from dataclasses import dataclass, replace

from supervision.core.clock import chinese_date
from supervision.core.deadlines.calendar import Calendar
from supervision.core.deadlines.compute import compute, fixed
from supervision.core.deadlines.terms import Extended, Pause, Result, Step, StepKind, Term, Unit
from supervision.core.errors import DomainError

MOST_SEGMENTS = 50


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline whose last day another calendar would change."""

    before: Result
    after: Result

    @property
    def moved(self) -> bool:
        """Whether the last day itself changes (a reason may change without it)."""
        return self.before.due != self.after.due


def extend(
    result: Result,
    new_due: dt.date,
    *,
    asked: dt.date,
    on: dt.date,
    calendar: Calendar,
    reason: str = "",
    basis: str = "",
) -> Result:
    """The fixed new last day of an extension. Raises DomainError for one asked too late or earlier.

    `asked` is the day of the request: it must come before expiry, the last day included; `on` that of
    the decision.
    """
    if asked > result.due:
        raise DomainError(f"期限已于{result.due.isoformat()}届满，不能再申请延期")
    if new_due <= result.due:
        raise DomainError(f"延期后的日期须晚于现在的到期日{result.due.isoformat()}")
    return _fixed_anew(result, Extended(on, result.due, new_due, reason, basis), calendar)


def decide(
    result: Result,
    new_due: dt.date,
    *,
    on: dt.date,
    calendar: Calendar,
    reason: str = "",
    basis: str = "",
) -> Result:
    """The last day that a decision sets instead. Raises DomainError unless it is later."""
    if new_due <= result.due:
        raise DomainError(f"另定的日期须晚于现在的到期日{result.due.isoformat()}")
    set_anew = Extended(on, result.due, new_due, reason, basis, decided=True)
    return _fixed_anew(result, set_anew, calendar)


def _fixed_anew(result: Result, change: Extended, calendar: Calendar) -> Result:
    """The term as it ran, with a fixed last day; a date that was fixed before stays one."""
    _check_length(result, 1)
    end = fixed(change.until, calendar)
    if result.start is None:
        return replace(end, extended=(*result.extended, change))
    ran = [
        replace(step, kind=StepKind.COUNT) if step.kind is StepKind.DUE else step
        for step in result.steps
        if not (result.extended and step.kind is StepKind.DUE)
    ]
    return replace(
        end,
        start=result.start,
        term=result.term,
        steps=(*ran, *end.steps),
        basis=tuple(dict.fromkeys((*result.basis, *end.basis))),
        pauses=result.pauses,
        extended=(*result.extended, change),
    )


def left_at(result: Result, stopped: dt.date) -> Term:
    """What a stop from `stopped` on leaves of the term, to run on when it ends. Raises DomainError when
    it does not fall inside the term, or into another stop."""
    if result.start is None or result.term is None or result.extended:
        raise DomainError("固定日期的期限不能中止计算，请直接延期")
    if stopped > result.due:
        raise DomainError(f"期限已于{result.due.isoformat()}届满，中止日须在期限之内")
    if stopped <= result.start:
        raise DomainError(f"期限自{result.start.isoformat()}的次日起算，中止日须在期限之内")
    if result.pauses and stopped <= result.pauses[-1].resumed:
        raise DomainError("两次中止不能重叠，也不能先后颠倒")
    _check_length(result, 2)
    return _unused(result, stopped)


def resume(
    result: Result,
    *,
    stopped: dt.date,
    resumed: dt.date,
    calendar: Calendar,
    reason: str = "",
    basis: str = "",
) -> Result:
    """The term after a stop: its unused part runs on from the day after `resumed`.

    `stopped` is the first day that no longer counts, `resumed` the day the stop ended, itself not
    counted. A 月 term keeps its unused natural days, for months cannot be split. Raises DomainError
    when the stop does not fall inside the term, or into another stop.
    """
    left = left_at(result, stopped)
    if resumed < stopped:
        raise DomainError("恢复日不得早于中止日")
    return _run_on(result, Pause(stopped, resumed, left, reason, basis), calendar)


def _run_on(result: Result, pause: Pause, calendar: Calendar) -> Result:
    rest = compute(pause.resumed, pause.left, calendar)
    return replace(
        rest,
        start=result.start,
        term=result.term,
        steps=_joined(result, rest, pause.stopped, pause.resumed),
        provisional=rest.provisional,
        basis=tuple(dict.fromkeys((*result.basis, *rest.basis))),
        pauses=(*result.pauses, pause),
    )


def _check_length(result: Result, more: int) -> None:
    if 1 + 2 * len(result.pauses) + len(result.extended) + more > MOST_SEGMENTS:
        raise DomainError(f"同一期限的起算、中止、恢复、延期最多{MOST_SEGMENTS}段，请另行确定期限")


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
        return Term(max(1, result.term.number - used), Unit.WORKDAY)
    # The unused days are those of the term itself, not of a holiday it had rolled over.
    return Term(max(1, (result.nominal - stopped).days + 1), Unit.DAY)


def recompute(result: Result, calendar: Calendar) -> Move:
    """The same deadline by another calendar version, for the preview of what would move."""
    if result.start is None or result.term is None:
        same = fixed(result.due, calendar)
        return Move(result, replace(same, extended=result.extended, posted=result.posted))
    again = compute(result.start, result.term, calendar)
    for pause in result.pauses:
        # By this calendar the term might have run out before: the stop was decided, it stands.
        again = _run_on(again, replace(pause, left=_unused(again, pause.stopped)), calendar)
    for change in result.extended:
        again = _fixed_anew(again, replace(change, was=again.due), calendar)
    return Move(result, replace(again, posted=result.posted))


def begin_anew(result: Result, start: dt.date, calendar: Calendar) -> Result:
    """The same deadline where what began it was on another day: its stops stand where they were, and a day
    fixed since (an extension, a decision) where it is later than the term by itself.

    Raises DomainError when a stop lies before the first day that counts.
    """
    if result.start is None or result.term is None:
        return recompute(result, calendar).after
    if result.pauses and result.pauses[0].stopped <= start:
        stopped = chinese_date(result.pauses[0].stopped)
        raise DomainError(f"期限自{stopped}起中止过，起算日须早于中止日")
    moved = recompute(replace(result, start=start, extended=()), calendar).after
    for change in result.extended:
        if change.until > moved.due:
            moved = _fixed_anew(moved, replace(change, was=moved.due), calendar)
    return moved
