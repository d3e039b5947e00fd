"""What happens before any paper, step by step in the browser: action, problem, evidence, 认定."""

from datetime import timedelta

from playwright.sync_api import Page

from supervision.core import clock
from tests.journeys.people import press
from tests.support.accessibility import expect_accessible

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "fcffff3f030005fe02fea7352ea50000000049454e44ae426082"
)
ACTION = "示例办事难专项监督"
PROBLEM = "案卷缺少听证告知程序材料"


def record_action(tab: Page, *, team: tuple[str, ...], unit: str) -> str:
    """Record a 监督行动 with its team, recusal checks and unit; its address."""
    tab.goto("/")
    tab.get_by_role("link", name="监督行动").first.click()
    tab.get_by_role("link", name="录入行动").first.click()
    tab.get_by_label("名称").first.fill(ACTION)
    tab.get_by_label("监督形式").select_option("special")
    tab.get_by_label("监督类别").select_option(index=1)
    tab.get_by_label("问题量词").select_option(index=1)
    today = clock.today()
    tab.get_by_label("开始日期").fill(today.isoformat())
    tab.get_by_label("结束日期").fill((today + timedelta(days=30)).isoformat())
    tab.get_by_label("监督内容").fill("办事难点堵点；执法案卷。")
    for number, name in enumerate(team, start=1):
        _type_in(tab, f"监督人员 {number}", name)
        tab.get_by_label("已核对，无应回避情形").nth(number - 1).check()
    tab.get_by_label("组长").first.check()
    tab.get_by_label(unit).check()
    expect_accessible(tab)
    press(tab, "保存")
    tab.get_by_role("heading", name=ACTION, level=1).wait_for()
    return tab.url


def begin(leader: Page, handler: Page, action: str) -> None:
    """The leader approves, the handler starts."""
    for tab, verb in ((leader, "批准"), (handler, "开始实施")):
        tab.goto(action)
        tab.get_by_role("link", name=verb, exact=True).first.click()
        press(tab, verb)
        tab.get_by_text(f"已{verb}").first.wait_for()


def log_problem(tab: Page, *, unit: str) -> str:
    """连续录入 of one problem under the action that is open; the problem's address."""
    tab.get_by_role("link", name="连续录入").first.click()
    tab.get_by_label("问题", exact=True).fill(PROBLEM)
    tab.get_by_label("所涉案件文号").fill("示甲罚〔2026〕18号")
    tab.get_by_label("事实").fill("抽查案卷，未见听证告知书及送达回证。")
    _type_in(tab, "被监督单位", unit)
    _type_in(tab, "问题类别", "程序不规范")
    expect_accessible(tab)
    press(tab, "保存，录下一个")
    tab.get_by_text(f"已保存“{PROBLEM}”").wait_for()
    tab.get_by_role("link", name=PROBLEM, exact=True).click()
    tab.get_by_role("heading", name=PROBLEM, level=1).wait_for()
    return tab.url


def attach_evidence(tab: Page, problem: str) -> None:
    """A photo of what was found."""
    tab.goto(problem)
    tab.get_by_role("link", name="上传佐证").first.click()
    photo = {"name": "案卷照片.png", "mimeType": "image/png", "buffer": PNG}
    tab.get_by_label("文件").first.set_input_files([photo])
    tab.get_by_label("证明内容").fill("案卷内无听证告知书")
    press(tab, "上传")
    tab.wait_for_url(problem)
    tab.get_by_role("link", name="案卷照片.png").wait_for()


def establish(first: Page, reviewer: Page, problem: str) -> None:
    """The unit's word, the handler signs, the section head confirms (认定 by two people)."""
    first.goto(problem)
    first.get_by_role("link", name="登记事实确认").first.click()
    first.get_by_label("单位说明").fill("无异议")
    press(first, "登记事实确认")
    for tab, verb in ((first, "认定"), (reviewer, "确认认定")):
        tab.goto(problem)
        tab.get_by_role("link", name=verb, exact=True).first.click()
        press(tab, verb)
        tab.goto(problem)
    reviewer.get_by_text("待下发").first.wait_for()
    expect_accessible(reviewer)


def _type_in(tab: Page, label: str, words: str) -> None:
    """Choose by typing, as one does in a box that searches."""
    box = tab.get_by_role("combobox", name=label).first
    box.fill(words)
    box.press("Enter")
