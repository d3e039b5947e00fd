"""Open problems as part of a person's hand-over."""

import sqlalchemy as sa

from supervision.accounts.handover import Part
from supervision.accounts.models import User
from supervision.core.db import session
from supervision.problems.models import Problem


def _open(person: User) -> sa.Select[Problem]:
    return sa.select(Problem).where(
        Problem.handler_id == person.id, Problem.in_hand, Problem.body_id == person.body_id
    )


def _count(person: User) -> int:
    return session.scalar(_open(person).with_only_columns(sa.func.count(Problem.id))) or 0


def _pass_on(person: User, successor: User) -> int:
    rows = session.scalars(_open(person)).all()
    for row in rows:
        row.handler_id = successor.id
    return len(rows)


PART = Part("problems", "在办问题", _count, _pass_on)
