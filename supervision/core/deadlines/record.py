"""A deadline's reasons as JSON: what is stored with it and what the shell prints."""

import datetime as dt
from typing import Any

from supervision.core.deadlines.calendar import Calendar
from supervision.core.deadlines.compute import compute
from supervision.core.deadlines.explain import sentences
from supervision.core.deadlines.terms import (
    Direction,
    Extended,
    Pause,
    Posted,
    Result,
    Step,
    StepKind,
    Term,
    Unit,
)
from supervision.core.errors import DomainError

Kept = dict[str, Any]  # as JSON has it
# Earlier records have this remark in the place of the festival's name.
MIXED_UP = "该月无对应日，取月末日"


def to_json(result: Result) -> Kept:
    """The result as plain JSON values; empty parts of a step are left out."""
    return {
        "due": result.due.isoformat(),
        "nominal": result.nominal.isoformat(),
        "provisional": result.provisional,
        "basis": list(result.basis),
        "calendar_version": result.calendar_version,
        "start": result.start.isoformat() if result.start else None,
        "term": _term_to_json(result.term) if result.term else None,
        "steps": [_step_to_json(step) for step in result.steps],
        "earliest": result.earliest.isoformat() if result.earliest else None,
        "latest": result.latest.isoformat() if result.latest else None,
        "layers": list(result.layers),
        "pauses": [
            {
                "stopped": pause.stopped.isoformat(),
                "resumed": pause.resumed.isoformat(),
                "left": _term_to_json(pause.left),
                **_said(pause),
            }
            for pause in result.pauses
        ],
        "extended": [
            {
                "on": one.on.isoformat(),
                "was": one.was.isoformat(),
                "until": one.until.isoformat(),
                "decided": one.decided,
                **_said(one),
            }
            for one in result.extended
        ],
        **_posted_to_json(result.posted),
    }


def from_json(stored: Kept) -> Result:
    """What `to_json` wrote, back as a Result. Raises DomainError when it is not such a record."""
    try:
        term, start = stored["term"], stored["start"]
        return Result(
            due=dt.date.fromisoformat(stored["due"]),
            nominal=dt.date.fromisoformat(stored["nominal"]),
            provisional=bool(stored["provisional"]),
            basis=tuple(stored["basis"]),
            calendar_version=int(stored["calendar_version"]),
            start=dt.date.fromisoformat(start) if start else None,
            term=_kept_term(term) if term else None,
            steps=tuple(_step_from_json(step) for step in stored["steps"]),
            # Records from before the calendar had layers lack these.
            earliest=_day(stored.get("earliest")),
            latest=_day(stored.get("latest")),
            layers=tuple(stored.get("layers", ())),
            pauses=tuple(_pause_from_json(pause) for pause in stored.get("pauses", ())),
            extended=tuple(_extended_from_json(one) for one in stored.get("extended", ())),
            posted=_posted_from_json(stored.get("posted")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DomainError("期限的计算记录已损坏，无法读取") from error


def _day(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None


def compute_json(
    start: dt.date | str,
    number: int | str,
    unit: Unit | str,
    calendar: Calendar,
    *,
    direction: Direction | str = Direction.FORWARD,
    clear: bool = False,
) -> Kept:
    """The answer of `flask deadlines compute`: date, provisional, reason and steps as JSON values.

    Takes what a person typed. Raises DomainError naming what cannot be understood.
    """
    result = compute(_date(start), _term(number, unit, direction, clear=clear), calendar)
    stored = to_json(result)
    return {
        "from": stored["start"],
        "term": stored["term"]["number"],
        "unit": stored["term"]["unit"],
        "direction": stored["term"]["direction"],
        "clear": clear,
        "date": stored["due"],
        "rolled": result.rolled,
        "provisional": stored["provisional"],
        "earliest": stored["earliest"],
        "latest": stored["latest"],
        "layers": stored["layers"],
        "calendar_version": stored["calendar_version"],
        "basis": stored["basis"],
        "reason": sentences(result),
        "steps": stored["steps"],
    }


def _date(text: dt.date | str) -> dt.date:
    if isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise DomainError(f"日期“{text}”无法识别，请写成2024-02-05的形式") from None


def _term(
    number: int | str, unit: Unit | str, direction: Direction | str, *, clear: bool = False
) -> Term:
    try:
        count = int(number)
    except ValueError:
        raise DomainError(f"期限“{number}”不是整数") from None
    try:
        return Term(count, Unit(unit), Direction(direction), clear=clear)
    except ValueError:
        raise DomainError("期限的单位只能是日、工作日、月，方向只能是之后、之前") from None


def _term_to_json(term: Term) -> dict[str, object]:
    kept = {"number": term.number, "unit": str(term.unit), "direction": str(term.direction)}
    return kept | ({"clear": True} if term.clear else {})


def _kept_term(stored: Kept) -> Term:
    clear = bool(stored.get("clear"))
    return _term(stored["number"], stored["unit"], stored["direction"], clear=clear)


def _posted_to_json(posted: Posted | None) -> dict[str, object]:
    if posted is None:
        return {}
    return {"posted": {"on": posted.on.isoformat(), "received": posted.received.isoformat()}}


def _posted_from_json(stored: Kept | None) -> Posted | None:
    if stored is None:
        return None
    return Posted(*(dt.date.fromisoformat(stored[name]) for name in ("on", "received")))


def _pause_from_json(stored: Kept) -> Pause:
    return Pause(
        dt.date.fromisoformat(stored["stopped"]),
        dt.date.fromisoformat(stored["resumed"]),
        _kept_term(stored["left"]),
        stored.get("reason", ""),
        stored.get("basis", ""),
    )


def _extended_from_json(stored: Kept) -> Extended:
    on, was, until = (dt.date.fromisoformat(stored[name]) for name in ("on", "was", "until"))
    reason, basis = stored.get("reason", ""), stored.get("basis", "")
    return Extended(on, was, until, reason, basis, decided=bool(stored["decided"]))


def _said(change: Pause | Extended) -> dict[str, str]:
    """Why, and on what basis; what is not known is left out."""
    parts = {"reason": change.reason, "basis": change.basis}
    return {name: value for name, value in parts.items() if value}


def _step_to_json(step: Step) -> dict[str, object]:
    parts = {"count": step.count, "note": step.note, "source": step.source, "remark": step.remark}
    kept = {name: value for name, value in parts.items() if value not in (None, "")}
    return {"day": step.day.isoformat(), "kind": str(step.kind), **kept}


def _step_from_json(stored: Kept) -> Step:
    note, remark = stored.get("note", ""), stored.get("remark", "")
    if note == MIXED_UP:
        note, remark = "", note
    return Step(
        day=dt.date.fromisoformat(stored["day"]),
        kind=StepKind(stored["kind"]),
        count=stored.get("count"),
        note=note,
        source=stored.get("source", ""),
        remark=remark,
    )
