"""放弃此稿: whoever drafted or handles a draft gives it up with a reason; its problems are free again."""

import pytest

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//dialog[@id='do-discard']//form"


def test_a_draft_is_given_up_with_a_reason_and_its_problem_is_free(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        problem = papers.problem(office)
        paper = papers.draft(office, "rectification_notice", over=[problem])
        key, problem_id = paper.id, problem.id
    here, visitor = f"/instruments/{key}", sign_in("handler")
    assert visitor.submit(here, {"reason": ""}, form=FORM).status_code == 422
    assert visitor.submit(here, {"reason": "与另一件合并拟制"}, form=FORM).status_code == 302
    shown = page(visitor.get(here))
    assert "已放弃此稿" in shown.text
    assert "与另一件合并拟制" in shown.text
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.status, paper.number) == (InstrumentStatus.VOID, None)
        assert session.get_one(Problem, problem_id).paper_id is None


@pytest.mark.parametrize("username", ["second", "reviewer", "signatory"])
def test_nobody_gives_up_another_s_draft(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, username: str
) -> None:
    with inside():
        here = f"/instruments/{papers.draft(office).id}"
    assert not page(sign_in(username).get(here)).find(FORM)
