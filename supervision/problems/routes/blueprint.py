"""The blueprint of problems, the scoped loads its views start with, and which problems were chosen."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import sqlalchemy as sa
from flask import Blueprint, abort, request, url_for
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.keys import identifiers
from supervision.core.listing.asked import Asked
from supervision.problems.lists import LEDGER, PROBLEMS
from supervision.problems.models import Problem

bp = Blueprint("problems", __name__, url_prefix="/problems")
MOST_CHOSEN = 500
ALL_OF = "all_of"  # “符合条件的全部”: the list and its filter, as ledger?tab=overdue&unit=3
CHOSEN_FROM = {"ledger": LEDGER, "problems": PROBLEMS}


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
    """`ids` of the query or the form, in order, without nonsense and repeats; or all of a filter."""
    if everything := request.form.get(ALL_OF):
        return _all_of(everything)
    given = [*request.args.getlist("ids"), *request.form.getlist("ids")]
    return identifiers(given)[:MOST_CHOSEN]


def _all_of(asked: str) -> list[int]:
    """Every row of a list under its filter, beyond the page; refused where they are too many for one step."""
    which, _, query = asked.partition("?")
    listing = CHOSEN_FROM.get(which) or abort(400)
    found = Asked(listing, dict(parse_qsl(query))).window(None, MOST_CHOSEN + 1)
    if len(found.rows) > MOST_CHOSEN or found.stopped is not None:
        message = f"符合条件的超过{MOST_CHOSEN}条，请先缩小筛选范围，再选择全部"
        raise DomainError(message)
    return [row.id for row in found.rows]


def some_chosen() -> list[int]:
    """The chosen keys; refused where nothing is chosen."""
    ids = chosen_ids()
    if not ids:
        message = "请先在表中勾选问题"
        raise DomainError(message)
    return ids


def chosen() -> Sequence[Problem]:
    """The chosen problems that the present scope sees, in the order chosen."""
    ids = chosen_ids()
    statement = sa.select(Problem).where(Problem.id.in_(ids)).options(joinedload(Problem.unit))
    found = {problem.id: problem for problem in session.scalars(statement)}
    return [found[key] for key in ids if key in found]
