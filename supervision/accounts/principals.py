"""From an account to the principal that code acts for."""

import sqlalchemy as sa

from supervision.accounts.deputies import lent_to
from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.core import settings
from supervision.core.access.principal import Principal
from supervision.core.db import session


def principal_of(user: User) -> Principal:
    """The principal for a user; used by sessions, the demonstration and tests."""
    lent = lent_to(user)
    return Principal(
        user_id=user.id,
        name=user.name,
        username=user.username,
        roles=user.roles | {role for role, _name in lent},
        body_id=user.body_id,
        body_name=user.body.name if user.body else "",
        unit_id=user.unit_id,
        unit_name=user.unit.name if user.unit else None,
        readable_body_ids=_readable_bodies(user.body),
        large_type=user.large_type,
        lent=lent,
    )


def _readable_bodies(body: Body | None) -> tuple[int, ...]:
    if body is None:
        return ()
    if not settings.get("superior_reads_records"):
        return (body.id,)
    below = session.scalars(
        sa.select(Body.id).where(Body.path.startswith(body.path, autoescape=True))
    )
    return tuple(sorted({body.id, *below}))
