"""Half signed in: the password was right, the code of the second factor is still asked, for five minutes."""

from dataclasses import dataclass
from datetime import timedelta

from flask import session as cookie

from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.db import session

HELD = "half"
WAITS = timedelta(minutes=5)


@dataclass(frozen=True)
class Half:
    """Who it is and what the code is asked for; it opens nothing."""

    user_id: int
    username: str


def begin(user: User) -> None:
    """Keep in the signed cookie whose password was right: nothing else is open yet."""
    cookie.clear()
    cookie[HELD] = [user.id, clock.now().timestamp(), _stamp(user)]


def present() -> Half | None:
    """Who is half signed in, unless it took too long or the password was changed meanwhile."""
    user_id, at, stamp = cookie.get(HELD, (0, 0.0, ""))
    if clock.now().timestamp() - at > WAITS.total_seconds():
        return None
    user = session.get(User, user_id)
    if user is None or not user.active or _stamp(user) != stamp:
        return None
    return Half(user.id, user.username)


def _stamp(user: User) -> str:
    return user.password_set_at.isoformat()
