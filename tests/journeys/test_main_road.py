"""From a finding to 销号 in a real browser, with six people signed in, up to the PDF in a reader."""

import io

import pypdf
from playwright.sync_api import Page

from tests.make import papers
from tests.make.people import PASSWORD
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import PHONE, NewTab
from tests.support.work import Inside

UNIT = "示例市甲局"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "fcffff3f030005fe02fea7352ea50000000049454e44ae426082"
)


def _open(new_tab: NewTab, name: str, **options: object) -> Page:
    tab = new_tab(**options)
    tab.goto("/accounts/sign-in")
    tab.get_by_label("用户名").fill(name)
    tab.get_by_label("口令").fill(PASSWORD)
    tab.get_by_role("button", name="登录").click()
    tab.wait_for_url("**/")
    return tab


def _confirm(tab: Page, label: str) -> None:
    """Press a button that asks first, and say yes."""
    tab.get_by_role("link", name=label, exact=True).click()
    tab.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()


def test_from_finding_to_closure(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        desk = papers.bureau()
        found = papers.problem(desk, "案卷缺少听证告知程序材料")
        problem_id = found.id
    first, second = _open(new_tab, "first"), _open(new_tab, "second")
    reviewer, signatory = _open(new_tab, "reviewer"), _open(new_tab, "signatory")
    clerk = _open(new_tab, "clerk", size=PHONE)

    paper = _draft(first, problem_id)
    _confirm_or_press(first, "提交审核")
    reviewer.goto(paper)
    expect_accessible(reviewer)
    _confirm_or_press(reviewer, "审核通过")
    signatory.goto(paper)
    _confirm(signatory, "签发")
    signatory.get_by_text("已签发，取得文号并归档。").wait_for()
    number = signatory.get_by_role("heading", level=1).inner_text()
    assert number.startswith("示司监改〔")

    first.goto(paper)
    _confirm(first, "电子送达")
    _answer(clerk, number)
    _verify(first, paper)
    second.goto(paper)
    _opine(second)
    _confirm_or_press(second, "提交核查结论")
    reviewer.goto(paper)
    _confirm(reviewer, "确认销号并办结")
    reviewer.get_by_text("已确认销号并办结。").wait_for()
    expect_accessible(reviewer)
    first.goto(f"/problems/{problem_id}")
    assert first.get_by_text("已销号").first.is_visible()
    _read_pdf(first, paper, number)


def _draft(tab: Page, problem_id: int) -> str:
    tab.goto(f"/instruments/new?kind=rectification_notice&problems={problem_id}")
    demand = tab.get_by_label("意见与要求")
    demand.fill("补正听证告知程序，对同类案卷开展自查。")
    tab.get_by_role("button", name="保存草稿").click()
    tab.get_by_text("已拟制").wait_for()
    expect_accessible(tab)
    assert tab.get_by_alt_text("第1页").first.is_visible()
    return tab.url


def _confirm_or_press(tab: Page, label: str) -> None:
    """A step that needs no reason is one press."""
    tab.get_by_role("button", name=label, exact=True).first.click()
    tab.wait_for_load_state()


def _answer(clerk: Page, number: str) -> None:
    clerk.goto("/")
    clerk.get_by_role("link", name=number).first.click()
    expect_no_sideways_scroll(clerk)
    _confirm(clerk, "签收")
    clerk.get_by_text("已签收").first.wait_for()
    clerk.get_by_role("link", name="逐条答复").first.click()
    clerk.get_by_role("link", name="答复", exact=True).first.click()
    clerk.get_by_label("整改措施和结果").fill("已补正并完成自查。")
    evidence = {"name": "整改照片.png", "mimeType": "image/png", "buffer": PNG}
    clerk.get_by_label("佐证材料").set_input_files([evidence])
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.get_by_text("答复已保存").wait_for()
    clerk.get_by_role("button", name="报送反馈").click()
    clerk.get_by_text("反馈已报送").wait_for()


def _verify(tab: Page, paper: str) -> None:
    tab.goto(paper)
    assert tab.get_by_role("link", name="整改照片.png").is_visible()
    tab.get_by_label("全选").check()
    tab.get_by_text("填写核查结论…").click()
    tab.get_by_label("核查结论").select_option("mended")
    tab.get_by_role("button", name="用于所选条目").first.click()
    tab.get_by_text("已填写1条核查结论。").wait_for()
    _opine(tab)


def _opine(tab: Page) -> None:
    tab.get_by_label("全选").check()
    tab.get_by_text("提出销号意见…").click()
    tab.get_by_label("销号意见").select_option("agree")
    tab.get_by_role("button", name="用于所选条目").last.click()
    tab.get_by_text("已提出1条销号意见。").wait_for()


def _read_pdf(tab: Page, paper: str, number: str) -> None:
    response = tab.request.get(f"{paper}/paper.pdf")
    reader = pypdf.PdfReader(io.BytesIO(response.body()))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for wanted in (number, UNIT, "行政执法监督整改通知书", "补正听证告知程序"):
        assert wanted in text
