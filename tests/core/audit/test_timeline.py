"""The history of a record that came says what somebody said, not what its columns hold without that."""

from collections.abc import Callable
from typing import Any

import pytest

from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import clues, interviews, referrals
from tests.make import problems as make
from tests.make.clues import the_unit
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
MADE: dict[str, Callable[[], Any]] = {
    "problem": lambda: make.problem(unit=the_unit()),
    "clue": clues.clue,
    "interview": interviews.interview,
    "referral": referrals.referral,
    "unit": the_unit,
}


def test_a_new_problem_tells_what_was_said_of_it_alone(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = make.problem(unit=the_unit()).id
    with inside():
        (came,) = timeline(session.get_one(Problem, key))
        told = {label: new for label, _old, new in came.changes}
        assert set(told) == {
            "被监督单位", "问题", "问题类别", "发现日期", "事实", "所涉案件文号", "承办人",
        }  # fmt: skip
    shown = page(sign_in("handler").get(f"/problems/{key}"))
    heads = [one.text_content() for one in shown.find("//ol[@class='timeline']//dt")]
    assert "发现日期" in heads
    assert "补录" not in heads
    with inside():
        session.get_one(Problem, key).back_entered = True
    with inside():
        (changed, _came) = timeline(session.get_one(Problem, key))
        assert changed.changes == [("补录", "否", "是")]  # what is said later is told


@pytest.mark.parametrize("kind", MADE)
def test_no_record_that_came_tells_what_nobody_said(inside: Inside, kind: str) -> None:
    """Neither 否 nor an empty cell, and no column's English name."""
    with inside():
        made = MADE[kind]()
        model, key = type(made), made.id
    with inside():
        changes = [
            change
            for entry in timeline(session.get_one(model, key))
            for change in entry.changes
            if change[1] == "–"
        ]
        assert changes
        assert [one for one in changes if one[2] in ("", "–", "否") or one[0].isascii()] == []
