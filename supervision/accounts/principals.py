"""From an account to the principal that code acts for."""

import sqlalchemy as sa

from supervision.accounts.deputies import absent_for, covered_by, lent_to
from supervision.accounts.models import User
from supervision.agencies import succession
from supervision.agencies.models import Body
from supervision.core import settings
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import WrongState

READS_BELOW = "superior_reads_records"


def principal_of(user: User, *, reads_below: bool | None = None) -> Principal:
    """The principal for a user; `reads_below`: the setting's value where it is known already."""
    lent = lent_to(user)
    if reads_below is None:
        reads_below = bool(settings.get(READS_BELOW))
    return Principal(
        user_id=user.id,
        name=user.name,
        username=user.username,
        roles=user.roles | {role for role, _name in lent},
        body_id=user.body_id,
        body_name=user.body.name if user.body else "",
        unit_id=user.unit_id,
        unit_name=user.unit.name if user.unit else None,
        unit_ended=succession.end_said(user.unit) if user.unit else "",
        predecessor_ids=succession.merged_into(user.unit_id) if user.unit_id else (),
        readable_body_ids=_readable_bodies(user.body, reads_below=reads_below),
        large_type=user.large_type,
        lent=lent,
        stands_in_ids=absent_for(user),
        covers=covered_by(user),
    )


def acting_for(user_id: int) -> Principal | None:
    """Whom work that somebody ordered acts for now; None when the account is closed."""
    user = session.get(User, user_id)
    return principal_of(user) if user is not None and user.active else None


def proposer(user_id: int, *, otherwise: str) -> Principal:
    """In whose name it is carried out what somebody proposed and another confirmed; `otherwise`: what is left
    to do when the account is closed, which a WrongState says."""
    found = acting_for(user_id)
    if found is None:
        raise WrongState(f"提请人的账号已停用，{otherwise}")
    return found


def _readable_bodies(body: Body | None, *, reads_below: bool) -> tuple[int, ...]:
    if body is None:
        return ()
    if not reads_below:
        return (body.id,)
    below = session.scalars(
        sa.select(Body.id).where(Body.path.startswith(body.path, autoescape=True))
    )
    return tuple(sorted({body.id, *below}))
