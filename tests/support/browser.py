"""Debian's Chromium, driven by Playwright: one browser a worker, one clean context a tab.

Its headless build: the same engine, without the window, the menus and the services of a desktop's
browser, which take more of the machine than our pages (`docs/decisions.md`).
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.network import is_here
from tests.support.serving import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

PATIENCE = 60_000  # ms; a page that never comes costs a minute, a busy machine costs no run
DESKTOP = (1366, 768)
PHONE = (390, 844)
PROGRAM = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",  # the tests may run as root, for whom Chromium has no sandbox
    "--disable-gpu",  # there is none: its imitation paints on our two cores
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
NewTab = Callable[..., "Page"]
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The browser of this worker."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  (who does without pays nothing)

    expect.set_options(timeout=PATIENCE)
    path = shutil.which(PROGRAM)
    assert path, f"{PROGRAM} is missing: run `make test`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=3 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def new_tab(
    browser: "Browser", live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[NewTab]:
    """`new_tab(PHONE)`: a tab with cookies of its own (another person), addresses relative to the server.

    Ends with a failure when a page logged an error or asked another host for anything. When the
    test fails, each tab leaves a screenshot whose path is printed.
    """
    tabs: list[Page] = []
    complaints: list[str] = []

    def open_tab(size: tuple[int, int] = DESKTOP, **options: Any) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        _listen(tab, complaints)
        tabs.append(tab)
        return tab

    yield open_tab
    if request.node.stash.get(FAILED, False):
        _take_pictures(tabs, request.node.name)
    for tab in tabs:
        tab.context.close()
    assert not complaints, "the browser complained:\n  " + "\n  ".join(complaints)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know, while they end, that the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that opens a tab carries the mark `browser`."""
    for item in items:
        if "new_tab" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def _listen(tab: "Page", complaints: list[str]) -> None:
    def on_console(message: "ConsoleMessage") -> None:
        # A refused form (422) or a missing page is logged by Chromium itself; tests expect those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(f"{tab.url}: {message.text}")

    def on_request(request: "Request") -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and not is_here(address.hostname):
            complaints.append(f"{tab.url}: asked for {request.url}")

    tab.on("console", on_console)
    tab.on("pageerror", lambda error: complaints.append(f"{tab.url}: {error}"))
    tab.on("request", on_request)


def _take_pictures(tabs: "list[Page]", name: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mingdu-screens-"))
    for number, tab in enumerate(tabs, start=1):
        path = folder / f"{number}.png"
        tab.screenshot(path=path, full_page=True)
        sys.stderr.write(f"{name}: {tab.url} → {path}\n")  # pytest shows it with the failure
