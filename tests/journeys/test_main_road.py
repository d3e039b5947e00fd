"""From a finding to 销号 in a real browser, with six people signed in, up to the PDF in a reader."""

import io

import pypdf
from playwright.sync_api import Page, expect

from supervision.core import settings
from tests.journeys import on_site
from tests.journeys.people import enter, press, press_and_agree
from tests.make import actions
from tests.make.offices import SMALL, found_office
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import PHONE, NewTab
from tests.support.work import Inside

UNIT = "示例市甲局"


def test_from_finding_to_closure(new_tab: NewTab, inside: Inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        for name in ("示例监督甲", "示例监督乙"):
            actions.supervisor(name, by=desk.handler)
        settings.put("head_confirms_reply", True)
    first, second = enter(new_tab, "handler"), enter(new_tab, "second")
    reviewer, signatory = enter(new_tab, "reviewer"), enter(new_tab, "signatory")
    clerk, head = enter(new_tab, "liaison", size=PHONE), enter(new_tab, "head", size=PHONE)

    action = on_site.record_action(first, team=("示例监督甲", "示例监督乙"), unit=UNIT)
    on_site.begin(signatory, first, action)
    problem = on_site.log_problem(first, unit=UNIT)
    on_site.attach_evidence(first, problem)
    on_site.establish(first, reviewer, problem)

    paper = _draft(first, problem)
    press(first, "提交审核")
    reviewer.goto(paper)
    expect_accessible(reviewer)
    press(reviewer, "审核通过")
    number = _sign(signatory, paper)
    assert number.startswith("示司监改〔")

    first.goto(paper)
    press_and_agree(first, "电子送达")
    _answer(clerk, number)
    _head_sends(head, number)
    _verify(first, paper)
    second.goto(paper)
    _opine(second)
    press(second, "提交核查结论")
    reviewer.goto(paper)
    press_and_agree(reviewer, "确认销号并办结")
    reviewer.get_by_text("已确认销号并办结。").wait_for()
    expect_accessible(reviewer)
    first.goto(problem)
    expect(first.get_by_text("已销号").first).to_be_visible()
    _read_pdf(first, paper, number)


def _draft(tab: Page, problem: str) -> str:
    tab.goto(f"/instruments/new?kind=rectification_notice&problems={problem.rpartition('/')[2]}")
    demand = tab.get_by_label("意见与要求")
    demand.fill("补正听证告知程序，对同类案卷开展自查。")
    tab.get_by_role("button", name="保存草稿").click()
    tab.get_by_text("已拟制").wait_for()
    expect_accessible(tab)
    expect(tab.get_by_alt_text("第1页").first).to_be_visible()
    return tab.url


def _sign(tab: Page, paper: str) -> str:
    """Sign; a second tab that still shows the button gets a friendly page and no second number."""
    tab.goto(paper)
    stale = tab.context.new_page()
    stale.goto(paper)
    press_and_agree(tab, "签发")
    tab.get_by_text("已签发，取得文号并归档。").wait_for()
    number = tab.get_by_role("heading", level=1).inner_text()
    press_and_agree(stale, "签发")
    stale.get_by_text("文书又有改动").wait_for()
    expect_accessible(stale)
    stale.goto(paper)
    expect(stale.get_by_role("heading", level=1)).to_have_text(number)
    stale.close()
    return number


def _answer(clerk: Page, number: str) -> None:
    clerk.goto("/")
    clerk.get_by_role("link", name=number).first.click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text(number)
    expect_no_sideways_scroll(clerk)
    press_and_agree(clerk, "签收")
    clerk.get_by_text("已签收").first.wait_for()
    clerk.get_by_role("link", name="逐条答复").first.click()
    clerk.get_by_label("整改措施和结果").fill("已补正并完成自查。")
    evidence = {"name": "整改照片.png", "mimeType": "image/png", "buffer": on_site.PNG}
    clerk.get_by_label("佐证材料").set_input_files([evidence])
    press(clerk, "保存")
    clerk.get_by_text("答复已保存").wait_for()
    press(clerk, "保存并提交单位负责人确认")
    clerk.get_by_text("已提交").first.wait_for()


def _head_sends(head: Page, number: str) -> None:
    head.goto("/")
    head.get_by_role("link", name=number).first.click()
    expect(head.get_by_role("heading", level=1)).to_have_text(number)
    expect_no_sideways_scroll(head)
    head.get_by_role("link", name="核对并报送反馈").first.click()
    expect(head.get_by_text("已补正并完成自查。")).to_be_visible()
    press(head, "确认并报送反馈")
    head.get_by_text("反馈已报送").first.wait_for()


def _verify(tab: Page, paper: str) -> None:
    tab.goto(paper)
    expect(tab.get_by_role("link", name="整改照片.png")).to_be_visible()
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
