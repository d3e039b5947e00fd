"""What people are told at once of a problem: that 认定 waits for them, first, second, or to be confirmed."""

from collections.abc import Iterable

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.problems.models import Problem
from supervision.reminders.inbox import holders_in
from supervision.reminders.telling import Event, Told, its


def _who_signs_next(problem: Problem) -> Iterable[int]:
    """Another supervisor or the section head; of a 严重 problem first the one, then the other."""
    wanted = [Permission.PROBLEM_ESTABLISH, Permission.PROBLEM_CONFIRM]
    if problem.grave:
        wanted = wanted[1:] if problem.first_by_id is not None else wanted[:1]
    return {one for each in wanted for one in holders_in(each, problem.body_id)}


TOLD = Told(
    events={
        "explain": Event("单位已说明，请认定", (its("handler_id"),)),
        "establish": Event("已有监督人员认定，待您认定或确认", (_who_signs_next,)),
    },
    called=lambda problem: problem.title,
)


def tell(record: object, verb: str, actor: Principal) -> None:
    """After a step of a problem."""
    if isinstance(record, Problem):
        TOLD.step(record, verb, actor=actor)
