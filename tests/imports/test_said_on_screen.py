"""A messy 台账: what a sheet means is understood, asked in one click, remembered; what is left out is said."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.imports.kinds import KINDS
from supervision.imports.pasting import sheet_of_rows
from supervision.problems.models import Problem
from tests.imports.test_pages import upload
from tests.make import actions as make_action
from tests.make import people, sheets
from tests.make.imported import count
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

TITLE = ["2023年行政执法监督发现问题台账", None, None, None, None]
APPLY = "//form[contains(@action, 'apply')]"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
        people.unit("示例市市场监督管理局", by=made.handler)
    sign_in(client, made.handler)
    return made


def _kept(inside: Inside) -> list[tuple[str, str, date]]:
    with inside():
        rows = session.scalars(sa.select(Problem).order_by(Problem.id))
        return [(row.unit.name, row.title, row.found_on) for row in rows]


def test_usual_headings_totals_and_days_without_a_year_are_understood(
    client: Visitor, inside: Inside, town: Office
) -> None:
    rows = [
        TITLE,
        ["序号", "检查单位", "被检查单位", "问题描述", "类别", "检查时间", "整改时限"],
        [1, "本局", "市监局", "未告知听证权利", "程序不规范", "3月1日", "30日"],
        [2, "本局", "市场监管局", "罚没票据不规范", "文书不规范", "3.2", "30日"],
        ["小计", None, None, "2个", None, None, None],
        ["合计", None, None, None, None, None, None],
    ]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    page = check(client.get(where))
    assert "待确认导入" in page.text
    assert "未告知听证权利 示例市市场监督管理局 新增" in page.text
    assert "序号、检查单位、整改时限" in page.text
    assert "第5行 小计、第6行 合计" in page.text
    assert "按2023年" in page.text
    client.submit(where, form=APPLY)
    name = "示例市市场监督管理局"
    assert _kept(inside) == [
        (name, "未告知听证权利", date(2023, 3, 1)),
        (name, "罚没票据不规范", date(2023, 3, 2)),
    ]


def test_is_it_that_unit_is_one_click_for_all_its_rows(
    client: Visitor, inside: Inside, town: Office
) -> None:
    rows = [
        TITLE,
        ["单位", "问题", "类别", "发现日期"],
        ["示例市市场监督局", "甲", "程序不规范", "2023-3-1"],
        ["示例市市场监督局", "乙", "程序不规", "2023-3-1"],
    ]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    page = check(client.get(where))
    assert "是否为“示例市市场监督管理局”？" in page.text
    for said, meant in (("示例市市场监督局", "示例市市场监督管理局"), ("程序不规", "程序不规范")):
        form = f"//form[input[@name='said' and @value='{said}']]"
        answer = client.submit(where, {"meant": meant}, form=form)
        assert answer.headers["Location"] == where
    assert "待确认导入" in check(client.get(where)).text
    client.submit(where, form=APPLY)
    assert [unit for unit, _title, _day in _kept(inside)] == ["示例市市场监督管理局"] * 2


def test_a_short_name_of_two_units_is_asked(client: Visitor, inside: Inside, town: Office) -> None:
    with inside():
        for name in ("示例市甲执法局", "示例市乙执法局"):
            people.unit(name, by=town.handler).also_called = "执法队、老队"
    rows = [["单位", "问题", "类别", "发现日期"], ["老队", "甲", "程序不规范", "2023-3-1"]]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    page = check(client.get(where))
    assert "“老队”可以是示例市甲执法局、示例市乙执法局，请写全" in page.text
    assert len(page.find("//button[@name='meant']")) == 2


def test_what_was_said_of_columns_is_known_the_next_time(
    client: Visitor, inside: Inside, town: Office
) -> None:
    head = ["对象", "毛病", "类别", "发现日期"]
    rows = [head, ["市监局", "甲", "程序不规范", "2023-3-1"]]
    asked = upload(client, sheets.xlsx(rows)).headers["Location"]
    assert asked.endswith("/columns")
    columns = {"c0": "unit", "c1": "title", "c2": "category", "c3": "found_on"}
    where = client.submit(asked, columns).headers["Location"]
    assert "待确认导入" in check(client.get(where)).text
    again = [head, ["市监局", "乙", "程序不规范", "2023-3-2"]]
    where = upload(client, sheets.xlsx(again), "下月.xlsx").headers["Location"]
    assert not where.endswith("/columns")
    client.submit(where, form=APPLY)
    assert [title for _unit, title, _day in _kept(inside)] == ["乙"]


@pytest.mark.parametrize("headed", [True, False])
def test_rows_from_the_clipboard_go_the_way_of_every_sheet(
    client: Visitor, inside: Inside, town: Office, headed: bool
) -> None:
    with inside():
        action = make_action.action(by=town.handler, leader=town.signatory, units=[town.unit])
        key, day = action.id, action.starts_on
    lines = [f"甲局\t问题{number}\t程序不规范\t{day:%Y/%-m/%-d}" for number in range(37)]
    text = "\r\n".join((["单位\t问题\t类别\t日期"] if headed else []) + lines) + "\r\n"
    where = client.submit(f"/imports/paste?action={key}", {"rows": text}).headers["Location"]
    if not headed:
        columns = {"c0": "unit", "c1": "title", "c2": "category", "c3": "found_on"}
        where = client.submit(where, columns).headers["Location"]
    assert "待确认导入" in check(client.get(where)).text
    client.submit(where, form=APPLY)
    with inside():
        assert count(Problem) == 37
        assert set(session.scalars(sa.select(Problem.action_id))) == {key}


@pytest.mark.parametrize(("typed", "why"), [("一行字", "没有读到表格"), ("", "必填")])
def test_what_is_no_table_is_said_at_the_field(
    client: Visitor, town: Office, typed: str, why: str
) -> None:
    assert why in check(client.submit("/imports/paste", {"rows": typed}), status=422).text


def test_5000_rows_with_a_cell_of_several_lines_are_read_whole() -> None:
    rows = [f'市监局\t"问题{number}\n第二行"\t程序不规范\t2023/3/1' for number in range(5000)]
    text = "\n".join(["单位\t问题\t类别\t日期", *rows])
    _content, table = sheet_of_rows(text, KINDS["problems"], {"action": "某次行动"})
    assert table.filled == 5001
    *_, last = table
    assert last == ["市监局", "问题4999\n第二行", "程序不规范", "2023/3/1", "某次行动"]
