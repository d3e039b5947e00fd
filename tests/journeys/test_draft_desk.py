"""A 意见书 of twelve items typed and pasted in a real browser: no reload, focus and place stay (11 reloads before)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.journeys.people import enter, press, press_and_agree
from tests.make import papers
from tests.make.offices import SMALL, found_office
from tests.support.accessibility import expect_accessible
from tests.support.browser import NewTab
from tests.support.work import Inside

COPY = """(plain) => navigator.clipboard.writeText(plain)"""
PASTED = "\r\n".join(f"{word}、第{word}项意见。" for word in "一二三四五六七")


@contextmanager
def no_reload(tab: Page) -> Iterator[None]:
    """The page that stands now is the one that stands afterwards."""
    loads: list[str] = []
    tab.on("framenavigated", lambda frame: loads.append(frame.url))
    yield
    assert loads == []


def _paste(tab: Page, words: str) -> None:
    tab.evaluate(COPY, words)
    tab.keyboard.press("Control+V")


def test_twelve_items_without_a_reload(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        found_office(seats=SMALL)
    tab = enter(new_tab, "handler", permissions=["clipboard-read", "clipboard-write"])
    tab.goto("/instruments/new?kind=opinion")
    unit = tab.get_by_role("combobox", name="被监督单位").first
    unit.fill("示例市甲局")
    unit.press("Enter")
    demands = tab.locator("#block-items > [data-item] textarea[name$=-demand]")
    add = tab.get_by_role("button", name="再加一条")
    with no_reload(tab):
        for number in range(4):
            if number:
                add.click()
            demands.nth(number).fill(f"手写第{number + 1}项。")
        tab.locator("button[value=below-1]").click()
        expect(tab.locator("[name=items-1-heading]")).to_be_focused()
        tab.keyboard.type("插在中间")
        demands.nth(1).fill("插入的一项。")
        add.click()
        demands.nth(5).focus()
        _paste(tab, PASTED)
        preview = tab.get_by_role("dialog", name="粘贴的内容")
        expect(preview.get_by_role("row")).to_have_count(8)
        expect(demands).to_have_count(6)
        tab.keyboard.press("Enter")
        expect(demands).to_have_count(12)
        _move_and_delete(tab)
    press(tab, "保存草稿")
    tab.get_by_text("已拟制").wait_for()
    with inside():
        items = session.query(Instrument).one().items
        told = [item.demand.strip("。") for item in items]
        assert told == [
            "插入的一项", "手写第1项", "手写第2项", "手写第3项", "手写第4项",
            *(f"第{word}项意见" for word in "一二三四五六七"),
        ]  # fmt: skip
        assert [item.seq for item in items] == list(range(1, 13))


def _move_and_delete(tab: Page) -> None:
    """Whoever types in an item goes on typing in it while it moves; what was deleted comes back."""
    box = tab.locator("[name=items-1-demand]")
    box.focus()
    tab.keyboard.press("Alt+ArrowUp")
    expect(tab.locator("[name=items-0-demand]")).to_be_focused()
    expect(tab.locator("[name=items-0-demand]")).to_have_value("插入的一项。")
    tab.locator("button[value=drop-3]").click()
    expect(tab.get_by_text("已去掉第3条，保存后生效")).to_be_visible()
    expect(tab.locator("#block-items > [data-item]")).to_have_count(11)
    tab.get_by_role("button", name="恢复").click()
    expect(tab.locator("[name=items-2-demand]")).to_have_value("手写第2项。")


def test_annexes_change_places_without_a_reload(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        found_office(seats=SMALL)
    tab = enter(new_tab, "handler")
    tab.goto("/instruments/new?kind=opinion")
    for number in range(2):
        press(tab, "另附一个附件")
        tab.locator(f"[name=attached-{number}-title]").fill(f"示例附件{number + 1}")
    with no_reload(tab):
        tab.locator("button[name=annexes][value=up-2]").click()
        expect(tab.locator("[name=attached-0-title]")).to_have_value("示例附件2")
        expect(tab.locator("[name=attached-1-title]")).to_have_value("示例附件1")
        expect(tab.locator("[data-annexes-said]")).to_have_text("已移为附件1，保存后生效")
        tab.locator("button[name=annexes][value=up-1]").click()  # the first stays the first
        expect(tab.locator("[name=attached-0-title]")).to_have_value("示例附件2")


def test_lines_may_also_stay_in_one_box(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        found_office(seats=SMALL)
    tab = enter(new_tab, "handler", permissions=["clipboard-read", "clipboard-write"])
    tab.goto("/instruments/new?kind=opinion")
    tab.locator("[name=items-0-demand]").focus()
    _paste(tab, "第一段。\r\n第二段。")
    tab.get_by_role("button", name="都贴在这一框里").click()
    expect(tab.locator("[name=items-0-demand]")).to_have_value("第一段。\n第二段。")
    expect(tab.locator("[name=items-0-demand]")).to_be_focused()
    expect(tab.locator("#block-items > [data-item]")).to_have_count(1)


@pytest.mark.battery
def test_proposed_words_are_taken_in_the_text_and_the_leader_opens_on_the_paper(
    new_tab: NewTab, inside: Inside
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        key = papers.paper(desk, InstrumentStatus.REVIEWING).id
    here = f"/instruments/{key}"
    reviewer, first, leader = (
        enter(new_tab, name) for name in ("reviewer", "handler", "signatory")
    )
    reviewer.goto(here)
    with no_reload(reviewer):  # in the text, below the item it is about
        reviewer.locator(".text-item .text-ask").nth(1).click()
        box = reviewer.locator(".text-item").nth(1).get_by_label("意见与要求")
        box.fill("于9月底前完善制度。")
        reviewer.locator(".text-item .text-ask").nth(0).click()  # what was typed is not thrown away
        expect(reviewer.locator(".in-place")).to_have_count(1)
        expect(box).to_have_value("于9月底前完善制度。")
        expect_accessible(reviewer)
    press(reviewer, "提出")
    expect(reviewer.locator(".text-item").nth(1)).to_be_in_viewport()
    expect(reviewer.locator(".remark ins")).to_have_text("于9月底前")
    expect_accessible(reviewer)
    press_and_agree(reviewer, "退回修改", reason="写明时间")
    first.goto(f"{here}/edit")
    expect(first.locator("#sent-back")).to_contain_text("写明时间")
    first.goto(here)
    press(first, "采纳")
    press(first, "提交审核")
    reviewer.goto(here)
    expect(reviewer.locator("#changes ins")).to_have_text("于9月底前")
    press(reviewer, "审核通过")
    leader.goto(here)
    expect(leader.locator(".detail-main > *").first.get_by_alt_text("第1页")).to_be_visible()
    expect_accessible(leader)
    shown = leader.locator(
        ".page-actions > .btn:visible, .page-actions > form, .page-actions > details"
    )
    assert shown.count() <= 3  # one primary act, two beside it


@pytest.mark.battery
def test_levels_and_a_table_by_the_keyboard(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        key = papers.paper(found_office(seats=SMALL), InstrumentStatus.DRAFT).id
    tab = enter(new_tab, "handler", permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"/instruments/{key}/edit")
    box = tab.locator("#block-cause textarea")
    with no_reload(tab):
        box.fill("依据如下：\n甲事由。\n乙事由。")
        for made in ("一、乙事由。", "一、甲事由。\n二、乙事由。"):
            tab.keyboard.press("Control+Alt+1")
            expect(box).to_have_value(re.compile(f"{made}$"))
            tab.keyboard.press("ArrowUp")
        tab.keyboard.press("Control+End")
        tab.get_by_role("button", name="表格", exact=True).click()
        desk = tab.get_by_role("dialog", name="表格")
        expect(desk.get_by_label("第1列表头")).to_be_focused()
        expect_accessible(tab)
        _paste(tab, "序号\t单位\t件数\r\n1\t示例市甲局\t12")
        tab.keyboard.press("Control+End")
        desk.get_by_role("button", name="写入正文").click()
        expect(box).to_be_focused()
    press(tab, "保存草稿")
    tab.get_by_text("已保存").wait_for()
    with inside():
        lines = session.get_one(Instrument, key).text.split("\n")
        assert lines[:5] == [
            "依据如下：", "一、甲事由。", "二、乙事由。", "|序号:2^|单位:5|件数:2>|", "|1|示例市甲局|12|",
        ]  # fmt: skip


@pytest.mark.battery
def test_a_title_that_is_too_long_is_said_while_it_is_typed_and_leads_back(
    new_tab: NewTab, inside: Inside
) -> None:
    """95 characters of 2号 stand in five lines; whoever saves more all the same is led back to the box, as typed."""
    with inside():
        here = f"/instruments/{papers.opinion(found_office(seats=SMALL)).id}"
    tab = enter(new_tab, "handler")
    tab.goto(f"{here}/edit")
    said = tab.locator("#title-room")
    title = tab.locator("#title")
    for size in (100, 150, 200):
        title.fill("规" * size)
        expect(said).to_have_text(f"已写{size}字，超过95字排不下，请精简")
    title.fill("规" * 95)
    expect(said).to_be_empty()
    title.fill("规" * 150)
    expect_accessible(tab)
    press(tab, "保存草稿")
    tab.locator("#lacks").get_by_role("link", name="标题").click()
    expect(tab).to_have_url(re.compile(r"/edit#block-title$"))
    expect(tab.locator("#block-title")).to_be_in_viewport()
    expect(tab.locator("#title")).to_have_value("规" * 150)
