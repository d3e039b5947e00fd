"""The passwords somebody had: the last five are not taken again (等保), and setting one in their place."""

import sqlalchemy as sa

from supervision.accounts import passwords
from supervision.accounts.models import FormerPassword, User
from supervision.core import clock
from supervision.core.db import session
from supervision.core.errors import DomainError

REMEMBERED = 5  # the present one is the first of them


def refuse_used(user: User, new: str) -> None:
    """DomainError where `new` is one of the last five; hashes, so call it in a read phase."""
    held = [user.password_hash, *(one.password_hash for one in _former(user.id))]
    if any(passwords.matches(one, new) for one in held[:REMEMBERED]):
        message = f"新口令不得与最近{REMEMBERED}次用过的相同"
        raise DomainError(message, field="new_password")


def replace(user: User, password_hash: str, *, one_time: bool) -> None:
    """The password from now on; what it replaces is remembered, unless it was a one-time password."""
    if not user.must_change_password:
        session.add(FormerPassword(user_id=user.id, password_hash=user.password_hash))
        session.flush()
        for gone in _former(user.id)[REMEMBERED - 1 :]:
            session.delete(gone)
    user.password_hash, user.password_set_at = password_hash, clock.now()
    user.must_change_password = one_time
    session.flush()


def _former(user_id: int) -> list[FormerPassword]:
    """The latest first."""
    mine = sa.select(FormerPassword).where(FormerPassword.user_id == user_id)
    return list(session.scalars(mine.order_by(FormerPassword.id.desc())))
