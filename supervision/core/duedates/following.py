"""A record that names a last day itself (of its term, plan, certificate, phase), and the due date that follows it."""

import datetime as dt

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.deadlines import fixed
from supervision.core.duedates.calendars import calendar_of
from supervision.core.duedates.models import DueKind
from supervision.core.duedates.service import close, move, open_of, start_fixed


def follow(
    owner: object,
    kind: DueKind,
    until: dt.date | None,
    *,
    title: str,
    basis: str,
    moved: str,
    actor: Principal,
    unit_id: int | None = None,
    holder_id: int | None = None,
    gone_on: dt.date | None = None,
    met: bool = False,
) -> None:
    """Let the common table say what the record says: begun, moved (why: `moved`) or ended with it.

    `until` None: nothing is due any more, since `gone_on` (today), because it was done (`met`) or not.
    """
    held = open_of(owner, kind)
    if until is None:
        if held is not None:
            close(held, on=gone_on or clock.today(), met=met)
    elif held is None:
        start_fixed(
            owner, kind, until, title=title, basis=basis, actor=actor, unit_id=unit_id,
            holder_id=holder_id,
        )  # fmt: skip
    else:
        held.title, held.holder_id = title, holder_id or held.holder_id
        if held.due != until:
            move(held, fixed(until, calendar_of(held.body_id)), reason=moved, actor=actor)


def end(owner: object, *kinds: DueKind, on: dt.date, met: bool = True) -> None:
    """The open due date of a record, if any, was met on that day, or fell away."""
    held = open_of(owner, *kinds)
    if held is not None:
        close(held, on=on, met=met)
