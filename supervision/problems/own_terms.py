"""The bureau's own term over problems: 认定 once the unit has explained the facts."""

import datetime as dt

import sqlalchemy as sa

from supervision.core.access.scope import within
from supervision.core.db import Query
from supervision.core.pending import OwnTerm
from supervision.problems.models import Problem, ProblemStatus

PENDING = Problem.status == ProblemStatus.PENDING


def _to_establish() -> Query:
    explained = Problem.explained_on.is_not(None)
    begun = Problem.explained_on.label("begun")
    return sa.select(Problem.id, begun).where(*within(Problem), PENDING, explained)


def _established(first: dt.date, last: dt.date) -> Query:
    """Of problems found in the year or the one before, whose index leads: facts are explained soon."""
    found = Problem.found_on.between(first - dt.timedelta(days=366), last)
    begun = (found, Problem.explained_on.between(first, last))
    columns = (Problem.explained_on.label("begun"), Problem.confirmed_on.label("ended"))
    return sa.select(*columns).where(*within(Problem), *begun, Problem.confirmed_on.is_not(None))


ESTABLISH = OwnTerm(
    "problem.establish", "认定", "单位说明事实", 10, "problem", _to_establish, _established
)
OWN_TERMS = (ESTABLISH,)
