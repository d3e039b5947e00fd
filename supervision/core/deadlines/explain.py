"""为什么是这一天: a stored result told in official sentences."""

import datetime as dt
from collections.abc import Iterable

from supervision.core.clock import chinese_date
from supervision.core.deadlines.calendar import Calendar, weekday
from supervision.core.deadlines.chain import used_before
from supervision.core.deadlines.compute import fixed
from supervision.core.deadlines.terms import (
    Direction,
    Result,
    Standstill,
    Step,
    StepKind,
    Term,
    Unit,
)

PROVISIONAL = "所涉日期的国务院办公厅放假通知尚未录入：法定节假日已经计入，调休以通知为准，"
MAY_MOVE = "通知录入后可能变动。"
RESTS = (StepKind.SKIP, StepKind.ROLL)


def sentences(result: Result, *, event: str = "送达", still: Standstill | None = None) -> list[str]:
    """Why the last day is this one, in official Chinese; `event` is what began the term. One that stands
    `still` has no last day, and says so.

    Needs nothing but the result, so a deadline stored years ago still explains itself.
    """
    if still is not None and result.start is not None and result.term is not None:
        opening = _opening(result.start, result.term, event)
        return [opening, *_stops(result), still_said(result, still)]
    if result.start is None or result.term is None:
        said = _fixed(result)
    else:
        said = [_opening(result.start, result.term, event), *_stops(result)]
        said += _days_off(result.steps, result.term)
        if result.extended:
            said += [*_extensions(result), *_day_off_note(result)]
        else:
            said += _closing(result, result.term)
    if result.provisional:
        said.append(PROVISIONAL + outlook_said(result))
    return [*said, *_posted(result)]


def _posted(result: Result) -> list[str]:
    if result.posted is None:
        return []
    on, received = result.posted.on, result.posted.received
    days = (received - on).days
    return [
        f"{chinese_date(on)}交付邮寄，{chinese_date(received)}收到：在途{days}日不计入期限，按交邮日认定。"
    ]


def outlook_said(result: Result) -> str:
    """How far the notice still to come may move the day, as far as the notices so far ever went."""
    early, late = result.earliest, result.latest
    if early is None or late is None:
        return MAY_MOVE
    reach = []
    if early < result.due:
        reach.append(f"最早至{_short(early, result.due)}")
    if late > result.due:
        reach.append(f"最迟至{_short(late, result.due)}")
    if not reach:
        return "按历次通知的幅度，通知不会使其变动。"
    return f"按历次通知的幅度，通知可能使其{'、'.join(reach)}。"


def _short(day: dt.date, beside: dt.date) -> str:
    return f"{day.month}月{day.day}日" if day.year == beside.year else chinese_date(day)


def day_off_remark(day: dt.date, calendar: Calendar) -> str:
    """What to say while a fixed date is being chosen: it is a day off, or may become one; or nothing."""
    said = _fixed(fixed(day, calendar))[1:]
    waits = calendar.is_provisional(day) and (not said or calendar.entry(day) is not None)
    if waits:
        said.append(f"{day.year}年放假通知尚未录入，{chinese_date(day)}是否放假以通知为准。")
    return "".join(said)


def awaited_said(years: Iterable[int]) -> str:
    """What it means that the notice of these years is not entered yet; nothing where none is missing."""
    missing = "年、".join(map(str, years))
    if not missing:
        return ""
    return f"{missing}年放假通知尚未录入：法定节假日已按放假办法计入，取决于调休的日期为暂定"


def _dated(day: dt.date) -> str:
    return f"{chinese_date(day)}（{weekday(day)}）"


def _fixed(result: Result) -> list[str]:
    last = f"于{chinese_date(result.due)}前（含当日）。"
    return [*_extensions(result), last, *_day_off_note(result)]


def _day_off_note(result: Result) -> list[str]:
    step = result.steps[-1]
    if not step.note:
        return []
    basis = f"，依据{step.source}" if step.source else ""
    return [f"请注意：{chinese_date(result.due)}为{step.note}{basis}，固定日期不顺延。"]


def _opening(start: dt.date, term: Term, event: str) -> str:
    if term.direction is Direction.BACKWARD:
        begun = f"自{chinese_date(start)}{event}的前一日起向前推算"
        if term.clear:
            return f"{begun}，当日和最后一日都不计入，其间须满{term}。"
        return f"{begun}{term}，当日不计入。"
    return f"自{chinese_date(start)}{event}之次日起{term}，当日不计入。"


