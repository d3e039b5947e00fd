"""The ten daily tasks as they are done, counted: docs/daily-tasks.md says the same, and its targets are kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from supervision.core import clock
from supervision.instruments.states import InstrumentStatus as S
from supervision.problems import service
from tests.journeys.counting import Cost, counting, same_as_told, watched
from tests.journeys.people import enter, press, press_and_agree
from tests.journeys.test_draft_desk import PASTED, _paste
from tests.make import actions as make_action
from tests.make import many_problems, papers, people
from tests.make.offices import SMALL, found_office
from tests.support.browser import NewTab
from tests.support.work import Inside

Enter = Callable[[str], Page]
DESK = {"permissions": ["clipboard-read", "clipboard-write"]}
NOTICE = "勾选8个问题发整改通知书，到已送达"


@pytest.fixture
def cost() -> Cost:
    return Cost()


@pytest.fixture
def at(new_tab: NewTab, cost: Cost) -> Enter:
    """Somebody at a desk whose presses are counted."""
    return lambda name: watched(enter(new_tab, name, **DESK), cost)


@pytest.mark.battery
def test_an_opinion_of_twelve_items(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        found_office(seats=SMALL)
    tab = at("handler")
    tab.goto("/instruments/new?kind=opinion")
    with counting(cost):
        box = tab.get_by_role("combobox", name="被监督单位").first
        box.click()
        tab.keyboard.type("甲局")
        tab.keyboard.press("Enter")
        demands = tab.locator("#block-items > [data-item] textarea[name$=-demand]")
        for number in range(5):
            if number:
                tab.get_by_role("button", name="再加一条").click()
            demands.nth(number).click()
            tab.keyboard.type(f"第{number + 1}项意见。")
        tab.get_by_role("button", name="再加一条").click()
        demands.nth(5).click()
        _paste(tab, PASTED)
        expect(tab.get_by_role("dialog", name="粘贴的内容")).to_be_visible()
        tab.keyboard.press("Enter")
        expect(demands).to_have_count(12)
        assert cost.load == 0
        tab.keyboard.press("Control+Enter")
        tab.get_by_text("已拟制").wait_for()
    same_as_told("拟制12条的意见书（其中7条从Excel粘贴）", cost)


@pytest.mark.battery
def test_37_problems_in_a_row(bureau: None, at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        by = people.principal("handler")
        unit = people.unit("示例市乙局", by=by)
        action = make_action.action(by=by, leader=people.principal("signatory"), units=[unit]).id
    tab = at("handler")
    tab.goto(f"/problems/entry/{action}")
    tab.locator("[name=title]").fill("问题0")
    tab.get_by_role("combobox", name="被监督单位").fill("乙局")
    tab.keyboard.press("Tab")
    tab.keyboard.type("lfk")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Control+Enter")
    tab.get_by_text("已保存“问题0”").wait_for()
    with counting(cost):
        for number in range(1, 37):
            tab.wait_for_load_state()
            tab.keyboard.type(f"问题{number}")
            tab.keyboard.press("Control+Enter")
            tab.get_by_text(f"已保存“问题{number}”").wait_for()
    assert cost.click == cost.key == 0
    assert cost.chord <= 36
    same_as_told("连续录入37个问题（同一单位、同一类别）", cost)


@pytest.mark.battery
def test_a_notice_over_eight_problems_to_its_delivery(
    at: Enter, inside: Inside, cost: Cost
) -> None:
    with inside():
        many_problems.established(found_office(seats=SMALL), 8)
    first, reviewer, leader, clerk = (
        at(name) for name in ("handler", "reviewer", "signatory", "liaison")
    )
    first.goto("/problems/?status=established")
    with counting(cost):
        first.get_by_label("全选本页").check()
        press(first, "拟制文书")
        with first.expect_navigation():
            first.get_by_role("link", name="行政执法监督整改通知书").first.click()
        first.keyboard.press("Control+Enter")
        first.get_by_text("已拟制").wait_for()
        paper = first.url
        press(first, "提交审核")
        reviewer.goto(paper)
        press(reviewer, "审核通过")
        leader.goto(paper)
        _agree(leader, "签发")
        first.goto(paper)
        _agree(first, "电子送达")
        clerk.goto(paper)
        _agree(clerk, "签收")
        first.goto(paper)
        expect(first.get_by_text("已送达").first).to_be_visible()
    assert cost.click <= 10
    same_as_told(NOTICE, cost)


def _agree(tab: Page, label: str) -> None:
    """A step that says its consequence first: pressed, and agreed to by Ctrl+Enter."""
    tab.get_by_role("link", name=label, exact=True).click()
    with tab.expect_navigation():
        tab.keyboard.press("Control+Enter")


@pytest.mark.battery
def test_eight_problems_are_established(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        for number in range(8):
            one = papers.problem(desk, f"问题{number}", established=False)
            service.explain(one, text="情况属实。", on=clock.today(), actor=desk.handler)
    first, reviewer = at("handler"), at("reviewer")
    first.goto("/problems/?tab=pending")
    reviewer.goto("/problems/?tab=pending")
    with counting(cost):
        for tab, verb in ((first, "认定"), (reviewer, "确认认定")):
            if tab is reviewer:
                tab.reload()
            tab.get_by_label("全选本页").check()
            press(tab, verb)
            press(tab, verb)
            tab.get_by_text(f"已{verb}8条").wait_for()
    same_as_told("认定8个问题（一人认定，审核人确认）", cost)


@pytest.mark.battery
def test_the_unit_signs_for_a_paper_and_answers(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        made = papers.paper(desk, S.SIGNED)
        papers.delivery.send(made, actor=desk.handler)
        here = f"/instruments/{made.id}"
    clerk = at("liaison")
    clerk.goto(here)
    with counting(cost):
        press_and_agree(clerk, "签收")
        clerk.get_by_text("已签收").first.wait_for()
    same_as_told("签收一件文书", cost)
    with counting(cost):
        clerk.get_by_role("link", name="逐条答复").first.click()
        boxes = clerk.get_by_label("整改措施和结果")
        for number in range(2):
            boxes.nth(number).click()
            clerk.keyboard.type("已整改。")
        clerk.get_by_role("button", name="报送").last.click()
        clerk.get_by_text("已报送").first.wait_for()
    same_as_told("逐条答复2条并报送", cost)


@pytest.mark.battery
def test_conclusions_over_two_items(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        key = papers.paper(found_office(seats=SMALL), S.REPLIED).id
    tab = at("handler")
    tab.goto(f"/instruments/{key}")
    with counting(cost):
        _conclude(tab, "选择第1条", "mended", "已核对制度和台账。")
        _conclude(tab, "选择第2条", "adopted", "")
    same_as_told("填写2条核查结论", cost)


def _conclude(tab: Page, item: str, conclusion: str, why: str) -> None:
    """One conclusion over one item; 已整改 without 佐证 says what it rests on."""
    tab.get_by_label(item).check()
    tab.get_by_text("填写核查结论…").first.click()
    tab.locator("[name=conclude-conclusion]").select_option(conclusion)
    if why:
        tab.locator("[name=conclude-note]").click()
        tab.keyboard.type(why)
        expect(tab.locator("[name=conclude-note]")).to_have_value(why)
    tab.get_by_role("button", name="用于所选条目").first.click()
    tab.get_by_text("已填写1条核查结论").first.wait_for()


@pytest.mark.battery
def test_a_paper_is_passed_by_the_reviewer(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), S.REVIEWING)
    tab = at("reviewer")
    tab.goto("/reminders/")
    with counting(cost):
        with tab.expect_navigation():
            tab.locator(".task-label").first.click()
        press(tab, "审核通过")
        tab.get_by_text("待签发").first.wait_for()
    same_as_told("审核人审核通过一件文书", cost)


@pytest.mark.battery
def test_34_of_41_are_referred(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        many_problems.established(found_office(seats=SMALL), 41)
    tab = at("handler")
    tab.goto("/problems/ledger?tab=open")
    with counting(cost):
        boxes = tab.locator("tbody input[name=ids]")
        boxes.nth(0).click()
        boxes.nth(33).click(modifiers=["Shift"])
        press(tab, "移交")
        tab.locator("select[name=way]").select_option("mechanism")
        for label, said in (("接收机关", "市委巡察办"), ("事由", "专项监督发现的问题")):
            tab.get_by_label(label).click()
            tab.keyboard.type(said)
        with tab.expect_navigation():
            tab.keyboard.press("Control+Enter")
    same_as_told("移交41个问题中的34个", cost)


@pytest.mark.battery
def test_three_problems_are_chased_from_the_ledger(at: Enter, inside: Inside, cost: Cost) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        for _ in range(3):
            papers.paper(desk, S.DELIVERED)
    tab = at("handler")
    tab.goto("/problems/ledger?tab=open")
    with counting(cost):
        tab.get_by_label("全选本页").check()
        press(tab, "催办")
        tab.get_by_text("催办").first.wait_for()
    same_as_told("从台账催办3个问题", cost)
