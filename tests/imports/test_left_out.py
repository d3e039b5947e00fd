"""What of a workbook is not taken is said: other sheets, formulas without a result, a row that looks like a sum."""

import io
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
import xlsxwriter

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.make import sheets
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["被监督单位", "问题", "问题类别", "发现日期", "违反规定"]


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def row(title: str, **otherwise: Any) -> list[Any]:
    usual = {
        "被监督单位": "示例市甲局",
        "问题": title,
        "问题类别": "程序不规范",
        "发现日期": "2023-3-1",
    }
    return [(usual | otherwise).get(one) for one in HEAD]


def titles(inside: Inside) -> list[str]:
    with inside():
        return list(session.scalars(sa.select(Problem.title).order_by(Problem.id)))


def book(**sheets_: list[list[Any]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets_.items():
        sheet = made.create_sheet(title)
        for one in rows:
            sheet.append(one)
    return made


def test_sheets_that_are_not_read_are_named_with_their_rows(
    client: Visitor, inside: Inside, town: Office
) -> None:
    years = {
        "一季度": [HEAD, row("甲")],
        "二季度": [HEAD, row("乙"), row("丙")],
        "空表": [],
        "三季度": [HEAD, row("丁")],
    }
    where = upload(client, sheets.saved(book(**years))).headers["Location"]
    page = check(client.get(where))
    assert "没有读的：二季度（3行）、三季度（2行）" in page.text
    assert "空表" not in page.text
    client.submit(where, form=APPLY)
    assert titles(inside) == ["甲"]
    assert "二季度（3行）、三季度（2行）" in check(client.get(where)).text


def test_the_first_sheet_one_sees_is_read_and_marked(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """A hidden sheet before it holds what was put aside; the marks stand in the sheet that was read."""
    made = book(旧表=[HEAD, row("旧")], 台账=[HEAD, row("新", 被监督单位="没有这个局")])
    made["旧表"].sheet_state = "hidden"
    where = upload(client, sheets.saved(made)).headers["Location"]
    page = check(client.get(where))
    assert "没有读的：旧表（2行，已隐藏）" in page.text
    assert "没有名为“没有这个局”的单位" in page.text
    marked = openpyxl.load_workbook(io.BytesIO(client.get(f"{where}/marked.xlsx").data))
    said = [cell.value for cells in marked["台账"].iter_rows() for cell in cells]
    assert any("没有名为“没有这个局”的单位" in str(one) for one in said)
    assert [cell.value for cell in marked["旧表"][1]] == HEAD


def test_our_own_sheet_with_its_hidden_choices_says_nothing_of_them(
    client: Visitor, town: Office
) -> None:
    template = openpyxl.load_workbook(
        io.BytesIO(client.get("/imports/template/problems.xlsx").data)
    )
    headings = [cell.value for cell in template.worksheets[0][1]]
    said = dict(zip(HEAD, row("甲"), strict=True))
    template.worksheets[0].append([said.get(str(one).split("（")[0]) for one in headings])
    where = upload(client, sheets.saved(template)).headers["Location"]
    assert "没有读的" not in check(client.get(where)).text


def formulas(*cells: tuple[int, int, str, str | None]) -> bytes:
    """Two rows, in some cells of which stands a formula: row, column, formula, what it came to."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    sheet = made.add_worksheet()
    for number, one in enumerate([HEAD, row("甲"), row("乙")]):
        sheet.write_row(number, 0, one)
    for line, column, formula, value in cells:
        sheet.write_formula(line, column, formula, None, value)
    made.close()
    return target.getvalue()


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_a_formula_that_failed_is_a_fault_and_not_an_empty_cell(
    client: Visitor, inside: Inside, town: Office, value: str
) -> None:
    content = formulas((2, 4, "=VLOOKUP(A3,Z:Z,1,0)", value))
    where = upload(client, content).headers["Location"]
    page = check(client.get(where))
    assert f"公式的结果是{value}" in page.text
    assert not page.find(APPLY)
    assert titles(inside) == []


@pytest.mark.parametrize(("code", "value"), [(0x2A, "#N/A"), (0x17, "#REF!"), (0x07, "#DIV/0!")])
def test_so_it_is_in_an_old_book(
    client: Visitor, inside: Inside, town: Office, code: int, value: str
) -> None:
    """The reader of .xls gives an empty cell for it: the row came in without what it breached."""
    content = sheets.xls([HEAD, row("甲"), row("乙")], {(2, 4): code})
    where = upload(client, content, "台账.xls").headers["Location"]
    page = check(client.get(where))
    assert f"公式的结果是{value}" in page.text
    assert not page.find(APPLY)


def test_a_formula_that_was_never_reckoned_is_a_fault(
    client: Visitor, inside: Inside, town: Office
) -> None:
    made = book(台账=[HEAD, row("甲"), row("乙", 违反规定="=A2")])  # openpyxl writes no results
    where = upload(client, sheets.saved(made)).headers["Location"]
    assert "公式没有算出结果" in check(client.get(where)).text


def test_a_formula_beside_the_columns_that_are_taken_does_no_harm(
    client: Visitor, inside: Inside, town: Office
) -> None:
    content = formulas((0, 5, "=1", "序"), (1, 5, "=NA()", "#N/A"), (2, 1, '="丙"', "丙"))
    where = upload(client, content).headers["Location"]
    client.submit(where, form=APPLY)
    assert titles(inside) == ["甲", "丙"]


def test_a_row_with_all_that_is_needed_is_no_sum(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """累计2次 in a note of its own row is not a sum of the rows above."""
    rows = [
        [*HEAD, "逾期情况"],
        [*row("甲"), "累计2次"],
        [*row("乙"), ""],
        ["合计", "2个", None, None, None, "共计2次"],
        ["总计", 2],
    ]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    assert "第4行 合计、第5行 总计" in check(client.get(where)).text
    client.submit(where, form=APPLY)
    assert titles(inside) == ["甲", "乙"]
