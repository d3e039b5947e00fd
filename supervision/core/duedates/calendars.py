"""The calendar in force: the newest applied version of the table, else the seed."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from flask import g, has_request_context
from sqlalchemy.orm import Mapped, Session, mapped_column

from supervision.core import clock
from supervision.core.access.principal import current_or_none
from supervision.core.db import (
    Expression,
    Identified,
    LongText,
    Model,
    Stamped,
    Versioned,
    is_writing,
    session,
)
from supervision.core.deadlines import Calendar, Entry, Mark, seed_calendar
from supervision.core.json_values import JsonArray
from supervision.core.seams import Seam
from supervision.core.words import Word

_HELD = "current_calendar"  # where a session keeps the calendar in force
_LOCAL = (
    "local_calendars"  # and, by body, that calendar with the days of the body and those above it
)


@dataclass(frozen=True)
class LocalDays:
    """Days of their own that bodies observe: whether anybody has any (asked with the calendar), whose,
    and which bodies observe some."""

    any: Callable[[], sa.ScalarSelect[bool]]
    of: Callable[[int], Iterable[Entry]]
    bodies: Callable[[], Iterable[int]]


LOCAL_DAYS: Seam[LocalDays] = Seam("days of their own that a body observes")


class CalendarState(Word):
    """A version is proposed by one person and applied by another."""

    PROPOSED = "proposed", "待复核", "near"
    APPLIED = "applied", "已启用", "done"
    DROPPED = "dropped", "已放弃", "draft"


class CalendarVersion(Identified, Stamped, Versioned, Model):
    """One version of the whole holiday table; `number` follows the version it was made from."""

    __tablename__ = "calendar_version"

    number: Mapped[int] = mapped_column(unique=True, doc="版本")
    base_number: Mapped[int] = mapped_column(doc="所依据的版本")
    state: Mapped[CalendarState] = mapped_column(default=CalendarState.PROPOSED, doc="状态")
    note: Mapped[LongText] = mapped_column(doc="说明")
    days: Mapped[JsonArray] = mapped_column(info={"secret": True}, doc="日期表")
    official: Mapped[list[int]] = mapped_column(doc="已有放假通知的年份")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[dt.datetime | None]

    def as_calendar(self) -> Calendar:
        """The table as a value; its days are built once a process, they are a thousand."""
        days = tuple(tuple(day) for day in self.days)
        return _built(self.number, days, tuple(self.official))


@lru_cache(maxsize=8)
def _built(number: int, days: tuple[Any, ...], official: tuple[int, ...]) -> Calendar:
    entries = (
        Entry(dt.date.fromisoformat(day), Mark(mark), source, name)
        for day, mark, source, name in days
    )
    return Calendar(tuple(entries), official=frozenset(official), version=number)


def days_of(calendar: Calendar) -> list[list[str]]:
    """The table of a calendar as JSON rows: day, 休 or 班, source notice, festival."""
    return [[e.day.isoformat(), str(e.mark), e.source, e.name] for e in calendar.entries]


def current_calendar() -> Calendar:
    """The calendar by which due dates are computed now; asked of the store once a transaction."""
    return _held()[0]


def _held() -> tuple[Calendar, bool]:
    """The calendar in force, and whether any body has days of its own beside it."""
    held: dict[object, tuple[Calendar, bool]] = session().info  # type: ignore[operator]
    if _HELD not in held:
        held[_HELD] = _newest()
    return held[_HELD]


def calendar_of(body_id: int | None) -> Calendar:
    """The calendar in force for a body: the nation's, with the days of the body and of those above it."""
    return localized(current_calendar(), body_id)


def localized(calendar: Calendar, body_id: int | None) -> Calendar:
    """A national calendar as a body sees it; kept for the rest of the transaction."""
    if body_id is None or not _held()[1]:
        return calendar
    held: dict[Any, Any] = session().info  # type: ignore[operator]
    kept: dict[tuple[int, int], tuple[Calendar, Calendar]] = held.setdefault(_LOCAL, {})
    known = kept.get((calendar.version, body_id))
    if known is None or known[0] is not calendar:
        days = [entry for part in LOCAL_DAYS.parts() for entry in part.of(body_id)]
        known = kept[calendar.version, body_id] = (calendar, calendar.with_local(days))
    return known[1]


