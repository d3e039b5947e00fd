"""What problems add to their action: whether it may be archived, its panel, its tally."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from supervision.actions.attached import Attached
from supervision.actions.models import SupervisionAction
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import Query, ReadRow, session
from supervision.core.prepared import ask
from supervision.problems.lines import standings
from supervision.problems.lists import FIELDS, JOINS
from supervision.problems.models import Problem, ProblemStatus
from supervision.problems.service import RECORDABLE

SHOWN = 50


def still_open(action: SupervisionAction) -> str | None:
    """Why the action may not be archived: archiving needs every problem ended."""
    count = session.scalar(
        sa.select(sa.func.count(Problem.id)).where(Problem.action_id == action.id, Problem.in_hand)
    )
    return f"还有{count}{action.measure.value}问题没有了结" if count else None


def counts(action: SupervisionAction) -> list[tuple[ProblemStatus, int]]:
    """How many problems of the action are in each state, in the order of their life."""
    rows = session.execute(
        sa.select(Problem.status, sa.func.count(Problem.id))
        .where(Problem.action_id == action.id)
        .group_by(Problem.status)
    )
    found = {row[0]: row[1] for row in rows}
    return [(status, found[status]) for status in ProblemStatus if status in found]


def newest(action: SupervisionAction, limit: int = SHOWN) -> list[ReadRow]:
    """The newest problems of the action, only what a table shows."""
    statement = sa.select(Problem.id, *FIELDS).select_from(Problem)
    for join in JOINS:
        statement = statement.join(join.target, join.on, isouter=join.outer)
    of_action = sa.select(Problem.id).where(Problem.action_id == action.id)
    keys = of_action.order_by(Problem.id.desc()).limit(limit)  # first, then what is joined to them
    return list(session.execute(statement.where(Problem.id.in_(keys)).order_by(Problem.id.desc())))


def _context(action: SupervisionAction) -> Mapping[str, object]:
    by_status, rows, actor = counts(action), newest(action), current()
    return {
        "counts": by_status,
        "total": sum(number for _, number in by_status),
        "rows": rows,
        "standings": standings(rows),
        "enterable": action.status in RECORDABLE
        and actor.can(Permission.PROBLEM_RECORD)
        and action.body_id == actor.body_id,
    }


def _tally(action_ids: Sequence[int]) -> Mapping[int, str]:
    """37 个: found problems of each action, 不予认定 excluded, with the action's measure word."""
    of_these = Problem.action_id.in_(action_ids)

    def statement() -> Query:
        of_each = (Problem.action_id, SupervisionAction.measure)
        found = sa.select(*of_each, sa.func.count(Problem.id))
        found = found.join(SupervisionAction, SupervisionAction.id == Problem.action_id)
        return found.where(of_these, Problem.status != ProblemStatus.REJECTED).group_by(*of_each)

    rows = ask("problems found by actions", [of_these], statement).rows
    return {row[0] or 0: f"{row[2]} {row[1].value}" for row in rows}


PART = Attached(
    objection=still_open,
    template="problems/of_action.html",
    context=_context,
    tally=_tally,
)
