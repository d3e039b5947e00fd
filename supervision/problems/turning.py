"""Whose turn it is with a problem that a paper carries: the slice of papers says it of the paper."""

from collections.abc import Callable

from supervision.core.access.principal import Principal
from supervision.core.seams import Seam
from supervision.core.turns import Turn
from supervision.problems.models import Problem

WITH_PAPERS: Seam[Callable[[int, Principal], Turn | None]] = Seam(
    "whose turn it is with the paper of a problem"
)


def mine_on_paper(problem: Problem, actor: Principal) -> Turn | None:
    """What `actor` does next on the paper that carries the problem, if it is theirs to do."""
    if not problem.in_hand or problem.paper_id is None:
        return None
    found = (ask(problem.paper_id, actor) for ask in WITH_PAPERS.parts())
    return next((turn for turn in found if turn and turn.mine), None)
