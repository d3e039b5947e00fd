"""中止期限: by the section head alone, with its reason; explanation, picture and both days stay true."""

import io
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from supervision.core import duedates
from supervision.core.db import session
from supervision.core.derived import verify
from supervision.core.duedates import DueKind, DueState, why_of
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.reminders.models import Notice, NoticeKind
from supervision.reminders.sweep import sweep
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office
from tests.support.browser import NewTab
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.serving import LiveServer
from tests.support.work import Inside

FLOOD = {"reason": "不可抗力", "stopped": "2026-03-11", "resumed": "2026-03-25",
         "basis": "示例市防汛指挥部第1号通告"}  # fmt: skip


@pytest.fixture
def running(inside: Inside, office: Office, clock: Clock) -> int:
    """Delivered on 2 March 2026: thirty days end on 1 April."""
    with inside():
        key = papers.delivered(office).id
    clock("2026-03-27 09:00")
    return key


def test_the_section_head_pauses_a_term_and_everybody_sees_why(
    inside: Inside, running: int, sign_in: SignIn
) -> None:
    head = sign_in("reviewer")
    address = f"/instruments/{running}"
    assert "中止期限" in head.get(address).get_data(as_text=True)
    answer = head.submit(f"{address}/pause", FLOOD, form=FORM)
    assert answer.status_code == 302
    with inside():
        paper = session.get_one(Instrument, running)
        row = duedates.open_of(paper, DueKind.REPLY)
        assert row is not None
        # Eight days used to 10 March; 22 left from the 26th on.
        assert row.due == date(2026, 4, 16) == paper.due_on
        assert why_of(row).sentences[:2] == [
            "自2026年3月2日送达之次日起30日，当日不计入。",
            "因不可抗力，2026年3月11日起中止计算，此前已计8日，2026年3月25日恢复，自次日起续算剩余22日。",
        ]
    for username in ("handler", "liaison"):
        shown = sign_in(username).get(address).get_data(as_text=True)
        assert "2026-04-01" in shown, "the day before stays on file"
        assert "2026-04-16" in shown
        assert "因不可抗力" in shown


