"""Whole years by sheet (补录): papers, interviews, referrals and clues with true numbers and days."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import read_table
from supervision.core.numbering import expected_number
from supervision.imports import looking, outgoing, service
from supervision.imports.fields import nothing
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.instruments.delivering import service as delivery
from supervision.instruments.models import Delivery, Instrument
from supervision.instruments.revoking import service as revoking
from supervision.instruments.states import Conclusion, InstrumentStatus
from supervision.instruments.verifying import service as verifying
from supervision.interviews.models import Interview
from supervision.reports import counting
from supervision.reports.indicators import BY_KEY
from supervision.reports.periods import parse
from tests.imports.test_large import go
from tests.make import finding, second_person, sheets, years
from tests.make.imported import applied, checked, count, undone
from tests.make.offices import Office
from tests.support.work import Inside

KIND_NAMES = ("papers", "interviews", "referrals", "clues")
# By kind: what counts in 2023, what does not in the present year.
FIGURES = {
    "papers": {"opinion_papers": 1, "opinions": 2, "transfer_letters": 1},
    "interviews": {"interviews_held": 2, "heads_interviewed": 1, "officers_interviewed": 2},
    "referrals": {"problems_referred": 1},
    "clues": {"superior_cases_closed": 1},
}
# By kind: the column and cell edited in the sheet that went out, and what the trail then says.
EDITS: Mapping[str, tuple[str, Any, tuple[str, str, str]]] = {
    "papers": ("文号", "示司监意〔2023〕8号", ("文号", "示司监意〔2023〕7号", "示司监意〔2023〕8号")),
    "interviews": ("约谈对象", "张某，示例市甲局，局长，班子成员", ("约谈对象", "", "局长")),
    "referrals": ("函号", "示司监移函〔2023〕3号", ("函号", "示司监移函〔2023〕1号", "示司监移函〔2023〕3号")),
    "clues": ("办结日期", date(2023, 4, 4), ("办结日期", "2023-04-03", "2023-04-04")),
}  # fmt: skip
BAD: list[tuple[str, str, Any, str, str]] = [  # kind, column, cell, marked column, reason
    ("papers", "文种", "意见书", "文种", "没有“意见书”这一项"),
    ("papers", "文号", "第7号", "文号", "格式不对"),
    ("papers", "文号", "示司监转函〔2023〕2号", "整行", "与第2行是同一条记录"),
    ("papers", "条目", "", "条目", "请填写条目"),
    ("papers", "送达日期", "2023-5-1", "送达日期", "不得早于成文日期"),
    ("papers", "送达日期", "", "收文日期", "须先填写送达日期"),
    ("papers", "成文日期", "昨天", "成文日期", "不是日期"),
    ("interviews", "约谈对象", "张某", "约谈对象", "第1人：请写明单位"),
    ("interviews", "约谈对象", "张某，示例市甲局，局长，书记", "约谈对象", "认不出“书记”"),
    ("interviews", "约谈人", "示例handler", "约谈人", "不得少于两名"),
    ("interviews", "记录人", "陌生人", "记录人", "没有名为“陌生人”的监督人员"),
    ("interviews", "承诺落实情况", "", "承诺落实情况", "请填写承诺落实情况"),
    ("interviews", "承诺期限", "", "承诺期限", "须同时填写"),
    ("referrals", "方式", "移动", "方式", "是否为“移送”"),
    ("referrals", "问题清单", "没有这个问题", "问题清单", "行键或问题原文"),
    ("referrals", "接收日期", "", "回告日期", "须填写接收日期和处理结果"),
    ("referrals", "回告期限", "十日", "回告期限", "应如"),
    ("clues", "核查结果", "", "核查结果", "请填写核查结果"),
    ("clues", "处理情况", "", "处理情况", "请写明处理情况"),
    ("clues", "受理日期", "", "受理日期", "请填写受理日期"),
]


def _cells(content: bytes) -> list[str]:
    return [cell.value for cell in sheets.opened(content)[1]]


def edited(content: bytes, column: str, value: Any, *, row: int = 2) -> bytes:
    """The sheet with one cell changed, as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0].cell(row, _cells(content).index(column) + 1).value = value
    return sheets.saved(book)


def out_of(town: Office, kind: str) -> bytes:
    return outgoing.sheet_of(KINDS[kind], actor=town.handler, empty=False)


