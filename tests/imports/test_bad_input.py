"""Bad input of 往年台账 and 连续录入: merged cells are read, what may be two things is asked, too much is said."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.imports import service
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.problems.models import Problem
from tests.imports.test_ledger import HEAD, ROWS, SHEET, SHOWN, A, changed, papers, shown
from tests.imports.test_said_on_screen import APPLY
from tests.make import actions as make_action
from tests.make import people, sheets
from tests.make.imported import applied, checked
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

GROUPS = {
    "检查": ("存在问题", "检查日期"),
    "文书": ("通知书文号", "送达时间"),
    "整改": ("整改措施", "完成时间"),
}
OF_PAPER = ("通知书文号", "下发日期", "送达时间", "整改时限", "反馈日期")


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def _upload(client: Visitor, content: bytes) -> str:
    data = {"kind": "ledger", "sheet": (io.BytesIO(content), "台账.xlsx")}
    return client.submit("/imports/", data, form="//form[@enctype]").headers["Location"]


def _paste(client: Visitor, text: str, *, action: int | None = None) -> Any:
    where = f"/imports/paste?action={action}" if action else "/imports/paste"
    return client.submit(where, {"rows": text})


def _merged() -> bytes:
    """The rows of one paper under a heading of two levels: what they share is written once and merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    own = [row for row in ROWS if row[5] == A]
    sheet.append(["2024年度执法监督问题台账"])
    sheet.append(HEAD)
    sheet.append(HEAD)
    for row in own:
        sheet.append([value or None for value in row])
    width, first, last = len(HEAD), 4, 3 + len(own)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    for name, (left, right) in GROUPS.items():
        begins, ends = HEAD.index(left) + 1, HEAD.index(right) + 1
        sheet.cell(2, begins).value = name
        sheet.merge_cells(start_row=2, start_column=begins, end_row=2, end_column=ends)
    for name in ("序号", "责任单位", "严重程度"):  # beside the groups: over both levels
        place = HEAD.index(name) + 1
        sheet.merge_cells(start_row=2, start_column=place, end_row=3, end_column=place)
    for name in ("责任单位", *OF_PAPER):
        place = HEAD.index(name) + 1
        sheet.cell(first, place).value = own[0][place - 1]
        sheet.merge_cells(start_row=first, start_column=place, end_row=last, end_column=place)
    return sheets.saved(book)


def test_merged_cells_of_a_ledger_are_one_paper_with_all_its_rows(
    inside: Inside, town: Office
) -> None:
    with inside():
        applied(town, _merged(), "ledger")
    titles = [row[2] for row in ROWS if row[5] == A]
    assert shown(inside) == {title: SHOWN[title] for title in titles}
    assert list(papers(inside)) == ["示司监改〔2024〕3号"]


@pytest.mark.parametrize("heading", ["检查日期", "下发日期"])
def test_a_day_of_two_readings_in_a_ledger_is_asked_and_one_click_answers(
    client: Visitor, inside: Inside, town: Office, heading: str
) -> None:
    """3/2/2024 is the 2nd of March or the 3rd of February: nobody chooses for the person."""
    said, meant = (
        ("3/2/2024", "2024-03-02") if heading == "检查日期" else ("3/11/2024", "2024-03-11")
    )
    rows = [HEAD, changed(3, **{heading: said})[2]]
    where = _upload(client, sheets.xlsx(rows))
    page = check(client.get(where))
    assert f"“{said}”可作" in page.text
    assert "请写全年月日" in page.text
    assert not page.find(APPLY)
    form = f"//form[input[@name='said' and @value='{said}']]"
    offered = {one.get("value") for one in page.find(f"{form}//button[@name='meant']")}
    year, month, day = meant.split("-")
    assert offered == {meant, f"{year}-{day}-{month}"}
    client.submit(where, {"meant": meant}, form=form)
    assert f"“{said}”可作" not in check(client.get(where)).text
    assert check(client.get(where)).find(APPLY)


def test_a_day_of_two_readings_in_pasted_rows_is_asked(
    client: Visitor, inside: Inside, town: Office
) -> None:
    text = "单位\t问题\t类别\t日期\n甲局\t未告知\t程序不规范\t2024111\n"
    where = _paste(client, text).headers["Location"]
    assert "可作2024年1月11日，也可作2024年11月1日" in check(client.get(where)).text
    form = "//form[input[@name='said' and @value='2024111']]"
    client.submit(where, {"meant": "2024-11-01"}, form=form)
    client.submit(where, form=APPLY)
    with inside():
        assert session.scalars(sa.select(Problem.found_on)).all() == [date(2024, 11, 1)]


def test_a_short_name_of_two_units_in_a_ledger_is_asked(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        for name in ("示例市甲执法局", "示例市乙执法局"):
            people.unit(name, by=town.handler).also_called = "老队"
    rows = [[*row] for row in SHEET[:3]]
    rows[2][1] = "老队"
    where = _upload(client, sheets.xlsx(rows))
    page = check(client.get(where))
    assert "“老队”可以是示例市甲执法局、示例市乙执法局，请写全" in page.text
    form = "//form[input[@name='said' and @value='老队']]"
    client.submit(where, {"meant": "示例市乙执法局"}, form=form)
    assert "示例市乙执法局" in check(client.get(where)).text
    with inside():
        assert session.scalars(sa.select(Problem)).all() == [], "nothing before it was looked at"


def test_5000_pasted_rows_are_answered_at_once_and_all_kept(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """They are gone through in the background: the page says so, and the last row is there as it was pasted."""
    with inside():
        action = make_action.action(by=town.handler, leader=town.signatory, units=[town.unit])
        key, day = action.id, action.starts_on
    lines = [f"甲局\t问题{number}\t程序不规范\t{day:%Y/%-m/%-d}" for number in range(5000)]
    answer = _paste(client, "\n".join(["单位\t问题\t类别\t日期", *lines]), action=key)
    assert answer.status_code == 302, answer.get_data(as_text=True)[:2000]
    assert "后台" in check(client.get(answer.headers["Location"])).text
    with inside():
        batch = session.scalars(sa.select(ImportBatch)).one()
        assert batch.status is BatchStatus.QUEUED
        table = service.table_of(batch)
        assert table.filled == 5001
        *_, last = table
        assert last[1] == "问题4999"


def test_more_pasted_rows_than_may_be_are_refused_and_stay_in_the_box(
    client: Visitor, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supervision.imports.pasting.MOST_LARGE", 3)
    text = "单位\t问题\n" + "\n".join(f"甲局\t问题{number}" for number in range(3))
    page = check(_paste(client, text), status=422)
    assert "一次最多粘贴3行" in page.text
    assert page.find("//textarea[@name='rows']")[0].text_content().strip() == text


def test_one_row_of_a_ledger_that_says_otherwise_of_its_paper_tells_where_it_goes(
    inside: Inside, town: Office
) -> None:
    """A paper answered in rounds has one row a problem: the first round comes by sheet, the rest on its page."""
    with inside():
        marks = checked(town, sheets.xlsx(changed(7, 反馈日期="2024-5-8")), "ledger").report[
            "marks"
        ]
    assert [mark[0] for mark in marks] == [7]
    assert "其余各轮导入后在文书页面更正补录" in marks[0][2]
