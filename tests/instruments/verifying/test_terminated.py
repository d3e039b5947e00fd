"""A paper that ends without all its answers: what nobody wrote off is free again, what ended otherwise holds nothing up."""

from datetime import date

import pytest

from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.derived import verify
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 3, 23)
MENDED, LEFT, HOPELESS = "乱收费", "以罚代管", "乱罚款"


@pytest.fixture
def terminated(inside: Inside, office: Office, sign_in: SignIn, clock: Clock) -> int:
    """Three problems on one paper: one 已销号, one 无法纠正, one left; then 监督终止."""
    with inside():
        over = [papers.problem(office, title=one) for one in (MENDED, LEFT, HOPELESS)]
        paper = papers.delivered(office, "rectification_notice", over=over)
        key = paper.id
        with on(date(2026, 3, 19), "reviewer") as head:
            reason = "所涉企业已注销。"
            problems.cannot_fix(over[2], on=date(2026, 3, 19), reason=reason, actor=head)
        papers.answer(paper, day=date(2026, 3, 20))
        for username in ("handler", "second"):
            with on(DAY, username) as person:
                if username == "handler":
                    first = paper.items[:1]
                    verifying.conclude(first, Conclusion.MENDED, note="已核对。", actor=person)
                verifying.opine(paper.items[:1], Opinion.AGREE, actor=person)
    clock("2026-03-23 10:00")
    form = "//form[contains(@action, '/do/terminate')]"
    answer = sign_in("reviewer").submit(f"/instruments/{key}", {"reason": "监督终止。"}, form=form)
    assert answer.status_code == 302
    return key


def _rows(page: PageCheck, visitor: Visitor, address: str) -> dict[str, str]:
    """The rows of a list by the title of their problem."""
    shown = page(visitor.get(address)).find("//tbody/tr")
    texts = [" ".join(row.text_content().split()) for row in shown]
    return {one: text for one in (MENDED, LEFT, HOPELESS) for text in texts if one in text}


def test_what_was_not_written_off_waits_for_another_paper_and_not_for_the_unit(
    terminated: int, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    handler = sign_in("handler")
    rows = _rows(page, handler, "/problems/ledger?tab=all")
    assert "待下发" in rows[LEFT]
    assert "原文书已终止" in rows[LEFT]
    assert "待签收" not in rows[LEFT]
    assert "04-01" not in rows[LEFT], "the term fell away with the paper"
    with inside():
        number = session.get_one(Instrument, terminated).number
        assert number
        assert verify(session()) == []
    for ended, word in ((MENDED, "已销号"), (HOPELESS, "无法纠正")):
        assert number in rows[ended], "what ended on it keeps its number"
        assert word in rows[ended]
    waiting = _rows(page, handler, "/problems/?tab=established")
    assert set(waiting) == {LEFT}, "待列入文书"


def test_the_freed_problem_names_the_paper_and_goes_onto_another(
    terminated: int, inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    handler = sign_in("handler")
    with inside():
        key = session.query(Problem).filter_by(title=LEFT).one().id
        number = session.get_one(Instrument, terminated).number
    shown = page(handler.get(f"/problems/{key}"))
    assert "到文书办理" not in shown.text
    assert "拟制文书" in shown.text
    assert f"{number} （行政执法监督整改通知书）曾列入本问题，已办结，没有销号" in shown.text
    with inside():
        again = papers.delivered(
            office, "rectification_notice", day=DAY, over=[session.get_one(Problem, key)]
        )
        newer = again.number
        assert newer
    rows = _rows(page, handler, "/problems/ledger?tab=all")
    assert newer in rows[LEFT]
    assert "未反馈" in rows[LEFT]
    assert "终止" not in page(handler.get(f"/problems/{key}")).text.partition("时间线")[0]


def test_what_cannot_be_mended_holds_up_none_of_the_other_items(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Nobody has to conclude 已整改 over it, nor to 终止 the paper."""
    with inside():
        over = [papers.problem(office, title=one) for one in (MENDED, HOPELESS)]
        paper = papers.replied(office, code="rectification_notice", over=over)
        mended, hopeless = paper.items
        with on(DAY, "handler") as person:
            verifying.conclude([mended], Conclusion.MENDED, note="已核对。", actor=person)
            verifying.opine([mended], Opinion.AGREE, actor=person)
            verifying.conclude([hopeless], Conclusion.NOT_MENDED, note="未改。", actor=person)
            term = Term(10, Unit.DAY)
            verifying.return_reply(paper, reason="请整改。", term=term, actor=person)
        with on(DAY, "reviewer") as head:
            problems.cannot_fix(over[1], on=DAY, reason="所涉企业已注销。", actor=head)
        papers.answer(paper, day=date(2026, 3, 24), words="所涉企业已注销。")
        key, lost = paper.id, over[1].id
    clock("2026-03-25 10:00")
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    shown = page(handler.get(f"/instruments/{key}"))
    assert "无法纠正" in shown.find("//table[.//th[.='核查结论']]/tbody/tr")[1].text_content()
    for visitor, verb in ((handler, "pass_verification"), (reviewer, "close")):
        form = f"//form[contains(@action, '/do/{verb}')]"
        assert visitor.submit(f"/instruments/{key}", {}, form=form).status_code == 302, verb
    rows = _rows(page, handler, "/problems/ledger?tab=all")
    assert "已销号" in rows[MENDED]
    assert "无法纠正" in rows[HOPELESS]
    with inside():
        assert verify(session()) == []
        found = session.get_one(Problem, lost)
        assert (found.status.label, found.paper_id) == ("无法纠正", key)
        assert session.get_one(Instrument, key).items[1].written_off_on is None
