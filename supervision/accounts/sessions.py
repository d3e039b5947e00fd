"""Sessions on the server: made at sign-in, checked at every request, ended for good."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

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
from supervision.core.outages import TROUBLE
from supervision.core.settings import kept, value_of

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


def load_principal() -> tuple[Principal | None, str | None]:
    """Who the cookie says is here, and the endpoint they must visit first, if any."""
    token = cookie.get("sid")
    if not token:
        return None, None
    found = session.execute(
        sa.select(
            UserSession,
            User,
            kept(READS_BELOW),
            kept(PASSWORD_DAYS),
            kept(LEVEL_THREE),
            sa.exists().where(SecondFactor.user_id == User.id),
        )
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == _hash(token))
        .options(
            joinedload(User.body),
            joinedload(User.unit),
            joinedload(User.role_rows),
            joinedload(User.standing_in).joinedload(Deputy.person).joinedload(User.role_rows),
        )
    ).unique()
    row = found.one_or_none()
    if row is None or row[0].ended_at is not None or not row[1].active:
        return None, None
    held, user, reads_below, days, level_three, has_factor = row
    moment = clock.now()
    if _expired(held, moment):
        g.expired_user_id = held.user_id
        return None, None
    g.session_no = held.id
    if moment - held.seen_at > TOUCH_EVERY:
        _touch(held.id, moment)
    principal = replace(
        principal_of(user, reads_below=bool(value_of(READS_BELOW, reads_below))),
        owes_code=has_factor and not _code_given(held, moment),
    )
    if _stale(user, value_of(PASSWORD_DAYS, days), moment):
        return principal, "accounts.change_password"
    wanted = value_of(LEVEL_THREE, level_three) and user.roles & ADMIN_ROLES and not has_factor
    return principal, "factor.second_factor" if wanted else None


def _stale(user: User, days: int, moment: datetime) -> bool:
    """Whether the password must be changed before anything else."""
    old = bool(days) and moment - user.password_set_at > timedelta(days=days)
    return user.must_change_password or old


def _code_given(held: UserSession, moment: datetime) -> bool:
    """Whether signing asked for a code already, in this browser and this half of the day."""
    if held.code_given_at is None:
        return False
    then, now = clock.local(held.code_given_at), clock.local(moment)
    return (then.date(), then.hour < 12) == (now.date(), now.hour < 12)


def _expired(held: UserSession, moment: datetime) -> bool:
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
