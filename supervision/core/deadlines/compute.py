"""From a start and a term to the last day, with every day that led there."""

import calendar as gregorian
import datetime as dt
from dataclasses import replace

from supervision.core.deadlines import decree
from supervision.core.deadlines.calendar import Calendar, Entry, Mark, check_year, weekday
from supervision.core.deadlines.outlook import outlook
from supervision.core.deadlines.terms import Direction, Result, Step, StepKind, Term, Unit
from supervision.core.errors import DomainError

START_RULE = "《民法典》第二百零一条：按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算"
MONTH_RULE = (
    "《民法典》第二百零二条：到期月的对应日为期间的最后一日；没有对应日的，月末日为最后一日"
)
ROLL_RULE = "《民法典》第二百零三条：期间的最后一日是法定休假日的，以法定休假日结束的次日为最后一日"
INCLUSIVE_RULE = "《民法典》第一千二百五十九条：“以内”“届满”包括本数"
WORKDAY_RULE = "工作日按国务院办公厅节假日安排的通知认定，休息日跳过，调休上班日计入"
BACK_ROLL_RULE = "向前倒推的期限遇休息日，提前至前一个工作日，以免少于规定日数"
CLEAR_RULE = "整日倒推：事项当日和最后一日都不计入，其间须满规定的日数"
FIXED_RULE = "固定日期含当日，遇休息日不顺延"


def compute(start: dt.date, term: Term, calendar: Calendar) -> Result:
    """The last day of `term` counted from `start`, which itself is not counted.

    日 and 月 terms ending on a day off move to the next working day (the previous one when
    counting backward); 工作日 terms count working days only. Raises DomainError when a day
    falls outside 1949–2100.
    """
    check_year(start.year)
    try:
        result = _computed(start, term, calendar)
    except OverflowError:
        raise DomainError("期限超出日历范围") from None
    if not result.provisional:
        return result
    earliest, latest = outlook(result, calendar)
    return replace(result, earliest=earliest, latest=latest)


def _computed(start: dt.date, term: Term, calendar: Calendar) -> Result:
    if term.unit is Unit.WORKDAY:
        return _workdays(start, term, calendar)
    steps = _days(start, term) if term.unit is Unit.DAY else _months(start, term)
    if term.clear:  # the day before those that lie between
        steps.append(Step(steps[-1].day - dt.timedelta(days=1), StepKind.COUNT))
    return _rolled(start, term, calendar, steps)


def fixed(day: dt.date, calendar: Calendar) -> Result:
    """于×日前: the day itself is the last day (含当日); it never rolls, a day off is noted."""
    note = ""
    if not calendar.is_workday(day):
        note = _day_off(day, calendar.entry(day))
    return Result(
        due=day,
        nominal=day,
        steps=(Step(day, StepKind.DUE, note=note, source=calendar.source(day)),),
        provisional=False,  # no notice can move it; whether it is a day off may still change
        basis=(FIXED_RULE,),
        calendar_version=calendar.version,
        layers=calendar.layers,
    )


def _day_off(day: dt.date, entry: Entry | None) -> str:
    """What kind of day off a fixed date is."""
    if entry is None:
        return f"{weekday(day)}休息日"
    if not entry.source.startswith(decree.TITLE):
        return f"{entry.name or '放假'}休息日"
    fixed_by_law = day in decree.statutory(day.year)
    return f"法定节假日{entry.name}" if fixed_by_law else f"{entry.name}补假"


def _sign(term: Term) -> int:
    return 1 if term.direction is Direction.FORWARD else -1


def _workdays(start: dt.date, term: Term, calendar: Calendar) -> Result:
    step = dt.timedelta(days=_sign(term))
    steps = [Step(start, StepKind.START)]
    day, left, provisional = start, term.number + term.clear, False
    while left:
        day += step
        left -= calendar.is_workday(day)
        provisional = provisional or calendar.is_provisional(day)
        counted = None if term.clear and not left else term.number + term.clear - left
        steps.append(_workday_step(day, counted, calendar, last=not left))
    return Result(
        due=day,
        nominal=day,
        steps=tuple(steps),
        provisional=provisional,
        basis=(START_RULE, WORKDAY_RULE, CLEAR_RULE if term.clear else INCLUSIVE_RULE),
        calendar_version=calendar.version,
        layers=calendar.layers,
        start=start,
        term=term,
    )


def _workday_step(day: dt.date, counted: int | None, calendar: Calendar, *, last: bool) -> Step:
    """One day of a 工作日 term; `last` means it is the working day on which the term ends."""
    entry = calendar.entry(day)
    name, source = (entry.name, entry.source) if entry else ("", "")
    if last:
        return Step(day, StepKind.DUE, counted, name, source)
    if not calendar.is_workday(day):
        return Step(day, StepKind.SKIP, None, name, source)
    return Step(day, StepKind.EXTRA if entry else StepKind.COUNT, counted, name, source)


def _days(start: dt.date, term: Term) -> list[Step]:
    first, sign = start.toordinal(), _sign(term)
    steps = [Step(start, StepKind.START)]
    steps += [
        Step(dt.date.fromordinal(first + sign * number), StepKind.COUNT, number)
        for number in range(1, term.number + 1)
    ]
    return steps


def _months(start: dt.date, term: Term) -> list[Step]:
    steps = [Step(start, StepKind.START)]
    for number in range(1, term.number + 1):
        day = add_months(start, number * _sign(term))
        remark = "" if day.day == start.day else no_such_day(start)
        steps.append(Step(day, StepKind.COUNT, number, remark=remark))
    return steps


def no_such_day(start: dt.date) -> str:
    """What is said of a month that lacks the day of `start`."""
    return f"该月无{start.day}日，取月末日"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (earlier when negative), or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    check_year(year)
    last = gregorian.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _rolled(start: dt.date, term: Term, calendar: Calendar, steps: list[Step]) -> Result:
    """Close a 日 or 月 term: its nominal last day, moved off a day off if need be."""
    nominal, last = steps[-1].day, steps.pop()
    step = dt.timedelta(days=_sign(term))
    day, count, remark = nominal, last.count, last.remark
    provisional = calendar.is_provisional(day)
    while not calendar.is_workday(day):
        entry = calendar.entry(day)
        name = entry.name if entry else ""
        steps.append(Step(day, StepKind.ROLL, count, name, calendar.source(day), remark))
        day, count, remark = day + step, None, ""
        provisional = provisional or calendar.is_provisional(day)
    steps.append(
        Step(day, StepKind.DUE, count, _extra(day, calendar), calendar.source(day), remark)
    )
    return Result(
        due=day,
        nominal=nominal,
        steps=tuple(steps),
        provisional=provisional,
        basis=_basis(term, rolled=day != nominal),
        calendar_version=calendar.version,
        layers=calendar.layers,
        start=start,
        term=term,
    )


def _extra(day: dt.date, calendar: Calendar) -> str:
    entry = calendar.entry(day)
    return entry.name if entry and entry.mark is Mark.WORK else ""


def _basis(term: Term, *, rolled: bool) -> tuple[str, ...]:
    rules = [START_RULE]
    if term.unit is Unit.MONTH:
        rules.append(MONTH_RULE)
    if rolled:
        rules.append(ROLL_RULE if term.direction is Direction.FORWARD else BACK_ROLL_RULE)
    return (*rules, CLEAR_RULE if term.clear else INCLUSIVE_RULE)
