"""同意销号 over chosen problems says beforehand which of them it will pass over."""

from datetime import date

from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from tests.make import case_files as papers
from tests.make.offices import Office, on
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


def test_who_has_agreed_is_not_told_that_it_is_done_once_more(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """A second 同意销号 of one's own was counted among 已办, though nothing could come of it."""
    clock("2026-03-25 10:00")
    with inside():
        problem = papers.problem(office)
        paper = papers.replied(office, over=[problem], day=papers.DELIVERED)
        with on(date(2026, 3, 24), "handler") as handler:
            verifying.conclude(paper.items, Conclusion.MENDED, note="已核对。", actor=handler)
            verifying.opine(paper.items, Opinion.AGREE, actor=handler)
        key = problem.id
    address = f"/instruments/write-off/agree?ids={key}"
    for seat, said in (("handler", 1), ("second", 0)):
        shown = page(sign_in(seat).get(address))
        assert shown.text.count("你已经同意第1条销号") == said, seat
    told = page(sign_in("handler").submit(address, {"go": "1"}))
    assert "办成 0 条，未办 1 条" in told.text
    assert sign_in("second").submit(address, {"go": "1"}).status_code == 302
