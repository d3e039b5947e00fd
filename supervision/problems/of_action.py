"""What problems add to their action: whether it may be archived or replanned, its panel, its tally."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from supervision.actions.attached import Attached, Planned
from supervision.actions.models import ProblemMeasure, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import Expression, Query, ReadRow, session
from supervision.core.errors import DomainError
from supervision.core.prepared import ask_once
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


def _holds(action_id: Expression) -> sa.Exists:
    return sa.exists().where(Problem.action_id == action_id, Problem.in_hand)


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

    rows = ask_once("problems found by actions", [of_these], statement).rows
    return {row[0] or 0: f"{row[2]} {row[1].value}" for row in rows}


def _replan(action: SupervisionAction, planned: Planned[ProblemMeasure]) -> None:
    """What was found stays within the plan; who counts it differently counts all of it so."""
    upheld = (Problem.action_id == action.id, Problem.status != ProblemStatus.REJECTED)
    first = session.scalar(sa.select(sa.func.min(Problem.found_on)).where(*upheld))
    if first is None:
        return
    if planned.starts_on is not None and planned.starts_on > first:
        day = clock.chinese_date(first)
        message = f"{day}已发现问题，开始日期不得晚于这一天"
        raise DomainError(message, field="starts_on")
    if planned.unit_ids is not None:
        _keep_units(action, planned.unit_ids)
    if planned.measure is not None and planned.measure is not action.measure:
        _count_by(action, planned.measure)


def _keep_units(action: SupervisionAction, wanted: frozenset[int]) -> None:
    found = (
        sa.select(Unit.name, sa.func.count(Problem.id))
        .join(Unit, Unit.id == Problem.unit_id)
        .where(Problem.action_id == action.id, Problem.status != ProblemStatus.REJECTED)
        .where(Problem.unit_id.not_in(wanted), Problem.unit_id.in_(_units_of(action)))
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.id)
    )
    said = [
        f"{name}已录入{count}{action.measure.value}问题" for name, count in session.execute(found)
    ]
    if said:
        raise DomainError(f"{'，'.join(said)}，不能从被监督单位中去掉", field="unit_ids")


def _units_of(action: SupervisionAction) -> list[int]:
    return [link.unit_id for link in action.unit_links]


def _count_by(action: SupervisionAction, measure: ProblemMeasure) -> None:
    problems = session.scalars(sa.select(Problem).where(Problem.action_id == action.id)).all()
    if any(one.status not in (ProblemStatus.PENDING, ProblemStatus.REJECTED) for one in problems):
        raise DomainError("已有问题认定，问题量词不能再改", field="measure")
    for problem in problems:
        problem.measure = measure


PART = Attached(
    objection=still_open,
    holds=_holds,
    template="problems/of_action.html",
    context=_context,
    tally=_tally,
    replan=_replan,
)
