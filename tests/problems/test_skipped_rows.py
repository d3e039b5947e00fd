"""A step over chosen rows says beforehand which of them it will pass over, and why; then it does just that."""

import pytest

from supervision.problems.models import Problem, ProblemStatus
from tests.make import problems as make
from tests.problems.conftest import Matters
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus
ROWS = "//td[.//b[text()='将跳过：']]/.."


def test_confirming_says_which_have_not_been_established(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Mixed rows were refused one by one only after the button was pressed."""
    with inside() as db:
        held = db.get_one(Problem, matters.by_status[S.PENDING])
        ready = make.sign(make.problem(unit=held.unit, title="承办人已认定")).id
    reviewer, ids = sign_in("reviewer"), f"ids={matters.by_status[S.PENDING]}&ids={ready}"
    shown = page(reviewer.get(f"/problems/bulk/confirm?{ids}"))
    assert "所选 2 条中有 1 条现在办不了，将跳过，原因写在下表各行；其余照办。" in shown.text
    [row] = shown.find(ROWS)
    assert S.PENDING.label in row.text_content()
    assert "须先由监督人员认定" in row.text_content()
    done = page(reviewer.submit(f"/problems/bulk/confirm?{ids}"))
    assert "办成 1 条，未办 1 条" in done.text


def test_rows_that_all_pass_are_not_warned_of(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside() as db:
        held = db.get_one(Problem, matters.by_status[S.PENDING])
        ready = make.sign(make.problem(unit=held.unit, title="承办人已认定")).id
    shown = page(sign_in("reviewer").get(f"/problems/bulk/confirm?ids={ready}"))
    assert "将跳过" not in shown.text


@pytest.mark.parametrize(
    ("path", "who", "status", "why"),
    [
        ("/problems/bulk/reassign", "handler", S.CLOSED, "问题已“已销号”，不必再转"),
        ("/instruments/chase", "handler", S.ESTABLISHED, "问题尚未列入文书，无从催办"),
        ("/instruments/write-off/agree", "handler", S.ESTABLISHED, "问题尚未列入文书，无从销号"),
        ("/instruments/write-off/confirm", "reviewer", S.ESTABLISHED, "问题尚未列入文书，无从销号"),
    ],
)
def test_every_step_over_many_says_so(
    matters: Matters,
    sign_in: SignIn,
    page: PageCheck,
    path: str,
    who: str,
    status: ProblemStatus,
    why: str,
) -> None:
    shown = page(sign_in(who).get(f"{path}?ids={matters.by_status[status]}"))
    assert "所选 1 条中有 1 条现在办不了，将跳过，原因写在下表各行。" in shown.text
    assert why in shown.text
