"""Rules of 监督行动 (product.md §2), each test named after the rule it proves."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from supervision.actions import attached, halting, service
from supervision.actions.models import ActionForm, ActionKind, ActionStatus, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.access import Principal
from supervision.core.access.principal import acting
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.slices import install
from supervision.problems.models import ProblemStatus
from supervision.roster.service import leave
from tests.make import actions as make
from tests.make import people
from tests.make import problems as make_problem
from tests.make.actions import START
from tests.support.clock import Clock
from tests.support.work import Inside

S = ActionStatus


@pytest.fixture
def seats(bureau: None, inside: Inside) -> Iterator[tuple[Principal, Principal]]:
    """The handler and the signatory, inside one unit of work."""
    with inside():
        yield people.principal("handler"), people.principal("signatory")


def _team(by: Principal) -> list[service.MemberFacts]:
    return [make.member(make.supervisor(f"示例{which}", by=by)) for which in "丙丁"]


@pytest.mark.parametrize("size", [0, 1])
def test_a_team_has_two_or_more(seats: Any, size: int) -> None:
    with pytest.raises(DomainError, match="不得少于两名"):
        service.record(make.facts(_team(seats[0])[:size]), actor=seats[0])


def test_nobody_is_counted_twice_in_a_team(seats: Any) -> None:
    one = _team(seats[0])[0]
    with pytest.raises(DomainError, match="填写了两次"):
        service.record(make.facts([one, one]), actor=seats[0])


def test_every_member_is_checked_for_recusal(seats: Any) -> None:
    one, other = _team(seats[0])
    unchecked = service.MemberFacts(other.entry, recusal_checked=False)
    with pytest.raises(DomainError, match="回避"):
        service.record(make.facts([one, unchecked]), actor=seats[0])


def test_a_certificate_must_be_valid_when_the_action_begins(seats: Any) -> None:
    one = _team(seats[0])[0]
    until = make.supervisor("示例戊", by=seats[0], until=START)
    made = service.record(make.facts([one, make.member(until)]), actor=seats[0])
    assert len(made.team) == 2
    expired = make.supervisor("示例己", by=seats[0], until=START - timedelta(days=1))
    with pytest.raises(DomainError, match="到期"):
        service.record(make.facts([one, make.member(expired)]), actor=seats[0])


def test_a_member_is_in_office_when_the_action_begins(seats: Any) -> None:
    team = _team(seats[0])
    leave(team[0].entry, on=START, reason="调离", actor=seats[0])
    with pytest.raises(DomainError, match="不是在任"):
        service.record(make.facts(team), actor=seats[0])


def test_the_certificate_number_is_that_of_then(seats: Any) -> None:
    team = _team(seats[0])
    made = service.record(make.facts(team), actor=seats[0])
    before = made.team[0].certificate_no
    team[0].entry.certificate_no = "示监换证9"
    service.amend(made, make.facts(team, title="改名"), actor=seats[0])
    assert made.team[0].certificate_no == before


@pytest.mark.parametrize(
    ("starts_on", "allowed"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True)]
)
def test_a_kind_exists_only_since_decree_825(
    seats: Any, clock: Clock, starts_on: date, allowed: bool
) -> None:
    clock("2026-06-01 09:00")
    facts = make.facts(
        _team(seats[0]), kind=ActionKind.KEY, starts_on=starts_on, ends_on=date(2026, 5, 1)
    )
    if allowed:
        assert service.record(facts, actor=seats[0]).kind is ActionKind.KEY
    else:
        with pytest.raises(DomainError, match="监督类别"):
            service.record(facts, actor=seats[0])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": START - timedelta(days=1)}, "ends_on"),
        ({"stationed_on": START}, "stationed_on"),
        ({"form": ActionForm.RESIDENT, "withdrawn_on": START}, "stationed_on"),
        ({"form": ActionForm.RESIDENT, "stationed_on": START - timedelta(days=1)}, "stationed_on"),
        ({"form": ActionForm.RESIDENT, "stationed_on": START,
          "withdrawn_on": START - timedelta(days=1)}, "withdrawn_on"),
    ],
)  # fmt: skip
def test_dates_of_an_action_are_in_order(seats: Any, changes: Any, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        service.record(make.facts(_team(seats[0]), **changes), actor=seats[0])
    assert refusal.value.field == field


def test_units_are_known_before_the_action_begins(seats: Any) -> None:
    handler, leader = seats
    made = make.action(S.APPROVED, by=handler, leader=leader, units=[])
    with pytest.raises(Forbidden, match="被监督单位"):
        service.begin(made, on=START, actor=handler)
    service.set_units(made, [people.unit(by=handler, name="示例市丙局")], actor=handler)
    service.begin(made, on=START, actor=handler)
    assert made.status is S.ONGOING


def test_the_leader_approves_and_nobody_else(seats: Any) -> None:
    handler, leader = seats
    made = make.action(S.PREPARING, by=handler, leader=leader)
    with pytest.raises(Forbidden):
        service.approve(made, on=START, actor=handler)
    service.approve(made, on=START, actor=leader)
    assert (made.approved_on, made.approved_by_id) == (START, leader.user_id)


def test_a_step_happened_neither_in_the_future_nor_before_the_last(
    seats: Any, clock: Clock
) -> None:
    handler, leader = seats
    made = make.action(S.PREPARING, by=handler, leader=leader)
    service.approve(made, on=START + timedelta(days=3), actor=leader)
    with pytest.raises(DomainError, match="不得早于"):
        service.begin(made, on=START + timedelta(days=2), actor=handler)
    clock("2023-03-10 09:00")
    with pytest.raises(DomainError, match="不得晚于今天"):
        service.begin(made, on=date(2023, 3, 11), actor=handler)


def test_archiving_needs_every_problem_ended(seats: Any) -> None:
    handler, leader = seats
    made = make.action(S.TRACKING, by=handler, leader=leader)
    problem = make_problem.problem(unit=made.units[0], action=made)
    with pytest.raises(Forbidden, match="还有1个问题没有了结"):
        service.archive(made, on=START + timedelta(days=40), summary="完成", actor=handler)
    make_problem.sign(problem)
    make_problem._end(problem, ProblemStatus.UNFIXABLE)
    service.archive(made, on=START + timedelta(days=40), summary="完成", actor=handler)
    assert made.status is S.ARCHIVED


def test_nothing_is_archived_while_nobody_can_tell_of_its_problems() -> None:
    bare = Flask("bare")
    install(bare, ())
    with bare.app_context():
        assert attached.objection(SupervisionAction()) is not None


@pytest.mark.parametrize("verb", ["suspend", "cancel"])
def test_halting_needs_a_reason(seats: Any, verb: str) -> None:
    handler, leader = seats
    made = make.action(S.APPROVED, by=handler, leader=leader)
    with pytest.raises(DomainError, match="理由"):
        getattr(halting, verb)(made, on=START, reason=" ", actor=leader)


@pytest.mark.parametrize("status", [S.ARCHIVED, S.CANCELLED])
def test_what_is_over_is_not_amended(seats: Any, status: ActionStatus) -> None:
    handler, leader = seats
    made = make.action(status, by=handler, leader=leader)
    with pytest.raises(WrongState):
        service.set_units(made, [], actor=handler)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda made, _unit, other: service.begin(made, on=START, actor=other),
        lambda made, unit, other: service.set_units(made, [unit], actor=other),
    ],
    ids=["begin", "set_units"],
)
def test_another_bodys_action_is_only_read(
    seats: Any, attempt: Callable[[SupervisionAction, Unit, Principal], object]
) -> None:
    handler, leader = seats
    made = make.action(S.APPROVED, by=handler, leader=leader)
    unit = people.unit("示例市戊局", by=handler)
    other = people.actor("superior", *handler.roles, body=people.body("示例省"))
    with acting(other), pytest.raises(Forbidden, match="只能查看"):
        attempt(made, unit, other)
    session.rollback()


def test_the_timeline_names_team_units_and_the_day_of_each_step(
    bureau: None, inside: Inside
) -> None:
    with inside():
        made = make.action(
            S.ONGOING, by=people.principal("handler"), leader=people.principal("signatory")
        )
        key = made.id
    with inside():
        held = session.get(SupervisionAction, key)
        said = [entry.text for entry in timeline(held)]
    assert "批准（2023年3月1日）" in said
    assert "开始实施（2023年3月2日）" in said
    assert any(line.startswith("监督人员：示例监督人员甲（") and "组长" in line for line in said)
    assert "被监督单位：示例市乙局" in said
