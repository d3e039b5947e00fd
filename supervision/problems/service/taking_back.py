"""撤回 of a 转给 that a person gave a moment ago, read from the trail: each problem returns to whom it was."""

from datetime import timedelta

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit import lately
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.problems.models import Problem
from supervision.problems.service.establishing import Outcome, in_bulk
from supervision.problems.service.recording import reassign

OFFERED = timedelta(minutes=1)  # the bar is there for ten seconds; who reads slowly holds it
MOST = 500


def take_back(count: int, *, to: int, actor: Principal) -> list[Outcome]:
    """The newest `count` problems that `actor` passed on to `to`; what went on since then stays."""
    since = clock.now() - OFFERED
    told = lately(
        "reassign", "handler_id", actor_id=actor.user_id, since=since, most=min(count, MOST)
    )
    earlier = {key: int(old) for key, old, new in told if old and new == str(to)}
    if not count or len(earlier) < min(count, MOST):
        raise WrongState("已过了可以撤回的时间，请用“转给”转回")
    problems = list(session.scalars(sa.select(Problem).where(Problem.id.in_(earlier))))

    def back(problem: Problem) -> None:
        if problem.handler_id != to:
            raise DomainError(f"“{problem.title}”已由他人转给别人")
        reassign(problem, handler=session.get_one(User, earlier[problem.id]), actor=actor)

    return in_bulk(problems, back)
