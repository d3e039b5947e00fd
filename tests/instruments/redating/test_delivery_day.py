"""A delivery that was registered under a wrong day: one asks for the right one, another confirms, and what
followed from it follows anew."""

import datetime as dt

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.duedates import DueDate, DueDateChange, DueKind
from supervision.instruments.models import Instrument
from supervision.problems.models import Problem
from supervision.reminders.models import Notice
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WHY = "送达回证记载为3月13日，录成3月3日"
WRONG, RIGHT = "2026-03-03", "2026-03-13"
# 30日 from 3 March (a Tuesday) end on 2 April, a Thursday; from 13 March on 12 April, a Sunday.
WRONG_DUE, RIGHT_DUE = "2026-04-02", "2026-04-13"


@pytest.fixture
def paper(inside: Inside, office: Office, clock: Clock) -> str:
    """Delivered on 13 March, registered as of 3 March; today is 7 April and it looks late."""
    with inside():
        over = papers.problem(office)
        made = papers.delivered(office, over=[over], day=dt.date(2026, 3, 3))
        assert str(made.due_on) == WRONG_DUE
        key = made.id
    clock("2026-04-07 09:00")
    return f"/instruments/{key}"


def _link(page: PageCheck, visitor: Visitor, address: str) -> str:
    [link] = page(visitor.get(address)).find("//a[normalize-space()='更正登记']/@href")
    return str(link)


def _head(page: PageCheck, visitor: Visitor, address: str) -> str:
    """What the page's head says, the light among it."""
    return " ".join(str(one) for one in page(visitor.get(address)).find("//main//header//text()"))


def _stands() -> tuple[str, str, str, str]:
    paper = session.scalars(sa.select(Instrument)).one()
    problem = session.scalars(sa.select(Problem)).one()
    return (
        str(paper.delivered_on),
        str(paper.due_on),
        str(problem.delivered_on),
        str(problem.due_on),
    )


def test_the_right_day_holds_once_another_has_confirmed(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The clerk typed 3 instead of 13: the unit was chased ten days early, and nobody could put it right."""
    handler, liaison = sign_in("handler"), sign_in("liaison")
    assert "逾期" in _head(page, liaison, paper)
    link = _link(page, handler, paper)
    answer = handler.submit(link, {"received_on": RIGHT, "why": WHY}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        assert _stands() == (WRONG, WRONG_DUE, WRONG, WRONG_DUE), (
            "nothing holds before it is confirmed"
        )
    assert second.waiting(handler) == [], "whoever asked does not confirm"
    reviewer = sign_in("reviewer")
    [asked] = second.waiting(reviewer)
    shown = page(reviewer.get(asked)).text
    for said in (WRONG, RIGHT, WRONG_DUE, RIGHT_DUE, WHY):
        assert said in shown
    assert "送达送达" not in shown
    assert second.confirm(reviewer).status_code == 302
    with inside():
        assert _stands() == (RIGHT, RIGHT_DUE, RIGHT, RIGHT_DUE)
        term = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.REPLY)).one()
        assert str(term.start) == RIGHT
        change = session.scalars(sa.select(DueDateChange)).one()
        assert (str(change.old_due), str(change.new_due)) == (WRONG_DUE, RIGHT_DUE)
        unit = people.principal("liaison").user_id
        told = session.scalars(sa.select(Notice.title).where(Notice.user_id == unit)).all()
    assert any("到期日由2026年4月2日改为2026年4月13日" in one for one in told)
    for seat in ("handler", "liaison"):
        shown = page(sign_in(seat).get(paper)).text
        assert "更正送达登记" in shown
        assert WHY in shown
    trail = page(handler.get(paper)).text
    assert WRONG in trail
    ledger = page(handler.get("/problems/ledger?tab=all")).text
    assert "04-13" in ledger
    assert "逾期" not in _head(page, liaison, paper)


def test_why_this_day_tells_the_right_start(paper: str, sign_in: SignIn, page: PageCheck) -> None:
    _corrected(sign_in, page, paper)
    said = page(sign_in("handler").get(paper)).text
    assert "2026年3月13日" in said
    assert "自2026年3月3日" not in said


def _corrected(sign_in: SignIn, page: PageCheck, paper: str, day: str = RIGHT) -> None:
    handler = sign_in("handler")
    link = _link(page, handler, paper)
    answer = handler.submit(link, {"received_on": day, "why": WHY}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-24", "送达日期不得早于成文日期"),
        ("2026-04-08", "送达日期不得晚于今天"),
        (WRONG, "与登记的相同"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    paper: str, sign_in: SignIn, page: PageCheck, day: str, said: str
) -> None:
    handler = sign_in("handler")
    answer = handler.submit(
        _link(page, handler, paper), {"received_on": day, "why": WHY}, form=FORM
    )
    shown = page(answer, status=422)
    assert said in shown.text
    assert WHY in shown.html


def test_a_paper_was_not_delivered_after_it_was_answered(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        papers.answer(session.scalars(sa.select(Instrument)).one(), day=dt.date(2026, 3, 10))
    handler = sign_in("handler")
    answer = handler.submit(
        _link(page, handler, paper), {"received_on": RIGHT, "why": WHY}, form=FORM
    )
    assert "送达日期不得晚于第1次反馈的2026年3月10日" in page(answer, status=422).text


def test_what_was_answered_late_by_the_wrong_day_was_in_time(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Answered on 7 April: five days late by the wrong day, six early by the right one."""
    with inside():
        papers.answer(session.scalars(sa.select(Instrument)).one(), day=dt.date(2026, 4, 7))
    _corrected(sign_in, page, paper)
    with inside():
        term = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.REPLY)).one()
        assert str(term.due) == RIGHT_DUE
        assert str(term.closed_on) == "2026-04-07"