def _figures(town: Office, kind: str, period: str) -> dict[str, int]:
    counts = counting.count(parse(period), [town.handler.body_id or 0])
    found = {}
    for key in FIGURES[kind]:
        indicator = BY_KEY[key]
        measures = counts.measures(indicator) if indicator.split else [""]
        found[key] = sum(counts.total(indicator, one).value for one in measures)
    return found


@pytest.mark.store
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_years_records_come_in_and_count_by_their_own_days(
    inside: Inside, town: Office, seats: dict[str, str], kind: str
) -> None:
    rows = years.sheet(kind, seats)
    with inside():
        assert applied(town, sheets.xlsx(rows), kind).created == 2
    with inside() as own:
        first = own.scalars(sa.select(KINDS[kind].model)).first()
        assert first is not None
        assert first.back_entered
        assert _figures(town, kind, "2023") == FIGURES[kind]
        assert set(_figures(town, kind, "2026").values()) == {0}
        again = checked(town, sheets.xlsx(rows), kind)
        assert (again.created, again.updated, again.unchanged, again.faults) == (0, 0, 2, 0)


@pytest.mark.store(other="battery")
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_sheet_that_goes_out_comes_in_again_with_exactly_the_edit(
    inside: Inside, town: Office, seats: dict[str, str], kind: str
) -> None:
    column, value, (label, old, new) = EDITS[kind]
    with inside():
        applied(town, sheets.xlsx(years.sheet(kind, seats)), kind)
    with inside():
        out = out_of(town, kind)
        same = checked(town, out, kind)
        assert (same.created, same.updated, same.unchanged, same.faults) == (0, 0, 2, 0)
        batch = applied(town, edited(out, column, value), kind)
        assert (batch.created, batch.updated, batch.unchanged) == (0, 1, 1)
        key = batch.id
    with inside() as own:
        record = own.scalars(sa.select(KINDS[kind].model).order_by(KINDS[kind].model.id)).first()
        (told,) = [one for one in timeline(record) if one.action == CORRECTED]
        (change,) = [one for one in told.changes if one[0] == label]
        assert old in change[1]
        assert new in change[2]
        assert told.reason
        undone(own.get_one(ImportBatch, key), town)
    with inside():
        assert checked(town, out, kind).unchanged == 2


@pytest.mark.store(other="battery")
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_it_is_undone_while_nothing_depends_on_it(
    inside: Inside, town: Office, seats: dict[str, str], kind: str
) -> None:
    with inside():
        key = applied(town, sheets.xlsx(years.sheet(kind, seats)), kind).id
    with inside() as own:
        undone(own.get_one(ImportBatch, key), town)
    with inside():
        assert count(KINDS[kind].model) == count(Delivery) == 0
        assert set(_figures(town, kind, "2023").values()) == {0}
        assert applied(town, sheets.xlsx(years.sheet(kind, seats)), kind).created == 2


@pytest.mark.parametrize(("kind", "column", "cell", "marked", "reason"), BAD)
def test_a_fault_is_marked_in_its_cell_and_nothing_comes_in(
    inside: Inside, town: Office, seats: dict[str, str], kind: str, column: str, cell: Any,
    marked: str, reason: str,
) -> None:  # fmt: skip
    content = edited(sheets.xlsx(years.sheet(kind, seats)), column, cell)
    with inside():
        batch = checked(town, content, kind)
        assert batch.status is BatchStatus.FAULTY
        place = 0 if marked == "整行" else _cells(content).index(marked) + 1
        where = (3 if marked == "整行" else 2, place)
        assert [(row, at) for row, at, _why in batch.report["marks"]] == [where]
        assert reason in batch.report["marks"][0][2]
    with inside():
        assert count(KINDS[kind].model) == 0


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_template_has_a_drop_down_where_words_are_given(
    inside: Inside, town: Office, kind: str
) -> None:
    with inside():
        template = outgoing.sheet_of(KINDS[kind], actor=town.handler, empty=True)
    choosable = [one.label for one in KINDS[kind].fields if one.cell.choices is not nothing]
    assert choosable
    validated = {
        str(one.sqref).split(":")[0]
        for one in sheets.opened(template).data_validations.dataValidation
    }
    labels = _cells(template)
    first = {"papers": "文种", "interviews": "记录人", "referrals": "方式", "clues": "来源"}[kind]
    assert sheets.opened(template).cell(2, labels.index(first) + 1).coordinate in validated


