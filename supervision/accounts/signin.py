"""Signing in: limiter before the hash, lockout counted in the database."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.accounts import passwords
from supervision.accounts.models import FailedSignIn, User
from supervision.core import clock
from supervision.core.db import read_phase, separate_unit_of_work, session
from supervision.core.errors import DomainError

WINDOW = timedelta(minutes=15)
MOST_PER_NAME = 5
MOST_PER_ADDRESS = 30
WRONG = "用户名或口令不对"


class TooManyAttempts(DomainError):
    """Locked out for a while; no hash is computed."""

    status = 429


def authenticate(username: str, password: str, *, address: str) -> int:
    """The user's id, or DomainError.

    The attempt is counted before the hash is computed and forgotten once it succeeds, so that a
    hundred attempts at the same moment are as few hashes as a hundred in a row.
    """
    name = username.strip().lower()[:40]
    count_attempt(name, address=address)
    with read_phase():
        row = session.execute(
            sa.select(User.id, User.password_hash).where(User.username == name, User.active)
        ).one_or_none()
    if passwords.matches(row.password_hash if row else None, password) and row is not None:
        return int(row.id)
    raise DomainError(WRONG)


def count_attempt(username: str, *, address: str) -> None:
    """One more password is about to be tried, or TooManyAttempts; call it before the hash."""
    with separate_unit_of_work() as own:
        _refuse_if_locked(own, username, address)
        own.add(FailedSignIn(username=username, address=address, at=clock.now()))


def _refuse_if_locked(own: Session, name: str, address: str) -> None:
    since = clock.now() - WINDOW
    count = sa.select(sa.func.count(FailedSignIn.id)).where(FailedSignIn.at > since)
    by_name = own.scalar(count.where(FailedSignIn.username == name)) or 0
    by_address = own.scalar(count.where(FailedSignIn.address == address)) or 0
    if by_name >= MOST_PER_NAME or by_address >= MOST_PER_ADDRESS:
        message = f"失败次数过多，请{int(WINDOW.total_seconds() // 60)}分钟后再试，或联系安全管理员"
        raise TooManyAttempts(message)


def failures(username: str) -> int:
    """Failed attempts on a name within the window, the one being made included."""
    since = clock.now() - WINDOW
    statement = sa.select(sa.func.count(FailedSignIn.id)).where(
        FailedSignIn.username == username, FailedSignIn.at > since
    )
    return session.scalar(statement) or 0


def forget_failures(username: str) -> None:
    """After a successful sign-in or an administrator's reset."""
    session.execute(sa.delete(FailedSignIn).where(FailedSignIn.username == username))
