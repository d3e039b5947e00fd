"""The sweep: every step that is due and not yet queued, for everyone concerned, in a few statements."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.core import clock
from supervision.core.db import UTCDateTime, affected, insert_or_ignore, session
from supervision.core.deadlines import Calendar, Policy
from supervision.core.duedates import DueDate, DueKind, DueState, current_calendar, policies
from supervision.reminders import outbox, recipients
from supervision.reminders.bands import Band, bands
from supervision.reminders.hours import is_open
from supervision.reminders.models import Notice, NoticeKind

COLUMNS = (
    "user_id", "kind", "due_date_id", "due", "step", "step_day", "title", "text", "root_type",
    "root_id", "created_at",
)  # fmt: skip


def sweep() -> str:
    """Queue what is due and not yet queued; meant to run inside one transaction, as often as wanted.

    Outside working hours nothing is queued: nothing may reach anybody then, and the next sweep
    makes up for it.
    """
    now, calendar = clock.now(), current_calendar()
    if not is_open(now, calendar):
        return "不在提醒时间"
    newest = session.scalar(sa.select(sa.func.max(Notice.id))) or 0
    for kinds, reached in _ladders(clock.local(now).date(), calendar):
        if reached:
            _queue(kinds, reached, now)
    # sqlite3 counts no rows for a statement that begins with WITH, so they are counted here.
    queued = session.scalar(sa.select(sa.func.count(Notice.id)).where(Notice.id > newest))
    ended = end_stale(now)
    planned = outbox.plan(now)
    return f"新增提醒{queued}条，了结{ended}条，待发{planned}件"


def _ladders(today: dt.date, calendar: Calendar) -> Iterable[tuple[list[DueKind], list[Band]]]:
    """Kinds that share a policy, with what they have reached today."""
    oldest = session.scalar(sa.select(sa.func.min(DueDate.due)).where(_open()))
    if oldest is None:
        return
    sharing: dict[Policy, list[DueKind]] = {}
    for kind, policy in policies().items():
        sharing.setdefault(policy, []).append(kind)
    for policy, kinds in sharing.items():
        yield kinds, bands(today, calendar, policy, oldest=oldest)


def _open() -> sa.ColumnElement[bool]:
    return DueDate.state == DueState.OPEN


def _queue(kinds: list[DueKind], reached: list[Band], now: dt.datetime) -> None:
    """Insert the notices of these kinds that are not there yet, a statement a range.

    Statements of one form are compiled once; ranges without a due date are not asked about.
    """
    farthest = max(band.until for band in reached)
    present = list(
        session.scalars(
            sa.select(DueDate.due)
            .where(_open(), DueDate.kind.in_(kinds), DueDate.due <= farthest)
            .distinct()
            .order_by(DueDate.due)
        )
    )
    for band in reached:
        if bisect_right(present, band.after) == bisect_right(present, band.until):
            continue
        found = _told_of(kinds, band, now)
        session.execute(insert_or_ignore(Notice).from_select(COLUMNS, found))


def _told_of(kinds: list[DueKind], band: Band, now: dt.datetime) -> sa.Select[Any]:
    """The notices of one range: its matters joined with the people told of them."""
    matters = (
        sa.select(DueDate.id, DueDate.due, DueDate.title, DueDate.root_type, DueDate.root_id)
        .add_columns(DueDate.kind, DueDate.body_id, DueDate.unit_id, DueDate.holder_id)
        .where(_open())
        .where(DueDate.kind.in_(kinds))
        .where(DueDate.due > band.after)
        .where(DueDate.due <= band.until)
        .where(DueDate.start.is_(None) | (DueDate.start < band.day))
        .cte("matters")
    )
    told = recipients.told(matters)
    return (
        sa.select(
            told.c.user_id,
            sa.literal(NoticeKind.REMINDER, Notice.kind.type),
            matters.c.id,
            matters.c.due,
            sa.literal(band.step, sa.String()),
            sa.literal(band.day, sa.Date()),
            matters.c.title,
            sa.literal("", sa.Text()),
            matters.c.root_type,
            matters.c.root_id,
            sa.literal(now, UTCDateTime()),
        )
        .join(told, told.c.id == matters.c.id)
        .where(sa.true())  # SQLite reads ON CONFLICT as part of a join without it
    )


def end_stale(now: dt.datetime) -> int:
    """End reminders whose matter is done or moved, and those a later step has replaced."""
    newer = aliased(Notice)
    replaced = sa.exists().where(
        newer.user_id == Notice.user_id,
        newer.due_date_id == Notice.due_date_id,
        newer.kind == NoticeKind.REMINDER,
        newer.id > Notice.id,
    )
    still_open = sa.exists().where(
        DueDate.id == Notice.due_date_id, _open(), DueDate.due == Notice.due
    )
    ended = session.execute(
        sa.update(Notice)
        .where(Notice.ended_at.is_(None), Notice.kind == NoticeKind.REMINDER)
        .where(replaced | ~still_open)
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(ended)
