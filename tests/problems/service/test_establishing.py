"""认定 day by day: each act on its first possible day and today, the day before and tomorrow refused."""

from datetime import date, timedelta

import pytest

from supervision.agencies.models import Unit
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.problems import guards, service
from supervision.problems.models import ProblemStatus as S
from supervision.problems.models import Severity
from tests.make import people
from tests.make import problems as make
from tests.problems.service.conftest import TODAY

ONE_DAY = timedelta(days=1)
REFUSED = "不得[早晚]于"


def test_explained_on_the_day_it_was_found_and_signed_on_that_of_the_explanation(
    unit: Unit,
) -> None:
    made = make.problem(unit=unit)
    handler, reviewer = people.principal("handler"), people.principal("reviewer")
    with pytest.raises(DomainError, match="单位未提出说明的，写明情况"):
        service.explain(made, text=" ", on=make.FOUND, actor=handler)
    for day in (make.FOUND - ONE_DAY, TODAY + ONE_DAY):
        with pytest.raises(DomainError, match=REFUSED):
            service.explain(made, text="无异议", on=day, actor=handler)
    service.explain(made, text="无异议", on=make.FOUND, actor=handler)
    with pytest.raises(DomainError, match=REFUSED):
        service.establish(made, on=TODAY + ONE_DAY, actor=handler)
    service.establish(made, on=make.FOUND, actor=handler)
    for day in (make.FOUND - ONE_DAY, TODAY + ONE_DAY):
        with pytest.raises(DomainError, match=REFUSED):
            service.confirm(made, on=day, actor=reviewer)
    service.confirm(made, on=make.FOUND, actor=reviewer)
    assert (made.status, made.confirmed_on) == (S.ESTABLISHED, make.FOUND)


def test_every_act_may_be_of_today(unit: Unit) -> None:
    made = make.problem(unit=unit)
    service.explain(made, text="无异议", on=TODAY, actor=people.principal("handler"))
    service.establish(made, on=TODAY, actor=people.principal("handler"))
    service.confirm(made, on=TODAY, actor=people.principal("reviewer"))
    service.cannot_fix(made, on=TODAY, reason="案卷已灭失", actor=people.principal("reviewer"))
    assert (made.status, made.ended_on) == (S.UNFIXABLE, TODAY)


def test_it_is_established_on_the_day_of_the_later_signature(unit: Unit) -> None:
    made = make.sign(make.problem(unit=unit))
    service.establish(made, on=make.EXPLAINED, actor=people.principal("second"))
    assert (made.status, made.confirmed_on) == (S.ESTABLISHED, make.SIGNED)
    grave = make.sign(make.problem(unit=unit, severity=Severity.GRAVE))
    service.establish(grave, on=make.CONFIRMED, actor=people.principal("second"))
    assert (grave.status, grave.confirmed_on) == (S.PENDING, None)
    with pytest.raises(Forbidden, match="等待审核人确认"):
        service.establish(grave, on=make.CONFIRMED, actor=people.principal("second"))
    with pytest.raises(DomainError, match="不得早于认定签字的2023年3月9日"):
        service.confirm(grave, on=make.SIGNED, actor=people.principal("reviewer"))


def test_which_of_the_two_acts_a_signature_is(unit: Unit) -> None:
    """The first one leaves it open, the second establishes: never the one for the other."""
    made = make.explained(make.problem(unit=unit))
    handler, second = people.principal("handler"), people.principal("second")
    assert guards.signs_on(made, handler) is None
    assert guards.completes(made, handler) == "须由另一名监督人员认定"
    make_signed(made)
    assert guards.signs_on(made, second) == "再有一人认定即为已认定"
    assert guards.completes(made, second) is None
    assert guards.completes(made, handler) == "您已认定过，须由另一名监督人员认定"


def make_signed(made) -> None:  # type: ignore[no-untyped-def]
    service.establish(made, on=make.SIGNED, actor=people.principal("handler"))


def test_taken_back_signatures_are_two(unit: Unit) -> None:
    grave = make.sign(make.problem(unit=unit, severity=Severity.GRAVE))
    service.establish(grave, on=make.SIGNED, actor=people.principal("second"))
    changed = make.facts(unit, severity=Severity.GRAVE, facts="另查明。")
    service.amend(grave, changed, actor=people.principal("handler"))
    assert [grave.first_by_id, grave.first_on, grave.second_by_id, grave.second_on] == [None] * 4


def test_mended_on_the_spot_from_the_start_is_the_confirmation_too(unit: Unit) -> None:
    made = make.sign(make.problem(unit=unit))
    reviewer = people.principal("reviewer")
    with pytest.raises(DomainError, match="不得早于认定签字"):
        service.fix_on_spot(
            made, on=make.EXPLAINED, reason="已改", proof=[make.picture()], actor=reviewer
        )
    service.fix_on_spot(made, on=make.SIGNED, reason=" 已改 ", proof=[make.picture()],
                        actor=reviewer)  # fmt: skip
    assert (made.confirmed_by_id, made.confirmed_on) == (reviewer.user_id, make.SIGNED)
    assert made.end_note == "已改"
    before = make.problem(S.ESTABLISHED, unit=unit)
    service.fix_on_spot(before, on=make.ENDED, reason="已改", proof=[make.picture()],
                        actor=reviewer)  # fmt: skip
    assert (before.confirmed_on, before.ended_on) == (make.CONFIRMED, make.ENDED)


@pytest.mark.parametrize(
    ("found", "established", "refused"),
    [
        (make.FOUND, make.FOUND, ""),
        (TODAY, TODAY, ""),
        (make.FOUND, make.FOUND - ONE_DAY, "不得早于发现日期"),
        (make.FOUND, TODAY + ONE_DAY, "不得晚于今天"),
    ],
)
def test_what_is_entered_from_the_files_was_established_between_its_finding_and_today(
    unit: Unit, found: date, established: date, refused: str
) -> None:
    given = make.facts(unit, found_on=found)
    if refused:
        with pytest.raises(DomainError, match=refused):
            service.back_enter(given, established_on=established, actor=people.principal("handler"))
        return
    made = service.back_enter(given, established_on=established, actor=people.principal("handler"))
    assert (made.back_entered, made.status, made.confirmed_on) == (True, S.ESTABLISHED, established)
    service.back_end(made, S.UNFIXABLE, on=TODAY, note=" ", actor=people.principal("handler"))
    assert (made.status, made.end_note) == (S.UNFIXABLE, "补录，见原件")


def test_only_what_was_entered_from_the_files_ends_so(unit: Unit) -> None:
    made = make.problem(S.ESTABLISHED, unit=unit)
    with pytest.raises((Forbidden, WrongState), match="只有补录的问题"):
        service.back_end(made, S.UNFIXABLE, on=TODAY, note="", actor=people.principal("handler"))
