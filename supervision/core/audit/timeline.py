"""The trail of one record as people read it: who, when, what changed."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import inspect

from supervision.core import clock
from supervision.core.audit.models import AuditEvent, AuditValue
from supervision.core.db import Base, session


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; `changes` are (label, old, new) as text."""

    at: datetime
    actor: str
    text: str
    reason: str
    changes: list[tuple[str, str, str]]
    action: str = ""


def timeline(record: Any, *, limit: int = 200, with_changes: bool = True) -> list[Entry]:
    """Events of `record` and of its parts, newest first."""
    kind, key = record.__tablename__, inspect(record).identity[0]
    events = session.scalars(
        sa.select(AuditEvent)
        .where(
            AuditEvent.root_type == kind,
            AuditEvent.root_id == key,
            AuditEvent.action.not_in(("create", "change", "delete"))
            | AuditEvent.subject_type.not_in(_unremarked()),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    ).all()
    changes = _changes([event.seq for event in events]) if with_changes else {}
    return [
        Entry(
            at=clock.local(event.at),
            actor=event.actor_name,
            text=event.label,
            reason=event.reason,
            changes=changes.get(event.seq, []),
            action=event.action,
        )
        for event in events
    ]


def steps_since(record: Any, marks: Collection[str], *, aside: Collection[str]) -> bool:
    """Whether anything was done to `record` after its last event of `marks`; `aside` does not count."""
    own = (
        AuditEvent.root_type == record.__tablename__,
        AuditEvent.root_id == inspect(record).identity[0],
    )
    entered = sa.select(sa.func.max(AuditEvent.seq)).where(*own, AuditEvent.action.in_(marks))
    later = sa.select(AuditEvent.seq).where(
        *own,
        AuditEvent.seq > sa.func.coalesce(entered.scalar_subquery(), 0),
        AuditEvent.action.not_in((*marks, *aside)),
    )
    return session.scalar(later.limit(1)) is not None


def changes_of(seq: int) -> list[tuple[str, str, str]]:
    """(label, old, new) of one event as text; empty once retention has destroyed the values."""
    return _changes([seq]).get(seq, [])


def lately(
    action: str, field: str, *, actor_id: int | None, since: datetime, most: int
) -> list[tuple[int, str | None, str | None]]:
    """What `actor` did since then, the newest first: the subject's key, the field as it was and as it became."""
    told = sa.select(AuditEvent.subject_id, AuditValue.old, AuditValue.new)
    told = told.join(AuditValue, AuditValue.seq == AuditEvent.seq)
    mine = (AuditEvent.actor_id == actor_id, AuditEvent.at >= since, AuditEvent.action == action)
    newest = told.where(*mine, AuditValue.field == field).order_by(AuditEvent.seq.desc())
    return [(row[0], row[1], row[2]) for row in session.execute(newest.limit(most))]


@cache
def _unremarked() -> tuple[str, ...]:
    """Tables whose rows come and go with an event that says more (`__on_timeline__ = False`)."""
    return tuple(
        sorted(
            str(mapper.class_.__tablename__)
            for mapper in Base.registry.mappers
            if not getattr(mapper.class_, "__on_timeline__", True)
        )
    )


def _changes(seqs: list[int]) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    rows = session.scalars(
        sa.select(AuditValue).where(AuditValue.seq.in_(seqs)).order_by(AuditValue.id)
    )
    for row in rows:
        found[row.seq].append((row.label, _text(row.old), _text(row.new)))
    return found


_YES_NO = {"true": "是", "false": "否"}


def _text(value: str | None) -> str:
    """A stored value for people: plain text stays, 是 or 否, lists one after the other, the rest as JSON."""
    if value is None:
        return "–"
    if value in _YES_NO:
        return _YES_NO[value]
    plain = json.loads(value) if value[:1] in '"[{tfn-0123456789' else value
    if isinstance(plain, list):
        return "、".join(map(_item, plain)) or "–"
    return plain if isinstance(plain, str) else value


def _item(one: object) -> str:
    return " ".join(map(str, one.values())) if isinstance(one, dict) else str(one)
