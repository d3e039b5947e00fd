"""Collects what happens in a session and appends it to the chain just before the commit."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, has_request_context, request
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from supervision.core import clock
from supervision.core.access.principal import NOBODY, SYSTEM, Principal, current_or_none
from supervision.core.audit import pending
from supervision.core.audit.chain import (
    FORM,
    GENESIS,
    event_mac,
    head_seal,
    values_mac,
    write_anchor,
)
from supervision.core.audit.facts import SKIPPED, Rows, facts_before, shown
from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.audit.pending import (
    PENDING,
    Change,
    Mark,
    Pending,
    identity_of,
    merged,
    pending_of,
)
from supervision.core.config import ANCHOR
from supervision.core.db import Base, db, separate_unit_of_work
from supervision.core.instance import instance_folder

log = logging.getLogger(__name__)
SECRET = "（不记录内容）"  # noqa: S105  (what stands in its place)


def record(
    subject: object,
    *,
    action: str,
    label: str,
    reason: str = "",
    actor: Principal | None = None,
    session: Session | None = None,
) -> None:
    """Put an event on the trail of `subject`; field changes of the same commit join it."""
    if _whole.get() is subject:
        return
    who = actor or current_or_none() or SYSTEM
    pending_of(session or db.session()).append(Pending(subject, who, action, label, reason))


@contextmanager
def as_one(event: Pending, *, parts: Callable[[], Mapping[str, str]] = dict) -> Iterator[None]:
    """What is done inside to the event's subject is this one event with every old and new value.

    `parts`: what stands in rows of their own (people, items), by label, as text to compare.
    """
    before = parts()
    token = _whole.set(event.subject)
    try:
        yield
    finally:
        _whole.reset(token)
    after = parts()
    event.changes = {
        label: Change(label, label, shown(before.get(label)), shown(after.get(label)))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    }
    pending_of(db.session()).append(event)


_whole: ContextVar[object] = ContextVar("audit_whole", default=None)


def trace_read(subject: object, *, label: str, actor: Principal) -> None:
    """Leave a trace of a look at something protected; committed on its own, even for a GET."""
    with separate_unit_of_work() as own:
        record(subject, action="read", label=label, actor=actor, session=own)


def happened(
    action: str,
    label: str,
    *,
    actor: Principal | None = None,
    reason: str = "",
    session: Session | None = None,
) -> None:
    """Something was done at the system itself, not to a record; on its own or in `session`'s commit.

    What stood in an address is told as it was, but for a NUL: PostgreSQL keeps none.
    """
    label = label.replace("\0", "␀")
    who = actor or current_or_none() or NOBODY
    event = Pending(Mark("access", who.user_id or 0, who.body_id), who, action, label, reason)
    if session is not None:
        pending_of(session).append(event)
        return
    with separate_unit_of_work() as own:
        pending_of(own).append(event)


def change_of(column: Any, name: str, old: object, new: object) -> Change:
    """One changed column; what is secret is told without its content."""
    label = column.doc or name
    if column.info.get("secret"):
        return Change(name, label, None, SECRET)
    return Change(name, label, shown(old), shown(new))


def _collect(session: Session, _context: object) -> None:
    actor = current_or_none() or SYSTEM
    waiting = pending_of(session)
    for row in session.new:
        _note(waiting, actor, row, "create", "新建")
    for row in session.dirty:
        if session.is_modified(row, include_collections=False):
            _note(waiting, actor, row, "change", "修改")
    for row in session.deleted:
        _note(waiting, actor, row, "delete", "删除")


def _note(waiting: list[Pending], actor: Principal, row: Base, action: str, label: str) -> None:
    if not getattr(type(row), "__audited__", True):
        return
    changes = {change.field: change for change in _changes(row, deleted=action == "delete")}
    if action == "change" and not changes:
        return
    title = getattr(type(row), "__title__", "")
    before = facts_before(row, action)
    waiting.append(
        Pending(row, actor, f"~{action}", f"{label}{title}", "", changes, action, before)
    )


def _changes(row: object, *, deleted: bool) -> Iterable[Change]:
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if attribute.key in SKIPPED or column.info.get("unaudited"):
            continue
        history = state.attrs[attribute.key].history
        old = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else None
        if deleted:
            old, new = state.dict.get(attribute.key), None
        if (old is None and new is None) or old == new:
            continue
        yield change_of(column, attribute.key, old, new)


def chain_now(session: Session) -> None:
    """Put what waits on the chain: at the commit, or before what follows is sealed with another key."""
    session.flush()
    waiting = session.info.pop(PENDING, None)
    if not waiting:
        return
    key = current_app.config["AUDIT_KEY"]
    connection = session.connection()
    head = (
        connection.execute(
            sa.select(AuditHead.__table__).where(AuditHead.__table__.c.id == 1).with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    count, mac = (head["count"], head["mac"]) if head else (0, GENESIS)
    events: list[dict[str, object]] = []
    values: list[Mapping[str, object]] = []
    rows = Rows(connection, key)
    for entry in waiting:
        rows.note(identity_of(entry.subject), entry.wrote, entry.before)
    for entry in merged(waiting):
        count += 1
        row = _event_row(entry, rows, seq=count, previous=mac, key=key)
        mac = row["mac"]
        events.append(row)
        values.extend(_value_rows(entry, seq=count))
    connection.execute(sa.insert(AuditEvent.__table__), events)
    if values:
        connection.execute(sa.insert(AuditValue.__table__), values)
    _move_head(connection, exists=head is not None, count=count, mac=mac, key=key)
    session.info["audit_anchor"] = {"count": count, "mac": mac}


def _event_row(
    entry: Pending, rows: Rows, *, seq: int, previous: str, key: str
) -> dict[str, object]:
    subject = entry.subject
    subject_type, subject_id = identity_of(subject)
    root = getattr(subject, "audit_root", None)
    root_type, root_id = root if root else (subject_type, subject_id)
    row: dict[str, object] = {
        "seq": seq,
        "at": clock.now(),
        "actor_id": entry.actor.user_id,
        "actor_name": entry.actor.name,
        "body_id": getattr(subject, "body_id", None),
        "action": entry.action,
        "label": entry.label,
        "reason": entry.reason,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "root_type": root_type,
        "root_id": root_id,
        "fields": list(entry.changes),
        "previous_mac": previous,
        "form": FORM,
        **_whence(),
    }
    before, after = rows.digests(subject_type, subject_id)
    row["row_before"], row["row_after"] = before, entry.row_after or after
    told = [(one.field, one.label, one.old, one.new) for one in entry.changes.values()]
    row["values_mac"] = values_mac(key, seq, told)
    row["mac"] = event_mac(key, row)
    return row


def _whence() -> dict[str, object]:
    """The address and the browser session of the request, if this is one."""
    asked = has_request_context()
    return {
        "address": (request.remote_addr or "")[:45] if asked else None,
        "session_no": g.get("session_no") if asked else None,
    }


def _value_rows(entry: Pending, *, seq: int) -> Iterable[Mapping[str, object]]:
    for change in entry.changes.values():
        yield {
            "seq": seq,
            "field": change.field,
            "label": change.label,
            "old": change.old,
            "new": change.new,
        }


def _move_head(connection: sa.Connection, *, exists: bool, count: int, mac: str, key: str) -> None:
    table = AuditHead.__table__
    row = {"count": count, "mac": mac, "seal": head_seal(key, count, mac)}
    if exists:
        connection.execute(sa.update(table).where(table.c.id == 1).values(**row))
    else:
        connection.execute(sa.insert(table).values(id=1, **row))


def _anchor(session: Session) -> None:
    """Behind the commit nothing may fail: an anchor that lags is made good by the next event's."""
    head = session.info.pop("audit_anchor", None)
    if head is None:
        return
    path = instance_folder() / ANCHOR
    try:
        write_anchor(path, key=current_app.config["AUDIT_KEY"], **head)
    except OSError:
        log.exception("the anchor of the trail could not be written at event %s", head["count"])


HEARS = (
    ("after_flush", _collect),
    *pending.HEARS,
    ("before_commit", chain_now),
    ("after_commit", _anchor),
)
