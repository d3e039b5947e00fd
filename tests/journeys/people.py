"""A person at a browser: signing in, pressing a button, pressing one that asks first."""

from playwright.sync_api import Page

from tests.make.people import PASSWORD
from tests.support.browser import NewTab


def enter(new_tab: NewTab, name: str, **options: object) -> Page:
    """A tab in which `name` is signed in and sees the first page."""
    tab = new_tab(**options)
    tab.goto("/accounts/sign-in")
    tab.get_by_label("用户名").fill(name)
    tab.get_by_label("口令").fill(PASSWORD)
    tab.get_by_role("button", name="登录").click()
    tab.wait_for_url("**/")
    return tab


def press(tab: Page, label: str) -> None:
    """A step that needs no reason is one press; returns when the next page is there."""
    with tab.expect_navigation():
        tab.get_by_role("button", name=label, exact=True).first.click()


def press_and_agree(tab: Page, label: str, *, reason: str = "") -> None:
    """Press a step that says its consequence first, and say yes, with a reason where one is asked."""
    tab.get_by_role("link", name=label, exact=True).click()
    if reason:
        tab.get_by_role("dialog").get_by_label("理由").fill(reason)
    with tab.expect_navigation():
        tab.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()
