"""同意销号 over chosen problems says beforehand which of them it will pass over."""

from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_agreeing_says_which_has_no_conclusion(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-20 10:00")
    with inside():
        problem = papers.problem(office)
        papers.replied(office, over=[problem], day=papers.DELIVERED)
        key = problem.id
    shown = page(sign_in("handler").get(f"/instruments/write-off/agree?ids={key}"))
    assert (
        "第1条尚无可以销号的核查结论"
        in shown.find("//td[.//b[text()='将跳过：']]")[0].text_content()
    )
