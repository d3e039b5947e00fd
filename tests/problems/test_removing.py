"""A problem entered by mistake is deleted while nothing hangs on it, by a 承办人 with a reason; the trail keeps it."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.problems import service as problems
from supervision.problems.models import MaterialKind, Problem, ProblemStatus
from tests.make import people
from tests.problems.conftest import TODAY, Matters
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def _pending(matters: Matters) -> str:
    return f"/problems/{matters.by_status[ProblemStatus.PENDING]}"


def _there(inside: Inside, matters: Matters) -> bool:
    with inside():
        return session.get(Problem, matters.by_status[ProblemStatus.PENDING]) is not None


def test_a_mistyped_problem_goes_and_the_trail_says_who_and_why(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    here, visitor = _pending(matters), sign_in("handler")
    with inside():
        key = matters.by_status[ProblemStatus.PENDING]
        other = problems.ProblemFacts(
            unit=session.get_one(Problem, key).unit, title="录重了的一条", category="程序不规范",
            found_on=date(2023, 4, 10),
        )  # fmt: skip
        wrong = problems.record(other, actor=people.principal("handler")).id
    here = f"/problems/{wrong}"
    assert page(visitor.get(here)).find(f"//a[@href='{here}/step/remove']")
    refused = page(visitor.submit(f"{here}/step/remove", {"reason": " "}), status=422)
    assert "必填" in refused.text
    assert visitor.submit(f"{here}/step/remove", {"reason": "录重了"}).status_code == 302
    assert "已删除问题“录重了的一条”" in page(visitor.get("/problems/")).text
    assert visitor.get(here).status_code == 404
    assert not page(visitor.get("/problems/?q=录重了的一条")).find(f"//a[@href='{here}']")
    with inside():
        told = session.scalars(
            sa.select(AuditEvent).where(AuditEvent.root_id == wrong, AuditEvent.root_type == "problem", AuditEvent.action == "remove")
        ).one()  # fmt: skip
        assert (told.label, told.reason) == ("删除问题“录重了的一条”", "录重了")


def _material(problem: Problem) -> None:
    actor = people.principal("handler")
    problems.add_material(
        problem, kind=MaterialKind.RECORD, made_on=TODAY, content="笔录", actor=actor
    )


def _explained(problem: Problem) -> None:
    problems.explain(problem, text="属实。", on=TODAY, actor=people.principal("handler"))


@pytest.mark.parametrize("hang", [_material, _explained])
def test_what_something_hangs_on_is_not_deleted(
    matters: Matters,
    inside: Inside,
    sign_in: SignIn,
    page: PageCheck,
    hang: Callable[[Problem], None],
) -> None:
    here, visitor = _pending(matters), sign_in("handler")
    page(visitor.get(f"{here}/step/remove"))
    with inside():
        hang(session.get_one(Problem, matters.by_status[ProblemStatus.PENDING]))
    answer = visitor.get(f"{here}/step/remove")
    if answer.status_code == 200:
        answer = visitor.submit(f"{here}/step/remove", {"reason": "录重了"})
        assert "不能删除" in answer.get_data(as_text=True)
    assert answer.status_code in (403, 409, 422)
    assert _there(inside, matters)


@pytest.mark.parametrize("username", ["reviewer", "signatory", "liaison"])
def test_nobody_else_deletes(
    matters: Matters, inside: Inside, sign_in: SignIn, username: str
) -> None:
    assert sign_in(username).get(f"{_pending(matters)}/step/remove").status_code in (403, 404)
    assert _there(inside, matters)
