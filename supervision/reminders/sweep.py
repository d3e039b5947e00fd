"""The sweep: every step that is due and not yet queued, for everyone concerned, in short transactions."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.core import clock, prepared, settings
from supervision.core.db import UTCDateTime, affected, insert_or_ignore, session
from supervision.core.deadlines import Policy
from supervision.core.duedates import (
    DueDate,
    DueKind,
    DueState,
    Observed,
    observed_calendars,
    policies,
)
from supervision.core.portions import in_portions, led_by, look
from supervision.reminders import outbox, own_ladder, recipients
from supervision.reminders.bands import Band, bands
from supervision.reminders.hours import is_open
from supervision.reminders.models import DATED, Dispatch, Notice, NoticeKind
from supervision.reminders.recipients import Beyond

PORTION_OF = "keys"
LOOKED_BACK = 1000  # notices: more than people cause between two sweeps
COLUMNS = (
    "user_id", "kind", "due_date_id", "due", "step", "step_day", "title", "text", "root_type",
    "root_id", "created_at",
)  # fmt: skip


@dataclass(frozen=True)
class Range:
    """Last days that have reached one step: of which kinds, in whose calendar, and who is told."""

    kinds: list[DueKind]
    observed: Observed
    band: Band
    beyond: frozenset[Beyond]
    away: bool  # whether anybody is, today


def sweep() -> str:
    """Queue what is due and not yet queued, a slice a transaction; as often as wanted.

    Outside working hours nothing is queued: nothing may reach anybody then, and the next sweep
    makes up for it. Whose working hours and days are meant: those of each matter's body.
    """
    now = clock.now()
    _forget_ahead(now)
    missing = look(lambda: _missing(now))
    if missing is None:
        return "不在提醒时间"
    queued = sum(
        in_portions(keys, partial(_queue, _telling(reached, now))) for reached, keys in missing
    )
    ended = in_portions(look(_stale), partial(_end, now))
    told, over = own_ladder.remind(now)
    planned = outbox.plan(now)
    return f"新增提醒{queued + told}条，了结{ended + over}条，待发{planned}件"


def _forget_ahead(now: dt.datetime) -> None:
    """What was said by a clock that ran ahead: its steps come again on their days, and so do the digests.

    Such rows are the newest, but for what people did since the clock was put right.
    """
    ahead = now + dt.timedelta(minutes=5)
    newest = sa.select(Notice.created_at).order_by(Notice.id.desc()).limit(LOOKED_BACK).subquery()
    if (session.scalar(sa.select(sa.func.max(newest.c.created_at))) or now) <= ahead:
        return
    execution = {"synchronize_session": False}
    steps = (Notice.created_at > ahead, Notice.kind.in_((*DATED, NoticeKind.OWN_TERM)))
    session.execute(sa.delete(Notice).where(*steps).execution_options(**execution))
    sent = sa.update(Dispatch).where(Dispatch.created_at > ahead).values(sent_day=None)
    session.execute(sent.execution_options(**execution))


def _missing(now: dt.datetime) -> list[tuple[Range, list[int]]] | None:
    """The due dates of each range somebody has not been told of; None outside working hours."""
    at_work = [one for one in observed_calendars() if is_open(now, one.calendar)]
    if not at_work:
        return None
    oldest = session.scalar(sa.select(sa.func.min(DueDate.due)).where(_open()))
    if oldest is None:
        return []
    today = clock.local(now).date()
    shared = [one for observed in at_work for one in _ranges(today, observed, oldest)]
    found = ((reached, _untold(reached)) for reached in _inhabited(shared))
    return [(reached, keys) for reached, keys in found if keys]


def _ranges(today: dt.date, observed: Observed, oldest: dt.date) -> Iterator[Range]:
    """What kinds that share a policy have reached today."""
    sharing: dict[Policy, list[DueKind]] = {}
    for kind, policy in policies().items():
        sharing.setdefault(policy, []).append(kind)
    further, away = told_by_setting(), recipients.anybody_away()
    for policy, kinds in sharing.items():
        for band in bands(today, observed.calendar, policy, oldest=oldest):
            yield Range(kinds, observed, band, _beyond(band, policy, further), away)


def told_by_setting() -> dict[Beyond, int]:
    """From how many working days late leader and 单位负责人 are told by itself; 0 never."""
    return {
        Beyond.LEADER: settings.get("leader_told_after"),
        Beyond.UNIT_HEAD: settings.get("unit_head_told_after"),
    }


def _beyond(band: Band, policy: Policy, further: dict[Beyond, int]) -> frozenset[Beyond]:
    after = {Beyond.SECTION_HEAD: policy.head_after, **further}
    return frozenset(who for who, days in after.items() if days and band.late >= days)


def _open() -> sa.ColumnElement[bool]:
    return DueDate.state == DueState.OPEN


def _inhabited(ranges: Sequence[Range]) -> Iterator[Range]:
    """The ranges in which anything is due: the others are not asked about."""
    farthest = max((one.band.until for one in ranges), default=None)
    present = sa.select(DueDate.kind, DueDate.due).where(_open(), DueDate.due <= farthest)
    days: dict[DueKind, list[dt.date]] = {}
    for kind, due in session.execute(present.distinct().order_by(DueDate.due)):
        days.setdefault(kind, []).append(due)
    for one in ranges:
        after, until = one.band.after, one.band.until
        if any(bisect_right(at, after) != bisect_right(at, until)
               for at in (days.get(kind, []) for kind in one.kinds)):  # fmt: skip
            yield one


def _untold(reached: Range) -> list[int]:
    """Due dates in the range of which somebody lacks the notice."""
    due, of_step = _due(reached), Notice.step == reached.band.step
    day = clock.today() if reached.away else None  # on which those who are away have a deputy

    def missing() -> prepared.Asked:
        return sa.union_all(
            *(
                sa.select(told.c.id).where(
                    ~sa.exists().where(
                        Notice.due_date_id == told.c.id,
                        Notice.due == told.c.due,
                        Notice.user_id == told.c.user_id,
                        of_step,
                    )
                )
                for told in _told(reached, _matters(due), ("id", "due"))
            )
        )

    found = prepared.ask(("untold", reached.beyond, day), (due, of_step), missing)
    return sorted({key for (key,) in found.rows})


def _telling(reached: Range, now: dt.datetime) -> Any:
    """The INSERT of the notices that are not there yet for a portion of the due dates of one range, made once for all."""
    telling = insert_or_ignore(Notice).from_select(COLUMNS, _told_of(reached, now))
    return telling.returning(Notice.id).execution_options(dml_strategy="raw")


def _queue(telling: Any, keys: Sequence[int]) -> int:
    """Insert the notices of these due dates: one statement."""
    return len(session.execute(telling, {PORTION_OF: keys}).all())


def _due(reached: Range) -> sa.ColumnElement[bool]:
    """What is open in the range."""
    return sa.and_(
        _open(),
        DueDate.kind.in_(reached.kinds),
        DueDate.due > reached.band.after,
        DueDate.due <= reached.band.until,
        DueDate.start.is_(None) | (DueDate.start < reached.band.day),
        reached.observed.holds_for(DueDate.body_id),
    )


def _matters(due: sa.ColumnElement[bool]) -> sa.CTE:
    """The matters of which that is true, with what `recipients` need."""
    return (
        sa.select(DueDate.id, DueDate.due, DueDate.title, DueDate.root_type, DueDate.root_id)
        .add_columns(DueDate.kind, DueDate.body_id, DueDate.unit_id, DueDate.holder_id)
        .where(due)
        .cte("matters")
        .prefix_with("MATERIALIZED")  # read once, for every reason to be told
    )


def _told(reached: Range, matters: sa.CTE, columns: Sequence[str]) -> Iterator[sa.Subquery]:
    """Who is told of the matters of one range, by each reason for it."""
    told = recipients.ways(matters, columns, beyond=reached.beyond, away=reached.away)
    return (one.subquery(f"told_{number}") for number, one in enumerate(told))


def _told_of(reached: Range, now: dt.datetime) -> sa.CompoundSelect[Any]:
    """The notices of one range: who is told for two reasons is there twice, and put in once."""
    columns = ("id", "due", "title", "root_type", "root_id")
    keys: sa.BindParameter[int] = sa.bindparam(PORTION_OF, type_=DueDate.id.type, expanding=True)
    matters = _matters(led_by(DueDate.id, keys, still=_due(reached)))
    return sa.union_all(
        *(
            sa.select(
                told.c.user_id,
                sa.literal(NoticeKind.REMINDER, Notice.kind.type),
                told.c.id,
                told.c.due,
                sa.literal(reached.band.step, sa.String()),
                sa.literal(reached.band.day, sa.Date()),
                told.c.title,
                sa.literal("", sa.Text()),
                told.c.root_type,
                told.c.root_id,
                sa.literal(now, UTCDateTime()),
            ).where(sa.true())  # SQLite reads ON CONFLICT as part of a join without it
            for told in _told(reached, matters, columns)
        )
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
    found = prepared.ask(
        "notices over", (), lambda: sa.select(Notice.id).where(*_over()).order_by(Notice.id)
    )
    return [key for (key,) in found.rows]


def _end(now: dt.datetime, keys: Sequence[int]) -> int:
    ended = session.execute(
        sa.update(Notice)
        .where(led_by(Notice.id, keys, still=sa.and_(*_over())))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return affected(ended)
