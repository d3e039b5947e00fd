"""What of problems waits for a person: 认定 and its confirmation."""

from typing import Any

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.pending import Duty, Rows, mine, not_mine, row
from supervision.problems.models import Problem, Severity
from supervision.problems.own_terms import ESTABLISH, PENDING

LISTED = "problems.index"


def _problems(*where: sa.ColumnElement[bool], since: Any) -> list[Rows]:
    begun = Problem.explained_on
    rows = row(Problem, Problem.title, whom=Unit.name, since=since, begun=begun)
    rows = rows.join(Unit, Unit.id == Problem.unit_id).where(*within(Problem), PENDING, *where)
    return [rows.order_by(Problem.found_on, Problem.id)]


def _first_wanted(me: Principal) -> list[Rows]:
    """The unit has explained the facts, nobody has signed: its handler's."""
    explained = Problem.explained_on.is_not(None)
    own = mine(me, Problem.handler_id)
    return _problems(explained, Problem.first_by_id.is_(None), own, since=Problem.explained_on)


def _second_wanted(me: Principal) -> list[Rows]:
    """Established by a colleague; a second supervisor is wanted."""
    one = (Problem.first_by_id.is_not(None), Problem.second_by_id.is_(None))
    return _problems(*one, Problem.first_by_id != me.user_id, since=Problem.first_on)


def _established(me: Principal) -> list[Rows]:
    """Established by others, as many as its severity asks for; the section head confirms."""
    enough = sa.or_(Problem.severity != Severity.GRAVE, Problem.second_by_id.is_not(None))
    others = not_mine(me, Problem.first_by_id, Problem.second_by_id)
    return _problems(Problem.first_by_id.is_not(None), enough, *others, since=Problem.first_on)


DUTIES = (
    Duty("待我认定", "单位已说明事实", 70, P.PROBLEM_ESTABLISH, _first_wanted, LISTED, "pending",
         own_term=ESTABLISH),
    Duty("待认定", "一人已认定，待第二人", 72, P.PROBLEM_ESTABLISH, _second_wanted, LISTED, "pending",
         own_term=ESTABLISH),
    Duty("待确认认定", "监督人员已认定", 74, P.PROBLEM_CONFIRM, _established, LISTED, "pending",
         own_term=ESTABLISH),
)  # fmt: skip
