"""Whose rows may be written: the twin of the row scope, at the one place every write passes.

A person writes rows of the body they belong to, and of those only rows they may see, before and after:
a superior reads its subordinates' records and writes none; a unit's people write what hangs on papers
addressed to it; a confined record is for its circle. Whatever a route or a service forgot to ask is
refused here, at the flush, and in the door for set-based writes (core/bulk). What goes beyond on
purpose says so where it happens, with `crossing()`. Jobs and the command line act for nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from supervision.core.access.principal import Principal, current_or_none
from supervision.core.access.scope import BodyScoped, scope_of, seeing
from supervision.core.db import db, session
from supervision.core.errors import Forbidden

FOREIGN = "这是其他机关的记录，只能查看"
UNSEEN = "您没有办理此事项的权限"
NOBODY = Principal(user_id=0, name="")  # whoever asks without having signed in
_across: ContextVar[bool] = ContextVar("writing_across", default=False)


@contextmanager
def crossing(why: str) -> Iterator[None]:
    """What is written inside leaves the actor's own rows on purpose; `why` tells the reader.

    What waits in the session is sent before, and what was written inside is sent at the end, so that
    nothing else passes with it.
    """
    if not why:
        message = "crossing() needs a reason"
        raise ValueError(message)
    session.flush()
    token = _across.set(True)
    try:
        yield
        session.flush()
    finally:
        _across.reset(token)


def check_values(model: type[object], rows: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a set-based write of `rows` (values by column) that are not the actor's to write."""
    writer = _writer()
    if writer is None or not issubclass(model, BodyScoped):
        return
    _own_body(writer, (row.get("body_id", writer.body_id) for row in rows))
    _seen(db.session(), writer, model, [row["id"] for row in rows if row.get("id") is not None])


def _writer() -> Principal | None:
    """The person whose rights bound what is written now; None for the system itself."""
    if _across.get():
        return None
    person = current_or_none()
    if person is None:
        return NOBODY if has_request_context() else None
    return person if person.user_id is not None else None


@event.listens_for(Session, "before_flush")
def _before(own: Session, _context: object, _instances: object) -> None:
    """What stands in the store must be the actor's to change or to delete, what comes of their body."""
    writer = _writer()
    if writer is None:
        return
    coming = [row.body_id for row in own.new if isinstance(row, BodyScoped)]
    _own_body(writer, (body_id for body_id in coming if body_id is not None))
    standing = [row for row in own.dirty if own.is_modified(row, include_collections=False)]
    _check(own, writer, (*standing, *own.deleted), before=True)


@event.listens_for(Session, "after_flush")
def _after(own: Session, _context: object) -> None:
    """What was written must be the actor's as well: nothing is put where they may not look.

    Within a body a confined record may be handed to somebody else, who then sees it instead.
    """
    writer = _writer()
    if writer is None:
        return
    changed = [row for row in own.dirty if own.is_modified(row, include_collections=False)]
    _check(own, writer, own.new if writer.is_bureau else (*own.new, *changed), before=False)
    if writer.is_bureau:
        _own_body(writer, (row.body_id for row in changed if isinstance(row, BodyScoped)))


def _check(own: Session, writer: Principal, rows: Iterable[object], *, before: bool) -> None:
    keys: dict[type[BodyScoped], list[int]] = {}
    for row in rows:
        if isinstance(row, BodyScoped):
            state = sa.inspect(row)
            bodies = state.attrs.body_id.history
            _own_body(writer, bodies.deleted if before and bodies.deleted else (row.body_id,))
            keys.setdefault(type(row), []).append(state.identity[0] if before else row.id)  # type: ignore[attr-defined]
    for model, some in keys.items():
        _seen(own, writer, model, some)


def _own_body(writer: Principal, body_ids: Iterable[int | None]) -> None:
    """A unit's people write in whichever body's papers they see; everybody else in their own."""
    if writer.is_unit and not writer.is_bureau:
        return
    if any(body_id != writer.body_id for body_id in body_ids):
        raise Forbidden(FOREIGN)


def _seen(own: Session, writer: Principal, model: type[BodyScoped], keys: Sequence[int]) -> None:
    """All of these rows are within what the writer may see."""
    if not keys or (writer.is_bureau and model.staff_criteria(writer.user_id or 0) is None):
        return
    wanted = set(keys)
    mapped: Any = model
    with seeing(scope_of(writer)), own.no_autoflush:
        found = own.scalar(
            sa.select(sa.func.count()).select_from(mapped).where(mapped.id.in_(wanted))
        )
    if found != len(wanted):
        raise Forbidden(UNSEEN)
