"""认定 in a section of three with one on leave, through the pages, each signed in as who does it."""

import pytest

from supervision.agencies.models import Body
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus, Recurrence, Severity
from tests.make import people
from tests.make import problems as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

S = ProblemStatus
DAY = {"on": "2023-03-09"}


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2023-04-12 10:00")


@pytest.fixture
def key(bureau: None, inside: Inside) -> int:
    """An ordinary problem whose facts the unit has confirmed."""
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        return make.explained(make.problem(unit=unit)).id


def _take(visitor: Visitor, verb: str, key: int) -> None:
    """By the button of the problem's page, then by the form it leads to."""
    page = f"/problems/{key}"
    address = f"/problems/bulk/{verb}?ids={key}"
    assert address in visitor.get(page).text, f"no button {verb}"
    answer = visitor.submit(address, DAY)
    assert answer.status_code == 302, answer.text


def _status(inside: Inside, key: int) -> tuple[ProblemStatus, int]:
    with inside():
        problem = session.get_one(Problem, key)
        return problem.status, len(problem.signers)


@pytest.mark.parametrize(
    ("second", "verb"), [("reviewer", "confirm"), ("second", "establish")]
)  # fmt: skip
def test_two_people_are_enough_whoever_is_on_leave(
    key: int, inside: Inside, sign_in: SignIn, second: str, verb: str
) -> None:
    _take(sign_in("handler"), "establish", key)
    assert _status(inside, key) == (S.PENDING, 1)
    _take(sign_in(second), verb, key)
    assert _status(inside, key) == (S.ESTABLISHED, 2)


def test_one_person_is_not_two_whatever_roles_are_held(
    key: int, inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        body = session.get_one(Problem, key).body_id
        roles = people.principal("handler").roles | people.principal("reviewer").roles
        people.user("both", *roles, body=session.get_one(Body, body))
    both = sign_in("both")
    _take(both, "establish", key)
    shown = both.get(f"/problems/{key}").text
    assert f"/problems/bulk/establish?ids={key}" not in shown
    assert f"/problems/bulk/confirm?ids={key}" not in shown
    for verb in ("establish", "confirm"):
        refused = both.submit(f"/problems/bulk/{verb}?ids={key}", DAY)
        assert "未办 1 条" in refused.text
    assert _status(inside, key) == (S.PENDING, 1)


def test_a_grave_problem_takes_all_three(key: int, inside: Inside, sign_in: SignIn) -> None:
    with inside():
        session.get_one(Problem, key).severity = Severity.GRAVE
    _take(sign_in("handler"), "establish", key)
    reviewer = sign_in("reviewer")
    assert f"/problems/bulk/confirm?ids={key}" not in reviewer.get(f"/problems/{key}").text
    _take(sign_in("second"), "establish", key)
    assert _status(inside, key) == (S.PENDING, 2)
    _take(reviewer, "confirm", key)
    assert _status(inside, key) == (S.ESTABLISHED, 3)


def test_the_desk_asks_exactly_those_who_may(key: int, sign_in: SignIn) -> None:
    """What the handler signed waits for a colleague and for the section head, not for the signer."""
    handler = sign_in("handler")
    _take(handler, "establish", key)
    assert "待认定" not in handler.get("/").text
    assert "待认定" in sign_in("second").get("/").text
    assert "待确认认定" in sign_in("reviewer").get("/").text


def test_an_explanation_written_anew_takes_the_signatures_back(
    key: int, inside: Inside, sign_in: SignIn
) -> None:
    handler = sign_in("handler")
    _take(handler, "establish", key)
    answer = handler.submit(f"/problems/bulk/explain?ids={key}", {**DAY, "text": "事实不成立。"})
    assert answer.status_code == 302
    assert _status(inside, key) == (S.PENDING, 0)
    assert "单位说明有改动，须重新认定" in handler.get(f"/problems/{key}").text
    reviewer = sign_in("reviewer")
    assert f"/problems/bulk/confirm?ids={key}" not in reviewer.get(f"/problems/{key}").text


def test_whether_it_happened_again_is_said_on_its_page(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        make.problem(S.CLOSED, unit=unit)
        one, other = (make.problem(unit=unit, found_on=make.ENDED).id for _ in range(2))
    handler = sign_in("handler")
    assert "疑似整改后又发生" in page(handler.get(f"/problems/{one}")).text
    assert handler.submit(f"/problems/{one}/step/confirm_recurrence").status_code == 302
    refused = page(handler.submit(f"/problems/{other}/step/deny_recurrence"), status=422)
    assert "理由" in refused.text
    sent = {"reason": "另一性质的问题"}
    assert handler.submit(f"/problems/{other}/step/deny_recurrence", sent).status_code == 302
    with inside():
        held = [session.get_one(Problem, each).recurrence for each in (one, other)]
    assert held == [Recurrence.CONFIRMED, Recurrence.DENIED]
    assert handler.get(f"/problems/{one}/step/deny_recurrence").status_code == 403
