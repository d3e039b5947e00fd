"""Whatever takes more than a second says so: a bar that moves while the page stays, a line beside a form that waits."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, Route, expect

from supervision.core import tasks
from supervision.core.db import session
from supervision.core.tasks import Task
from supervision.imports import service
from supervision.imports.models import ImportBatch
from tests.imports.test_large import go, rows
from tests.journeys.people import enter
from tests.make import papers, sheets
from tests.make.offices import found_office
from tests.support.browser import NewTab
from tests.support.work import Inside

SEND = "form[enctype] button[type=submit], form[enctype] button:not([type])"
LISTENS = """() => {
  const note = document.querySelector("[data-waiting]");
  new MutationObserver(() => heard(note.textContent, note.checkVisibility() && note.getBoundingClientRect().bottom <= innerHeight))
    .observe(note, { childList: true });
}"""


@pytest.fixture
def handler(inside: Inside, new_tab: NewTab) -> Page:
    with inside():
        desk = found_office()
        papers.problem(desk, "问题一")
    return enter(new_tab, "handler")


def _moves(tab: Page, move: Callable[[], None], said: str) -> None:
    """What is done so far is shown where it stands: the page is not loaded anew."""
    bar = tab.get_by_role("progressbar", name="进度")
    expect(bar).to_have_js_property("value", 0)
    tab.evaluate("window.same = true")
    move()
    expect(bar).to_have_js_property("value", 40)
    expect(tab.get_by_role("status").filter(has_text=said)).to_be_visible()
    assert tab.evaluate("window.same"), "the page was loaded anew"


def test_a_large_export_shows_how_far_it_is_and_then_its_file(
    app: Flask, handler: Page, inside: Inside
) -> None:
    app.config["EXPORT_AT_ONCE"] = 0
    handler.goto("/problems/ledger/export.xlsx")
    expect(handler.get_by_text("在后台生成").first).to_be_visible()
    handler.locator("main form button").first.click()
    handler.wait_for_url("**/tasks/*")

    def move() -> None:
        with inside():
            task = session.scalars(sa.select(Task)).one()
            task.done, task.total, task.step = 400, 1000, "第400行"

    _moves(handler, move, "第400行")
    with app.app_context():
        tasks.work_off()
    with handler.expect_download() as downloaded:
        handler.get_by_role("link", name="下载").click()
    assert Path(downloaded.value.path()).read_bytes()[:2] == b"PK"


def test_a_large_import_shows_how_far_it_is_and_then_what_it_found(
    app: Flask, handler: Page, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 3)
    handler.goto("/imports/?kind=problems")
    sheet = {
        "name": "大表.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": sheets.xlsx(rows(5)),
    }
    handler.locator("input[type=file]").set_input_files(sheet)
    with handler.expect_navigation():
        handler.locator(
            "form[enctype] button[type=submit], form[enctype] button:not([type])"
        ).first.click()

    def move() -> None:
        with inside():
            session.scalars(sa.select(ImportBatch)).one().done = 2

    _moves(handler, move, "2 / 5 行")
    go(app)
    expect(handler.get_by_text("新增").first).to_be_visible()
    expect(handler.get_by_role("progressbar")).to_have_count(0)


def test_a_form_whose_answer_takes_longer_says_so_and_keeps_the_page(
    app: Flask, handler: Page
) -> None:
    held: list[Route] = []
    said: list[tuple[str, bool]] = []

    def heard(words: str, in_sight: bool) -> None:
        said.append((words, in_sight))
        held.pop().continue_()

    handler.goto("/imports/?kind=problems")
    handler.route(
        "**/imports/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    handler.expose_function("heard", heard)
    handler.evaluate(LISTENS)
    sheet = {
        "name": "表.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": sheets.xlsx(rows(2)),
    }
    handler.locator("input[type=file]").set_input_files(sheet)
    expect(handler.locator("[data-waiting]")).to_be_hidden()
    with handler.expect_navigation():
        handler.locator(SEND).first.click(no_wait_after=True)
    assert said == [("正在上传文件并办理，请稍候……", True)]
    expect(handler.locator("[data-waiting]")).to_be_hidden()
