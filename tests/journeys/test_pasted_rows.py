"""37 rows copied in Excel, merged cells among them, pasted into 连续录入: columns, checks and preview of the importer."""

import sqlalchemy as sa
from playwright.sync_api import expect

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.journeys.people import enter, press
from tests.make import actions as make_action
from tests.make import people
from tests.support.browser import NewTab
from tests.support.work import Inside

MANY = 37
COPY = """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([plain], { type: "text/plain" }),
})])"""


def _copied(day: str) -> tuple[str, str]:
    """What Excel puts on the clipboard: the first 20 rows share one merged cell for their unit."""
    rows, plain = (
        ["<tr><td>被检查单位</td><td>问题描述</td><td>类别</td><td>检查时间</td></tr>"],
        [],
    )
    for number in range(MANY):
        unit = "市监局" if number < 20 else "城管"
        cell = (
            f"<td rowspan=20>{unit}</td>"
            if number == 0
            else ""
            if number < 20
            else f"<td>{unit}</td>"
        )
        rows.append(f"<tr>{cell}<td>问题{number}</td><td>程序不规范</td><td>{day}</td></tr>")
        plain.append(
            f"{unit if number in (0, *range(20, MANY)) else ''}\t问题{number}\t程序不规范\t{day}"
        )
    head = "被检查单位\t问题描述\t类别\t检查时间"
    return f"<table>{''.join(rows)}</table>", "\r\n".join([head, *plain])


def test_37_rows_of_excel_are_pasted_and_none_lands_wrong(
    bureau: None, inside: Inside, new_tab: NewTab
) -> None:
    names = ("示例市市场监督管理局", "示例市城市管理局")
    with inside():
        by = people.principal("handler")
        units = [people.unit(name, by=by) for name in names]
        made = make_action.action(by=by, leader=people.principal("signatory"), units=units)
        action, day = made.id, f"{made.starts_on:%Y/%-m/%-d}"
    tab = enter(new_tab, "handler", permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"/problems/entry/{action}")
    tab.wait_for_load_state()
    tab.evaluate(COPY, list(_copied(day)))
    tab.keyboard.press("Control+V")
    expect(tab.get_by_text(f"您粘贴了{MANY + 1}行表格。")).to_be_visible()
    expect(tab.get_by_label("问题", exact=True)).to_have_value("")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    expect(tab.get_by_text("待确认导入").first).to_be_visible()
    press(tab, "确认导入")

    with inside():
        found = session.execute(
            sa.select(Problem.title, Unit.name).join(Unit, Unit.id == Problem.unit_id)
        )
        assert {row.title: row.name for row in found} == {
            f"问题{number}": names[0 if number < 20 else 1] for number in range(MANY)
        }
