"""What a row and the stepper of a problem say, state by state; by hand, without a store."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from supervision.core.stages import Reached
from supervision.problems import lines
from supervision.problems.models import Problem
from supervision.problems.models import ProblemStatus as S
from tests.support.clock import Clock

DAY = date(2023, 3, 6)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2023-04-12 10:00")


def _problem(status: S, **facts: Any) -> Problem:
    plain = {
        "grave": False, "signers": [], "explained_on": None, "back_entered": False,
        "confirmed_on": None, "delivered_on": None, "reply_state": "", "found_on": DAY,
        "ended_on": None, "first_by_id": None, "second_by_id": None, "chased_on": None,
        "chased_how": "", "in_hand": status in (S.PENDING, S.ESTABLISHED, S.RECTIFYING, S.TO_VERIFY),
    }  # fmt: skip
    return cast(Problem, SimpleNamespace(status=status, **{**plain, **facts}))


def test_a_day_of_another_year_says_its_year() -> None:
    assert [lines.short(one) for one in (DAY, date(2022, 12, 31), None)] == [
        "03-06", "2022-12-31", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "facts", "said"),
    [
        (S.PENDING, {}, "待事实确认"),
        (S.PENDING, {"explained_on": DAY}, "事实已确认"),
        (S.PENDING, {"explained_on": DAY, "first_by_id": 1}, "一人已认定"),
        (S.PENDING, {"explained_on": DAY, "first_by_id": 1, "second_by_id": 2}, "两人已认定"),
        (S.ESTABLISHED, {"confirmed_on": DAY, "first_by_id": 1}, "已认定"),
        (S.REJECTED, {}, ""),
    ],
)
def test_how_far_establishing_has_come(status: S, facts: dict[str, Any], said: str) -> None:
    assert lines.established(_problem(status, **facts)) == said


def test_the_last_urging_says_how_and_when() -> None:
    assert lines.chased(_problem(S.RECTIFYING)) == ""
    assert lines.chased(_problem(S.RECTIFYING, chased_on=DAY)) == "催办 03-06"
    assert lines.chased(_problem(S.RECTIFYING, chased_on=DAY, chased_how="电话")) == "电话 03-06"


def _steps(problem: Problem) -> list[tuple[str, str, Reached]]:
    return [(one.label, one.detail, one.state) for one in lines.steps(problem)]


DONE, CURRENT, TODO, SKIPPED = Reached.DONE, Reached.CURRENT, Reached.TODO, Reached.SKIPPED


def test_the_stepper_stands_at_the_first_step_not_done() -> None:
    assert _steps(_problem(S.PENDING, explained_on=DAY, signers=[1])) == [
        ("发现", "03-06", DONE), ("事实确认", "03-06", DONE), ("两人认定", "1/2", CURRENT),
        ("文书送达", "", TODO), ("整改反馈", "", TODO), ("核查销号", "", TODO),
    ]  # fmt: skip
    grave = _steps(_problem(S.PENDING, explained_on=DAY, grave=True, signers=[1, 2]))
    assert grave[2] == ("三人认定", "2/3", CURRENT)
    answered = _steps(
        _problem(
            S.TO_VERIFY, explained_on=DAY, confirmed_on=DAY, delivered_on=DAY, reply_state="已反馈"
        )
    )
    assert [state for *_, state in answered] == [DONE] * 5 + [CURRENT]
    assert answered[4] == ("整改反馈", "已反馈", DONE)


def test_an_end_beside_writing_off_skips_the_rest() -> None:
    mended = _problem(S.FIXED_ON_SPOT, explained_on=DAY, confirmed_on=DAY, ended_on=DAY)
    assert _steps(mended)[3:] == [
        ("立行立改", "03-06", DONE), ("文书送达", "", SKIPPED), ("整改反馈", "", SKIPPED),
        ("核查销号", "", SKIPPED),
    ]  # fmt: skip


def test_written_off_everything_is_done() -> None:
    whole = {"explained_on": DAY, "confirmed_on": DAY, "delivered_on": DAY, "ended_on": DAY}
    assert {state for *_, state in _steps(_problem(S.CLOSED, **whole))} == {DONE}


def test_what_was_entered_from_the_files_was_explained_to_nobody_here() -> None:
    past = _steps(_problem(S.ESTABLISHED, back_entered=True, confirmed_on=DAY))
    assert [label for label, *_ in past[:2]] == ["发现", "补录认定"]
    assert past[2] == ("文书送达", "", CURRENT)
