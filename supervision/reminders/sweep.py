"""The sweep: every step that is due and not yet queued, for everyone concerned, in short transactions."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.core import clock
from supervision.core.db import Query, UTCDateTime, affected, insert_or_ignore, session
from supervision.core.deadlines import Calendar, Policy
from supervision.core.duedates import DueDate, DueKind, DueState, current_calendar, policies
from supervision.core.portions import in_portions, led_by, look
from supervision.reminders import outbox, recipients
from supervision.reminders.bands import Band, bands
from supervision.reminders.hours import is_open
from supervision.reminders.models import DATED, Notice, NoticeKind

COLUMNS = (
    "user_id", "kind", "due_date_id", "due", "step", "step_day", "title", "text", "root_type",
    "root_id", "created_at",
)  # fmt: skip


def sweep() -> str:
    """Queue what is due and not yet queued, a slice a transaction; as often as wanted.

    Outside working hours nothing is queued: nothing may reach anybody then, and the next sweep
    makes up for it.
    """
    now = clock.now()
    missing = look(lambda: _missing(now))
    if missing is None:
        return "不在提醒时间"
    queued = sum(
        in_portions(keys, partial(_queue, kinds, band, now)) for kinds, band, keys in missing
    )
    ended = in_portions(look(_stale), partial(_end, now))
    planned = outbox.plan(now)
    return f"新增提醒{queued}条，了结{ended}条，待发{planned}件"


def _missing(now: dt.datetime) -> list[tuple[list[DueKind], Band, list[int]]] | None:
    """The due dates of each range somebody has not been told of; None outside working hours."""
    calendar = current_calendar()
    if not is_open(now, calendar):
        return None
    ladders = _ladders(clock.local(now).date(), calendar)
    ranges = [(kinds, band) for kinds, reached in ladders for band in _inhabited(kinds, reached)]
    found = ((kinds, band, _untold(kinds, band)) for kinds, band in ranges)
    return [(kinds, band, keys) for kinds, band, keys in found if keys]


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


def _inhabited(kinds: list[DueKind], reached: list[Band]) -> Iterator[Band]:
    """The ranges in which anything is due: the others are not asked about."""
    if not reached:
        return
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
        if bisect_right(present, band.after) != bisect_right(present, band.until):
            yield band


def _untold(kinds: list[DueKind], band: Band) -> list[int]:
    """Due dates in the range of which somebody lacks the notice."""
    matters = _matters(kinds, band)
    told = recipients.told(matters)
    has = sa.exists().where(
        Notice.due_date_id == matters.c.id,
        Notice.due == matters.c.due,
        Notice.step == band.step,
        Notice.user_id == told.c.user_id,
    )
    found = sa.select(matters.c.id).join(told, told.c.id == matters.c.id).where(~has).distinct()
    return list(session.scalars(found))


def _queue(kinds: list[DueKind], band: Band, now: dt.datetime, keys: Sequence[int]) -> int:
    """Insert the notices of these due dates that are not there yet: one statement."""
    found = _told_of(_matters(kinds, band, keys), band, now)
    statement = insert_or_ignore(Notice).from_select(COLUMNS, found)
    return len(session.execute(statement.returning(Notice.id)).all())


def _matters(kinds: list[DueKind], band: Band, keys: Sequence[int] | None = None) -> sa.CTE:
    """What is open in the range (of these keys)."""
    due = sa.and_(
        _open(),
        DueDate.kind.in_(kinds),
        DueDate.due > band.after,
        DueDate.due <= band.until,
        DueDate.start.is_(None) | (DueDate.start < band.day),
    )
    return (
        sa.select(DueDate.id, DueDate.due, DueDate.title, DueDate.root_type, DueDate.root_id)
        .add_columns(DueDate.kind, DueDate.body_id, DueDate.unit_id, DueDate.holder_id)
        .where(due if keys is None else led_by(DueDate.id, keys, still=due))
        .cte("matters")
    )


def _told_of(matters: sa.CTE, band: Band, now: dt.datetime) -> Query:
    """The notices of one range: its matters joined with the people told of them."""
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


def _over() -> tuple[sa.ColumnElement[bool], ...]:
    """Notices whose matter is done or moved, and those that a later one of their kind has replaced."""
    newer = aliased(Notice)
    replaced = sa.exists().where(
        newer.user_id == Notice.user_id,
        newer.due_date_id == Notice.due_date_id,
        newer.kind == Notice.kind,
        newer.id > Notice.id,
    )
    still_open = sa.exists().where(
        DueDate.id == Notice.due_date_id, _open(), DueDate.due == Notice.due
    )
    dated = Notice.kind.in_(DATED) & (replaced | ~still_open)
    # What is about no due date bears NO_DUE_DATE: one summary at a time, an alarm by its own step.
    weekly = (Notice.kind == NoticeKind.WEEKLY) & replaced
    alarm = (Notice.kind == NoticeKind.ALARM) & sa.exists().where(
        newer.user_id == Notice.user_id,
        newer.kind == NoticeKind.ALARM,
        newer.step == Notice.step,
        newer.id > Notice.id,
    )
    return Notice.ended_at.is_(None), dated | weekly | alarm


def _stale() -> list[int]:
    return list(session.scalars(sa.select(Notice.id).where(*_over()).order_by(Notice.id)))


def _end(now: dt.datetime, keys: Sequence[int]) -> int:
    ended = session.execute(
        sa.update(Notice)
        .where(led_by(Notice.id, keys, still=sa.and_(*_over())))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(ended)
