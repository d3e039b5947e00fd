"""事实确认, 认定 by two supervisors, the section head's confirmation; singly and in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record as note
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.problems.models import FLOW, Problem, ProblemStatus


@dataclass(frozen=True)
class Outcome:
    """What a bulk verb did to one problem; `refusal` is the reason why it did not."""

    problem: Problem
    refusal: str = ""


def in_bulk(problems: Iterable[Problem], verb: Callable[[Problem], None]) -> list[Outcome]:
    """Apply `verb` to each, with the same checks as for a single one; a refusal stops no other.

    A verb must check everything before it changes anything.
    """
    outcomes = []
    for problem in problems:
        try:
            verb(problem)
        except DomainError as refusal:
            outcomes.append(Outcome(problem, refusal.message))
        else:
            outcomes.append(Outcome(problem))
    return outcomes


def explain(problem: Problem, *, text: str, on: date, actor: Principal) -> None:
    """Register the unit's written explanation (事实确认书), which comes before 认定."""
    actor.require(Permission.PROBLEM_RECORD)
    actor.require_own(problem.body_id)
    _require_pending(problem)
    check_day(problem, on)
    if not text.strip():
        raise DomainError("请填写单位说明；单位未提出说明的，写明情况", field="text")
    problem.explanation, problem.explained_on = text.strip(), on
    label = f"登记事实确认书（{clock.chinese_date(on)}）"
    note(problem, action="explain", label=label, actor=actor)
    session.flush()


def establish(problem: Problem, *, on: date, actor: Principal) -> None:
    """认定: one of two different supervisors signs that the problem is a fact."""
    actor.require(Permission.PROBLEM_ESTABLISH)
    actor.require_own(problem.body_id)
    _require_pending(problem)
    check_day(problem, on)
    if problem.explained_on is None:
        raise DomainError("须先登记单位说明（事实确认书）")
    if on < problem.explained_on:
        day = clock.chinese_date(problem.explained_on)
        raise DomainError(f"认定日期不得早于事实确认的{day}", field="on")
    if problem.second_by_id is not None:
        raise WrongState("两名监督人员已经认定，等待审核人确认")
    if problem.first_by_id == actor.user_id:
        raise Forbidden("您已认定过，须由另一名监督人员认定")
    _sign(problem, on, actor)
    session.flush()


def _sign(problem: Problem, on: date, actor: Principal) -> None:
    if problem.first_by_id is None:
        problem.first_by_id, problem.first_on, which = actor.user_id, on, "一"
    else:
        problem.second_by_id, problem.second_on, which = actor.user_id, on, "二"
    label = f"认定（监督人员{which}，{clock.chinese_date(on)}）"
    note(problem, action="establish", label=label, actor=actor)


def confirm(problem: Problem, *, on: date, actor: Principal) -> None:
    """确认认定: the section head confirms what two others have established."""
    FLOW.check(problem, "confirm", actor=actor)
    check_day(problem, on)
    signed = max(day for day in (problem.first_on, problem.second_on, problem.found_on) if day)
    if on < signed:
        raise DomainError(f"确认日期不得早于认定签字的{clock.chinese_date(signed)}", field="on")
    FLOW.fire(problem, "confirm", actor=actor, note=f"确认认定（{clock.chinese_date(on)}）")
    problem.confirmed_by_id, problem.confirmed_on = actor.user_id, on
    session.flush()


def reject(problem: Problem, *, on: date, reason: str, actor: Principal) -> None:
    """不予认定, with the reason; such a problem is not counted."""
    FLOW.check(problem, "reject", actor=actor)
    check_day(problem, on)
    note_text = f"不予认定（{clock.chinese_date(on)}）"
    FLOW.fire(problem, "reject", actor=actor, reason=reason, note=note_text)
    problem.ended_on, problem.end_note = on, reason.strip()
    session.flush()


def _require_pending(problem: Problem) -> None:
    if problem.status is not ProblemStatus.PENDING:
        raise WrongState(f"问题已“{problem.status.label}”，不必再办")


def check_day(problem: Problem, on: date) -> None:
    """The day of an event is neither in the future nor before the problem was found."""
    if on > clock.today():
        raise DomainError("办理日期不得晚于今天", field="on")
    if on < problem.found_on:
        day = clock.chinese_date(problem.found_on)
        raise DomainError(f"办理日期不得早于发现日期{day}", field="on")
