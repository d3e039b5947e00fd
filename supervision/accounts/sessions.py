"""Sessions on the server: made at sign-in, checked at every request, ended for good."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, request
from flask import session as cookie
from sqlalchemy.orm import joinedload

from supervision.accounts.ending import end_where
from supervision.accounts.factors import LEVEL_THREE
from supervision.accounts.models import Deputy, SecondFactor, User, UserSession
from supervision.accounts.principals import READS_BELOW, principal_of
from supervision.core import clock
from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import Principal
from supervision.core.db import separate_unit_of_work, session
from supervision.core.duedates import calendars
from supervision.core.outages import TROUBLE
from supervision.core.settings import kept, value_of
from supervision.core.unchanged import until_written

TOUCH_EVERY = timedelta(seconds=60)
PASSWORD_DAYS = "password_days"  # noqa: S105  (the name of a setting)


def begin(user_id: int) -> None:
    """Sign a user in: a fresh cookie and a fresh server session (no fixation)."""
    cookie.clear()
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    held = UserSession(
        token_hash=_hash(token),
        user_id=user_id,
        started_at=moment,
        seen_at=moment,
        address=request.remote_addr or "",
        agent=(request.user_agent.string or "")[:200],
    )
    session.add(held)
    session.flush()
    g.session_no = held.id
    cookie["sid"] = token


def end() -> None:
    """Sign this browser out; a replayed cookie finds nothing."""
    token = cookie.pop("sid", None)
    cookie.clear()
    if token:
        end_where(UserSession.token_hash == _hash(token))


def end_all(user_id: int, *, keep_current: bool = False) -> None:
    """Sign a user out everywhere, this browser excepted if `keep_current`."""
    condition = UserSession.user_id == user_id
    if keep_current and cookie.get("sid"):
        condition &= UserSession.token_hash != _hash(cookie["sid"])
    end_where(condition)


def living(user_id: int) -> list[UserSession]:
    """Browsers in which a user is signed in at present, the latest used first."""
    moment = clock.now()
    statement = sa.select(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    held = session.scalars(statement.order_by(UserSession.seen_at.desc()))
    return [one for one in held if not _expired(one, moment)]


def is_this_browser(held: UserSession) -> bool:
    """Whether the request came with this very session."""
    return held.token_hash == _hash(cookie.get("sid", ""))


@dataclass(frozen=True)
class _Held:
    """A session and whose it is, as the store holds them; what time has made of it is judged at each request."""

    number: int
    user_id: int
    started_at: datetime
    seen_at: datetime
    code_given_at: datetime | None
    principal: Principal
    must_change_password: bool
    password_set_at: datetime
    password_days: int
    has_factor: bool
    wants_factor: bool
    calendar: tuple[int | None, int | None, bool]


def load_principal() -> tuple[Principal | None, str | None]:
    """Who the cookie says is here, and the endpoint they must visit first, if any."""
    token = cookie.get("sid")
    if not token:
        return None, None
    hashed = _hash(token)
    held = until_written(("session", hashed, clock.today()), lambda: _held(hashed))
    if held is None:
        return None, None
    moment = clock.now()
    if _expired(held, moment):
        g.expired_user_id = held.user_id
        return None, None
    g.session_no = held.number
    *version, local = held.calendar
    calendars.told(*version, local=local)
    if moment - held.seen_at > TOUCH_EVERY:
        _touch(held.number, moment)
    owes_code = held.has_factor and not _code_given(held, moment)
    principal = replace(held.principal, owes_code=True) if owes_code else held.principal
    if _stale(held, moment):
        return principal, "accounts.change_password"
    return principal, "factor.second_factor" if held.wants_factor else None


def _held(token_hash: str) -> _Held | None:
    """What the store holds of a living session of an open account, in one question."""
    found = session.execute(_asking(), {"token_hash": token_hash}).unique()
    row = found.one_or_none()
    if row is None or row[0].ended_at is not None or not row[1].active:
        return None
    held, user, reads_below, days, level_three, has_factor, number, version, local = row
    held_to_it = value_of(LEVEL_THREE, level_three) and user.roles & ADMIN_ROLES
    return _Held(
        number=held.id,
        user_id=held.user_id,
        started_at=held.started_at,
        seen_at=held.seen_at,
        code_given_at=held.code_given_at,
        principal=principal_of(user, reads_below=bool(value_of(READS_BELOW, reads_below))),
        must_change_password=user.must_change_password,
        password_set_at=user.password_set_at,
        password_days=value_of(PASSWORD_DAYS, days),
        has_factor=has_factor,
        wants_factor=bool(held_to_it and not has_factor),
        calendar=(number, version, bool(local)),
    )


@cache
def _asking() -> sa.Select[Any]:
    """The question, put together once a process: after each write of anybody the next page asks it, and so does each
    form that is sent."""
    return (
        sa.select(
            UserSession,
            User,
            kept(READS_BELOW),
            kept(PASSWORD_DAYS),
            kept(LEVEL_THREE),
            sa.exists().where(SecondFactor.user_id == User.id),
            *calendars.in_force(),
        )
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == sa.bindparam("token_hash"))
        .options(
            joinedload(User.body),
            joinedload(User.unit),
            joinedload(User.role_rows),
            joinedload(User.standing_in).joinedload(Deputy.person).joinedload(User.role_rows),
        )
    )


def _stale(held: _Held, moment: datetime) -> bool:
    """Whether the password must be changed before anything else."""
    days = held.password_days
    old = bool(days) and moment - held.password_set_at > timedelta(days=days)
    return held.must_change_password or old


def _code_given(held: _Held, moment: datetime) -> bool:
    """Whether signing asked for a code already, in this browser and this half of the day."""
    if held.code_given_at is None:
        return False
    then, now = clock.local(held.code_given_at), clock.local(moment)
    return (then.date(), then.hour < 12) == (now.date(), now.hour < 12)


def _expired(held: UserSession | _Held, moment: datetime) -> bool:
    idle = timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])
    absolute = timedelta(hours=current_app.config["SESSION_ABSOLUTE_HOURS"])
    return moment - held.seen_at > idle or moment - held.started_at > absolute


def _touch(session_id: int, moment: datetime) -> None:
    """Note the use of a session; a store that cannot be written does not keep people from reading."""
    update = sa.update(UserSession).where(UserSession.id == session_id).values(seen_at=moment)
    try:
        with separate_unit_of_work() as own:
            own.execute(update)
    except TROUBLE as fault:
        current_app.logger.warning("use of a session not noted: %s", fault)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
