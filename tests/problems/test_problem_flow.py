"""Every state × step × seat of a problem and of an action, with real records and their guards."""

from collections.abc import Iterator

import pytest

from supervision.actions.models import FLOW as ACTION_FLOW
from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.access import GRANTS, Principal
from supervision.core.db import session
from supervision.core.workflow import Flow
from supervision.problems.models import FLOW, Problem, ProblemStatus
from tests.make import actions as make_action
from tests.make import people
from tests.make import problems as make
from tests.make.offices import USUAL
from tests.support.work import Inside

ON_PAPER = {ProblemStatus.RECTIFYING, ProblemStatus.TO_VERIFY, ProblemStatus.CLOSED}


@pytest.fixture
def unit(bureau: None, inside: Inside) -> Iterator[Unit]:
    """A supervised unit, inside one unit of work."""
    with inside():
        yield people.unit("示例市乙局", by=people.principal("handler"))


def _allowed(flow: Flow, status: object, name: str, who: Principal) -> bool:
    step = flow.transitions[name]
    held = frozenset().union(*(GRANTS[role] for role in who.roles))
    return status in step.sources and step.permission in held


@pytest.mark.parametrize("status", list(ProblemStatus))
def test_a_problem_in_each_state_lets_each_seat_take_exactly_its_steps(
    unit: Unit, status: ProblemStatus
) -> None:
    problem = make.problem(status, unit=unit)
    for username in USUAL:
        who = people.principal(username)
        offered = {step.name for step in FLOW.available(problem, who)}
        expected = {name for name in FLOW.transitions if _allowed(FLOW, status, name, who)}
        assert offered == expected - _refused_by_guard(problem), (status, username)


def _refused_by_guard(problem: Problem) -> set[str]:
    """What the table allows and the record refuses: nobody has signed it yet, a paper has it …"""
    refused = {"confirm_recurrence", "deny_recurrence", "refer_away"}  # no hint, no referral
    refused |= {"back_establish", "back_fix", "back_unfixable"}  # it was not entered late
    if problem.explained_on is None:
        refused |= {"establish", "establish_second", "confirm"}
        refused |= {"fix_on_spot"} if problem.status is ProblemStatus.PENDING else set()
    return refused | ({"fix_on_spot"} if problem.status in ON_PAPER else set())


@pytest.mark.parametrize("status", list(ActionStatus))
def test_an_action_in_each_state_lets_each_seat_take_exactly_its_steps(
    unit: Unit, status: ActionStatus
) -> None:
    action = make_action.action(
        status, by=people.principal("handler"), leader=people.principal("signatory"), units=[unit]
    )
    _expect_action_steps(action, refused=set())


def test_an_action_with_an_open_problem_offers_everything_but_archiving(unit: Unit) -> None:
    action = make_action.action(
        ActionStatus.TRACKING,
        by=people.principal("handler"),
        leader=people.principal("signatory"),
        units=[unit],
    )
    make.problem(unit=unit, action=action)
    session.flush()
    _expect_action_steps(action, refused={"archive"})


def _expect_action_steps(action: SupervisionAction, *, refused: set[str]) -> None:
    for username in USUAL:
        who = people.principal(username)
        offered = {step.name for step in ACTION_FLOW.available(action, who)}
        expected = {
            name
            for name in ACTION_FLOW.transitions
            if _allowed(ACTION_FLOW, action.status, name, who)
        }
        by_another = {"confirm_approval"} if action.handler_id == who.user_id else set()
        by_another |= {"hand_in_scan"}  # it was not approved on paper
        assert offered == expected - refused - by_another, (action.status, username)


@pytest.mark.parametrize("status", list(ProblemStatus))
def test_a_status_is_set_by_its_workflow_only(unit: Unit, status: ProblemStatus) -> None:
    problem = make.problem(unit=unit)
    if status is problem.status:
        return
    with pytest.raises(AttributeError):
        problem.status = status
