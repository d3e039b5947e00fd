"""Whose turn it is with a record: asked of the very rules of its workflow, for people one by one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.verbs import Button
from supervision.core.words import Word
from supervision.core.workflow import Flow

SOMEBODY = -1  # a person whose hand is in nothing
SEATS = (Role.HANDLER, Role.REVIEWER, Role.SIGNATORY, Role.LIAISON, Role.UNIT_HEAD)


@dataclass(frozen=True)
class Turn:
    """`who` does `what` next; `mine`: the reader may."""

    who: str
    what: str
    mine: bool = False


def turn(
    flow: Flow,
    record: Any,
    buttons: Iterable[Button],
    *,
    otherwise: Mapping[Word, tuple[str, str]] | None = None,
    skip: Collection[str] = (),
) -> Turn | None:
    """The reader, who has a primary button; else whoever in a seat would; None where nothing is left.

    `otherwise`: who and what by status, where the step has no button of its own; `skip`: primary
    steps that are not what comes next.
    """
    own = next((one for one in buttons if one.primary and one.name not in skip), None)
    if own is not None:
        return Turn("您", own.label, mine=True)
    for seat in SEATS:
        for step in flow.available(record, _in(seat, record), hidden=False):
            if step.primary and step.name not in skip:
                return Turn(_called(seat, record), step.label)
    who, what = (otherwise or {}).get(record.status, ("", ""))
    return Turn(who, what) if who else None


def _in(seat: Role, record: Any) -> Principal:
    """Somebody in a seat of the record's bureau or unit; the 承办人 is its own."""
    handler = getattr(record, "handler_id", None) if seat is Role.HANDLER else None
    return Principal(
        user_id=handler or SOMEBODY, name="", roles=frozenset({seat}), body_id=record.body_id
    )


def _called(seat: Role, record: Any) -> str:
    handler = getattr(record, "handler", None) if seat is Role.HANDLER else None
    return f"{seat.label}{handler.name}" if handler is not None else seat.label
