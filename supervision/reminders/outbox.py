"""Dispatches: planned in the sweep's transaction, claimed under a lease, settled after the server's word."""

import datetime as dt
import uuid
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts.models import User
from supervision.core import audit, clock, settings
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import Expression, UTCDateTime, affected, insert_or_ignore, session
from supervision.core.errors import WrongState
from supervision.core.leases import Lease, take
from supervision.core.outgoing import (
    Undelivered,
    mail_configured,
    sender_domain,
    webhook_configured,
)
from supervision.reminders.hours import reachable
from supervision.reminders.inbox import live
from supervision.reminders.models import Channel, Dispatch, DispatchState, Notice, NoticeKind

LEASE = dt.timedelta(minutes=5)
BACK_OFF = [dt.timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60)]
GIVE_UP_AFTER = dt.timedelta(days=7)
WAITING = (DispatchState.WAITING, DispatchState.SENDING)
EVENTS = (NoticeKind.EVENT, NoticeKind.PROPOSAL)


def covered_by(channel: Channel) -> sa.orm.InstrumentedAttribute[int | None]:
    """The column that says in which dispatch of `channel` a notice went out."""
    return Notice.mailed_in if channel is Channel.MAIL else Notice.posted_in


def channels() -> list[Channel]:
    """The channels that are set up."""
    ready = {Channel.MAIL: mail_configured(), Channel.WEBHOOK: webhook_configured()}
    return [channel for channel, is_ready in ready.items() if is_ready]


def plan(now: dt.datetime) -> int:
    """One dispatch for everyone with something new, unless one waits or went out today."""
    return sum(_plan(channel, now) for channel in channels())


def _plan(channel: Channel, now: dt.datetime) -> int:
    today, at_work = clock.local(now).date(), reachable(now)
    if at_work is None:
        return 0
    address = User.email != "" if channel is Channel.MAIL else User.telephone.like("1__________")
    waiting = _other(channel, User.id, lambda one: one.state.in_(WAITING))
    news = sa.exists().where(Notice.user_id == User.id, covered_by(channel).is_(None), live())
    found = sa.select(
        User.id,
        sa.literal(channel, Dispatch.channel.type),
        sa.literal(today, sa.Date()),
        _planned(channel, today),
        sa.literal(DispatchState.WAITING, Dispatch.state.type),
        sa.literal(now, UTCDateTime()),
        sa.literal(now, UTCDateTime()),
        sa.literal(0),
        sa.literal(""),
        sa.literal(""),
    ).where(User.active, address, at_work, ~waiting, _may_be_told(channel, User.id, today, news))
    columns = (
        "user_id", "channel", "day", "number", "state", "created_at", "next_at", "attempt",
        "message_id", "error",
    )  # fmt: skip
    inserted = session.execute(insert_or_ignore(Dispatch).from_select(columns, found))
    return affected(inserted)


def _other(
    channel: Channel,
    user_id: Expression | int,
    where: Callable[[type[Dispatch]], sa.ColumnElement[bool]],
) -> sa.Exists:
    """Whether this person has another dispatch like that."""
    one = aliased(Dispatch)
    return sa.exists().where(one.user_id == user_id, one.channel == channel, where(one))


def _planned(channel: Channel, today: dt.date) -> sa.ScalarSelect[int]:
    """How many there were today: those that had nothing left to say, or that told an event at once."""
    one = aliased(Dispatch)
    own = (one.user_id == User.id, one.channel == channel, one.day == today)
    return sa.select(sa.func.count(one.id)).where(*own).scalar_subquery()


def _may_be_told(
    channel: Channel, user_id: Expression | int, today: dt.date, news: sa.Exists
) -> sa.ColumnElement[bool]:
    """One a day; a setting lets the robot tell of an event at once, never the mail."""
    first = ~_other(channel, user_id, lambda one: one.sent_day == today)
    if channel is Channel.MAIL or not settings.get("events_at_once"):
        return sa.and_(news, first)
    event = sa.exists().where(
        Notice.user_id == user_id, covered_by(channel).is_(None), live(), Notice.kind.in_(EVENTS)
    )
    return sa.or_(sa.and_(news, first), event)