@pytest.mark.parametrize("username", ["handler", "signatory", "liaison"])
def test_nobody_else_does(running: int, sign_in: SignIn, username: str) -> None:
    visitor = sign_in(username)
    assert visitor.get(f"/instruments/{running}/pause").status_code == 403
    assert "/pause" not in visitor.get(f"/instruments/{running}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stopped": "2026-04-02", "resumed": "2026-04-03"}, "届满，中止日须在期限之内"),
        ({"stopped": "2026-03-02"}, "次日起算，中止日须在期限之内"),
        ({"resumed": "2026-03-10"}, "恢复日不得早于中止日"),
        ({"resumed": "2026-04-09"}, "恢复日不得晚于今天"),
        ({"basis": " "}, "事实和依据"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    inside: Inside, running: int, sign_in: SignIn, clock: Clock, typed: dict[str, str], said: str
) -> None:
    clock("2026-04-07 09:00")
    answer = sign_in("reviewer").submit(
        f"/instruments/{running}/pause", {**FLOOD, **typed}, form=FORM
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert said in text
    assert "2026-03-25" in text or "resumed" in typed
    with inside():
        assert session.get_one(Instrument, running).due_on == date(2026, 4, 1)


def test_two_pauses_do_not_overlap(running: int, sign_in: SignIn) -> None:
    head = sign_in("reviewer")
    head.submit(f"/instruments/{running}/pause", FLOOD, form=FORM)
    second = {**FLOOD, "stopped": "2026-03-20", "resumed": "2026-03-26"}
    answer = head.submit(f"/instruments/{running}/pause", second, form=FORM)
    assert answer.status_code == 422
    assert "两次中止不能重叠" in answer.get_data(as_text=True)


def test_where_no_term_runs_nothing_is_paused(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.told_above(office)
        refusal = FLOW.why_not(paper, "pause_term", people.principal("reviewer"))
        assert refusal == "此件没有正在计算的反馈期限"


def test_the_sheet_can_be_checked_by_another_program(
    inside: Inside, running: int, sign_in: SignIn
) -> None:
    """期限计算书: its line, read by a walk day by day of this test's own, gives the day it says."""
    head = sign_in("reviewer")
    head.submit(f"/instruments/{running}/pause", FLOOD, form=FORM)
    page = sign_in("handler").get(f"/instruments/{running}").get_data(as_text=True)
    found = re.search(r"/due-dates/\d+\.pdf", page)
    assert found
    answer = sign_in("handler").get(found[0])
    assert answer.mimetype == "application/pdf"
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    text = re.sub(r"\s", "", text)
    for said in ("期限计算书", "不可抗力", "示例市防汛指挥部第1号通告", "续算22日", "民法典"):
        assert said in text, said
    line = re.search(r"日历\d+\|起([\d-]+)\|\+(\d+)日\|停([\d-]+)/([\d-]+)\|止([\d-]{10})", text)
    assert line, text
    start, first, last, due = (date.fromisoformat(line[number]) for number in (1, 3, 4, 5))
    today, counted = start, 0
    while counted < int(line[2]):
        today += timedelta(days=1)
        counted += not first <= today <= last
    assert today == due == date(2026, 4, 16), "a Thursday"
    assert sign_in("liaison").get(found[0]).status_code == 404, "a sheet of the bureau's own"
    assert "期限计算书" not in sign_in("liaison").get(f"/instruments/{running}").get_data(
        as_text=True
    )


STANDING = {**FLOOD, "resumed": ""}


def test_a_term_stands_still_without_a_last_day_until_it_is_resumed(
    inside: Inside, running: int, sign_in: SignIn, clock: Clock
) -> None:
    """Eight of thirty days used to 10 March; resumed on 5 May, 22 are left: 27 May."""
    address = f"/instruments/{running}"
    assert sign_in("reviewer").submit(f"{address}/pause", STANDING, form=FORM).status_code == 302
    clock("2026-04-10 09:00")  # past the last day that had been
    with inside():
        paper = session.get_one(Instrument, running)
        assert paper.due_on is None
        assert not list(verify(session()))
        sweep()
        about = sa.select(Notice.step).where(Notice.kind == NoticeKind.REMINDER)
        assert not list(session.scalars(about)), "nobody is reminded of what stands still"
    for username in ("handler", "liaison"):
        shown = sign_in(username).get(address).get_data(as_text=True)
        assert "期限已中止" in shown
        assert "因不可抗力，2026年3月11日起中止计算，此前已计8日" in shown
        assert "恢复后自次日起续算剩余22日" in shown
        assert "逾期 ·" not in shown
    assert "/extension" not in sign_in("liaison").get(address).get_data(as_text=True)
    clock("2026-05-06 09:00")
    head = sign_in("reviewer")
    for typed, said in (
        ({"resumed": "2026-05-07"}, "恢复日不得晚于今天"),
        ({"resumed": "2026-03-10"}, "恢复日不得早于中止日"),
    ):
        refused = head.submit(f"{address}/resume", typed, form=FORM)
        assert refused.status_code == 422
        assert said in refused.get_data(as_text=True)
    assert head.submit(f"{address}/resume", {"resumed": "2026-05-05"}, form=FORM).status_code == 302
    with inside():
        paper = session.get_one(Instrument, running)
        row = duedates.open_of(paper, DueKind.REPLY)
        assert row is not None
        assert row.due == paper.due_on == date(2026, 5, 27)
        assert "2026年5月5日恢复，自次日起续算剩余22日" in why_of(row).sentences[1]
        assert not list(verify(session()))
    assert "2026-05-27" in sign_in("liaison").get(address).get_data(as_text=True)


def test_the_sheet_of_a_term_that_stands_still_says_what_is_left(
    inside: Inside, running: int, sign_in: SignIn
) -> None:
    """No last day: its line, read by a walk of this test's own, leaves 22 of 30 days on 11 March."""
    sign_in("reviewer").submit(f"/instruments/{running}/pause", STANDING, form=FORM)
    page = sign_in("handler").get(f"/instruments/{running}").get_data(as_text=True)
    found = re.search(r"/due-dates/\d+\.pdf", page)
    assert found
    answer = sign_in("handler").get(found[0])
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    text = re.sub(r"\s", "", text)
    for said in (
        "中止计算，恢复后再定",
        "停止计算，恢复后续算22日",
        "2026年3月11日起中止计算，此前已计8日",
    ):
        assert said in text, said
    assert "2026年4月1日" not in text, "the day before stands nowhere as the last day"
    assert "|止" not in text
    line = re.search(r"起([\d-]+)\|\+(\d+)日\|停([\d-]+)/\|余(\d+)日", text)
    assert line, text
    day, used = date.fromisoformat(line[1]) + timedelta(days=1), 0
    while day < date.fromisoformat(line[3]):
        day, used = day + timedelta(days=1), used + 1
    assert int(line[2]) - used == int(line[4]) == 22
    assert "期限计算书" not in sign_in("liaison").get(f"/instruments/{running}").get_data(
        as_text=True
    )


def test_what_stands_still_is_answered_all_the_same(
    inside: Inside, running: int, sign_in: SignIn
) -> None:
    sign_in("reviewer").submit(f"/instruments/{running}/pause", STANDING, form=FORM)
    with inside():
        paper = session.get_one(Instrument, running)
        papers.answer(paper, day=date(2026, 3, 27))
        row = duedates.of_owner(paper, DueKind.REPLY)[-1]
        assert (row.state, row.closed_on) == (DueState.MET, date(2026, 3, 27))


def test_only_what_stands_still_goes_on(inside: Inside, running: int, sign_in: SignIn) -> None:
    with inside():
        paper = session.get_one(Instrument, running)
        refusal = FLOW.why_not(paper, "resume_term", people.principal("reviewer"))
        assert refusal == "此件没有中止计算的反馈期限"
    tomorrow = {**STANDING, "stopped": "2026-03-28"}
    answer = sign_in("reviewer").submit(f"/instruments/{running}/pause", tomorrow, form=FORM)
    assert answer.status_code == 422
    assert "中止日不得晚于今天" in answer.get_data(as_text=True)


def test_the_picture_after_a_pause(
    running: int, sign_in: SignIn, new_tab: NewTab, live_server: LiveServer
) -> None:
    """As the browser draws it: delivered on 2 March, still from the 11th to the 25th, over on 16 April."""
    head = sign_in("reviewer")
    head.submit(f"/instruments/{running}/pause", FLOOD, form=FORM)
    cookie = head.get_cookie("mingdu")
    assert cookie is not None
    tab = new_tab()
    tab.context.add_cookies([{"name": "mingdu", "value": cookie.value, "url": live_server.url}])
    tab.goto(f"/instruments/{running}")
    why = tab.locator("#due [data-why]")
    assert why.locator(".day-start").inner_text().split() == ["3-02", "送达"]
    stood = why.locator(".day-pause")
    assert stood.count() == 15
    assert stood.first.inner_text().split() == ["3-11", "停"]
    assert stood.last.inner_text().split() == ["3-25", "停"]
    assert why.locator(".day-due").inner_text().split() == ["4-16", "30", "止"]
    colours = {
        state: why.locator(f".day-{state}").first.evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
        for state in ("count", "pause", "due")
    }
    assert len(set(colours.values())) == 3
    assert "此前已计8日" in why.inner_text()
