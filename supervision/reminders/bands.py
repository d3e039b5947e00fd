"""Which step of the ladder is reached today, told as ranges of last days: what the sweep joins with.

The latest step reached depends on the last day alone, so a handful of ranges answers for a
million due dates; a step missed in an outage is joined into the later one of its range.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.deadlines import Calendar, Policy, ladder

LONGEST_OVERDUE = dt.timedelta(days=3653)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Band:
    """Last days after `after` up to `until` have reached `step`, whose day was `day`.

    `day` decides whether the step came before the term began (a short term leaves it out); an
    overdue step never does, its `day` is only what the list shows. `late`: working days overdue at
    that step, 0 before it.
    """

    after: dt.date
    until: dt.date
    step: str
    day: dt.date
    late: int = 0


def bands(today: dt.date, calendar: Calendar, policy: Policy, *, oldest: dt.date) -> list[Band]:
    """The ranges for one policy; last days before `oldest` or ten years back are left out."""
    overdue = list(_overdue(today, calendar, policy, max(oldest, today - LONGEST_OVERDUE)))
    edge = overdue[0].until if overdue else today - LONGEST_OVERDUE
    return [*overdue, *_coming(today, calendar, policy, max(edge, _before(oldest)))]


def _before(day: dt.date) -> dt.date:
    return day - ONE_DAY


def _overdue(today: dt.date, calendar: Calendar, policy: Policy, oldest: dt.date) -> Iterator[Band]:
    """Newest first. A last day has reached `after-k` once k working days lie between it and today."""
    ladder_after = rungs(policy)
    step, count = next(ladder_after, ("", 0))
    upper: tuple[dt.date, str, dt.date, int] | None = None
    for number, workday in enumerate(_workdays_back(today, calendar, _before(oldest)), start=1):
        if number != count:
            continue
        if upper is not None:
            yield Band(_before(workday), *upper)
        upper = (_before(workday), step, today, count)
        step, count = next(ladder_after, ("", 0))
    if upper is not None and upper[0] >= oldest:
        yield Band(_before(oldest), *upper)


def rungs(policy: Policy) -> Iterator[tuple[str, int]]:
    """(step, working days overdue) without end where the policy repeats."""
    last = 0
    for last in policy.rungs_after:
        yield f"after-{last}", last
    number = 1
    while policy.repeat_every:
        last += policy.repeat_every
        yield f"repeat-{number}", last
        number += 1


def _workdays_back(today: dt.date, calendar: Calendar, stop: dt.date) -> Iterator[dt.date]:
    day = today
    while day > stop:
        if calendar.is_workday(day):
            yield day
        day -= ONE_DAY


def _coming(today: dt.date, calendar: Calendar, policy: Policy, after: dt.date) -> Iterator[Band]:
    """Each last day by itself: the step before it, or the day itself, that is reached by today."""
    ahead = max(policy.remind_before, default=0)
    horizon = calendar.shift(today, ahead + 1)
    for number in range(1, (horizon - after).days + 1):
        day = after + ONE_DAY * number
        reached = ladder(day, calendar, policy=policy, until=today)
        if reached:
            step, on = reached[-1]
            yield Band(_before(day), day, step, on)


def upcoming(
    due: dt.date,
    start: dt.date | None,
    calendar: Calendar,
    policy: Policy,
    *,
    today: dt.date,
    until: dt.date,
) -> Iterator[tuple[str, dt.date]]:
    """(step, day) of one last day, after `today` and not after `until`."""
    if due >= today:
        steps = ladder(due, calendar, policy=policy, start=start, until=until)
        yield from ((step, day) for step, day in steps if day > today)
        return
    late, most = calendar.workdays_between(due, today), calendar.workdays_between(due, until)
    for step, count in rungs(policy):
        if count > most:
            return
        if count > late:
            yield step, calendar.shift(today, count - late)
