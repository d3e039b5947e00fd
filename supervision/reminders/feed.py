"""The calendar feed (.ics) of one person: a revocable token, days with counts, an alarm, nothing else.

What it says is compared with what it said last: SEQUENCE counts the changes, DTSTAMP is the last one,
and a program that asks with the ETag it was given hears 304 until there is another.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import audit, clock
from supervision.core.access.principal import Principal
from supervision.core.db import separate_unit_of_work, session
from supervision.core.errors import Forbidden
from supervision.core.outgoing import sender_domain
from supervision.reminders import digest
from supervision.reminders.models import FeedToken
from supervision.reminders.recipients import open_matters, told

if TYPE_CHECKING:
    from icalendar import Alarm, Event

ONE_DAY = dt.timedelta(days=1)
LOOKED_BACK = dt.timedelta(days=365)
REMINDED = dt.timedelta(hours=-15)  # nine in the morning of the day before


@dataclass(frozen=True)
class Reading:
    """The feed as it stands: its text, and the mark by which a program recognises it."""

    content: bytes
    etag: str


def token_of(user_id: int) -> FeedToken | None:
    """The token in force."""
    return session.scalar(
        sa.select(FeedToken).where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
    )


def issue(*, actor: Principal) -> str:
    """A new token, shown once; the one before it stops working."""
    if actor.user_id is None:
        raise Forbidden("请先登录")
    revoke(actor=actor)
    word = secrets.token_urlsafe(32)
    row = FeedToken(user_id=actor.user_id, token_hash=_hash(word), created_by_id=actor.user_id)
    session.add(row)
    session.flush()
    audit.record(row, action="feed.issue", label="开通日历订阅", actor=actor)
    return word


def revoke(*, actor: Principal) -> None:
    """The feed stops at once."""
    row = token_of(actor.user_id or 0)
    if row is not None:
        row.revoked_at = clock.now()
        session.flush()
        audit.record(row, action="feed.revoke", label="停用日历订阅", actor=actor)


def reader(word: str) -> User | None:
    """Whose feed this is; None for a wrong or revoked token and for an account not in use."""
    return session.scalar(
        sa.select(User)
        .join(FeedToken, FeedToken.user_id == User.id)
        .where(FeedToken.token_hash == _hash(word), FeedToken.revoked_at.is_(None), User.active)
    )


def read(user: User, word: str) -> Reading:
    """The person's feed now; that it was read is noted to the day, that it changed at once."""
    days = _days(user.id)
    said = _hash(repr(days))
    sequence, changed_at = _noted(word, said)
    return Reading(as_ics(user, days, sequence, changed_at), f"{said[:16]}-{sequence}")


def _noted(word: str, said: str) -> tuple[int, dt.datetime]:
    """How often what the feed says has changed, and when last; written only when it did, or once a day."""
    this, now = FeedToken.token_hash == _hash(word), clock.now()
    known = sa.select(FeedToken.said, FeedToken.sequence, FeedToken.changed_at, FeedToken.used_at)
    before, sequence, changed_at, used_at = session.execute(known.where(this)).one()
    values: dict[str, object] = {}
    if before != said:
        sequence, changed_at = sequence + bool(before), now
        values = {"said": said, "sequence": sequence, "changed_at": now}
    if values or used_at is None or used_at <= now - ONE_DAY:  # programs ask every few minutes
        with separate_unit_of_work() as own:
            own.execute(
                sa.update(FeedToken).where(this).values(used_at=now, **values)
                .execution_options(synchronize_session=False)
            )  # fmt: skip
    return sequence, changed_at or now


def as_ics(
    user: User,
    days: list[tuple[dt.date, int, bool]],
    sequence: int,
    changed_at: dt.datetime,
) -> bytes:
    """The person's open last days as all-day events: only how many, and where to look."""
    from icalendar import Calendar

    feed = Calendar()
    feed.add("prodid", "-//mingdu//reminders//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", "明督待办")
    feed.add("x-wr-timezone", "Asia/Shanghai")
    for day, count, unsure in days:
        event = _event(user.id, day, count, unsure=unsure)
        event.add("dtstamp", changed_at)
        event.add("sequence", sequence)
        feed.add_component(event)
    return bytes(feed.to_ical())


def _days(user_id: int) -> list[tuple[dt.date, int, bool]]:
    """(last day, how many matters, whether one of the dates is 暂定)."""
    matters = open_matters()
    pairs = told(matters)
    rows = session.execute(
        sa.select(
            matters.c.due,
            sa.func.count(),
            sa.func.sum(sa.case((matters.c.provisional, 1), else_=0)),
        )
        .join(pairs, pairs.c.id == matters.c.id)
        .where(pairs.c.user_id == user_id, matters.c.due >= clock.today() - LOOKED_BACK)
        .group_by(matters.c.due)
        .order_by(matters.c.due)
    )
    return [(day, count, bool(unsure)) for day, count, unsure in rows]


def _event(user_id: int, day: dt.date, count: int, *, unsure: bool) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"due-{day.isoformat()}-{user_id}@{sender_domain()}")
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    said = f"{digest.sentence(count)}到期"
    event.add("summary", said)
    event.add("status", "TENTATIVE" if unsure else "CONFIRMED")
    event.add("url", digest.link())
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(said))
    return event


def _alarm(said: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", REMINDED)
    return alarm


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
