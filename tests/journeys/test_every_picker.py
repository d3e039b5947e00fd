"""Every picker and every date field a person meets, by keyboard in a Chinese browser: nothing is guessed, all is shown."""

import pytest
from playwright.sync_api import Locator, Page, expect

from supervision.core import clock
from tests.journeys.people import enter
from tests.make import people
from tests.support.browser import NewTab
from tests.support.work import Inside

PAGES = {
    "handler": (
        "/problems/new", "/clues/new", "/clues/back-entry", "/interviews/new", "/actions/new",
        "/instruments/new?kind=opinion", "/instruments/back-entry", "/problems/ledger",
    ),
    "reviewer": ("/agencies/1/merge",),
}  # fmt: skip
WAYS = (
    "{0}{1:02}{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}-{1}-{2}", "{0}年{1}月{2}日", "今天", "{1}月{2}日",
    "{1}.{2}", "{1}-{2}",
)  # fmt: skip
LEAVING = ("Tab", "click", "Enter")


@pytest.mark.parametrize(
    ("who", "step"),
    [("handler", 2), *(pytest.param(who, 1, marks=pytest.mark.battery) for who in PAGES)],
)
def test_every_picker_and_every_day_of_every_page(
    bureau: None, new_tab: NewTab, who: str, step: int
) -> None:
    """Every second page in `make test`, all of them in the battery."""
    tab = enter(new_tab, who)
    pickers = days = 0
    for address in PAGES[who][::step]:
        tab.goto(address)
        tab.wait_for_load_state()
        for box in tab.get_by_role("combobox").and_(tab.locator("input:visible")).all():
            if box.get_attribute("data-free") is None:
                _refuses(tab, box, LEAVING[pickers % len(LEAVING)])
                pickers += 1
        for number, box in enumerate(tab.locator("input[data-day]:visible").all()):
            _understands(tab, box, WAYS if number == 0 else (WAYS[number % len(WAYS)],))
            days += 1
    assert (pickers, days) >= ((20 // step, 8 // step) if who == "handler" else (1, 1))


def test_a_filter_is_chosen_by_typing_and_its_choices_come_when_it_is_used(
    bureau: None, inside: Inside, new_tab: NewTab
) -> None:
    with inside():
        unit = people.unit("示例市卫生健康委员会", by=people.principal("handler")).id
    tab = enter(new_tab, "handler")
    tab.goto("/problems/ledger")
    box = tab.get_by_role("combobox", name="单位", exact=True)
    assert tab.locator("#unit-value option").count() == 1
    box.click()
    expect(tab.get_by_role("option", name="示例市卫生健康委员会")).to_be_visible()
    box.press_sequentially("wjw")
    with tab.expect_navigation():
        box.press("Enter")
    assert tab.url.endswith(f"/problems/ledger?unit={unit}")
    expect(tab.get_by_role("combobox", name="单位", exact=True)).to_have_value(
        "示例市卫生健康委员会"
    )


def _refuses(tab: Page, box: Locator, leave: str) -> None:
    """Left by Tab, by a click beside it or by Enter: what was typed stands, is wrong, and nothing is sent."""
    here = tab.url
    box.focus()
    box.fill("没有这一个")
    if leave == "click":
        tab.locator("h1").first.click()
    else:
        tab.keyboard.press(leave)
    expect(box).to_have_value("没有这一个")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert tab.url == here
    box.fill("")
    tab.keyboard.press("Tab")
    expect(box).to_have_attribute("aria-invalid", "false")


def _understands(tab: Page, box: Locator, ways: tuple[str, ...]) -> None:
    note = box.locator("xpath=../following-sibling::span[contains(@class, 'day-note')]")
    today = clock.today()
    for way in ways:
        box.focus()
        box.fill("")
        tab.keyboard.type(way.format(today.year, today.month, today.day))
        shown = f"{today.year}年{today.month}月{today.day}日 周{'一二三四五六日'[today.weekday()]}"
        expect(note).to_contain_text(shown)
        tab.keyboard.press("Tab")
        expect(box).to_have_value(today.isoformat())
