"""How near a deadline is: its light, its card, and the days on which people are reminded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.deadlines.calendar import Calendar
from supervision.core.errors import DomainError
from supervision.core.words import Word


class Colour(Word):
    """A light: colour name for the style sheet; `label` is the word that stands beside it."""

    BLUE = "blue", "期限内", "active"
    AMBER = "amber", "临期", "near"
    RED = "red", "逾期", "overdue"
    GREEN = "green", "办结", "done"


class Card(Word):
    """The card shown to a unit; red comes on the first working day after the last day."""

    NONE = ""
    YELLOW = "黄牌"
    RED = "红牌"


@dataclass(frozen=True, slots=True)
class Policy:
    """How a kind of deadline warns; every number counts working days.

    `repeat_every` continues the ladder after its last rung while the matter stays open; 0 stops.
    `head_after`: from that day late on the section head is told as well; 0 never.
    Raises DomainError for a negative number or rungs out of order.
    """

    amber_workdays: int = 1
    amber_at_half: bool = False
    remind_before: tuple[int, ...] = (3, 1)
    remind_on_day: bool = True
    remind_after: tuple[int, ...] = (1, 3, 7, 15)
    repeat_every: int = 20
    head_after: int = 3

    def __post_init__(self) -> None:
        if min(self.amber_workdays, self.repeat_every, self.head_after) < 0:
            raise DomainError("预警和重复提醒的工作日数不得为负数")
        rungs = (*self.remind_before, *self.remind_after)
        if any(not 1 <= days <= 250 for days in rungs):
            raise DomainError("提醒的工作日数应在1至250之间")
        if sorted(set(self.remind_before), reverse=True) != list(self.remind_before):
            raise DomainError("到期前的提醒应由远到近，不得重复")
        if sorted(set(self.remind_after)) != list(self.remind_after):
            raise DomainError("到期后的提醒应由近到远，不得重复")

    @property
    def rungs_after(self) -> tuple[int, ...]:
        """The days late on which somebody is told: the handler's, and the first of the section head's."""
        own = {self.head_after} if self.head_after else set()
        return tuple(sorted({*self.remind_after, *own}))


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Light:
    """Colour and card, with the working days left or overdue.

    `remaining` leaves today out and the last day in (0 on the last day); `overdue` is 0 on a
    weekend right after the last day, though the light is red already.
    """

    colour: Colour
    card: Card
    remaining: int
    overdue: int
    last_day: bool = False

    @property
    def text(self) -> str:
        """The short sentence beside the light, e.g. 剩3个工作日, 今日到期, 逾期2个工作日."""
        if self.colour is Colour.GREEN:
            return f"办结（逾期{self.overdue}个工作日）" if self.overdue else "办结"
        if self.colour is Colour.RED:
            return f"逾期{self.overdue}个工作日" if self.overdue else "已逾期"
        if self.last_day:
            return "今日到期"
        return f"剩{self.remaining}个工作日" if self.remaining else "休息日后即到期"


def light(
    due: dt.date,
    today: dt.date,
    calendar: Calendar,
    *,
    closed: dt.date | None = None,
    policy: Policy = DEFAULT_POLICY,
    start: dt.date | None = None,
) -> Light:
    """The light of a deadline on `today`; green only when `closed` (the day of 办结) is given.

    Red strictly after the last day. Amber from `policy.amber_workdays` before it or, where the
    policy asks and `start` is known, once half of the term's working days are used, today
    included.
    """
    if closed is not None:
        late = max(0, calendar.workdays_between(due, closed))
        return Light(Colour.GREEN, Card.NONE, remaining=0, overdue=late)
    if today > due:
        late = calendar.workdays_between(due, today)
        # The card waits for the first working day: nobody could act on the weekend before it.
        return Light(Colour.RED, Card.RED if late else Card.YELLOW, remaining=0, overdue=late)
    left = calendar.workdays_between(today, due)
    near = left <= policy.amber_workdays
    if policy.amber_at_half and start is not None:
        used = calendar.workdays_between(start, today)
        near = near or used * 2 >= calendar.workdays_between(start, due)
    if near:
        return Light(Colour.AMBER, Card.YELLOW, remaining=left, overdue=0, last_day=today == due)
    return Light(Colour.BLUE, Card.NONE, remaining=left, overdue=0)


def ladder(
    due: dt.date,
    calendar: Calendar,
    *,
    policy: Policy = DEFAULT_POLICY,
    start: dt.date | None = None,
    until: dt.date | None = None,
) -> list[tuple[str, dt.date]]:
    """The reminders of a deadline as (step key, working day), in order, one a day.

    Keys are stable: before-3, before-1, due, after-1 …; `repeat-2` is the second repetition after
    the last rung. `until` ends the list; without it there are no repetitions. Steps not after
    `start` (a short term) are left out; of two steps on one day the more urgent one stays.
    """
    by_day = {
        day: key
        for key, day in _steps(due, calendar, policy, until)
        if (start is None or day > start) and (until is None or day <= until)
    }
    return [(key, day) for day, key in sorted(by_day.items())]


def _steps(
    due: dt.date, calendar: Calendar, policy: Policy, until: dt.date | None
) -> Iterator[tuple[str, dt.date]]:
    # A fixed date may be a day off: its reminders hang on the last working day not after it.
    anchor = due if calendar.is_workday(due) else calendar.shift(due, -1)
    for days in policy.remind_before:
        yield f"before-{days}", calendar.shift(anchor, -days)
    if policy.remind_on_day:
        yield "due", anchor
    if until is not None and until <= due:
        return
    last = due
    for days in policy.rungs_after:
        last = calendar.shift(due, days)
        yield f"after-{days}", last
    if until is None or not policy.repeat_every:
        return
    number = 1
    while (last := calendar.shift(last, policy.repeat_every)) <= until:
        yield f"repeat-{number}", last
        number += 1
