"""The notices of one person: which are live, telling and marking read; the whole queue is core/pending."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User, UserRole
from supervision.core import clock
from supervision.core.access.confined import seen_with
from supervision.core.access.policy import GRANTS, Permission, Role
from supervision.core.db import Query, affected, insert_or_ignore, session
from supervision.core.duedates import DueDate, DueState
from supervision.core.prepared import ask, change
from supervision.reminders.models import DATED, NO_DUE_DATE, Notice, NoticeKind

PAGE = 50


def open_to_them() -> sa.ColumnElement[bool]:
    """Of a confined record only while the person told is one of its circle: whoever was taken out of it since
    reads no more of it."""
    seen = seen_with(Notice.root_type, Notice.root_id, _whom())
    return sa.true() if seen is None else seen


def _whom() -> Any:
    return Notice.user_id


def live() -> sa.ColumnElement[bool]:
    """Neither read nor ended; what is about a due date only while that is open on that very day."""
    standing = sa.exists().where(
        DueDate.id == Notice.due_date_id,
        DueDate.state == DueState.OPEN,
        DueDate.due == Notice.due,
    )
    return sa.and_(
        Notice.read_at.is_(None),
        Notice.ended_at.is_(None),
        Notice.kind.not_in(DATED) | standing,
        open_to_them(),
    )


def _own(user_id: int) -> sa.ColumnElement[bool]:
    return Notice.user_id == user_id


def page_of(user_id: int, *, everything: bool, before: int | None = None) -> list[Notice]:
    """Notices newest first, `PAGE` + 1 of them at most (the last says that there are more).

    What waits for confirmation stands in 待办 as itself, not as a notice of it.
    """
    own = sa.select(Notice).where(_own(user_id), open_to_them())
    statement = own.order_by(Notice.id.desc()).limit(PAGE + 1)
    if not everything:
        statement = statement.where(live(), Notice.kind != NoticeKind.PROPOSAL)
    if before is not None:
        statement = statement.where(Notice.id < before)
    return list(session.scalars(statement))


def mark_read(user_id: int, notice_ids: Iterable[int] | None = None) -> int:
    """Mark some, or all, of a person's own notices read; how many were unread."""
    statement = sa.update(Notice).where(_own(user_id), Notice.read_at.is_(None))
    if notice_ids is not None:
        statement = statement.where(Notice.id.in_(list(notice_ids)))
    marked = session.execute(
        statement.values(read_at=clock.now()).execution_options(synchronize_session=False)
    )
    return affected(marked)


def announce(
    user_ids: Iterable[int],
    *,
    kind: NoticeKind,
    step: str,
    title: str,
    text: str = "",
    due_row: DueDate | None = None,
    on: dt.date | None = None,
    root: tuple[str, int] = ("", 0),
) -> int:
    """Put a notice before people, once a `step` (say `moved-7` or `weekly-2026-11-02`); how many."""
    day = on or clock.today()
    root = (due_row.root_type, due_row.root_id) if due_row else root
    rows = [
        {
            "user_id": user_id,
            "kind": kind,
            "due_date_id": due_row.id if due_row else NO_DUE_DATE,
            "due": due_row.due if due_row else day,
            "step": step,
            "step_day": day,
            "title": title[:200],
            "text": text,
            "root_type": root[0],
            "root_id": root[1],
            "created_at": clock.now(),
        }
        for user_id in dict.fromkeys(user_ids)
    ]
    if not rows:
        return 0
    session.flush()
    return affected(session.connection().execute(insert_or_ignore(Notice), rows))


def tell_of_proposal(user_ids: Iterable[int], proposal_id: int, title: str, text: str) -> int:
    """A line about what waits for a second person; it stays until that is decided."""
    step = f"proposal-{proposal_id}"
    root = ("proposal", proposal_id)
    return announce(
        user_ids, kind=NoticeKind.PROPOSAL, step=step, title=title, text=text, root=root
    )


def announce_event(user_ids: Iterable[int], *, root: tuple[str, int], title: str, text: str) -> int:
    """Something happened to a record: told at once, each time anew."""
    newest = ask("newest notice", [], lambda: sa.select(sa.func.max(Notice.id))).rows[0][0] or 0
    step = f"event-{root[1]}-{newest}"  # the same step of the same record may come twice a day
    return announce(user_ids, kind=NoticeKind.EVENT, step=step, title=title, text=text, root=root)


def settle_event(root: tuple[str, int], *, title: str | None = None) -> int:
    """The record went on: what was told of it before (under that title, or at all) is over."""
    about = [Notice.root_type == root[0], Notice.root_id == root[1]]
    if title is not None:
        about.append(Notice.title == title)
    return _end(*about, Notice.kind == NoticeKind.EVENT)


def settle_passed(user_id: int, table: str, keys: Collection[int]) -> int:
    """Somebody handed these records over: what they were told of them waits for them no more."""
    about = (Notice.root_type == table, Notice.root_id.in_(sorted(keys)))
    return _end(_own(user_id), *about) if keys else 0


def settle_step(kind: NoticeKind, step: str) -> int:
    """What all of them were told by this step is over."""
    return _end(Notice.kind == kind, Notice.step == step)


def settle_proposal(proposal_id: int) -> int:
    """It is decided: nobody is waited for any more."""
    return _end(Notice.root_type == "proposal", Notice.root_id == proposal_id)


def _end(*about: sa.ColumnElement[bool]) -> int:
    """What was told like this is over now."""
    parts = (*about, Notice.ended_at.is_(None))
    now: sa.BindParameter[dt.datetime] = sa.bindparam("now", callable_=clock.now)
    return change(
        "notices end", parts, lambda: sa.update(Notice).where(*parts).values(ended_at=now)
    )


def holders_in(permission: Permission, body_id: int | None) -> list[int]:
    """Active people of a body whose own roles hold `permission`."""
    roles = [role for role in Role if permission in GRANTS[role]]
    parts = (UserRole.role.in_(roles), User.body_id == body_id)

    def statement() -> Query:
        held = sa.select(User.id).join(UserRole).where(User.active, *parts)
        return held.distinct().order_by(User.id)

    return [key for (key,) in ask("holders in a body", parts, statement).rows]


def still_there(user_ids: Iterable[int], body_id: int) -> set[int]:
    """Those of these people who are of a body, or of a unit: not who works in another body now."""
    wanted = set(user_ids)
    there = sa.or_(User.body_id == body_id, User.unit_id.is_not(None))
    found = sa.select(User.id).where(User.id.in_(wanted), there) if wanted else None
    return set() if found is None else set(session.scalars(found))


def holders_of(*roles: Role) -> list[User]:
    """Active people who hold any of `roles`."""
    statement = (
        sa.select(User)
        .join(UserRole)
        .where(User.active, UserRole.role.in_(roles))
        .order_by(User.id)
    )
    return list(session.scalars(statement).unique())