def claim(now: dt.datetime, *, skip: set[Channel]) -> Lease | None:
    """Take the next dispatch that is due, or one whose sender died; None when there is none.

    Nobody who is not at work is disturbed, and nobody gets a second mail that day (a dead letter sent
    once more waits until the next).
    """
    at_work = reachable(now)
    if at_work is None:
        return None
    ripe = sa.or_(
        sa.and_(Dispatch.state == DispatchState.WAITING, Dispatch.next_at <= now),
        sa.and_(Dispatch.state == DispatchState.SENDING, Dispatch.lease_until < now),
    )
    today = clock.local(now).date()
    mailed = _other(Channel.MAIL, Dispatch.user_id, lambda one: one.sent_day == today)
    statement = (
        sa.select(Dispatch.id, Dispatch.attempt)
        .join(User, User.id == Dispatch.user_id)
        .where(ripe, at_work, (Dispatch.channel != Channel.MAIL) | ~mailed)
        .order_by(Dispatch.next_at, Dispatch.id)
    )
    if skip:
        statement = statement.where(Dispatch.channel.not_in(skip))
    for dispatch_id, attempt in session.execute(statement.limit(5)):
        lease = take(
            session(), Dispatch, dispatch_id, attempt=attempt, ripe=ripe, until=now + LEASE,  # type: ignore[operator]
            state=DispatchState.SENDING,
        )  # fmt: skip
        if lease is not None:
            return lease
    return None


def held(lease: Lease) -> Dispatch | None:
    """The claimed dispatch, unless another process has taken it over since."""
    row = session.get(Dispatch, lease.id, populate_existing=True)
    ours = row and row.state is DispatchState.SENDING and row.attempt == lease.attempt
    return row if ours else None


def message_id(row: Dispatch) -> str:
    """The same for every copy of one dispatch, so that a rare second copy is recognised as one."""
    again = f"/{row.number}" if row.number else ""
    name = f"{row.user_id}/{row.channel.value}/{row.day.isoformat()}{again}"
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, name)}@{sender_domain()}>"


def settle_sent(row: Dispatch, *, count: int, seen_until: int) -> None:
    """It is out: everything up to notice `seen_until` has been said on this channel."""
    row.state, row.sent_at, row.sent_day = DispatchState.SENT, clock.now(), clock.today()
    row.count, row.error, row.lease_until = count, "", None
    cover(row, seen_until)


def cover(row: Dispatch, seen_until: int) -> None:
    """Note on the notices in which dispatch they went out."""
    column = covered_by(row.channel)
    session.execute(
        sa.update(Notice)
        .where(Notice.user_id == row.user_id, column.is_(None), Notice.id <= seen_until)
        .values({column.key: row.id})
        .execution_options(synchronize_session=False)
    )


def settle_failed(row: Dispatch, failure: Undelivered, *, seen_until: int) -> None:
    """Try again later, waiting longer each time; a refusal for good goes to the dead letters."""
    now = clock.now()
    row.error, row.lease_until = failure.reason, None
    if failure.permanent:
        row.state = DispatchState.FAILED
        cover(row, seen_until)  # or every sweep would plan it again; the inbox still says it
    elif now - row.created_at > GIVE_UP_AFTER:
        row.state = DispatchState.FAILED  # not covered: the next day's digest says it again
    else:
        row.state = DispatchState.WAITING
        row.next_at = now + BACK_OFF[min(row.attempt, len(BACK_OFF)) - 1]


def retry(row: Dispatch, *, actor: Principal) -> None:
    """Send a dead letter once more."""
    actor.require(Permission.JOBS_VIEW)
    if row.state is not DispatchState.FAILED:
        raise WrongState("只有失败的才能重新发送")
    row.state, row.next_at, row.created_at = DispatchState.WAITING, clock.now(), clock.now()
    row.attempt += 1
    session.flush()
    audit.record(row, action="retry", label="重新发送提醒", actor=actor)
