"""What may be recorded at the edges: on the first and the last day, in whose name, and until when."""

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.actions import halting
from supervision.actions.models import ProblemMeasure
from supervision.agencies.models import Unit
from supervision.core.access import crossing
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState
from supervision.problems import service
from supervision.problems.models import ProblemStatus as S
from tests.make import actions as make_action
from tests.make import people
from tests.make import problems as make
from tests.problems.service.conftest import TODAY


@pytest.mark.parametrize("name", ["title", "category"])
def test_a_problem_says_what_it_is_and_of_which_kind(unit: Unit, name: str) -> None:
    with pytest.raises(DomainError) as refused:
        make.problem(unit=unit, **{name: "  "})
    assert refused.value.field == name


def test_it_may_be_found_today_and_on_the_day_its_action_begins(unit: Unit) -> None:
    assert make.problem(unit=unit, found_on=TODAY).measure is ProblemMeasure.GE
    action = make_action.action(
        by=people.principal("handler"), leader=people.principal("signatory")
    )
    first = make.problem(unit=action.units[0], action=action, found_on=action.starts_on)
    assert first.found_on == action.starts_on


def test_an_action_that_is_over_takes_none_but_keeps_its_own(unit: Unit) -> None:
    action = make_action.action(
        by=people.principal("handler"), leader=people.principal("signatory")
    )
    made = make.problem(unit=action.units[0], action=action)
    halting.suspend(action, on=TODAY, reason="暂缓", actor=people.principal("signatory"))
    with pytest.raises(DomainError, match="不能录入问题"):
        make.problem(unit=action.units[0], action=action)
    changed = make.facts(action.units[0], action, title="改过")
    service.amend(made, changed, actor=people.principal("handler"))
    assert made.title == "改过"


def test_only_an_active_handler_of_the_own_body_handles(unit: Unit) -> None:
    made = make.problem(unit=unit)
    handler = people.principal("handler")
    second = session.scalars(sa.select(User).where(User.username == "second")).one()
    with crossing("people of another body"):
        foreign = people.user("foreign", *second.roles, body=people.body("别市"))
        session.flush()
    second.active = False
    session.flush()
    for unfit in (second, foreign):
        with pytest.raises(DomainError, match="承办人须是"):
            service.reassign(made, handler=unfit, actor=handler)
    second.active = True
    service.reassign(made, handler=second, actor=handler)
    with pytest.raises(DomainError, match="承办人已经是"):
        service.reassign(made, handler=second, actor=handler)


@pytest.mark.parametrize("status", [S.REJECTED, S.FIXED_ON_SPOT, S.CLOSED])
def test_what_is_over_is_passed_on_to_nobody(unit: Unit, status: S) -> None:
    made = make.problem(status, unit=unit)
    second = session.scalars(sa.select(User).where(User.username == "second")).one()
    with pytest.raises(WrongState, match="不必再转"):
        service.reassign(made, handler=second, actor=people.principal("handler"))
