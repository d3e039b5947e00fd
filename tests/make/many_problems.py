"""Many established problems at once: the first goes the whole road, the others are its copies."""

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus
from tests.make import papers, problems
from tests.make.offices import Office

TITLES = (
    "案卷缺少听证告知程序材料",
    "罚款数额超出裁量基准上限",
    "现场检查笔录无第二名执法人员签名",
)


def established(desk: Office, many: int) -> list[int]:
    """Their keys, in order."""
    first = papers.problem(desk, "问题1")
    more = [Problem(title=f"问题{number}", **_copied(first)) for number in range(2, many + 1)]
    session.add_all(more)
    session.flush()
    return [first.id, *(one.id for one in more)]


def overdue(many: int, *, unit: Unit, number: str) -> None:
    """Rectified by a paper whose last day is over; their keys are as long as those of a large city."""
    first = problems.problem(ProblemStatus.RECTIFYING, unit=unit, case_number="")
    session.flush()
    session.refresh(first)  # what its paper says of it
    copied = {**_copied(first), "paper_number": number, "version": 1}
    rows = [
        {**copied, "id": 600_000 + place, "title": TITLES[place % len(TITLES)]}
        for place in range(many - 1)
    ]
    session.connection().execute(sa.insert(Problem), rows)  # past what would ask their papers


def _copied(first: Problem) -> dict[str, object]:
    return {
        column.key: getattr(first, column.key)
        for column in sa.inspect(Problem).columns
        if column.key not in ("id", "title", "version")
    }
