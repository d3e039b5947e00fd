"""What people are told at once of a step: each slice says of its records which step tells whom what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from supervision.accounts.deputies import standing_in_for
from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.access.confined import CONFINED, seen_with
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.reminders.inbox import announce_event, holders_in, settle_event, still_there

Record = Any  # a mapped row that takes steps: each slice knows its own
People = Callable[[Record], Iterable[int | None]]


@dataclass(frozen=True)
class Event:
    """What is said of a step (of a record, where that differs), and to whom.

    `aside`: beside what was told before, which is not over. `barred`: who may not take the next step, neither
    in their own seat nor as somebody's deputy.
    """

    said: str | Callable[[Record], str]
    people: tuple[People, ...]
    aside: bool = False
    barred: People = field(default=lambda _record: ())


@dataclass(frozen=True)
class Told:
    """The events of one kind of record: by step, what it is called, and the steps nobody hears of."""

    events: Mapping[str, Event]
    called: Callable[[Record], str]
    ignored: frozenset[str] = field(default=frozenset())

    def step(self, record: Record, verb: str, *, actor: Principal) -> None:
        """After a step: what was told of the record before is over, whoever comes next is told.

        Days that are lived again (the demonstration, 补录) are nobody's news.
        """
        if verb in self.ignored or clock.is_relived():
            return
        event = self.events.get(verb)
        root = (record.__tablename__, record.id)
        title = f"{self.called(record)}：{_said(event, record)}" if event else ""
        settle_event(root, title=title[:200] if event and event.aside else None)
        if event is not None:
            announce_event(
                _people(record, event, actor), root=root, title=title, text=f"{actor.name}办理"
            )


def _said(event: Event, record: Record) -> str:
    return event.said if isinstance(event.said, str) else event.said(record)


def _people(record: Record, event: Event, actor: Principal) -> list[int]:
    """Those concerned and whoever stands in for them, but for whoever took the step and who works elsewhere now."""
    with seeing(EVERYTHING):
        told = {one for who in event.people for one in who(record) if one is not None}
        told = still_there(told, record.body_id)
        told |= standing_in_for(told)
        told = _circle(record, told) - set(event.barred(record))
    return sorted(told - {actor.user_id})


def _circle(record: Record, people: set[int]) -> set[int]:
    """Who of these may see the record: of a confined one, and of a paper about it, its named people alone."""
    reader: Any = User.id
    seen = seen_with(sa.literal(record.__tablename__), record.id, reader)
    if seen is None or not people or record.__tablename__ not in CONFINED.whole():
        return people
    return set(session.scalars(sa.select(User.id).where(User.id.in_(sorted(people)), seen)))


def holding(permission: Permission) -> People:
    """Those of the record's body who may take the next step."""
    return lambda record: holders_in(permission, record.body_id)


def its(*columns: str) -> People:
    """The people a record names itself: handler, approver."""
    return lambda record: [getattr(record, column) for column in columns]
