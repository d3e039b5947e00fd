"""整改后又发生: a hint (疑似) at the same unit and category within the window; counted once confirmed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.agencies import succession
from supervision.core import clock, settings
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines.compute import add_months
from supervision.problems.models import FLOW, Problem, ProblemStatus, Recurrence


def suspect(problem: Problem) -> None:
    """Hint at the problem before; what somebody judged of the same pair of problems stands."""
    earlier = earlier_problem(problem)
    if earlier is problem.earlier:
        return
    problem.earlier = earlier
    problem.recurrence = Recurrence.SUSPECTED if earlier else Recurrence.NONE
    problem.recurrence_by_id = problem.recurrence_on = None


def earlier_problem(problem: Problem) -> Problem | None:
    """The latest problem of the same unit and category 已销号 within the window before this one.

    The problems of a unit merged by then into this one are its own: mended there, come back here.
    """
    months = int(settings.get("recurrence_months"))
    with session.no_autoflush:
        units = succession.Lineages().of(problem.unit_id, problem.found_on)
        return session.scalar(
            sa.select(Problem)
            .where(
                Problem.unit_id.in_(units),
                Problem.category == problem.category,
                Problem.status == ProblemStatus.CLOSED,
                Problem.ended_on <= problem.found_on,
                Problem.ended_on >= add_months(problem.found_on, -months),
                Problem.id != (problem.id or 0),
            )
            .order_by(Problem.ended_on.desc(), Problem.id.desc())
            .limit(1)
        )


def suspect_all(fresh: Sequence[Problem]) -> None:
    """The same hint for many new problems by one question; they are not in the store yet."""
    if not fresh:
        return
    months = int(settings.get("recurrence_months"))
    wanted = {(one.unit_id, one.category, one.found_on) for one in fresh}
    lineages = succession.Lineages()
    asked = _asked(
        [
            (*one, add_months(one[2], -months), held)
            for one in wanted
            for held in lineages.of(one[0], one[2])
        ]
    )
    before = aliased(Problem)
    latest = (
        sa.select(before.id)
        .where(
            before.unit_id == asked.c.held_by,
            before.category == asked.c.category,
            before.status == ProblemStatus.CLOSED,
            before.ended_on <= asked.c.found_on,
            before.ended_on >= asked.c.since,
        )
        .order_by(before.ended_on.desc(), before.id.desc())
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )
    found = (
        sa.select(asked.c.unit_id, asked.c.category, asked.c.found_on, Problem.id)
        .join(Problem, Problem.id == latest)
        .order_by(Problem.ended_on, Problem.id)  # of units that are one now, the latest stands last
    )
    earlier = {tuple(row[:3]): row[3] for row in session.execute(found)}
    for one in fresh:
        one.earlier_id = earlier.get((one.unit_id, one.category, one.found_on))
        one.recurrence = Recurrence.SUSPECTED if one.earlier_id else Recurrence.NONE


def _asked(rows: Sequence[tuple[object, ...]]) -> sa.CTE:
    columns = (
        sa.column("unit_id", sa.Integer), sa.column("category", sa.String),
        sa.column("found_on", sa.Date), sa.column("since", sa.Date), sa.column("held_by", sa.Integer),
    )  # fmt: skip
    return sa.values(*columns, name="asked").data(rows).cte("asked")


def recurred_as(problem: Problem) -> list[Problem]:
    """Later problems of which it is suspected or confirmed that this one came back in them."""
    statement = sa.select(Problem).where(
        Problem.earlier_id == problem.id, Problem.recurrence != Recurrence.DENIED
    )
    return list(session.scalars(statement.order_by(Problem.found_on, Problem.id)))


def confirm_recurrence(problem: Problem, *, actor: Principal) -> None:
    """It did happen again after it was mended: from now on it counts."""
    _judge(problem, "confirm_recurrence", Recurrence.CONFIRMED, actor=actor)


def deny_recurrence(problem: Problem, *, reason: str, actor: Principal) -> None:
    """It is another matter, with the reason."""
    _judge(problem, "deny_recurrence", Recurrence.DENIED, actor=actor, reason=reason)


def _judge(
    problem: Problem, verb: str, judged: Recurrence, *, actor: Principal, reason: str = ""
) -> None:
    FLOW.fire(problem, verb, actor=actor, reason=reason)
    problem.recurrence = judged
    problem.recurrence_by_id, problem.recurrence_on = actor.user_id, clock.today()
    session.flush()
