"""An interview with nine heads in one sitting, in a real browser: plan, notices, minutes, promise, figure."""

from datetime import timedelta

import docx
import pytest
from playwright.sync_api import Page, expect

from supervision.agencies.models import Unit
from supervision.agencies.service import OfficerFacts, add_officer
from supervision.core import clock
from supervision.core.db import session
from tests.journeys.people import enter, press, press_and_agree
from tests.make import case_files, people
from tests.make.offices import Office
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import PHONE, NewTab
from tests.support.work import Inside

REASON = "整改事项逾期未完成"
NAMES = [f"示例负责{number}" for number in "一二三四五六七八九"]
REFUSED = NAMES[8]


@pytest.fixture
def office(inside: Inside) -> Office:
    """Two units: five heads of the first, four of the second, on the register of officers."""
    with inside():
        made = case_files.office()
        for place, name in enumerate(NAMES):
            unit = session.get_one(Unit, made.unit_id if place < 5 else made.other_unit_id)
            facts = OfficerFacts(name, "副局长", f"示A-{place}", in_leadership=True)
            add_officer(unit, facts, actor=people.principal("reviewer"))
        return made


@pytest.mark.battery
def test_nine_heads_are_interviewed_in_one_sitting(new_tab: NewTab, office: Office) -> None:
    handler, reviewer = enter(new_tab, "handler"), enter(new_tab, "reviewer")
    leader = enter(new_tab, "signatory")
    interview = _plan(handler)
    _approve(leader, interview)  # 部门负责人: the leader approves
    handler.goto(interview)
    press(handler, "拟制约谈通知书")
    handler.get_by_text("已拟制2份约谈通知书").wait_for()
    links = handler.get_by_role("link", name="行政执法监督约谈通知书（未编号）")
    papers = [str(links.nth(place).get_attribute("href")) for place in range(2)]
    for paper, username, heads in zip(
        papers, ("liaison", "liaison2"), (NAMES[:5], NAMES[5:]), strict=True
    ):
        _issue(handler, reviewer, leader, paper)
        _receive(enter(new_tab, username, size=PHONE), paper, heads)
    handler.goto(interview)
    expect(handler.get_by_text("已通知").first).to_be_visible()
    _hold(handler, interview)
    _figure(handler)
    _close(handler, interview)


def _plan(tab: Page) -> str:
    tab.goto("/interviews/")
    tab.get_by_role("link", name="拟定约谈").first.click()
    tab.get_by_label("约谈事由").fill(REASON)
    tab.get_by_label("约谈日期").fill(clock.today().isoformat())
    tab.get_by_label("时间").fill("9时30分")
    tab.get_by_label("地点").fill("示例市司法局会议室")
    offered = tab.locator("#officers option").evaluate_all("all => all.map(one => one.value)")
    for number, name in enumerate(NAMES, start=1):
        typed = next(one for one in offered if one.startswith(name))
        tab.get_by_label(f"姓名 {number}", exact=True).fill(typed)
    for label, name in (("约谈人1", "handler"), ("约谈人2", "second"), ("记录人", "reviewer2")):
        box = tab.get_by_role("combobox", name=label).first
        box.fill(f"示例{name}")
        box.press("Enter")
    expect_accessible(tab)
    press(tab, "保存")
    tab.get_by_text("约谈已拟定").wait_for()
    expect(tab.get_by_text("部门负责人 9 人").first).to_be_visible()
    return tab.url


def _approve(tab: Page, interview: str) -> None:
    tab.goto(interview)
    tab.get_by_role("link", name="批准", exact=True).first.click()
    press(tab, "批准")
    tab.get_by_text("已办理“批准”").wait_for()


def _issue(handler: Page, reviewer: Page, leader: Page, paper: str) -> None:
    """Submitted, reviewed, signed, sent."""
    handler.goto(paper)
    press(handler, "提交审核")
    reviewer.goto(paper)
    press(reviewer, "审核通过")
    leader.goto(paper)
    press_and_agree(leader, "签发")
    handler.goto(paper)
    press_and_agree(handler, "电子送达")


def _receive(clerk: Page, paper: str, heads: list[str]) -> None:
    """The unit reads the notice with its own heads, not the other's, and signs for it."""
    clerk.goto(paper)
    expect_no_sideways_scroll(clerk)
    press_and_agree(clerk, "签收")
    clerk.get_by_text("已签收").first.wait_for()
    clerk.locator("summary", has_text="更多").click()
    with clerk.expect_download() as copy:
        clerk.get_by_role("link", name="DOCX").click()
    words = _words(str(copy.value.path()))
    assert all(name in words for name in heads)
    assert not any(name in words for name in NAMES if name not in heads)


def _words(path: str) -> str:
    return "\n".join(one.text for one in docx.Document(path).paragraphs)


def _hold(tab: Page, interview: str) -> None:
    tab.goto(interview)
    tab.get_by_role("link", name="登记实施", exact=True).first.click()
    tab.get_by_label("起止时间").fill("9时30分至11时")
    tab.locator("[name=minutes]").fill("通报逾期情况，听取说明，提出要求。")
    for name in NAMES:
        state = "拒绝签字" if name == REFUSED else "已签字"
        tab.get_by_label(f"{name}签字情况").select_option(label=state)
    tab.get_by_label(f"{REFUSED}缺席或拒签理由").fill("对第二项有不同意见")
    tab.locator("[name=promise]").fill("一个月内完成整改。")
    later = clock.today() + timedelta(days=30)
    tab.locator("[name=promise_due]").fill(later.isoformat())
    expect_accessible(tab)
    press(tab, "登记实施")
    tab.get_by_text("已办理“登记实施”").wait_for()
    expect(tab.get_by_text("承诺跟踪").first).to_be_visible()
    expect(tab.get_by_text("已签字")).to_have_count(8)
    expect(tab.get_by_text("对第二项有不同意见")).to_be_visible()
    expect(tab.get_by_text(later.isoformat()).first).to_be_visible()


def _figure(tab: Page) -> None:
    """9人 in the year's figures, and nine lines behind the number."""
    tab.goto("/reports/")
    row = tab.get_by_role("row").filter(has_text="约谈行政执法部门负责人").first
    number = row.locator("a.figure").first
    expect(number).to_contain_text("9人，打开约谈行政执法部门负责人的记录")
    number.click()
    for name in NAMES:
        expect(tab.get_by_text(name).first).to_be_visible()
    expect(tab.get_by_text("共 9 人")).to_be_visible()


def _close(tab: Page, interview: str) -> None:
    tab.goto(interview)
    tab.get_by_role("link", name="办结", exact=True).first.click()
    tab.get_by_label("承诺落实情况").fill("已按承诺完成。")
    press(tab, "办结")
    tab.get_by_text("已办理“办结”").wait_for()
    expect_accessible(tab)
