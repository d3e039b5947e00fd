"""Every picker and every date field a person meets, by keyboard in a Chinese browser: nothing is guessed, all is shown."""

import pytest
from playwright.sync_api import Locator, Page, expect

from supervision.core import clock
from tests.journeys.people import enter
from tests.support.browser import NewTab

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


@pytest.mark.parametrize("who", PAGES)
def test_every_picker_and_every_day_of_every_page(bureau: None, new_tab: NewTab, who: str) -> None:
    tab = enter(new_tab, who)
    pickers = days = 0
    for address in PAGES[who]:
        tab.goto(address)
        tab.wait_for_load_state()
        for box in tab.get_by_role("combobox").and_(tab.locator("input:visible")).all():
            if box.get_attribute("data-free") is None:
                _refuses(tab, box)
                pickers += 1
        for number, box in enumerate(tab.locator("input[data-day]:visible").all()):
            _understands(tab, box, WAYS if number == 0 else (WAYS[number % len(WAYS)],))
            days += 1
    assert (pickers, days) >= ((20, 8) if who == "handler" else (1, 1))


def _refuses(tab: Page, box: Locator) -> None:
    box.focus()
    box.fill("没有这一个")
    tab.keyboard.press("Tab")
    expect(box).to_have_value("没有这一个")
    expect(box).to_have_attribute("aria-invalid", "true")
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
