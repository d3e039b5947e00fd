"""The small calendar picture of a deadline: weeks of cells that a template only has to draw."""

import datetime as dt
from dataclasses import dataclass

from supervision.core.deadlines.calendar import weekday
from supervision.core.deadlines.terms import Result, Step, StepKind, Unit

LONGEST_UNFOLDED = 8  # weeks; beyond it the middle is folded by month
SHOWN_AT_EACH_END = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: `state` is a CSS word (start, count, extra, skip, roll, due, within, outside)."""

    day: dt.date
    state: str
    label: str = ""
    title: str = ""

    @property
    def date_label(self) -> str:
        """6-12, as on the card."""
        return f"{self.day.month}-{self.day:%d}"


@dataclass(frozen=True, slots=True)
class Row:
    """A week, Monday first; or, where `summary` is set, a folded month without cells."""

    cells: tuple[Cell, ...] = ()
    summary: str = ""


STATES = {
    StepKind.START: "start",
    StepKind.COUNT: "count",
    StepKind.EXTRA: "extra",
    StepKind.SKIP: "skip",
    StepKind.ROLL: "roll",
    StepKind.PAUSE: "pause",
    StepKind.DUE: "due",
}


def picture(result: Result, *, event: str = "送达") -> list[Row]:
    """The weeks from start to last day; a long term keeps both ends and folds the months between."""
    steps = {step.day: step for step in result.steps}
    first, last = min(steps), max(steps)
    monday = first - dt.timedelta(days=first.weekday())
    mondays = [
        monday + dt.timedelta(weeks=number) for number in range((last - monday).days // 7 + 1)
    ]
    if len(mondays) <= LONGEST_UNFOLDED:
        return [_week(monday, result, steps, event) for monday in mondays]
    head, tail = mondays[:SHOWN_AT_EACH_END], mondays[-SHOWN_AT_EACH_END:]
    return [
        *(_week(monday, result, steps, event) for monday in head),
        *_folded(head[-1] + dt.timedelta(weeks=1), tail[0], result, steps),
        *(_week(monday, result, steps, event) for monday in tail),
    ]


def _week(monday: dt.date, result: Result, steps: dict[dt.date, Step], event: str) -> Row:
    days = (monday + dt.timedelta(days=number) for number in range(7))
    return Row(cells=tuple(_cell(day, result, steps, event) for day in days))


def _cell(day: dt.date, result: Result, steps: dict[dt.date, Step], event: str) -> Cell:
    step = steps.get(day)
    if step is None:
        inside = min(steps) < day < max(steps)
        return Cell(day, "within" if inside else "outside")
    if step.kind is StepKind.START:
        return Cell(day, "start", event, f"{event}当日不计入")
    return Cell(day, STATES[step.kind], _label(step, result), _title(step))


def _label(step: Step, result: Result) -> str:
    number = str(step.count) if step.count is not None else ""
    if result.term is not None and result.term.unit is Unit.MONTH and number:
        number += "月"
    match step.kind:
        case StepKind.SKIP:
            return "休"
        case StepKind.ROLL:
            return f"{number} 休".strip()
        case StepKind.PAUSE:
            return "停"
        case StepKind.EXTRA:
            return f"{number} 班"
        case StepKind.DUE:
            return f"{number} 止".strip()
        case _:
            return number


def _title(step: Step) -> str:
    """The reason in words, for the tooltip and for screen readers."""
    what = {
        StepKind.SKIP: "休息日，跳过",
        StepKind.ROLL: "到期遇休息日，移至工作日",
        StepKind.EXTRA: "调休上班，计入",
        StepKind.PAUSE: "中止期间，不计入",
        StepKind.DUE: "期限最后一日",
    }.get(step.kind, "计入")
    reason = "，".join(part for part in (step.remark, step.note, step.source) if part)
    return f"{weekday(step.day)}，{what}" + (f"（{reason}）" if reason else "")


def _folded(start: dt.date, end: dt.date, result: Result, steps: dict[dt.date, Step]) -> list[Row]:
    """One row a month for the days in [start, end)."""
    if result.term is None:
        return []
    rows, day = [], start
    while day < end:
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        stop = min(following, end)
        rows.append(Row(summary=_summary(day, stop, steps, result.term.measure)))
        day = stop
    return rows


def _summary(day: dt.date, stop: dt.date, steps: dict[dt.date, Step], measure: str) -> str:
    span = [day + dt.timedelta(days=number) for number in range((stop - day).days)]
    known = [steps[each] for each in span if each in steps]
    text = f"{span[0]:%Y-%m-%d} 至 {span[-1]:%m-%d}"
    counted = [step.count for step in known if step.count is not None]
    if counted:
        low, high = min(counted), max(counted)
        text += f" · 第{low}至{high}{measure}" if low != high else f" · 第{low}{measure}"
    skipped = sum(step.kind is StepKind.SKIP for step in known)
    return f"{text} · 休{skipped}天" if skipped else text
