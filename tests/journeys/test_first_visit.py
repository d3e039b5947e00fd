"""An empty installation opens with the first visit, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import DESKTOP, PHONE, NewTab


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_empty_installation_asks_for_the_first_account(
    new_tab: NewTab, size: tuple[int, int]
) -> None:
    tab = new_tab(size)
    tab.goto("/")
    expect(tab.get_by_label("初始化口令")).to_be_visible()
    expect_accessible(tab)
    expect_no_sideways_scroll(tab)
