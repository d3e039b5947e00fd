"""An action's plan is changed after problems were recorded under it: what was found stays true to it."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.actions.models import ProblemMeasure, SupervisionAction
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus
from tests.make import actions, people
from tests.make import problems as make
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus


@pytest.fixture
def plan(bureau: None, inside: Inside, clock: Clock) -> str:
    """Where the plan of an action over two units is changed; 3月6日 a problem was found at 示例市乙局."""
    clock("2023-04-12 10:00")
    return f"/actions/{_action(inside, S.PENDING)}/amend"


def _action(inside: Inside, status: ProblemStatus) -> int:
    with inside():
        by, leader = people.principal("handler"), people.principal("signatory")
        one, two = (people.unit(name, by=by) for name in ("示例市乙局", "示例市丙局"))
        made = actions.action(by=by, leader=leader, units=[one, two])
        make.problem(status, unit=one, action=made)
        return made.id


def _units(inside: Inside) -> dict[str, str]:
    with inside():
        made = session.scalars(sa.select(SupervisionAction)).one()
        return {unit.name: str(unit.id) for unit in made.units}


def test_a_unit_at_which_something_was_found_stays_in_the_plan(
    plan: str, sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    """It was taken out without a word; the problem could then no longer be amended."""
    units, handler = _units(inside), sign_in("handler")
    left = {"title": "改过的名称", "unit_ids": [units["示例市丙局"]]}
    shown = page(handler.submit(plan, left), status=422)
    assert "示例市乙局已录入1个问题，不能从被监督单位中去掉" in shown.text
    assert shown.find("//main//form")[0].fields["title"] == "改过的名称"
    assert set(_units(inside)) == {"示例市乙局", "示例市丙局"}
    assert handler.submit(plan, {"unit_ids": [units["示例市乙局"]]}).status_code == 302
    assert set(_units(inside)) == {"示例市乙局"}


def test_an_action_does_not_begin_after_what_was_found_in_it(
    plan: str, sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    handler = sign_in("handler")
    shown = page(handler.submit(plan, {"starts_on": "2023-03-07"}), status=422)
    assert "2023年3月6日已发现问题，开始日期不得晚于这一天" in shown.text
    assert handler.submit(plan, {"starts_on": "2023-03-06"}).status_code == 302
    with inside():
        assert session.scalars(sa.select(SupervisionAction)).one().starts_on == date(2023, 3, 6)


def test_problems_nobody_has_established_follow_the_measure_word(
    plan: str, sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    """The list of actions said 1 项 of a problem that the year counted as 1 个."""
    handler = sign_in("handler")
    assert handler.submit(plan, {"measure": "项"}).status_code == 302
    with inside():
        assert session.scalars(sa.select(Problem)).one().measure is ProblemMeasure.XIANG
    assert "1 项" in page(handler.get("/actions/")).text


def test_what_was_established_keeps_its_measure_word_and_so_does_its_action(
    bureau: None, sign_in: SignIn, inside: Inside, clock: Clock, page: PageCheck
) -> None:
    clock("2023-04-12 10:00")
    plan = f"/actions/{_action(inside, S.ESTABLISHED)}/amend"
    shown = page(sign_in("handler").submit(plan, {"measure": "项", "title": "新名"}), status=422)
    assert "已有问题认定，问题量词不能再改" in shown.text
    assert shown.find("//main//form")[0].fields["title"] == "新名"
    with inside():
        assert session.scalars(sa.select(Problem)).one().measure is ProblemMeasure.GE
        assert session.scalars(sa.select(SupervisionAction)).one().measure is ProblemMeasure.GE


def test_what_was_not_upheld_does_not_hold_the_plan(
    bureau: None, sign_in: SignIn, inside: Inside, clock: Clock
) -> None:
    clock("2023-04-12 10:00")
    plan = f"/actions/{_action(inside, S.REJECTED)}/amend"
    units = _units(inside)
    changed = {"unit_ids": [units["示例市丙局"]], "starts_on": "2023-03-07", "measure": "项"}
    assert sign_in("handler").submit(plan, changed).status_code == 302
    assert set(_units(inside)) == {"示例市丙局"}
