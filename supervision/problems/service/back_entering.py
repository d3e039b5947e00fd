"""补录: a problem established on paper long ago, as far as its own life went; marked as such for good.

Nobody signs here what others signed then: the reviewer has looked at the sheet it stands in. What
became of it on a paper follows from that paper (instruments/back_entry).
"""

from dataclasses import replace
from datetime import date

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.problems.models import FLOW, Problem, ProblemStatus
from supervision.problems.service.establishing import check_day
from supervision.problems.service.recording import ProblemFacts, record

UNKNOWN = "补录，见原件"  # how it ended, where the sheet does not say
ENDS = {ProblemStatus.FIXED_ON_SPOT: "back_fix", ProblemStatus.UNFIXABLE: "back_unfixable"}


def back_enter(facts: ProblemFacts, *, established_on: date, actor: Principal) -> Problem:
    """Record it and establish it on the day it was."""
    if established_on > clock.today():
        raise DomainError("认定日期不得晚于今天", field="established_on")
    if established_on < facts.found_on:
        raise DomainError("认定日期不得早于发现日期", field="established_on")
    problem = record(replace(facts, back_entered=True), actor=actor)
    problem.confirmed_on = established_on
    note = f"补录认定（{clock.chinese_date(established_on)}）"
    FLOW.fire(problem, "back_establish", actor=actor, note=note)
    session.flush()
    return problem


def back_end(
    problem: Problem, end: ProblemStatus, *, on: date, note: str, actor: Principal
) -> None:
    """立行立改 or 无法纠正, as it was then; the proof is with the papers of that year."""
    FLOW.check(problem, ENDS[end], actor=actor)
    check_day(problem, on)
    label = f"补录{end.label}（{clock.chinese_date(on)}）"
    FLOW.fire(problem, ENDS[end], actor=actor, note=label)
    problem.ended_on, problem.end_note = on, note.strip() or UNKNOWN
    session.flush()
