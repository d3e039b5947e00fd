"""Rules of 发现问题 (product.md §2), each test named after the rule it proves."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.actions.models import ActionStatus, ProblemMeasure, SupervisionAction
from supervision.agencies.models import Body, Unit
from supervision.core.access import crossing
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files import Attachment
from supervision.core.files.models import Purpose
from supervision.problems import service
from supervision.problems.models import (
    ENDED,
    MaterialKind,
    Problem,
    ProblemStatus,
    Severity,
)
from supervision.problems.service.evidence import same_elsewhere
from tests.make import actions as make_action
from tests.make import people
from tests.make import problems as make
from tests.support.clock import Clock
from tests.support.work import Inside

S = ProblemStatus


@pytest.fixture
def action(bureau: None, inside: Inside) -> Iterator[SupervisionAction]:
    """An action under way, inside one unit of work."""
    with inside():
        yield make_action.action(
            by=people.principal("handler"),
            leader=people.principal("signatory"),
            measure=ProblemMeasure.XIANG,
        )


@pytest.fixture
def unit(action: SupervisionAction) -> Unit:
    return action.units[0]


def test_a_problem_counts_by_the_measure_word_of_its_action(action: SupervisionAction) -> None:
    made = make.problem(unit=action.units[0], action=action)
    assert made.measure is ProblemMeasure.XIANG


def test_a_problem_is_not_found_in_the_future(unit: Unit, clock: Clock) -> None:
    clock("2023-03-06 09:00")
    with pytest.raises(DomainError, match="不得晚于今天"):
        make.problem(unit=unit, found_on=date(2023, 3, 7))


def test_a_problem_is_of_a_unit_the_body_supervises(unit: Unit) -> None:
    with crossing("a unit of another body"):
        own = people.unit("别市甲局", by=people.principal("handler"))
        own.body_id = people.body("别市").id
    with pytest.raises(DomainError, match="本机关监督的单位") as refused:
        make.problem(unit=own)
    assert refused.value.field == "unit_id"


def test_evidence_is_not_of_a_day_to_come(unit: Unit, clock: Clock) -> None:
    made = make.problem(unit=unit)
    clock(f"{make.FOUND - timedelta(days=1)} 09:00")
    with pytest.raises(DomainError, match="不得晚于今天") as refused:
        _evidence(made, Purpose.EVIDENCE)
    assert refused.value.field == "event_date"


def test_a_problem_is_not_found_before_its_action_began(action: SupervisionAction) -> None:
    early = action.starts_on - timedelta(days=1)
    with pytest.raises(DomainError, match="不得早于行动开始"):
        make.problem(unit=action.units[0], action=action, found_on=early)


def test_a_problem_is_of_a_unit_the_action_supervises(action: SupervisionAction) -> None:
    other = people.unit("示例市丁局", by=people.principal("handler"))
    with pytest.raises(DomainError, match="被监督单位之列"):
        make.problem(unit=other, action=action)


@pytest.mark.parametrize("status", [ActionStatus.PREPARING, ActionStatus.SUSPENDED])
def test_problems_are_recorded_while_the_action_is_under_way(
    bureau: None, inside: Inside, status: ActionStatus
) -> None:
    with inside():
        held = make_action.action(
            status, by=people.principal("handler"), leader=people.principal("signatory")
        )
        with pytest.raises(DomainError, match="不能录入问题"):
            make.problem(unit=held.units[0], action=held)


def test_the_units_explanation_comes_before_establishing(unit: Unit) -> None:
    made = make.problem(unit=unit)
    with pytest.raises(DomainError, match="事实确认书"):
        service.establish(made, on=make.SIGNED, actor=people.principal("handler"))


def test_two_different_supervisors_establish(unit: Unit) -> None:
    made = make.explained(make.problem(unit=unit))
    first = people.principal("handler")
    service.establish(made, on=make.SIGNED, actor=first)
    assert made.status is S.PENDING
    with pytest.raises(Forbidden, match="另一名"):
        service.establish(made, on=make.SIGNED, actor=first)
    service.establish(made, on=make.SIGNED, actor=people.principal("second"))
    assert made.first_by_id != made.second_by_id
    assert made.status is S.ESTABLISHED
    session.flush()


def test_the_section_heads_confirmation_is_the_second_person(unit: Unit) -> None:
    made = make.explained(make.problem(unit=unit))
    with pytest.raises(Forbidden, match="须先由监督人员认定"):
        service.confirm(made, on=make.CONFIRMED, actor=people.principal("reviewer"))
    service.establish(made, on=make.SIGNED, actor=people.principal("handler"))
    service.confirm(made, on=make.CONFIRMED, actor=people.principal("reviewer"))
    assert (made.status, len(made.signers)) == (S.ESTABLISHED, 2)
    session.flush()


def test_a_grave_problem_wants_three(unit: Unit) -> None:
    made = make.explained(make.problem(unit=unit, severity=Severity.GRAVE))
    service.establish(made, on=make.SIGNED, actor=people.principal("handler"))
    with pytest.raises(Forbidden, match="两名监督人员"):
        service.confirm(made, on=make.CONFIRMED, actor=people.principal("reviewer"))
    service.establish(made, on=make.SIGNED, actor=people.principal("second"))
    assert made.status is S.PENDING
    service.confirm(made, on=make.CONFIRMED, actor=people.principal("reviewer"))
    assert (made.status, len(made.signers)) == (S.ESTABLISHED, 3)
    session.flush()


def test_who_established_does_not_confirm(unit: Unit) -> None:
    roles = people.principal("handler").roles | people.principal("reviewer").roles
    body = session.get_one(Body, unit.body_id)
    held = people.actor("both", *roles, body=body)
    made = make.explained(make.problem(unit=unit))
    service.establish(made, on=make.SIGNED, actor=held)
    with pytest.raises(Forbidden, match="认定人不能确认"):
        service.confirm(made, on=make.CONFIRMED, actor=held)
    service.confirm(made, on=make.CONFIRMED, actor=people.principal("reviewer"))
    assert made.status is S.ESTABLISHED


def test_what_was_signed_and_then_changed_is_signed_anew(unit: Unit) -> None:
    made = make.sign(make.problem(unit=unit))
    handler = people.principal("handler")
    service.amend(made, make.facts(unit), actor=handler)
    assert made.first_by_id is not None
    service.amend(made, make.facts(unit, facts="另查明。"), actor=handler)
    assert (made.first_by_id, made.second_by_id) == (None, None)


def test_an_explanation_written_anew_is_signed_anew(unit: Unit) -> None:
    made = make.sign(make.problem(unit=unit))
    handler = people.principal("handler")
    service.explain(made, text="无异议", on=make.EXPLAINED, actor=handler)  # nothing changed
    assert made.first_by_id is not None
    service.explain(made, text="事实不成立。", on=make.EXPLAINED, actor=handler)
    assert (made.first_by_id, made.first_on) == (None, None)


def test_an_established_problem_is_not_amended(unit: Unit) -> None:
    made = make.problem(S.ESTABLISHED, unit=unit)
    with pytest.raises(WrongState):
        service.amend(made, make.facts(unit), actor=people.principal("handler"))


def test_days_of_establishing_follow_one_another(unit: Unit) -> None:
    made = make.explained(make.problem(unit=unit))
    handler = people.principal("handler")
    with pytest.raises(DomainError, match="不得早于事实确认"):
        service.establish(made, on=make.FOUND, actor=handler)
    made = make.sign(make.problem(unit=unit))
    with pytest.raises(DomainError, match="不得早于认定"):
        service.confirm(made, on=make.EXPLAINED, actor=people.principal("reviewer"))


def test_not_establishing_needs_a_reason(unit: Unit) -> None:
    made = make.problem(unit=unit)
    with pytest.raises(DomainError, match="理由"):
        service.reject(made, on=make.CONFIRMED, reason="", actor=people.principal("reviewer"))


def test_mending_on_the_spot_needs_proof_of_the_state_afterwards(unit: Unit) -> None:
    made = make.sign(make.problem(unit=unit))
    reviewer = people.principal("reviewer")
    _evidence(made, Purpose.BEFORE)
    with pytest.raises(DomainError, match="佐证"):
        service.fix_on_spot(made, on=make.ENDED, reason="已改", actor=reviewer)
    _evidence(made, Purpose.AFTER)
    service.fix_on_spot(made, on=make.ENDED, reason="已改", actor=reviewer)
    assert (made.status, made.ended_on) == (S.FIXED_ON_SPOT, make.ENDED)


def test_a_problem_on_a_paper_ends_through_the_paper(unit: Unit) -> None:
    made = make.problem(S.ESTABLISHED, unit=unit)
    make.on_draft(made)
    with pytest.raises(Forbidden, match="已列入文书"):
        service.fix_on_spot(
            made, on=make.ENDED, reason="已改", proof=[make.picture()],
            actor=people.principal("reviewer"),
        )  # fmt: skip


@pytest.mark.parametrize("status", list(S))
def test_a_problem_is_in_hand_until_it_ends(unit: Unit, status: ProblemStatus) -> None:
    made = make.problem(status, unit=unit)
    session.flush()
    assert made.status is status
    assert made.in_hand is (status not in ENDED)
    assert (made.ended_on is not None) is (status in ENDED)


def test_the_event_date_of_evidence_is_not_the_day_of_upload(unit: Unit) -> None:
    made = make.problem(unit=unit)
    (attached,) = _evidence(made, Purpose.EVIDENCE)
    assert attached.event_date == make.FOUND
    assert attached.created_at.date() != make.FOUND


def test_before_and_after_are_paired(unit: Unit) -> None:
    made, handler = make.problem(unit=unit), people.principal("handler")
    (before,), (after,) = _evidence(made, Purpose.BEFORE), _evidence(made, Purpose.AFTER)
    service.pair(before, after, problem=made, actor=handler)
    assert (before.pair_id, after.pair_id) == (after.id, before.id)
    with pytest.raises(DomainError, match="一件整改前、一件整改后"):
        service.pair(after, before, problem=made, actor=handler)


def test_the_same_picture_used_twice_is_flagged(unit: Unit) -> None:
    one, other = make.problem(unit=unit), make.problem(unit=unit)
    (first,) = _evidence(one, Purpose.BEFORE, b"same")
    (second,) = _evidence(other, Purpose.AFTER, b"same")
    (lone,) = _evidence(other, Purpose.AFTER, b"another")
    assert set(same_elsewhere([first])) == {first.id}
    assert set(same_elsewhere([second, lone])) == {second.id}
    assert "其他记录" in same_elsewhere([second])[second.id]


@pytest.mark.parametrize(
    ("kind", "score", "allowed"),
    [
        (MaterialKind.SCORE, 85, True), (MaterialKind.SCORE, None, False),
        (MaterialKind.SHEET, 85, False), (MaterialKind.SCORE, 101, False),
    ],
)  # fmt: skip
def test_only_a_file_review_is_scored(
    unit: Unit, kind: MaterialKind, score: int | None, allowed: bool
) -> None:
    made, handler = make.problem(unit=unit), people.principal("handler")
    if allowed:
        paper = service.add_material(
            made, kind, made_on=make.FOUND, content="底稿", score=score, actor=handler
        )
        assert made.working_papers == [paper]
    else:
        with pytest.raises(DomainError):
            service.add_material(
                made, kind, made_on=make.FOUND, content="底稿", score=score, actor=handler
            )


def test_a_problem_passes_on_to_another_handler_only(unit: Unit) -> None:
    made, handler = make.problem(unit=unit), people.principal("handler")
    with pytest.raises(DomainError, match="承办人须是"):
        service.reassign(made, handler=_user("reviewer"), actor=handler)
    service.reassign(made, handler=_user("second"), actor=handler)
    assert made.handler_id == _user("second").id


def test_in_bulk_each_problem_has_its_own_result(unit: Unit) -> None:
    ready, unready = make.sign(make.problem(unit=unit)), make.problem(unit=unit)
    reviewer = people.principal("reviewer")
    outcomes = service.in_bulk(
        [unready, ready], lambda one: service.confirm(one, on=make.CONFIRMED, actor=reviewer)
    )
    assert [bool(one.refusal) for one in outcomes] == [True, False]
    assert (unready.status, ready.status) == (S.PENDING, S.ESTABLISHED)
    session.flush()


def test_the_timeline_tells_who_established_on_which_day(bureau: None, inside: Inside) -> None:
    with inside():
        held = people.unit("示例市乙局", by=people.principal("handler"))
        key = make.problem(S.ESTABLISHED, unit=held).id
    with inside():
        said = [entry.text for entry in timeline(session.get_one(Problem, key))]
    assert said[:3] == [
        "确认认定（2023年3月9日）",
        "认定（监督人员一，2023年3月8日）",
        "登记事实确认书（2023年3月7日）",
    ]


def _evidence(problem: Problem, purpose: Purpose, content: bytes = b"x") -> list[Attachment]:
    return service.add_evidence(
        problem, [make.picture(content=content)], purpose=purpose, shows="现场",
        event_date=make.FOUND, actor=people.principal("handler"),
    )  # fmt: skip


def _user(username: str) -> User:
    return session.scalars(sa.select(User).where(User.username == username)).one()
