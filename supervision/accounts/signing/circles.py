"""Who of a body sees a record that waits for a second person: of a referral and its papers named people only."""

from typing import Any

import sqlalchemy as sa

from supervision.accounts.service import people_of
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.pairs import Proposal

Record = Any  # a mapped row with row scope: each slice knows its own


def sees(user_id: int | None, record: Record) -> bool:
    """Whether somebody of the record's body sees it."""
    of = type(record)
    seen = of.staff_criteria(user_id or 0)
    if seen is None:
        return True
    return bool(session.scalar(sa.select(sa.exists().where(of.id == record.id, seen))))


def who_see(record: Record, *roles: Role) -> list[int]:
    """Those of its body with one of these roles who see it."""
    people = {one.id for role in roles for one in people_of(record.body_id, role)}
    return [one for one in sorted(people) if sees(one, record)]


def seen_subject(
    of: type[Any], me: Principal, *further: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    """That a proposal is about a record of this class which `me` sees, and which is so."""
    seen = of.staff_criteria(me.user_id or 0)
    rows = (of.id == Proposal.subject_id, *within(of), *further)
    found = sa.exists().where(*rows, *(() if seen is None else (seen,)))
    return found.correlate_except(of)
