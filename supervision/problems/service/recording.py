"""Recording and amending a problem, its recurrence, and who handles it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from supervision.accounts.models import User
from supervision.actions.models import ActionStatus, ProblemMeasure, SupervisionAction
from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core import bulk, clock
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit import record as note
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState, answer
from supervision.core.facts import Facts
from supervision.problems.models import Problem, ProblemStatus, Severity
from supervision.problems.service.establishing import take_signatures_back
from supervision.problems.service.recurring import suspect, suspect_all

RECORDABLE = (ActionStatus.ONGOING, ActionStatus.FEEDBACK, ActionStatus.TRACKING)


@dataclass(frozen=True)
class ProblemFacts(Facts[Problem]):
    """What is recorded of a problem; without `measure` it takes the action's, without `handler` the actor."""

    unit: Unit
    title: str
    category: str
    found_on: date
    action: SupervisionAction | None = None
    clue_id: int | None = None
    facts: str = ""
    field: str = ""
    severity: Severity = Severity.ORDINARY
    measure: ProblemMeasure | None = None
    rule_breached: str = ""
    case_number: str = ""
    case_cause: str = ""
    officers: str = ""
    handler: User | None = None
    back_entered: bool = False


def record(facts: ProblemFacts, *, actor: Principal) -> Problem:
    """Enter a problem found; 疑似整改后又发生 is hinted here."""
    actor.require(Permission.PROBLEM_RECORD)
    problem = _found(facts, actor)
    suspect(problem)
    session.add(problem)
    session.flush()
    return problem


def record_many(given: Sequence[ProblemFacts], *, actor: Principal) -> list[Problem | DomainError]:
    """Enter many problems as one by one, but by few statements; for each the problem or the refusal.

    The problems given back are not the session's: only their key and what was entered can be read.
    """
    actor.require(Permission.PROBLEM_RECORD)
    answers = [answer(lambda one: _found(one, actor), facts) for facts in given]
    suspect_all([one for one in answers if isinstance(one, Problem)])
    return bulk.enter(Problem, answers)


def _found(facts: ProblemFacts, actor: Principal) -> Problem:
    problem = Problem(body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id)
    _apply(problem, facts)
    return problem


def amend(problem: Problem, facts: ProblemFacts, *, actor: Principal) -> None:
    """Correct a problem not established yet; what supervisors have signed they must sign anew."""
    actor.require(Permission.PROBLEM_RECORD)
    if problem.status is not ProblemStatus.PENDING:
        message = f"问题已“{problem.status.label}”，不能再修改"
        raise WrongState(message)
    _apply(problem, replace(facts, clue_id=facts.clue_id or problem.clue_id))
    if session.is_modified(problem):
        take_signatures_back(problem, because="内容有改动，须重新认定", actor=actor)
    suspect(problem)
    session.flush()


def rewrite(problem: Problem, facts: ProblemFacts) -> None:
    """Write the whole entry anew (更正补录), with the hint that follows from it."""
    _apply(problem, facts)
    suspect(problem)


def _apply(problem: Problem, facts: ProblemFacts) -> None:
    check(problem, facts)
    facts.into(
        problem,
        unit_id=facts.unit.id,
        action_id=facts.action.id if facts.action else None,
        measure=facts.measure or (facts.action.measure if facts.action else ProblemMeasure.GE),
    )
    if facts.handler is not None:
        check_handler(problem, facts.handler)
        problem.handler_id = facts.handler.id


def check(problem: Problem, facts: ProblemFacts) -> None:
    """DomainError where it cannot be recorded so."""
    if not facts.title.strip():
        raise DomainError("请填写问题", field="title")
    if not facts.category.strip():
        raise DomainError("请选择问题类别", field="category")
    if facts.unit.body_id != problem.body_id:
        raise DomainError("被监督单位须是本机关监督的单位", field="unit_id")
    if (facts.unit.id, facts.found_on) != (problem.unit_id, problem.found_on):
        succession.refuse_gone(facts.unit, facts.found_on, field="unit_id")
    if facts.found_on > clock.today():
        raise DomainError("发现日期不得晚于今天", field="found_on")
    if facts.action is not None and facts.action.id != problem.action_id:
        _check_action(problem, facts.action)
    if facts.action is not None:
        _check_within(facts.action, facts)


def _check_action(problem: Problem, action: SupervisionAction) -> None:
    if action.body_id != problem.body_id:
        raise DomainError("只能记在本机关的监督行动之下", field="action_id")
    if action.status not in RECORDABLE:
        raise DomainError(f"行动“{action.status.label}”，不能录入问题", field="action_id")


def _check_within(action: SupervisionAction, facts: ProblemFacts) -> None:
    if facts.found_on < action.starts_on:
        day = clock.chinese_date(action.starts_on)
        raise DomainError(f"发现日期不得早于行动开始的{day}", field="found_on")
    named = {link.unit_id for link in action.unit_links}
    if facts.unit.id not in named and not named & set(succession.merged_into(facts.unit.id)):
        raise DomainError("该单位不在本次行动的被监督单位之列", field="unit_id")


def check_handler(problem: Problem, handler: User) -> None:
    """DomainError unless `handler` is an active 承办人 of the problem's body."""
    fit = handler.active and Role.HANDLER in handler.roles and handler.body_id == problem.body_id
    if not fit:
        raise DomainError("承办人须是本机关在用账号的承办人", field="handler_id")


def reassign(problem: Problem, *, handler: User, actor: Principal) -> None:
    """Pass an open problem on to another 承办人 (转给)."""
    actor.require(Permission.PROBLEM_RECORD)
    if not problem.in_hand:
        raise WrongState(f"问题已“{problem.status.label}”，不必再转")
    if problem.handler_id == handler.id:
        raise DomainError(f"承办人已经是{handler.name}")
    check_handler(problem, handler)
    problem.handler_id = handler.id
    note(problem, action="reassign", label=f"转给{handler.name}承办", actor=actor)
    session.flush()
