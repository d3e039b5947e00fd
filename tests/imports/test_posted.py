"""交邮日期 in sheets of 补录: a reply by post is judged by the day it was posted, where the kind counts so."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.duedates import of_owner
from supervision.imports import outgoing
from supervision.imports.kinds import KINDS
from supervision.instruments.models import Instrument
from tests.make import case_files, sheets
from tests.make.imported import applied, checked
from tests.make.offices import Office
from tests.support.work import Inside

D = date
# Received on 5 May 2023: thirty days end on Sunday, 4 June, so on Monday, the 5th. It came on the 9th.
PAPER = {
    "文种": "行政执法监督意见书", "文号": "示司监意〔2023〕7号", "成文日期": "2023-5-4", "签发人": "示例局长",
    "被监督单位": "示例市甲局", "条目": "规范检查程序。", "反馈期限": "30日", "送达日期": "2023-5-5",
    "交邮日期": "2023-6-5", "收文日期": "2023-6-9",
}  # fmt: skip
PROBLEM = {
    "责任单位": "示例市甲局", "存在问题": "未出示执法证件", "问题类别": "程序不规范", "检查日期": "2023-5-1",
    "通知书文号": "示司监意〔2023〕7号", "下发日期": "2023-5-4", "送达时间": "2023-5-5", "整改时限": "30日",
    "邮寄日期": "2023-6-5", "反馈日期": "2023-6-9", "整改完成情况": "已培训",
}  # fmt: skip
SHEETS = {"papers": PAPER, "ledger": PROBLEM}
HEADINGS = {"papers": ("交邮日期", "收文日期"), "ledger": ("邮寄日期", "反馈日期")}


def _sheet(kind: str, **otherwise: str) -> bytes:
    said = SHEETS[kind] | otherwise
    return sheets.xlsx([list(said), list(said.values())])


def _counts_by_posting(town: Office) -> None:
    case_files.kind(town, "opinion").posted_counts = True


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize(("posted", "closed"), [("2023-6-5", D(2023, 6, 5)), ("", D(2023, 6, 9))])
def test_a_reply_by_post_of_an_earlier_year_is_judged_by_its_posting(
    inside: Inside, town: Office, kind: str, posted: str, closed: date
) -> None:
    content = _sheet(kind, **{HEADINGS[kind][0]: posted})
    with inside():
        _counts_by_posting(town)
        applied(town, content, kind)
        paper = session.scalars(sa.select(Instrument)).one()
        (row,) = of_owner(paper)
        assert (row.due, row.closed_on) == (D(2023, 6, 5), closed)
        out = outgoing.sheet_of(KINDS[kind], actor=town.handler, empty=False)
        for one in (content, out):  # it says the day, and said again it changes nothing
            again = checked(town, one, kind)
            assert (again.unchanged, again.report["marks"]) == (1, [])
        assert ("2023-06-05" in _cells(out)) is bool(posted)


def _cells(content: bytes) -> list[str]:
    heading, row = sheets.opened(content)[1], sheets.opened(content)[2]
    said = {one.value: str(cell.value)[:10] for one, cell in zip(heading, row, strict=True)}
    return [said["交邮日期"]]


def test_a_corrected_sheet_corrects_the_day_of_posting(inside: Inside, town: Office) -> None:
    with inside():
        _counts_by_posting(town)
        applied(town, _sheet("papers"), "papers")
        applied(town, _sheet("papers", 交邮日期="2023-6-6"), "papers")
        *_, row = of_owner(session.scalars(sa.select(Instrument)).one())
        assert row.closed_on == D(2023, 6, 6)


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize(
    ("posted", "received", "marked", "said"),
    [
        ("2023-6-10", "2023-6-9", None, "交邮日期"),  # after it came
        ("2023-5-4", "2023-6-9", 0, "交邮日期"),  # before the paper was delivered
        ("2023-6-5", "", 1, "填写了交邮日期"),
    ],
)
def test_a_day_of_posting_that_cannot_be_is_marked_at_its_cell(
    inside: Inside, town: Office, kind: str, posted: str, received: str, marked: int | None, said: str
) -> None:  # fmt: skip
    cells = dict(zip(HEADINGS[kind], (posted, received), strict=True))
    with inside():
        _counts_by_posting(town)
        ((_row, column, why),) = checked(town, _sheet(kind, **cells), kind).report["marks"]
    place = list(SHEETS[kind]).index
    either = [place(one) + 1 for one in HEADINGS[kind]]
    assert column in ([either[marked]] if marked is not None else either)
    assert said in why


@pytest.mark.parametrize("kind", SHEETS)
def test_a_kind_that_counts_by_receipt_takes_no_day_of_posting(
    inside: Inside, town: Office, kind: str
) -> None:
    with inside():
        ((_row, column, why),) = checked(town, _sheet(kind), kind).report["marks"]
    assert column == list(SHEETS[kind]).index(HEADINGS[kind][0]) + 1
    assert "没有设定以交邮日为准" in why
