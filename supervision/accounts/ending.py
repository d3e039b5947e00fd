"""Ending signed-in browsers: from whatever side, for good."""

import sqlalchemy as sa

from supervision.accounts.models import UserSession
from supervision.core import clock
from supervision.core.db import session


def end_where(condition: sa.ColumnElement[bool]) -> None:
    """End the living sessions that meet `condition`; a replayed cookie finds nothing."""
    session.execute(
        sa.update(UserSession)
        .where(condition, UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_of(user_id: int) -> None:
    """Sign a user out in every browser."""
    end_where(UserSession.user_id == user_id)