@dataclass(frozen=True)
class Observed:
    """A calendar and the bodies that count by it: those `bodies`, or everybody but them (`others`)."""

    calendar: Calendar
    bodies: tuple[int, ...]
    others: bool = False

    def holds_for(self, body_id: Any) -> sa.ColumnElement[bool]:
        """Whether the body in a column counts by it; where there is none, the nation's holds."""
        if not self.others:
            return sa.and_(body_id.in_(self.bodies), sa.true())
        return sa.or_(body_id.is_(None), body_id.not_in(self.bodies)) if self.bodies else sa.true()


def observed_calendars() -> list[Observed]:
    """Every calendar that somebody counts by now: the nation's first, then those with days of bodies' own."""
    nation = current_calendar()
    apart = {body for part in LOCAL_DAYS.parts() for body in part.bodies()} if _held()[1] else set()
    alike: dict[tuple[Entry, ...], list[int]] = {}
    for body_id in sorted(apart):
        alike.setdefault(localized(nation, body_id).local, []).append(body_id)
    own = [Observed(nation.with_local(days), tuple(bodies)) for days, bodies in alike.items()]
    return [Observed(nation, tuple(sorted(apart)), others=True), *own]


def own_calendar() -> Calendar:
    """The calendar of whoever asks: of their body, else the nation's."""
    asking = current_or_none()
    return calendar_of(asking.body_id if asking else None)


def this_day() -> sa.BindParameter[dt.date]:
    """Today, found out whenever it is asked."""
    return sa.bindparam(None, callable_=clock.today, type_=sa.Date())


def day_ahead(body_id: int | None, workdays: int) -> sa.BindParameter[dt.date]:
    """So many working days from today by the calendar of a body, found out whenever it is asked."""
    return sa.bindparam(
        None,
        callable_=lambda: calendar_of(body_id).shift(clock.today(), workdays),
        type_=sa.Date(),
    )


def _ask_anew(store: Session, *_rest: object) -> None:
    """A new transaction may see a newer version; one written in this transaction is in force in it."""
    store.info.pop(_HELD, None)
    store.info.pop(_LOCAL, None)


def in_force() -> Sequence[Expression]:
    """Which calendar is in force, as columns of the question every request begins with (`told`)."""
    applied = CalendarVersion.state == CalendarState.APPLIED
    newest = sa.select(CalendarVersion).where(applied).order_by(CalendarVersion.number.desc())
    columns = (CalendarVersion.number, CalendarVersion.version)
    return *(newest.with_only_columns(one).limit(1).scalar_subquery() for one in columns), _local()


def told(number: int | None, version: int | None, *, local: bool) -> None:
    """What `in_force` said: until its end the request reads no calendar that this process knows."""
    g.calendar_in_force = (number, version), local


def _local() -> Expression:
    return sa.or_(sa.false(), *(part.any() for part in LOCAL_DAYS.parts()))


@cache
def _known() -> WeakKeyDictionary[object, dict[object, Calendar]]:
    """By store and version; a version that was applied is what it is."""
    return WeakKeyDictionary()


def _newest() -> tuple[Calendar, bool]:
    """Both in one question, whether or not a version has been applied yet; whoever may have written asks it."""
    known = _known().setdefault(session.get_bind(), {})
    if has_request_context() and "calendar_in_force" in g and not is_writing():
        version, has_local = g.calendar_in_force
        if version in known:
            return known[version], has_local
    one = sa.select(sa.literal(1).label("one")).subquery()
    applied = CalendarVersion.state == CalendarState.APPLIED
    newest, has_local = session.execute(
        sa.select(CalendarVersion, _local())
        .select_from(one)
        .outerjoin(CalendarVersion, applied)
        .order_by(CalendarVersion.number.desc())
        .limit(1)
    ).one()
    found = newest.as_calendar() if newest else seed_calendar()
    if not is_writing():
        known[(newest.number, newest.version) if newest else (None, None)] = found
    return found, bool(has_local)


HEARS = (("after_begin", _ask_anew), ("after_flush", _ask_anew))
