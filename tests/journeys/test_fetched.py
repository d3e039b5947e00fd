"""What a page leaves out until somebody asks for it: the columns of a list, the keys."""

from playwright.sync_api import expect

from tests.journeys.people import enter
from tests.support.browser import NewTab


def test_the_columns_come_when_their_menu_is_opened(bureau: None, new_tab: NewTab) -> None:
    tab = enter(new_tab, "handler")
    tab.goto("/problems/ledger?tab=all")
    menu = tab.locator("details.columns")
    menu.get_by_text("列", exact=True).click()
    paper = menu.get_by_role("link", name="文号", exact=True)
    expect(paper).to_have_attribute("aria-current", "true")
    expect(menu.get_by_role("link")).to_have_count(9)
    with tab.expect_navigation():
        paper.click()
    assert tab.url.endswith("/problems/ledger?tab=all&hide=paper")


def test_the_keys_come_from_the_help_and_the_page_stays(bureau: None, new_tab: NewTab) -> None:
    tab = enter(new_tab, "handler")
    tab.goto("/problems/ledger")
    keys = tab.get_by_role("dialog", name="快捷键")
    tab.keyboard.press("?")
    expect(keys.get_by_text("列表下一行")).to_be_visible()
    keys.get_by_role("button", name="关闭").click()
    expect(keys).to_be_hidden()
    tab.locator("details.me > summary").click()
    tab.get_by_role("link", name="快捷键").click()
    expect(keys).to_be_visible()
    assert tab.url.endswith("/problems/ledger")


def test_without_script_a_link_leads_to_each(bureau: None, new_tab: NewTab) -> None:
    tab = enter(new_tab, "handler", java_script_enabled=False)
    tab.goto("/problems/ledger?tab=all")
    tab.locator("details.columns > summary").click()
    tab.get_by_role("link", name="选择显示哪些列").click()
    tab.locator("details.columns > summary").click()
    expect(tab.locator("details.columns").get_by_role("link", name="文号")).to_be_visible()
    tab.locator("details.me > summary").click()
    tab.get_by_role("link", name="快捷键").click()
    expect(tab.get_by_role("dialog", name="快捷键")).to_be_visible()
