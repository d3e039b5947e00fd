"""The blueprint of problems and the scoped loads its views start with."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, abort, request, url_for
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.core.keys import identifiers
from supervision.problems.models import Problem

bp = Blueprint("problems", __name__, url_prefix="/problems")
MOST_CHOSEN = 500


def load(problem_id: int) -> Problem:
    """The problem with its parts in a fixed number of queries; a foreign one is a 404."""
    problem = session.get(
        Problem,
        problem_id,
        options=[
            joinedload(Problem.unit),
            joinedload(Problem.action),
            joinedload(Problem.handler),
            joinedload(Problem.first_by),
            joinedload(Problem.second_by),
            joinedload(Problem.confirmed_by),
            joinedload(Problem.earlier),
            selectinload(Problem.working_papers),
        ],
    )
    return problem or abort(404)


def crumbs(problem: Problem) -> list[tuple[str, str | None]]:
    """Where a page of a problem stands."""
    show = url_for("problems.show", problem_id=problem.id)
    return [("发现问题", url_for("problems.index")), (problem.title, show)]


def chosen_ids() -> list[int]:
    """`ids` of the query or the form, in order, without nonsense and repeats."""
    given = [*request.args.getlist("ids"), *request.form.getlist("ids")]
    return identifiers(given)[:MOST_CHOSEN]


def chosen() -> Sequence[Problem]:
    """The chosen problems that the present scope sees, in the order chosen."""
    ids = chosen_ids()
    statement = sa.select(Problem).where(Problem.id.in_(ids)).options(joinedload(Problem.unit))
    found = {problem.id: problem for problem in session.scalars(statement)}
    return [found[key] for key in ids if key in found]