def test_what_was_done_here_since_is_neither_changed_nor_taken_back(
    inside: Inside, town: Office
) -> None:
    row = list(years.PAPERS[1])
    row[9] = ""  # still open: replied, to be verified here
    content = sheets.xlsx([years.PAPERS[0], row])
    with inside():
        key = applied(town, content, "papers").id
    with inside() as own:
        paper = own.scalars(sa.select(Instrument)).one()
        assert paper.status is InstrumentStatus.REPLIED
        verifying.conclude(paper.items[:1], Conclusion.MENDED, note="已核对。", actor=town.handler)
    with inside():
        batch = checked(town, edited(out_of(town, "papers"), "签发人", "另一人"), "papers")
        assert "已在系统内办理" in batch.report["marks"][0][2]
    with pytest.raises(DomainError, match="已在系统内办理"), inside() as own:
        undone(own.get_one(ImportBatch, key), town)


def test_an_undone_number_of_this_year_leaves_no_gap(inside: Inside, town: Office) -> None:
    row = [
        "行政执法监督意见书",
        "示司监意〔2026〕50号",
        "2026-1-5",
        "示例局长",
        "示例市甲局",
        "整改。",
    ]
    with inside():
        key = applied(town, sheets.xlsx([years.PAPERS[0][:6], row]), "papers").id
        series = f"{town.handler.body_id}:示司监意"
        assert expected_number(series, 2026) == 51
    with inside() as own:
        undone(own.get_one(ImportBatch, key), town)
        assert expected_number(series, 2026) == 1


def test_a_paper_signed_here_is_not_entered_a_second_time(inside: Inside, town: Office) -> None:
    with inside():
        paper = finding.draft_paper(town, "规范检查。")
        finding.issue(paper, town)
        rows = [years.PAPERS[0], [*years.PAPERS[1]]]
        rows[1][1] = paper.number
        batch = checked(town, sheets.xlsx(rows), "papers")
        assert "在系统内签发" in batch.report["marks"][0][2]


def test_known_officers_come_with_post_and_number(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    officers = [["单位", "姓名", "职务", "执法证号", "班子成员"],
                ["示例市甲局", "王某", "科长", "示证7", "是"]]  # fmt: skip
    with inside():
        applied(town, sheets.xlsx(officers), "officers")
        applied(town, sheets.xlsx(years.sheet("interviews", seats)), "interviews")
    with inside() as own:
        held = own.scalars(sa.select(Interview).where(Interview.reason == "多次逾期")).one()
        (head,) = held.interviewees
        assert (head.post, head.certificate_no, head.in_leadership) == ("科长", "示证7", True)
        assert head.officer_id is not None


def test_a_past_paper_revoked_afterwards_is_counted_no_more(inside: Inside, town: Office) -> None:
    row = [*years.PAPERS[1][:9], ""]
    with inside():
        applied(town, sheets.xlsx([years.PAPERS[0], row]), "papers")
        assert _figures(town, "papers", "2023")["opinions"] == 2
        paper = session.scalars(sa.select(Instrument)).one()
        made = revoking.draft_revocation(paper, reason="重复下发。", actor=town.handler)
        finding.issue(made, town)
        delivery.receive(made, actor=town.liaison)
    with inside():
        assert set(_figures(town, "papers", "2023").values()) == {0}
        again = checked(town, sheets.xlsx([years.PAPERS[0], row]), "papers")
        assert (again.unchanged, again.faults) == (1, 0)  # its number stays used


def test_more_papers_than_one_can_wait_for_go_through_the_background(
    app: Flask, inside: Inside, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 1)

    content = sheets.xlsx(years.PAPERS)
    with inside():
        stored = save_bytes("台账.xlsx", XLSX, content, actor=town.handler)
        table = read_table("台账.xlsx", content)
        key = service.receive(KINDS["papers"], stored, table, actor=town.handler).id
    go(app)
    with inside() as own:
        batch = own.get_one(ImportBatch, key)
        assert (batch.status, batch.created, batch.faults) == (BatchStatus.CHECKED, 2, 0)
        second_person.confirm(looking.ask(batch, actor=town.handler), batch)
    go(app)
    with inside() as own:
        assert _figures(town, "papers", "2023") == FIGURES["papers"]
        undone(own.get_one(ImportBatch, key), town)
    go(app)
    with inside():
        assert count(Instrument) == count(Delivery) == 0
