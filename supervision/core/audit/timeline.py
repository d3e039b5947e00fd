"""The trail of one record as people read it: who, when, what changed."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import inspect

from supervision.core import clock
from supervision.core.audit.facts import models, shown
from supervision.core.audit.models import AuditEvent, AuditValue
from supervision.core.db import Base, session

NOTHING = ('""', "[]", "{}")  # as the trail keeps it


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; `changes` are (label, old, new) as text.

    What nobody said is left out: columns without a name for people, the defaults of a record that came.
    """

    at: datetime
    actor: str
    text: str
    reason: str
    changes: list[tuple[str, str, str]]
    action: str = ""


def timeline(record: Any, *, limit: int = 200, with_changes: bool = True) -> list[Entry]:
    """Events of `record` and of its parts, newest first."""
    kind, key = record.__tablename__, inspect(record).identity[0]
    told = (
        sa.select(AuditEvent.seq)
        .where(
            AuditEvent.root_type == kind,
            AuditEvent.root_id == key,
            AuditEvent.action.not_in(("create", "change", "delete"))
            | AuditEvent.subject_type.not_in(_unremarked()),
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.seq.desc())
        .limit(limit)
        .subquery()
    )
    changed = sa.and_(AuditValue.seq == told.c.seq, sa.literal(with_changes))
    rows = session.execute(
        sa.select(AuditEvent, AuditValue)
        .join(told, told.c.seq == AuditEvent.seq)
        .outerjoin(AuditValue, changed)
        .order_by(AuditEvent.at.desc(), AuditEvent.seq.desc(), AuditValue.id)
    )
    events: dict[AuditEvent, list[tuple[str, str, str]]] = {}
    for event, value in rows:
        changes = events.setdefault(event, [])
        if value is not None and _is_told(event, value):
            changes.append(_told(value))
    return [
        Entry(
            at=clock.local(event.at),
            actor=event.actor_name,
            text=event.label,
            reason=event.reason,
            changes=changes,
            action=event.action,
        )
        for event, changes in events.items()
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


def worked_on(
    root_type: str, keys: Collection[int], *, after: tuple[str, int, str], aside: Collection[str]
) -> set[int]:
    """Of some records those to which anything was done after an event: (type, key, action) of whose it is."""
    kind, key, action = after
    whose = (AuditEvent.root_type == kind, AuditEvent.root_id == key, AuditEvent.action == action)
    mark = session.scalar(sa.select(sa.func.max(AuditEvent.seq)).where(*whose))
    if mark is None:
        return set()
    done = sa.select(AuditEvent.root_id).where(
        AuditEvent.root_type == root_type,
        AuditEvent.root_id.in_(keys),
        AuditEvent.seq > mark,
        AuditEvent.action.not_in(aside),
    )
    return set(session.scalars(done.distinct()))


def changes_of(seq: int) -> list[tuple[str, str, str]]:
    """(label, old, new) of one event as text; empty once retention has destroyed the values."""
    rows = sa.select(AuditValue).where(AuditValue.seq == seq).order_by(AuditValue.id)
    return [_told(row) for row in session.scalars(rows)]


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


def _told(value: AuditValue) -> tuple[str, str, str]:
    return value.label, _text(value.old), _text(value.new)


def _is_told(event: AuditEvent, value: AuditValue) -> bool:
    """Whether somebody said this: not what has no name for people, nor what a row that came holds by default."""
    if value.label == value.field and value.field.isascii():
        return False
    came = event.row_before == "" and value.old is None
    return not came or value.new not in (*NOTHING, _default(event.subject_type, value.field))


@cache
def _default(table: str, field: str) -> str | None:
    """What a column holds when nobody says, as the trail keeps it."""
    model = models().get(table)
    column = inspect(model).columns.get(field) if model is not None else None
    default = column.default if column is not None else None
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        return shown(default.arg)
    return None


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
    """Of a thing with parts what it says: no unset mark, no list of measures."""
    if not isinstance(one, dict):
        return str(one)
    said = (_item(part) for part in one.values() if part and not isinstance(part, list))
    return " ".join(_YES_NO.get(part.lower(), part) for part in said)
