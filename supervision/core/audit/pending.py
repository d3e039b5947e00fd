"""What waits in a session for the commit: events with their changes, each row's joined into one."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session, SessionTransaction

from supervision.core.access.principal import Principal
from supervision.core.audit.facts import Before

PENDING, MARKS = "audit_pending", "audit_savepoints"


@dataclass(frozen=True)
class Mark:
    """What an event hangs on that is no row of the business: a person at the doors, a place of the trail."""

    kind: str
    id: int
    body_id: int | None = None

    @property
    def __tablename__(self) -> str:
        return self.kind


@dataclass
class Change:
    """One changed field: name, Chinese label, old and new value as canonical JSON."""

    field: str
    label: str
    old: str | None
    new: str | None


@dataclass
class Pending:
    """An event waiting for the commit; `action` empty until something explicit claims it."""

    subject: Any
    actor: Principal
    action: str = ""
    label: str = ""
    reason: str = ""
    changes: dict[str, Change] = field(default_factory=dict)
    wrote: str = ""  # create, change or delete of the row
    before: Before = None  # facts as they were, where they were changed
    row_after: str | None = None


def pending_of(session: Session) -> list[Pending]:
    """What waits for the session's commit."""
    waiting: list[Pending] = session.info.setdefault(PENDING, [])
    return waiting


def _mark(session: Session, transaction: SessionTransaction) -> None:
    """What waited before a savepoint stays when the savepoint is taken back."""
    if transaction.nested:
        marks: dict[int, int] = session.info.setdefault(MARKS, {})
        marks[id(transaction)] = len(session.info.get(PENDING, ()))


def _forget(session: Session, transaction: SessionTransaction) -> None:
    place: SessionTransaction | None = transaction
    while place is not None and not place.nested:
        place = place.parent
    if place is None:
        session.info.pop(PENDING, None)
        session.info.pop(MARKS, None)
        return
    mark = session.info.get(MARKS, {}).get(id(place), 0)
    del pending_of(session)[mark:]


HEARS = (("after_transaction_create", _mark), ("after_soft_rollback", _forget))


def merged(waiting: list[Pending]) -> list[Pending]:
    """Explicit events first claim the field changes of their subject; the rest stand alone."""
    explicit = {_same(entry): entry for entry in reversed(waiting) if entry.action[0] != "~"}
    first: dict[tuple[str, object], Pending] = {}
    joined: list[Pending] = []
    for entry in waiting:
        if entry.action[0] != "~":
            joined.append(entry)
            continue
        owner = explicit.get(_same(entry)) or first.get(_same(entry))
        if owner is None:
            entry.action = entry.action[1:]
            first[_same(entry)] = entry
            joined.append(entry)
            continue
        for change in entry.changes.values():
            _join(owner.changes, change)
    for entry in joined:
        entry.changes = {name: one for name, one in entry.changes.items() if one.old != one.new}
    return joined


def _same(entry: Pending) -> tuple[str, object]:
    """One key for every object that stands for the same row, loaded or not."""
    if isinstance(entry.subject, Mark):
        return entry.subject.kind, (id(entry),)
    state = inspect(entry.subject)
    key = state.identity or state.mapper.primary_key_from_instance(entry.subject)
    return entry.subject.__tablename__, tuple(key)


def _join(changes: dict[str, Change], change: Change) -> None:
    earlier = changes.get(change.field)
    changes[change.field] = (
        Change(change.field, change.label, earlier.old, change.new) if earlier else change
    )


def identity_of(subject: Any) -> tuple[str, int]:
    if isinstance(subject, Mark):
        return subject.kind, subject.id
    state = inspect(subject)
    key = state.identity or state.mapper.primary_key_from_instance(subject)
    return subject.__tablename__, key[0] if isinstance(key[0], int) else 0
