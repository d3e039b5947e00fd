"""The second person of an act, outside the browser: somebody of the body who may, and says yes."""

from typing import Any

import sqlalchemy as sa

from supervision.accounts import rights
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.service import Rights
from supervision.agencies.models import Body
from supervision.core import pairs
from supervision.core.access import Principal
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal, Slip
from tests.make import people


def confirm(waiting: Proposal, subject: Any) -> Slip | None:
    """Whoever may confirm does; where a body has nobody, a reviewer comes. What is shown once."""
    for user in session.scalars(sa.select(User).where(User.active).order_by(User.id)).unique():
        actor = principal_of(user)
        if pairs.why_not(waiting, subject, actor) is None:
            with acting(actor):
                seen, ready = pairs.edition(waiting, subject), pairs.prepared(waiting.id)
                return pairs.confirm(waiting, seen=seen, ready=ready, actor=actor)
    home = session.get_one(Body, waiting.body_id)
    people.user(f"looks{home.id}", people.Role.REVIEWER, body=home)
    return confirm(waiting, subject)


def grant(user: User, asked: Rights, *, actor: Principal) -> None:
    """Roles as both have them: asked for by one, confirmed by another where there is another."""
    waiting = rights.propose_roles(user, asked, actor=actor)
    if waiting.outcome is Outcome.WAITING:
        confirm(waiting, user)
