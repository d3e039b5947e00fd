"""A deadline as the chain of its segments: begun, stopped, resumed, extended, set anew by a decision."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.clock import chinese_date
from supervision.core.deadlines.terms import Direction, Result, Standstill, Unit
from supervision.core.words import Word

ONE_DAY = dt.timedelta(days=1)
POST_RULE = "《民事诉讼法》第八十五条第四款：期间不包括在途时间，诉讼文书在期满前交邮的，不算过期"


class SegmentKind(Word):
    """What began a segment of a deadline."""

    START = "起算"
    PAUSE = "中止"
    RESUME = "恢复"
    POSTED = "交邮"
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


def chain(
    result: Result, *, event: str = "送达", basis: str = "", still: Standstill | None = None
) -> list[Segment]:
    """The segments of a result in order; a fixed date without a term has only what was set anew. `still`:
    the stop in which it stands."""
    return [
        *_running(result, event, basis),
        *_set_anew(result),
        *_standing(result, still),
        *_posted(result),
    ]


def _running(result: Result, event: str, basis: str) -> Iterator[Segment]:
    if result.start is None or result.term is None:
        return
    begun = f"次日起{result.term}"
    if result.term.direction is Direction.BACKWARD:
        begun = f"前一日起向前{result.term}{'（整日）' if result.term.clear else ''}"
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


def _standing(result: Result, still: Standstill | None) -> Iterator[Segment]:
    if still is not None:
        used = _amount(used_before(result, still.stopped), result)
        then = f"停止计算，恢复后续算{still.left}"
        yield Segment(SegmentKind.PAUSE, still.stopped, still.reason, still.basis, used, then)


def _posted(result: Result) -> Iterator[Segment]:
    """What was due, posted: the term is judged by that day."""
    if result.posted is not None:
        on, received = result.posted.on, result.posted.received
        used = _amount(used_before(result, on + ONE_DAY), result) if result.term else ""
        then = f"{chinese_date(received)}收到，在途{(received - on).days}日不计入"
        yield Segment(SegmentKind.POSTED, on, "交付邮寄", POST_RULE, used, then)


def used_before(result: Result, day: dt.date) -> int:
    """How many of the term's days had been counted before `day`."""
    return max((step.count or 0 for step in result.steps if step.day < day), default=0)


def _amount(count: int, result: Result) -> str:
    measure = result.term.measure if result.term else Unit.DAY.value
    return f"{count}{measure}"


def check_line(result: Result, *, still: Standstill | None = None) -> str:
    """All that another program needs to find the same day by the same calendar, in one line: version of
    the calendar, start, term, each stop (first day not counted / day of resumption), each day set anew, last
    day; of a term that stands still, since when and what is left of it; of a posted reply, when it was
    posted and received."""
    parts = [f"日历{result.calendar_version}"]
    if result.start is not None and result.term is not None:
        sign = "+" if result.term.direction is Direction.FORWARD else "-"
        clear = "整" if result.term.clear else ""
        parts += [f"起{result.start.isoformat()}", f"{sign}{result.term}{clear}"]
    parts += [f"停{one.stopped.isoformat()}/{one.resumed.isoformat()}" for one in result.pauses]
    parts += [f"改{one.until.isoformat()}" for one in result.extended]
    if result.posted is not None:
        on, received = result.posted.on, result.posted.received
        parts.append(f"寄{on.isoformat()}/{received.isoformat()}")
    if still is not None:
        return "|".join((*parts, f"停{still.stopped.isoformat()}/", f"余{still.left}"))
    return "|".join((*parts, f"止{result.due.isoformat()}"))
