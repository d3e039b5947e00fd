"""Many established problems at once: the first goes the whole road, the others are its copies."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import papers
from tests.make.offices import Office


def established(desk: Office, many: int) -> list[int]:
    """Their keys, in order."""
    first = papers.problem(desk, "问题1")
    copied = {
        column.key: getattr(first, column.key)
        for column in sa.inspect(Problem).columns
        if column.key not in ("id", "title", "version")
    }
    more = [Problem(title=f"问题{number}", **copied) for number in range(2, many + 1)]
    session.add_all(more)
    session.flush()
    return [first.id, *(one.id for one in more)]
