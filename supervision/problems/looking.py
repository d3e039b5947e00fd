"""更正补录 of problems waits for the reviewer's look. They come in by sheet, looked at as a whole (imports/looking)."""

from supervision.accounts.looking import PastEntry
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.problems.models import FLOW, Problem, ProblemStatus
from supervision.problems.service import ProblemFacts, correcting
from supervision.problems.service.correcting import PastProblem


def ask(
    problem: Problem, facts: ProblemFacts, past: PastProblem, *, reason: str, actor: Principal
) -> None:
    """The registrar's half of a correction; what stands is not touched before it is confirmed."""
    correcting.check(problem, facts, past)
    facts = correcting.kept_beside(problem, facts)
    ENTRY.ask_correction(problem, facts, past, reason=reason, actor=actor)


ENTRY = PastEntry(
    name="problem",
    title="问题",
    model=Problem,
    flow=FLOW,
    draft=ProblemStatus.PENDING,
    facts=ProblemFacts,
    past=PastProblem,
    proposes=Permission.PROBLEM_RECORD,
    called=lambda problem: str(problem.title),
    correct=correcting.correct,
    may_correct=correcting.may_correct,
    labels={
        "unit": "被监督单位", "action": "监督行动", "handler": "承办人", "established_on": "认定日期",
        "end": "了结情况", "clue_id": "", "back_entered": "", "measure": "",
    },
)  # fmt: skip
CORRECTED = ENTRY.declared()[1]
