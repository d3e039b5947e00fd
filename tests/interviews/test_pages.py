"""Pages of interviews: nine heads in one sitting, foreign rows are none, few queries."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from supervision.agencies.service import OfficerFacts, add_officer
from supervision.core.access import Role
from supervision.core.db import session
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus
from tests.make import interviews as make
from tests.make import people
from tests.support import pages
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import DESKTOP, PHONE, NewTab
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
MAIN = "//main//form[@method='post']"


@pytest.fixture
def bench(inside: Inside) -> Callable[[str], str]:
    """How the form names a person of the bureau: `bench("handler")`."""

    def key(seat: str) -> str:
        with inside():
            return f"u{people.principal(seat).user_id}"

    return key


def _officers(inside: Inside, count: int) -> None:
    with inside():
        unit = make.the_unit()
        for number in range(count):
            facts = OfficerFacts(f"示例某{number}", "副局长", f"示证{number}", in_leadership=True)
            add_officer(unit, facts, actor=people.principal("handler"))


def test_nine_heads_are_entered_in_one_sitting(
    inside: Inside, sign_in: SignIn, bench: Callable[[str], str]
) -> None:
    _officers(inside, 9)
    data = {f"heads-{n}-who": f"示例某{n} · 示例市甲局 副局长" for n in range(9)}
    data |= {"reason": "整改不力", "planned_on": "2023-06-06", "recorder": bench("reviewer")}
    data |= {"interviewers-0": bench("handler"), "interviewers-1": bench("second")}
    answer = sign_in("handler").submit("/interviews/new", data, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        assert len(made.interviewees) == 9
        assert all(head.in_leadership and head.certificate_no for head in made.interviewees)


def test_more_lines_keep_what_was_typed(sign_in: SignIn) -> None:
    handler = sign_in("handler")
    page = pages.check(handler.get("/interviews/new"))
    token = page.find("//input[@name='csrf_token']")[0].get("value")
    data = {"csrf_token": token, "heads-0-who": "示例某甲", "more": "1"}
    answer = handler.post("/interviews/new", data=data)
    again = answer.get_data(as_text=True)
    assert 'value="示例某甲"' in again
    assert "heads-14-who" not in page.html


def _pasted(visitor: Visitor, rows: str, **typed: str) -> TestResponse:
    whole = {"reason": "整改不力", "planned_on": "2023-06-06", "pasted": rows}
    return visitor.submit("/interviews/new", whole | typed, form=MAIN)


def test_a_pasted_list_fills_the_table_before_anything_is_saved(sign_in: SignIn) -> None:
    rows = "姓名\t职务\t单位\n示例某乙\t副局长\t示例市甲局\n示例某丙\t科长\t示例市甲局\n"
    answer = _pasted(sign_in("handler"), rows, **{"heads-0-who": "示例某甲"})
    page = pages.check(answer)
    names = [one.get("value") for one in page.find("//input[contains(@name, '-who')]")]
    assert names[:4] == ["示例某甲", "示例某乙", "示例某丙", ""]
    posts = [one.get("value") for one in page.find("//input[contains(@name, '-post')]")]
    assert posts[1:3] == ["副局长", "科长"]
    assert page.find("//textarea[@name='pasted']")[0].text.strip() == "", "seen once, gone"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("单位\t职务\n示例市甲局\t科长\n", "没有“姓名”一列"),
        ("姓名\t单位\n\t示例市甲局\n", "第2行没有姓名"),
        ("示例某\n" * 101, "最多100人"),
    ],
)
def test_a_list_that_cannot_be_read_stays_where_it_was_pasted(
    sign_in: SignIn, rows: str, said: str
) -> None:
    page = pages.check(_pasted(sign_in("handler"), rows), status=422)
    assert said in page.text
    assert page.find("//textarea[@name='pasted']")[0].text.strip() == rows.strip()


def test_a_refused_form_says_which_head_is_wrong(
    sign_in: SignIn, bench: Callable[[str], str]
) -> None:
    data = {"reason": "整改不力", "planned_on": "2023-06-06", "heads-0-who": "示例某甲"}
    data |= {"heads-0-unit": "没有的单位", "recorder": bench("reviewer")}
    data |= {"interviewers-0": bench("handler"), "interviewers-1": bench("second")}
    answer = sign_in("handler").submit("/interviews/new", data, form=MAIN)
    assert "第1人的单位：没有“没有的单位”" in pages.check(answer, status=422).text


def test_an_interview_goes_from_plan_to_end_by_page(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        made = make.interview(interviewees=make.heads(2, 1))
        url = f"/interviews/{made.id}"
        heads = [head.id for head in made.interviewees]
        day = made.planned_on.isoformat()
    handler, reviewer, leader = sign_in("handler"), sign_in("reviewer"), sign_in("signatory")
    assert "/step/approve" not in reviewer.get(url).text  # heads are the leader's
    assert reviewer.get(f"{url}/step/approve").status_code == 403
    hold = {"on": day, "minutes": "要点", "promise": "限期整改", "promise_due": day}
    hold |= {"attendance-0-absent": "y", "attendance-0-note": "出差"}
    steps = [
        (leader, "approve_heads", {"on": day}),
        (handler, "notify", {"on": day}),
        (handler, "hold", hold),
        (handler, "close", {"on": day, "result": "已整改"}),
    ]
    for visitor, verb, data in steps:
        answer = visitor.submit(f"{url}/step/{verb}", data, form=MAIN)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        pages.check(visitor.get(url))
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        assert made.status is InterviewStatus.CLOSED
        assert [head.id for head in made.interviewees if head.absent] == heads[:1]
    pages.check(handler.get("/interviews/"))
    assert handler.get(f"{url}/record.pdf").mimetype == "application/pdf"
    assert handler.get("/interviews/export.xlsx").status_code == 200


def test_another_bodys_interview_is_not_there(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        key = make.interview().id
        people.user("stranger", Role.HANDLER, body=people.body("示范县"))
    stranger = sign_in("stranger")
    for tail in ("", "/amend", "/step/notify", "/record.pdf"):
        assert stranger.get(f"/interviews/{key}{tail}").status_code == 404
    assert sign_in("liaison").get(f"/interviews/{key}").status_code in (403, 404)


def test_list_and_page_take_few_queries_however_many_rows(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        key = make.interview(InterviewStatus.TRACKING, interviewees=make.heads(9, 31)).id
    handler = sign_in("handler")

    def taken(url: str) -> int:
        handler.get(url)  # who is here and the badge are asked again after something was written
        with queries(app) as sent:
            pages.check(handler.get(url))
        return len(sent)

    few = taken("/interviews/")
    with inside():
        for _ in range(5):
            make.interview(InterviewStatus.TRACKING)
    assert taken("/interviews/") <= few
    assert few <= 14
    assert taken(f"/interviews/{key}") <= 16


@pytest.mark.battery
def test_the_form_is_usable_by_keyboard_and_on_a_phone(inside: Inside, new_tab: NewTab) -> None:
    _officers(inside, 9)
    for size in ((DESKTOP[0], 2600), (PHONE[0], 6000)):  # tall: nothing lies under the save bar
        tab = new_tab(size)
        tab.goto("/accounts/sign-in")
        tab.get_by_label("用户名").fill("handler")
        tab.get_by_label("口令").fill(people.PASSWORD)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/")
        tab.goto("/interviews/new")
        tab.get_by_label("姓名 1", exact=True).fill("示例某0 · 示例市甲局 副局长")
        expect_accessible(tab)
        expect_no_sideways_scroll(tab)


def test_the_reason_of_a_step_is_not_what_the_interview_is_about(
    inside: Inside, sign_in: SignIn
) -> None:
    """改期 and 缺席 once opened with the 事由 of the interview as their 理由."""
    with inside():
        made = make.interview(interviewees=make.heads(1, 1))
        url, about, day = f"/interviews/{made.id}/step", made.reason, made.planned_on.isoformat()
    leader, handler = sign_in("signatory"), sign_in("handler")
    leader.submit(f"{url}/approve_heads", {"on": day}, form=MAIN)
    handler.submit(f"{url}/notify", {"on": day}, form=MAIN)
    for verb in ("reschedule", "miss"):
        shown = pages.check(handler.get(f"{url}/{verb}"))
        (area,) = shown.find("//textarea[@name='reason']")
        assert about
        assert (area.text or "").strip() == ""


def test_the_day_of_an_interview_is_lit_and_in_hand_from_the_working_day_before(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Told of on Monday, 9 March, to be held on Monday, 16 March: in hand from Friday, the 13th."""
    clock("2026-03-09 09:00")
    with inside():
        make.interview(InterviewStatus.NOTIFIED, planned_on=date(2026, 3, 16))
    for day, said in (("12", ""), ("13", "剩1个工作日"), ("16", "今日到期"), ("17", "1个工作日")):
        clock(f"2026-03-{day} 09:00")
        text = page(sign_in("handler").get("/reminders/")).text
        assert ("待实施的约谈" in text) is bool(said), day
        assert said in text, day
