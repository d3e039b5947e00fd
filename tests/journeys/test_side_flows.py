"""Beside the main road, in a real browser: a reply returned and sent again, an extension, an objection."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from supervision.core import clock
from tests.journeys.people import enter, press
from tests.make import case_files
from tests.make.offices import Office
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import PHONE, NewTab
from tests.support.work import Inside

DAY = timedelta(days=1)


@pytest.fixture
def office(inside: Inside) -> Office:
    with inside():
        return case_files.office()


def _more(tab: Page, label: str) -> None:
    """An entry of the 更多 menu."""
    tab.locator("summary", has_text="更多").first.click()
    tab.get_by_role("link", name=label, exact=True).click()


def _answer_all(tab: Page, paper_id: int, words: str) -> None:
    tab.goto(f"/instruments/{paper_id}/answers")
    for box in tab.get_by_label("整改措施和结果").all():
        box.fill(words)
    press(tab, "保存并报送反馈")
    tab.get_by_text("反馈已报送").wait_for()


def test_a_reply_is_returned_and_comes_again(
    new_tab: NewTab, inside: Inside, office: Office
) -> None:
    with inside():
        paper_id = case_files.delivered(office, day=clock.today() - 3 * DAY).id
    clerk, handler = enter(new_tab, "liaison", size=PHONE), enter(new_tab, "handler")
    _answer_all(clerk, paper_id, "已布置整改。")
    handler.goto(f"/instruments/{paper_id}")
    _more(handler, "退回补充整改")
    handler.get_by_label("退回理由").fill("没有说明结果，请补充佐证材料。")
    handler.get_by_label("补充整改期限").fill("10")
    handler.get_by_role("button", name="退回", exact=True).click()
    handler.get_by_text("已退回补充整改。").wait_for()
    clerk.goto(f"/instruments/{paper_id}/answers")
    expect(clerk.get_by_text("没有说明结果").first).to_be_visible()
    expect_accessible(clerk)
    expect_no_sideways_scroll(clerk)
    _answer_all(clerk, paper_id, "制度已修订，案卷已复核。")
    handler.goto(f"/instruments/{paper_id}")
    for words in ("第 1 次反馈", "第 2 次反馈", "没有说明结果"):
        expect(handler.get_by_text(words).first).to_be_visible()
    expect_accessible(handler)


def test_an_extension_is_asked_and_granted(new_tab: NewTab, inside: Inside, office: Office) -> None:
    with inside():
        paper = case_files.delivered(office, day=clock.today() - 3 * DAY)
        paper_id, due = paper.id, paper.due_on
    assert due is not None
    later = due + 10 * DAY
    clerk, reviewer = enter(new_tab, "liaison", size=PHONE), enter(new_tab, "reviewer")
    clerk.goto(f"/instruments/{paper_id}")
    _more(clerk, "申请延期")
    clerk.get_by_label("申请延至").fill(later.isoformat())
    clerk.get_by_label("延期理由").fill("制度修订须经会议研究。")
    expect_accessible(clerk)
    expect_no_sideways_scroll(clerk)
    clerk.get_by_role("button", name="提交申请").click()
    clerk.get_by_text("已提交延期申请").wait_for()
    reviewer.goto(f"/instruments/{paper_id}")
    with reviewer.expect_navigation():
        reviewer.get_by_role("link", name="审批", exact=True).click()
    expect_accessible(reviewer)
    reviewer.get_by_label("意见").fill("同意。")
    reviewer.get_by_role("button", name="批准延期").click()
    reviewer.get_by_text("已批准，到期日改为").wait_for()
    clerk.goto(f"/instruments/{paper_id}")
    panel = clerk.locator("#extensions")
    expect(panel.get_by_text(due.isoformat()).first).to_be_visible()
    expect(panel.get_by_text(later.isoformat()).first).to_be_visible()


@pytest.mark.battery
def test_an_objection_is_reviewed_by_somebody_not_on_the_case(
    new_tab: NewTab, inside: Inside, office: Office
) -> None:
    with inside():
        over = [case_files.problem(office)]
        paper = case_files.delivered(office, "decision", day=clock.today() - DAY, over=over)
        paper_id = paper.id
    clerk, other = enter(new_tab, "liaison", size=PHONE), enter(new_tab, "reviewer2")
    handler, involved = enter(new_tab, "handler"), enter(new_tab, "reviewer")
    clerk.goto(f"/instruments/{paper_id}")
    _more(clerk, "提出异议")
    clerk.get_by_label("异议理由").fill("第一项事实有出入。")
    clerk.get_by_role("button", name="提出异议").click()
    clerk.get_by_text("异议已提出").wait_for()
    involved.goto(f"/instruments/{paper_id}")
    assert not involved.get_by_role("link", name="复查", exact=True).count()
    other.goto(f"/instruments/{paper_id}")
    with other.expect_navigation():
        other.get_by_role("link", name="复查", exact=True).click()
    expect_accessible(other)
    other.get_by_label("复查决定").select_option(label="维持")
    other.get_by_label("决定内容和理由").fill("事实清楚，依据充分。")
    other.get_by_role("button", name="作出复查决定").click()
    other.get_by_text("复查决定已登记").wait_for()
    handler.goto(f"/instruments/{paper_id}")
    handler.get_by_role("button", name="拟制复查决定书").click()
    handler.get_by_text("复查决定书已拟制").wait_for()
    assert "事实清楚，依据充分。" in handler.locator("#block-grounds textarea").input_value()
    clerk.goto(f"/instruments/{paper_id}")
    expect(clerk.get_by_text("维持，期限照常计算")).to_be_visible()
