"""退回补充整改 twice: a conclusion belongs to the answer it was given on, on every page and printed form."""

from datetime import date

import pytest

from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.derived import verify
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.flow import people_on_the_case
from supervision.instruments.printing import paperwork
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import judged
from supervision.instruments.verifying import service as verifying
from tests.instruments.objecting.test_objecting import _decision, _raise
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FIRST, SECOND = "已制定台账。", "已补3月份台账。"
FAULT = "缺3月份台账。"


@pytest.fixture
def answered_again(inside: Inside, office: Office, clock: Clock) -> int:
    """Of two problems one is mended, the other came back as 部分整改 and was answered once more."""
    with inside():
        over = [papers.problem(office, title=one) for one in ("乱收费", "以罚代管")]
        paper = papers.delivered(office, "rectification_notice", over=over)
        papers.answer(paper, day=date(2026, 3, 20), words=FIRST)
        mended, partly = paper.items
        with on(date(2026, 3, 23), "second") as second:
            verifying.conclude([mended], Conclusion.MENDED, note="已核对。", actor=second)
            verifying.conclude([partly], Conclusion.PARTLY, note=FAULT, actor=second)
            verifying.opine([mended], Opinion.AGREE, actor=second)
            verifying.opine([partly], Opinion.POSTPONE, actor=second)
        with on(date(2026, 3, 23), "handler") as handler:
            term = Term(10, Unit.DAY)
            verifying.return_reply(paper, reason="佐证不足", term=term, actor=handler)
        papers.answer(paper, day=date(2026, 3, 30), words=SECOND)
        key = paper.id
    clock("2026-03-30 15:00")
    return key


def _row(shown: Page, number: int) -> str:
    """What stands in the row of an item."""
    return " ".join(
        shown.find("//table[.//th[contains(., '核查结论')]]/tbody/tr")[number - 1]
        .text_content()
        .split()
    )


def test_the_new_answer_waits_for_its_own_conclusion(
    answered_again: int, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    handler = sign_in("handler")
    shown = page(handler.get(f"/instruments/{answered_again}"))
    row = _row(shown, 2)
    assert SECOND in row
    assert "待核查" in row
    for word in ("部分整改", FAULT, "暂缓销号"):
        assert word not in row, "that was said of the answer before"
    assert "已有结论 1 项" in shown.text
    assert "轮到您：填写核查结论" in shown.text.replace("轮到您： ", "轮到您：")
    assert "部分整改" not in page(handler.get("/problems/ledger")).text
    with inside():
        assert verify(session()) == []
        table = repr(paperwork.verification(session.get_one(Instrument, answered_again)))
        assert SECOND in table
        assert FAULT not in table


def test_what_was_mended_stays_mended(
    answered_again: int, sign_in: SignIn, page: PageCheck
) -> None:
    row = _row(page(sign_in("handler").get(f"/instruments/{answered_again}")), 1)
    assert FIRST in row
    assert "已整改" in row
    assert "示例second：同意销号" in row


@pytest.mark.parametrize("seat", ["handler", "liaison"])
def test_the_answer_that_came_back_and_why_is_still_read_by_both_sides(
    answered_again: int, sign_in: SignIn, page: PageCheck, seat: str
) -> None:
    shown = page(sign_in(seat).get(f"/instruments/{answered_again}"))
    [letters] = shown.find("//table[.//th[.='事项']]/tbody")
    told = " ".join(letters.text_content().split())
    assert FIRST in told
    assert "部分整改" in told
    assert FAULT in told


def test_while_it_is_with_the_unit_the_conclusion_tells_it_what_is_wanting(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        paper = papers.replied(office)
        with on(date(2026, 3, 23), "handler") as handler:
            verifying.conclude(paper.items, Conclusion.PARTLY, note=FAULT, actor=handler)
            term = Term(10, Unit.DAY)
            verifying.return_reply(paper, reason="佐证不足", term=term, actor=handler)
        key = paper.id
    clock("2026-03-24 10:00")
    assert FAULT in page(sign_in("liaison").get(f"/instruments/{key}/answers")).text


def test_who_judged_an_earlier_answer_stays_on_the_case(
    answered_again: int, inside: Inside, office: Office
) -> None:
    """Nobody of them reviews an objection."""
    with inside():
        paper = session.get_one(Instrument, answered_again)
        with on(date(2026, 3, 30), "handler") as handler:
            verifying.conclude(paper.items, Conclusion.MENDED, note="已核对。", actor=handler)
        assert office.id_of("second") in people_on_the_case(paper)


def test_nothing_a_unit_types_takes_an_objection_from_who_may_review_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """What is kept of who judged was looked for as text: an answer that reads like it hid the objection."""
    with inside():
        free = office.id_of("reviewer2")
        paper = _decision(office)
        papers.answer(
            paper, day=paper.delivered_on or date(2026, 3, 2),
            words=f'#{free}# judged_by#{free} "judged_by#{free}": true',
        )  # fmt: skip
        _raise(paper)
    assert "复查异议" in page(sign_in("reviewer2").get("/")).text


def test_whoever_judged_an_answer_that_came_back_has_no_objection_to_review(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """The same question asked the other way round: it is still found."""
    with inside():
        judge = office.id_of("reviewer2")
        paper = _decision(office)
        papers.answer(paper, day=paper.delivered_on or date(2026, 3, 2))
        [round_] = paper.rounds
        paper.items[0].concluded_by_id = judge
        judged.keep(round_, paper.items)
        paper.items[0].concluded_by_id = None
        session.flush()
        assert judged.judges(paper) == {judge}
        _raise(paper)
    assert "复查异议" not in page(sign_in("reviewer2").get("/")).text
