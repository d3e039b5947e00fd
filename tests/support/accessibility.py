"""axe-core over a page in the browser, and the width check that phones need."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not told node by node
}


def expect_accessible(tab: Page) -> None:
    """Fail naming every violation of WCAG 2.2 AA that axe finds on the page as it stands."""
    with _whole(tab):
        results = Axe().run(tab, options=RULES)
    faults = [
        f"{violation['id']}: {violation['help']} — {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert not faults, f"{tab.url}:\n  " + "\n  ".join(faults)


@contextmanager
def _whole(tab: Page) -> Iterator[None]:
    """The window as high as the page: a bar that stays in view halves no field that can be scrolled free."""
    size = tab.viewport_size
    assert size
    tab.wait_for_load_state()
    height = max(size["height"], tab.locator("html").evaluate("root => root.scrollHeight"))
    tab.set_viewport_size({"width": size["width"], "height": height})
    try:
        yield
    finally:
        tab.set_viewport_size(size)


def expect_no_sideways_scroll(tab: Page) -> None:
    """Fail when the page is wider than the window: on a phone one would lose half of each line."""
    tab.wait_for_load_state()  # just after a click the new document may not have its root yet
    wide, window = tab.locator("html").evaluate("root => [root.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{tab.url}: {wide} px wide in a window of {window} px"
