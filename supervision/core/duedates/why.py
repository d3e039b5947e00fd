"""为什么是这一天: what the component why_day draws, from a stored due date or a fresh result."""

from dataclasses import dataclass
from datetime import date

from supervision.core import clock
from supervision.core.deadlines import Result, Row, day_off_remark, from_json, picture, sentences
from supervision.core.deadlines.calendar import weekday
from supervision.core.duedates.calendars import own_calendar
from supervision.core.duedates.models import DueDate


@dataclass(frozen=True)
class Why:
    """A last day with its reasons in sentences, its picture and its basis."""

    answer: str
    provisional: bool
    sentences: list[str]
    rows: list[Row]
    basis: tuple[str, ...]
    calendar_version: int
    layers: tuple[str, ...] = ()


def why(result: Result, *, event: str = "送达", basis: str = "") -> Why:
    """The reasons of a result; `event` is what began the term, `basis` the paper's own provision."""
    return Why(
        answer=f"{clock.chinese_date(result.due)}（{weekday(result.due)}）",
        provisional=result.provisional,
        sentences=sentences(result, event=event),
        rows=picture(result, event=event),
        basis=tuple(filter(None, (basis, *result.basis))),
        calendar_version=result.calendar_version,
        layers=result.layers,
    )


def remark_on(day: date | None) -> str:
    """What to say of a fixed last day while it is chosen: it is a day off, or may become one."""
    return day_off_remark(day, own_calendar()) if day else ""


def why_of(row: DueDate) -> Why:
    """The reasons of a stored due date, as they were when it was computed."""
    return why(from_json(row.working), event=row.event, basis=row.basis)
