"""删除: a problem entered by mistake goes while nothing hangs on it; the trail keeps it."""

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import WrongState
from supervision.core.hanging import hanging_on
from supervision.problems.models import FLOW, Problem


def remove(problem: Problem, *, reason: str, actor: Principal) -> None:
    """Delete it, with the reason; WrongState naming what hangs on it."""
    FLOW.check(problem, "remove", actor=actor)
    held = hanging_on(problem)
    if held:
        message = f"此问题已有{'、'.join(held)}，不能删除；不成立的，由审核人不予认定"
        raise WrongState(message)
    FLOW.fire(problem, "remove", reason=reason, actor=actor, note=f"删除问题“{problem.title}”")
    session.flush()
    session.delete(problem)
    session.flush()
