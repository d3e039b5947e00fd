"""更正补录 of a problem: the whole entry again, while nothing followed it here; what stood on its paper then stays.

Its items say what the paper said: they are put right with the paper (instruments/back_entry).
"""

from dataclasses import dataclass, replace
from datetime import date

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import correctable, correcting
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.facts import Facts
from supervision.problems.models import FLOW, Problem
from supervision.problems.models import ProblemStatus as S
from supervision.problems.service import recording
from supervision.problems.service.back_entering import ENDS, UNKNOWN
from supervision.problems.service.recording import ProblemFacts


@dataclass(frozen=True)
class PastProblem(Facts[Problem]):
    """What had become of it by itself: when it was established, and its end without a paper, if it had one."""

    established_on: date
    end: S | None = None
    ended_on: date | None = None
    end_note: str = ""


def past_of(problem: Problem) -> PastProblem:
    """As it stands."""
    own = problem.status in ENDS
    return PastProblem(
        established_on=problem.confirmed_on or problem.found_on,
        end=problem.status if own else None,
        ended_on=problem.ended_on if own else None,
        end_note=problem.end_note if own else "",
    )


def may_correct(problem: Problem, actor: Principal) -> bool:
    """Whether `actor` may correct the entry now."""
    return actor.can(Permission.PROBLEM_RECORD) and correctable(problem, actor)


def check(problem: Problem, facts: ProblemFacts, past: PastProblem) -> None:
    """DomainError where it cannot have been so."""
    recording.check(problem, facts)
    if problem.paper_id is not None and facts.unit.id != problem.unit_id:
        message = "已列入文书的，单位随文书：请在所列文书的页面更正补录"
        raise DomainError(message, field="unit_id")
    _check_established(problem, facts, past)
    _check_end(problem, past)


def _check_established(problem: Problem, facts: ProblemFacts, past: PastProblem) -> None:
    if past.established_on < facts.found_on:
        raise DomainError("认定日期不得早于发现日期", field="established_on")
    if past.established_on > clock.today():
        raise DomainError("认定日期不得晚于今天", field="established_on")
    if problem.delivered_on is not None and past.established_on > problem.delivered_on:
        raise DomainError("认定日期不得晚于所列文书的送达日期", field="established_on")


def _check_end(problem: Problem, past: PastProblem) -> None:
    if problem.paper_id is not None and past.end is not past_of(problem).end:
        raise DomainError("已列入文书的，了结情况随文书", field="end")
    if past.end is None and (past.ended_on or past.end_note.strip()):
        raise DomainError("没有了结的，不填了结日期和说明", field="ended_on")
    if past.end is None:
        return
    if past.ended_on is None:
        raise DomainError("请填写了结日期", field="ended_on")
    if past.ended_on < past.established_on:
        raise DomainError("了结日期不得早于认定日期", field="ended_on")
    if past.ended_on > clock.today():
        raise DomainError("了结日期不得晚于今天", field="ended_on")


def correct(
    problem: Problem, facts: ProblemFacts, past: PastProblem, *, reason: str, actor: Principal
) -> None:
    """Old and new stay on the trail as one event."""
    actor.require(Permission.PROBLEM_RECORD)
    with correcting(problem, reason=reason, actor=actor):
        check(problem, facts, past)
        with session.no_autoflush:  # days and state change together
            recording.rewrite(problem, kept_beside(problem, facts))
            problem.confirmed_on = past.established_on
            if problem.status in (S.ESTABLISHED, *ENDS):
                problem.ended_on = past.ended_on
                problem.end_note = (past.end_note.strip() or UNKNOWN) if past.end else ""
                FLOW.settle(problem, past.end or S.ESTABLISHED, actor=actor, because=reason)
        session.flush()


def kept_beside(problem: Problem, facts: ProblemFacts) -> ProblemFacts:
    """The facts, with what the form does not show as it stands."""
    return replace(
        facts, clue_id=problem.clue_id, back_entered=problem.back_entered,
        measure=problem.measure if facts.action is problem.action else None,
    )  # fmt: skip
