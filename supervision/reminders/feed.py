"""The calendar feed (.ics) of one person: a revocable token, days with counts, nothing else."""

import datetime as dt
import hashlib
import secrets
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
    from icalendar import Event

ONE_DAY = dt.timedelta(days=1)
LOOKED_BACK = dt.timedelta(days=365)


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


def note_reading(word: str) -> None:
    """When the feed was last read, to the day: the owner sees whether the address is in use."""
    this = FeedToken.token_hash == _hash(word)
    last = session.scalar(sa.select(FeedToken.used_at).where(this))
    if last is not None and last > clock.now() - ONE_DAY:
        return  # programs ask every few minutes; the store is written once a day
    with separate_unit_of_work() as own:
        own.execute(
            sa.update(FeedToken).where(this).values(used_at=clock.now())
            .execution_options(synchronize_session=False)
        )  # fmt: skip


def as_ics(user: User) -> bytes:
    """The person's open last days as all-day events: only how many, and where to look."""
    from icalendar import Calendar

    feed = Calendar()
    feed.add("prodid", "-//mingdu//reminders//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", "明督待办")
    feed.add("x-wr-timezone", "Asia/Shanghai")
    for day, count, unsure in _days(user.id):
        feed.add_component(_event(user.id, day, count, unsure=unsure))
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
    event.add("dtstamp", clock.now())
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("summary", f"{digest.sentence(count)}到期")
    event.add("status", "TENTATIVE" if unsure else "CONFIRMED")
    event.add("url", digest.link())
    event.add("transp", "TRANSPARENT")
    return event


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