def still_said(result: Result, still: Standstill) -> str:
    """Since when and why a term stands still, and what is left of it."""
    return (
        f"因{still.reason}，{chinese_date(still.stopped)}起中止计算，{_used(result, still.stopped)}"
        f"恢复后自次日起续算剩余{still.left}，届时再定到期日。"
    )


def _used(result: Result, stopped: dt.date) -> str:
    used = used_before(result, stopped)
    return f"此前已计{_measured(used, result)}，" if used else ""


def _stops(result: Result) -> list[str]:
    """Each stop: when, what had been used, what runs on and from when."""
    said = []
    for pause in result.pauses:
        because = f"因{pause.reason}，" if pause.reason else ""
        said.append(
            f"{because}{chinese_date(pause.stopped)}起中止计算，{_used(result, pause.stopped)}"
            f"{chinese_date(pause.resumed)}恢复，自次日起续算剩余{pause.left}。"
        )
    return said


def _extensions(result: Result) -> list[str]:
    """Each new last day that was fixed, with the one before it."""
    return [
        f"{chinese_date(one.on)}{'决定' if one.decided else '批准延期'}："
        f"期限最后一日由{_dated(one.was)}改为{_dated(one.until)}（含当日）。"
        for one in result.extended
    ]


def _measured(count: int, result: Result) -> str:
    return f"{count}{result.term.measure if result.term else '日'}"


def _days_off(steps: tuple[Step, ...], term: Term) -> list[str]:
    """The plain count of days skipped, then one sentence a festival with its notice."""
    said = []
    skipped = sum(step.kind is StepKind.SKIP for step in steps)
    if term.unit is Unit.WORKDAY and skipped:
        extra = sum(bool(step.source) and step.kind not in RESTS for step in steps)
        gained = f"，计入调休上班日{extra}天" if extra else ""
        said.append(f"其间跳过休息日{skipped}天{gained}。")
    named: dict[tuple[str, str], list[Step]] = {}
    for step in sorted(steps, key=lambda each: each.day):
        if step.source:
            named.setdefault((step.source, step.note), []).append(step)
    said += [_festival(name, source, days) for (source, name), days in named.items()]
    return said


def _festival(name: str, source: str, steps: list[Step]) -> str:
    rests = [step.day for step in steps if step.kind in RESTS]
    works = [step.day for step in steps if step.kind not in RESTS]
    parts = []
    if rests:
        parts.append(f"{'、'.join(_ranges(rests))} 放假")
    if works:
        parts.append(f"{'、'.join(f'{day:%m-%d}（{weekday(day)}）' for day in works)}上班")
    return f"{name} {'，'.join(parts)}，依据{source}。".strip()


def _ranges(days: Iterable[dt.date]) -> list[str]:
    """Consecutive days joined: 06-22 至 06-24."""
    spans: list[list[dt.date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return [
        f"{span[0]:%m-%d}" if len(span) == 1 else f"{span[0]:%m-%d} 至 {span[-1]:%m-%d}"
        for span in spans
    ]


def _closing(result: Result, term: Term) -> list[str]:
    said = []
    ordinal = f"第{term}" if term.unit is not Unit.MONTH else f"{term}期满日"
    if term.clear:
        ordinal = f"满{term}的前一日"
    if result.pauses:
        ordinal = f"续算的第{result.pauses[-1].left}"
    start = result.start or result.nominal
    reached = result.nominal + dt.timedelta(days=term.clear)
    if not result.pauses and term.unit is Unit.MONTH and reached.day != start.day:
        month = f"{reached.year}年{reached.month}月"
        said.append(f"{month}无{start.day}日，取月末日为期满日。")
    if result.rolled:
        forward = term.direction is Direction.FORWARD
        moved = "顺延至其后第一个工作日" if forward else "提前至前一个工作日"
        said.append(f"{ordinal}为{_dated(result.nominal)}，系休息日，{moved}。")
        said.append(f"期限最后一日为{_dated(result.due)}（含当日）。")
    else:
        said.append(f"{ordinal}为{_dated(result.due)}，即期限最后一日（含当日）。")
    return said
