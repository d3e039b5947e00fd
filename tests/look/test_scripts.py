"""The scripts enhance pages that work without them: each is tried by hand in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, NewTab


def test_slash_goes_to_the_search_box_and_j_walks_the_rows(tab: Page) -> None:
    tab.goto("/ledger")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    expect(tab.locator("[data-rows] > tbody > tr").nth(1).locator("a").first).to_be_focused()

    tab.keyboard.press("/")
    expect(tab.get_by_label("搜索")).to_be_focused()
    expect(tab.get_by_label("搜索")).to_have_value("")


def test_question_mark_shows_the_keys_but_is_typed_in_a_box(tab: Page) -> None:
    tab.goto("/ledger")
    tab.keyboard.press("?")
    keys = tab.get_by_role("dialog", name="快捷键")
    expect(keys).to_be_visible()
    expect(keys.get_by_text("保存所在的表单")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    tab.keyboard.press("/")
    tab.keyboard.press("?")
    expect(tab.get_by_label("搜索")).to_have_value("?")
    expect(keys).to_be_hidden()


def test_chosen_rows_are_counted_and_sent_to_the_bulk_action(tab: Page) -> None:
    tab.goto("/ledger")
    expect(tab.locator("#bulk")).to_be_hidden()
    boxes = tab.locator("input[name=ids]")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(tab.locator("#bulk")).to_contain_text("已选 3 项")

    tab.get_by_label("全选本页").check()
    expect(tab.locator("[data-bulk-count]")).to_have_text("8")
    tab.get_by_role("button", name="取消选择").click()
    expect(tab.locator("#bulk")).to_be_hidden()

    boxes.nth(1).check()
    tab.locator("#bulk").get_by_role("button", name="催办").click()
    expect(tab.locator("body")).to_contain_text('"ids":["2"]')


def test_a_filter_applies_at_once_and_empty_ones_stay_out_of_the_url(tab: Page) -> None:
    tab.goto("/ledger")
    tab.get_by_label("承办人").select_option("李某某")
    expect(tab).to_have_url(re.compile(r"/ledger\?handler=[^&]+$"))


def test_a_dangerous_action_states_its_consequence_and_wants_a_reason(tab: Page) -> None:
    tab.goto("/paper")
    tab.locator(".page-actions summary").click()
    tab.get_by_role("link", name="作废").click()
    dialog = tab.get_by_role("dialog", name="作废")
    expect(dialog).to_contain_text("作废后文号保留")
    expect(dialog.get_by_label("理由")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_without_script_confirming_filtering_and_choosing_still_work(new_tab: NewTab) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/paper")
    page.locator(".page-actions summary").click()
    page.get_by_role("link", name="作废").click()
    page.locator("#do-void textarea").fill("重复制发")
    page.locator("#do-void").get_by_role("button", name="作废").click()
    expect(page.locator("body")).to_contain_text("重复制发")

    page.goto("/form")
    page.get_by_label("被监督单位", exact=True).select_option("4")
    page.goto("/ledger")
    page.get_by_label("承办人").select_option("李某某")
    page.get_by_role("button", name="筛选", exact=True).last.click()
    expect(page).to_have_url(re.compile("handler="))


def test_a_unit_is_found_by_pinyin_initials_and_taken_by_enter(tab: Page) -> None:
    tab.goto("/form")
    box = tab.get_by_role("combobox", name="被监督单位")
    box.click()
    expect(tab.get_by_role("option")).to_have_count(4)
    box.fill("wjw")
    expect(tab.get_by_role("option")).to_have_text(["示例市卫生健康委员会"])
    box.press("Enter")
    expect(box).to_have_value("示例市卫生健康委员会")
    assert tab.locator("#unit-value").input_value() == "2"

    box.fill("没有这个单位")
    expect(tab.get_by_text("没有“没有这个单位”，换个写法试试")).to_be_visible()
    box.press("Tab")
    expect(box).to_have_value("没有这个单位")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(tab.get_by_role("alert")).to_contain_text("没有“没有这个单位”，请改写或从列表中选")
    assert tab.locator("#unit-value").input_value() == "没有这个单位"


def test_typing_is_saved_by_itself_and_says_when(tab: Page) -> None:
    tab.goto("/form")
    tab.get_by_label("问题", exact=True).fill("未载明申请复议期限")
    with tab.expect_request("**/autosave") as sent:
        pass
    assert "未载明申请复议期限" in (sent.value.post_data or "")
    expect(tab.locator("[data-autosave-state]")).to_have_text("已自动保存 14:32")


def test_when_the_server_cannot_save_the_words_stay_and_are_offered_again(tab: Page) -> None:
    tab.goto("/form")
    tab.route("**/autosave", lambda route: route.abort())
    tab.get_by_label("问题", exact=True).fill("未载明申请复议期限")
    tab.get_by_role("radio", name="文书").check()
    expect(tab.locator("[data-autosave-state]")).to_contain_text("已在本页暂存")

    tab.reload()
    tab.get_by_role("button", name="恢复").click()
    expect(tab.get_by_label("问题", exact=True)).to_have_value("未载明申请复议期限")
    expect(tab.get_by_role("radio", name="文书")).to_be_checked()


def test_a_form_goes_out_once_with_the_pressed_button(tab: Page) -> None:
    posts: list[str] = []
    tab.goto("/form")
    tab.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    tab.evaluate(
        "const b = document.querySelector('button[name=again]'); b.click(); b.click(); b.click()"
    )
    expect(tab.locator("body")).to_contain_text('"again":["1"]')
    assert [url.endswith("/echo") for url in posts] == [True]


def test_ctrl_enter_saves_the_form_one_is_in(tab: Page) -> None:
    tab.goto("/form")
    tab.get_by_label("事实").fill("检查时发现")
    tab.get_by_label("事实").press("Control+Enter")
    expect(tab.locator("body")).to_contain_text('"facts":["检查时发现"]')


def test_a_file_of_the_wrong_kind_or_size_is_refused_before_sending(
    tab: Page, tmp_path: Path
) -> None:
    wrong = tmp_path / "脚本.exe"
    wrong.write_bytes(b"MZ")
    empty = tmp_path / "空.pdf"
    empty.touch()
    good = tmp_path / "笔录.pdf"
    good.write_bytes(b"%PDF-1.7")
    tab.goto("/form")
    chosen = tab.locator("[data-upload-list]")
    for path, words in ((wrong, "只接受"), (empty, "文件是空的")):
        tab.get_by_label("佐证材料").set_input_files(path)
        expect(chosen).to_contain_text(words)
        assert tab.evaluate("document.querySelector('input[type=file]').files.length") == 0
    tab.get_by_label("佐证材料").set_input_files(good)
    expect(chosen).to_have_text("笔录.pdf（1 KB）")


def test_a_file_is_chosen_in_chinese_whatever_the_browser_speaks(tab: Page) -> None:
    """The words of the browser's own chooser are the browser's: they lie unseen over ours, which it still obeys."""
    tab.goto("/form")
    face = tab.locator(".chooser").first
    expect(face).to_have_text("选择文件，或拖到这里")
    own = tab.get_by_label("佐证材料")
    assert own.evaluate("one => getComputedStyle(one).opacity") == "0"
    outer, inner = face.bounding_box(), own.bounding_box()
    assert outer
    assert inner
    assert inner["height"] >= outer["height"] - 2  # all of it is to be clicked, and dropped on
    with tab.expect_file_chooser() as chooser:
        face.click(position={"x": outer["width"] - 5, "y": outer["height"] - 5})
    assert chooser.value.element.get_attribute("name") == "evidence"


def test_the_report_paragraph_is_copied_as_plain_words(tab: Page) -> None:
    tab.goto("/year")
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.locator("button[data-copy]").click()
    expect(tab.locator("button[data-copy]")).to_have_text("已复制")
    assert "共发现问题37个" in tab.evaluate("navigator.clipboard.readText()")


def test_a_refused_form_puts_the_reader_on_the_summary_whose_links_reach_the_fields(
    tab: Page,
) -> None:
    tab.goto("/form-errors")
    expect(tab.get_by_role("alert")).to_be_focused()
    tab.get_by_role("alert").get_by_role("link").first.click()
    expect(tab.get_by_label("问题", exact=True)).to_be_focused()


def test_on_a_phone_the_navigation_opens_as_a_sheet(new_tab: NewTab) -> None:
    page = new_tab(PHONE)
    page.goto("/ledger")
    expect(page.get_by_role("link", name="年度数据")).to_be_hidden()
    page.get_by_role("link", name="打开菜单").click()
    page.get_by_role("link", name="年度数据").click()
    expect(page).to_have_url("/year")


def test_large_type_is_a_quarter_larger(tab: Page) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    tab.goto("/ledger")
    assert tab.evaluate(size) == 14
    tab.goto("/ledger?large=1")
    assert tab.evaluate(size) == 17.5
