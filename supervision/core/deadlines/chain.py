"""A deadline as the chain of its segments: begun, stopped, resumed, extended, set anew by a decision."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.deadlines.terms import Direction, Result, Unit
from supervision.core.words import Word


class SegmentKind(Word):
    """What began a segment of a deadline."""

    START = "起算"
    PAUSE = "中止"
    RESUME = "恢复"
    EXTENSION = "延期"
    DECISION = "决定"


@dataclass(frozen=True, slots=True)
class Segment:
    """One event of a deadline: its day, why, on what basis; how much was used by then, and what it left."""

    kind: SegmentKind
    on: dt.date
    event: str
    basis: str
    used: str
    then: str


def chain(result: Result, *, event: str = "送达", basis: str = "") -> list[Segment]:
    """The segments of a result in order; a fixed date without a term has only what was set anew."""
    return [*_running(result, event, basis), *_set_anew(result)]


def _running(result: Result, event: str, basis: str) -> Iterator[Segment]:
    if result.start is None or result.term is None:
        return
    begun = f"次日起{result.term}"
    yield Segment(SegmentKind.START, result.start, event, basis, _amount(0, result), begun)
    for pause in result.pauses:
        used = _amount(used_before(result, pause.stopped), result)
        yield Segment(SegmentKind.PAUSE, pause.stopped, pause.reason, pause.basis, used, "停止计算")
        then = f"次日起续算{pause.left}"
        yield Segment(SegmentKind.RESUME, pause.resumed, pause.reason, pause.basis, used, then)


def _set_anew(result: Result) -> Iterator[Segment]:
    for one in result.extended:
        kind = SegmentKind.DECISION if one.decided else SegmentKind.EXTENSION
        used = _amount(used_before(result, one.on), result) if result.term else ""
        then = f"{one.was.isoformat()} 改为 {one.until.isoformat()}"
        yield Segment(kind, one.on, one.reason, one.basis, used, then)


def used_before(result: Result, day: dt.date) -> int:
    """How many of the term's days had been counted before `day`."""
    return max((step.count or 0 for step in result.steps if step.day < day), default=0)


def _amount(count: int, result: Result) -> str:
    measure = result.term.measure if result.term else Unit.DAY.value
    return f"{count}{measure}"


def check_line(result: Result) -> str:
    """All that another program needs to find the same day by the same calendar, in one line: version of
    the calendar, start, term, each stop (first day not counted / day of resumption), each day set anew, last day."""
    parts = [f"日历{result.calendar_version}"]
    if result.start is not None and result.term is not None:
        sign = "+" if result.term.direction is Direction.FORWARD else "-"
        parts += [f"起{result.start.isoformat()}", f"{sign}{result.term}"]
    parts += [f"停{one.stopped.isoformat()}/{one.resumed.isoformat()}" for one in result.pauses]
    parts += [f"改{one.until.isoformat()}" for one in result.extended]
    return "|".join((*parts, f"止{result.due.isoformat()}"))
