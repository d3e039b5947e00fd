"""In a real browser: "/" leads to the search box, a faulty sheet is mended and comes in."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.imports.test_import import GOOD
from tests.imports.test_pages import FAULTY
from tests.make import finding, people, sheets
from tests.make.offices import found_office
from tests.support.accessibility import expect_accessible
from tests.support.browser import PHONE, NewTab
from tests.support.work import Inside


def _signed_in(tab: Page) -> Page:
    tab.goto("/")
    tab.get_by_label("用户名").fill("handler")
    tab.get_by_label("口令").fill(people.PASSWORD)
    tab.get_by_role("button", name="登录").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("工作台")
    return tab


def test_a_word_is_searched_from_anywhere_by_the_slash_key(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        finding.problem(found_office(), "未告知听证权利")
    tab = _signed_in(new_tab())
    tab.keyboard.press("/")
    tab.keyboard.type("听证")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("“听证”的搜索结果")
    expect_accessible(tab)
    tab.get_by_role("link", name="未告知听证权利").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("未告知听证权利")


def test_a_faulty_sheet_is_mended_and_comes_in(
    new_tab: NewTab, inside: Inside, tmp_path: Path
) -> None:
    with inside():
        found_office()
    for name, rows in (("bad", FAULTY), ("good", GOOD)):
        (tmp_path / f"{name}.xlsx").write_bytes(sheets.xlsx(rows))
    tab = _signed_in(new_tab(PHONE))
    for name in ("bad", "good"):
        tab.goto("/imports/")
        tab.get_by_label("表格文件").set_input_files(tmp_path / f"{name}.xlsx")
        tab.get_by_role("button", name="检查").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("导入发现问题")
        expect_accessible(tab)
        if name == "bad":
            with tab.expect_download() as saved:
                tab.get_by_role("link", name="下载标好错误的表").click()
            assert saved.value.suggested_filename == "bad（已标错误）.xlsx"
    tab.get_by_role("button", name="确认导入").click()
    expect(tab.get_by_text("已导入：新增2条")).to_be_visible()