def test_an_extension_asked_for_stays_open_and_says_the_day_of_now(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-04-01 09:00")
    asked = {"reason": "须上会研究。", "new_due": "2026-04-20"}
    liaison = sign_in("liaison")
    assert liaison.submit(f"{paper}/extension", asked, form=FORM).status_code == 302
    _corrected(sign_in, page, paper)
    reviewer = sign_in("reviewer")
    assert f"现到期日 {RIGHT_DUE}" in page(reviewer.get(f"{paper}/extensions/1")).text
    assert reviewer.submit(f"{paper}/extensions/1", {}, form=FORM).status_code == 302
    with inside():
        assert _stands()[1] == "2026-04-20"


def test_an_extension_shorter_than_the_term_itself_shortens_nothing(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Extended to 8 April, when the term itself runs to the 13th."""
    clock("2026-04-01 09:00")
    asked = {"reason": "须上会研究。", "new_due": "2026-04-08"}
    assert sign_in("liaison").submit(f"{paper}/extension", asked, form=FORM).status_code == 302
    granted = sign_in("reviewer").submit(f"{paper}/extensions/1", {}, form=FORM)
    assert granted.status_code == 302
    _corrected(sign_in, page, paper)
    with inside():
        assert _stands()[1] == RIGHT_DUE


def test_a_stop_of_the_term_stays_where_it_was(
    paper: str, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Stopped from 20 to 31 March: 13 March + 30日 with six days used before; the rest runs from 1 April."""
    stop = {"reason": "不可抗力", "stopped": "2026-03-20", "resumed": "2026-03-31", "basis": "停产"}
    reviewer = sign_in("reviewer")
    choice = page(reviewer.get(f"{paper}/pause")).find(
        "//option[normalize-space()='不可抗力']/@value"
    )
    answer = reviewer.submit(f"{paper}/pause", {**stop, "reason": choice[0]}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    _corrected(sign_in, page, paper)
    with inside():
        # 14–19 March are 6 days; 24 are left: 1 April is the first, 24 April (a Friday) the last.
        assert _stands()[1] == "2026-04-24"


def test_a_paper_signed_for_on_the_screen_has_no_wrong_day(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        key = papers.signed(office).id
    clock("2026-03-02 09:00")
    address = f"/instruments/{key}"
    handler, liaison = sign_in("handler"), sign_in("liaison")
    for visitor, button in ((handler, "电子送达"), (liaison, "签收")):
        assert visitor.submit(address, {}, button=button).status_code == 302
    assert not page(handler.get(address)).find("//a[normalize-space()='更正登记']")
    assert handler.get(f"{address}/delivery/day").status_code == 409


def test_the_unit_is_not_offered_it(paper: str, sign_in: SignIn, page: PageCheck) -> None:
    liaison = sign_in("liaison")
    assert not page(liaison.get(paper)).find("//a[normalize-space()='更正登记']")
    assert liaison.get(f"{paper}/delivery/day").status_code in (403, 404)


def test_no_two_corrections_of_one_paper_wait(paper: str, sign_in: SignIn, page: PageCheck) -> None:
    handler = sign_in("handler")
    link = _link(page, handler, paper)
    typed = {"received_on": RIGHT, "why": WHY}
    assert handler.submit(link, typed, form=FORM).status_code == 302
    other = sign_in("second")
    assert "确认之前没有生效" in page(other.get(link)).text
    assert not page(other.get(link)).find(FORM)
