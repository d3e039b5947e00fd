"""事实确认, 认定 by two supervisors, the section head's confirmation; singly and in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit import record as note
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.problems.models import FLOW, Problem


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


def hindrance(problem: Problem, verb: str, actor: Principal) -> str | None:
    """Why a step over many will pass over this one as it stands, whatever the form says."""
    if verb == "reassign":
        return None if problem.in_hand else f"问题已“{problem.status.label}”，不必再转"
    second = verb == "establish" and problem.completes_next
    return FLOW.why_not(problem, "establish_second" if second else verb, actor)


def explain(problem: Problem, *, text: str, on: date, actor: Principal) -> None:
    """Register the unit's written explanation (事实确认书); whoever signed over another signs anew."""
    FLOW.check(problem, "explain", actor=actor)
    check_day(problem, on)
    if not text.strip():
        raise DomainError("请填写单位说明；单位未提出说明的，写明情况", field="text")
    said = (text.strip(), on)
    changed = said != (problem.explanation, problem.explained_on)
    problem.explanation, problem.explained_on = said
    label = f"登记事实确认书（{clock.chinese_date(on)}）"
    FLOW.fire(problem, "explain", actor=actor, note=label)
    if changed:
        take_signatures_back(problem, because="单位说明有改动，须重新认定", actor=actor)
    session.flush()


def take_signatures_back(problem: Problem, *, because: str, actor: Principal) -> None:
    """What was signed is no longer what stands there: nobody has established it yet."""
    if problem.first_by_id is None:
        return
    problem.first_by_id = problem.first_on = None
    problem.second_by_id = problem.second_on = None
    note(problem, action="unsign", label=because, actor=actor)


def establish(problem: Problem, *, on: date, actor: Principal) -> None:
    """认定 by a supervisor: the second signature makes it 已认定, unless it is 严重."""
    verb = "establish_second" if problem.completes_next else "establish"
    FLOW.check(problem, verb, actor=actor)
    _check_signing_day(problem, on)
    first = problem.first_by_id is None
    label = f"认定（监督人员{'一' if first else '二'}，{clock.chinese_date(on)}）"
    FLOW.fire(problem, verb, actor=actor, note=label)
    if first:
        problem.first_by_id, problem.first_on = actor.user_id, on
    else:
        problem.second_by_id, problem.second_on = actor.user_id, on
        problem.confirmed_on = None if problem.grave else max(on, problem.first_on or on)
    session.flush()


def _check_signing_day(problem: Problem, on: date) -> None:
    """Not before the unit's explanation."""
    check_day(problem, on)
    if problem.explained_on and on < problem.explained_on:
        day = clock.chinese_date(problem.explained_on)
        raise DomainError(f"认定日期不得早于事实确认的{day}", field="on")


def confirm(problem: Problem, *, on: date, actor: Principal) -> None:
    """确认认定: the section head is the second to establish it, or the third of a 严重 one."""
    FLOW.check(problem, "confirm", actor=actor)
    check_confirming_day(problem, on)
    FLOW.fire(problem, "confirm", actor=actor, note=f"确认认定（{clock.chinese_date(on)}）")
    problem.confirmed_by_id, problem.confirmed_on = actor.user_id, on
    session.flush()


def check_confirming_day(problem: Problem, on: date) -> None:
    """Not before the signatures that are confirmed."""
    check_day(problem, on)
    signed = max(day for day in (problem.first_on, problem.second_on, problem.found_on) if day)
    if on < signed:
        raise DomainError(f"确认日期不得早于认定签字的{clock.chinese_date(signed)}", field="on")


def reject(problem: Problem, *, on: date, reason: str, actor: Principal) -> None:
    """不予认定, with the reason; such a problem is not counted."""
    FLOW.check(problem, "reject", actor=actor)
    check_day(problem, on)
    note_text = f"不予认定（{clock.chinese_date(on)}）"
    FLOW.fire(problem, "reject", actor=actor, reason=reason, note=note_text)
    problem.ended_on, problem.end_note = on, reason.strip()
    session.flush()


def check_day(problem: Problem, on: date) -> None:
    """The day of an event is neither in the future nor before the problem was found."""
    if on > clock.today():
        raise DomainError("办理日期不得晚于今天", field="on")
    if on < problem.found_on:
        day = clock.chinese_date(problem.found_on)
        raise DomainError(f"办理日期不得早于发现日期{day}", field="on")
