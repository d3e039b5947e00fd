"""The second person of an act, outside the browser: somebody of the body who may, and says yes."""

from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

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
from tests.support import pages
from tests.support.client import Visitor
from tests.support.work import Inside


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


def newest(inside: Inside) -> str:
    """The address of what was proposed last and waits."""
    with inside():
        waiting = sa.select(Proposal.id).where(Proposal.outcome == Outcome.WAITING)
        key = session.scalars(waiting.order_by(Proposal.id.desc())).first()
        assert key is not None, "nothing waits"
        return f"/confirmations/{key}"


def says_yes(inside: Inside, visitor: Visitor) -> None:
    """At their own screen: what was proposed last is confirmed by `visitor`."""
    answer = visitor.submit(newest(inside), {"confirm": "1"})
    assert answer.status_code == 302, answer.get_data(as_text=True)


def forged(visitor: Visitor, address: str) -> TestResponse:
    """A yes sent where no page offers it, with the token and the edition of the page that does not."""
    shown = pages.check(visitor.get(address))
    held = {
        name: (shown.find(f"//input[@name='{name}']/@value") or [""])[0]
        for name in ("csrf_token", "seen")
    }
    return visitor.post(address, data={**held, "confirm": "1"})


def grant(user: User, asked: Rights, *, actor: Principal) -> None:
    """Roles as both have them: asked for by one, confirmed by another where there is another."""
    waiting = rights.propose_roles(user, asked, actor=actor)
    if waiting.outcome is Outcome.WAITING:
        confirm(waiting, user)
