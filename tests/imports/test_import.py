"""Imports: dry run, all or nothing, updates by 行键, exact round trips, undone while untouched."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from supervision.agencies.models import Officer, Unit
from supervision.clues.models import Clue
from supervision.core import duedates
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError, WrongState
from supervision.core.importer import read_table
from supervision.imports import outgoing, service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.problems import service as problems
from supervision.problems.models import Problem
from supervision.roster.models import RosterEntry
from tests.make import finding, sheets
from tests.make.imported import applied, checked, count
from tests.make.offices import found_office
from tests.support.work import Inside

HEAD = ["单位名称", "存在问题", "问题类别", "发现时间", "案由"]
GOOD = [
    ["关于2023年执法监督发现问题的台账", None, None, None, None],
    HEAD,
    ["示例市甲局", "未告知听证权利", "程序不规范", "2023年3月1日", "某公司案"],
    ["示例市甲局", "罚没票据不规范", "文书不规范", "2023.3.2", None],
]


@pytest.mark.store
def test_a_check_changes_nothing_and_says_what_would_change(inside: Inside) -> None:
    with inside():
        town = found_office()
    with inside() as own:
        events = own.scalar(sa.select(sa.func.count(AuditEvent.seq)))
        batch = checked(town, sheets.xlsx(GOOD))
        assert (batch.created, batch.updated, batch.faults) == (2, 0, 0)
        assert [one["title"] for one in batch.report["changes"]] == [
            "未告知听证权利",
            "罚没票据不规范",
        ]
    with inside() as own:
        assert count(Problem) == 0
        after = own.scalar(sa.select(sa.func.count(AuditEvent.seq)))
        assert after == (events or 0) + 1  # the batch itself


@pytest.mark.store
def test_an_import_goes_through_the_services_and_a_second_time_changes_nothing(
    inside: Inside,
) -> None:
    with inside():
        town = found_office()
        applied(town, sheets.xlsx(GOOD))
    with inside() as own:
        rows = own.scalars(sa.select(Problem).order_by(Problem.id)).all()
        assert [(row.title, row.found_on, row.case_cause) for row in rows] == [
            ("未告知听证权利", date(2023, 3, 1), "某公司案"),
            ("罚没票据不规范", date(2023, 3, 2), ""),
        ]
        assert {row.handler_id for row in rows} == {town.handler.user_id}
        again = checked(town, sheets.xlsx(GOOD))
        assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


BAD: list[tuple[list[Any], str]] = [
    (["示例市甲司", "问题", "程序不规范", "2023-3-1", ""], "是否为“示例市甲局”"),
    (["", "问题", "程序不规范", "2023-3-1", ""], "请填写被监督单位"),
    (["示例市甲局", "问题", "程序不规", "2023-3-1", ""], "是否为“程序不规范”"),
    (["示例市甲局", "问题", "程序不规范", "昨天", ""], "“昨天”不是日期"),
    (["示例市甲局", "问题", "程序不规范", "2099-1-1", ""], "发现日期不得晚于今天"),
    (["示例市甲局", "长" * 201, "程序不规范", "2023-3-1", ""], "最多200个字"),
    (["示例市甲局", "未告知听证权利", "程序不规范", "2023-3-1", ""], "与第3行是同一条记录"),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_one_fault_stops_the_whole_sheet_and_is_marked_where_it_stands(
    inside: Inside, row: list[Any], reason: str
) -> None:
    with inside():
        town = found_office()
        batch = checked(town, sheets.xlsx([*GOOD, row]))
        assert batch.status is BatchStatus.FAULTY
        marks = batch.report["marks"]
        assert len(marks) == 1
        assert marks[0][0] == 5
        assert reason in marks[0][2]
        with pytest.raises(WrongState):
            service.apply(batch, read_table("a.xlsx", sheets.xlsx(GOOD)), actor=town.handler)
    with inside():
        assert count(Problem) == 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["甲", "乙"], ["丙", "丁"]], "没有找到发现问题的表头"),
        ([["单位名称", "存在问题"], ["示例市甲局", "某"]], "缺少必填的列：问题类别、发现日期"),
        ([HEAD], "没有数据"),
        (
            [HEAD, *[["示例市甲局", f"问题{n}", "其他", "2023-3-1", ""] for n in range(2001)]],
            "最多导入2000行",
        ),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused_in_words(
    inside: Inside, rows: list[list[Any]], reason: str
) -> None:
    with inside():
        town = found_office()
    with pytest.raises(DomainError, match=reason), inside():
        checked(town, sheets.xlsx(rows))


def _edited(content: bytes, **cells: Any) -> bytes:
    """The sheet with some cells changed, as a person would in LibreOffice."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    return sheets.saved(book)


def test_export_edit_import_gives_exactly_the_edits(inside: Inside) -> None:
    with inside():
        town = found_office()
        applied(town, sheets.xlsx(GOOD))
    with inside() as own:
        sheet = outgoing.sheet_of(KINDS["problems"], actor=town.handler, empty=False)
        same = checked(town, sheet)
        assert (same.created, same.updated, same.unchanged) == (0, 0, 2)
        labels = [cell.value for cell in sheets.opened(sheet)[1]]
        cause = chr(65 + labels.index("案由"))
        found = chr(65 + labels.index("发现日期"))
        edited = _edited(sheet, **{f"{cause}3": "另一案", f"{found}2": date(2023, 2, 28)})
        batch = applied(town, edited)
        assert [(one["row"], one["differences"]) for one in batch.report["changes"]] == [
            (2, [["发现日期", "2023-03-01", "2023-02-28"]]),
            (3, [["案由", "", "另一案"]]),
        ]
        rows = own.scalars(sa.select(Problem).order_by(Problem.id)).all()
        assert [(row.found_on, row.case_cause) for row in rows] == [
            (date(2023, 2, 28), "某公司案"),
            (date(2023, 3, 2), "另一案"),
        ]


def test_the_bureaus_own_keys_know_their_rows_again(inside: Inside) -> None:
    def rows(title: str) -> list[list[Any]]:
        return [["行键", *HEAD], ["台账-7", "示例市甲局", title, "程序不规范", "2023-3-1", ""]]

    with inside():
        town = found_office()
        applied(town, sheets.xlsx(rows("原标题")))
    with inside() as own:
        batch = applied(town, sheets.xlsx(rows("改后的标题")))
        assert (batch.created, batch.updated) == (0, 1)
        assert [row.title for row in own.scalars(sa.select(Problem))] == ["改后的标题"]
        twice = checked(town, sheets.xlsx([*rows("甲"), rows("乙")[1]]))
        assert "行键“台账-7”与第2行重复" in str(twice.report["marks"])
        foreign = checked(town, sheets.xlsx([["行键", *HEAD], ["P99", *GOOD[2]]]))
        assert "没有对应的发现问题" in str(foreign.report["marks"])


def test_another_bureaus_records_are_out_of_reach_of_a_key(inside: Inside) -> None:
    with inside():
        ours, theirs = found_office("示例市"), found_office("样本市")
        key = finding.problem(ours, "未告知听证权利").id
        batch = checked(
            theirs, sheets.xlsx([["行键", *HEAD], [f"P{key}", "样本市甲局", *GOOD[2][1:]]])
        )
        assert "没有对应的发现问题" in str(batch.report["marks"])
        names = outgoing.sheet_of(KINDS["problems"], actor=theirs.handler, empty=False)
        assert sheets.opened(names).max_row == 1


def test_an_established_problem_is_not_amended_by_a_sheet(inside: Inside) -> None:
    with inside():
        town = found_office()
        applied(town, sheets.xlsx(GOOD))
        row = session.scalars(sa.select(Problem).order_by(Problem.id)).first()
        assert row is not None
        reviewer = town.reviewer
        problems.reject(row, on=date(2023, 3, 9), reason="重复登记", actor=reviewer)
    with inside():
        edited = [*GOOD[:2], [*GOOD[2][:4], "改案由"], GOOD[3]]
        batch = checked(town, sheets.xlsx(edited))
        assert batch.report["marks"][0][0] == 3
        assert "不能再修改" in batch.report["marks"][0][2]
        assert checked(town, sheets.xlsx(GOOD)).unchanged == 2


@pytest.mark.store
def test_an_import_is_undone_while_nothing_depends_on_it(inside: Inside) -> None:
    with inside():
        town = found_office()
        finding.problem(town, "未告知听证权利", found_on=date(2023, 3, 1), case_cause="原案由")
    with inside():
        key = applied(town, sheets.xlsx(GOOD)).id
        assert count(Problem) == 2
    with inside() as own:
        undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)
    with inside() as own:
        assert [(row.title, row.case_cause) for row in own.scalars(sa.select(Problem))] == [
            ("未告知听证权利", "原案由")
        ]
        with pytest.raises(WrongState):
            undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)


@pytest.mark.store
def test_the_key_of_a_record_taken_back_is_given_to_no_other(inside: Inside) -> None:
    """Else the trail of the one would be read as the other's."""
    with inside():
        town = found_office()
        key = applied(town, sheets.xlsx(GOOD)).id
        last = session.scalar(sa.select(sa.func.max(Problem.id)))
    with inside() as own:
        undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)
    with inside():
        assert last is not None
        assert finding.problem(town, "超期办案").id > last


@pytest.mark.store
def test_an_import_others_build_on_is_not_undone(inside: Inside) -> None:
    units = [["单位全称", "简称"], ["示例市乙局", "乙局"]]
    with inside():
        town = found_office()
        key = applied(town, sheets.xlsx(units), "units").id
        problem_batch = applied(town, sheets.xlsx(GOOD)).id
    with inside() as own:
        unit = own.scalars(sa.select(Unit).where(Unit.name == "示例市乙局")).one()
        people = [["单位", "姓名"], [unit.short_name, "示某"]]
        applied(town, sheets.xlsx(people), "officers")
        row = own.scalars(sa.select(Problem)).first()
        assert row is not None
        problems.explain(row, text="无异议", on=date(2023, 3, 9), actor=town.handler)
    for batch, reason in ((key, "引用"), (problem_batch, "已有改动")):
        with pytest.raises(DomainError, match=reason), inside() as own:
            undoing.undo(own.get_one(ImportBatch, batch), actor=town.handler)
    with inside():
        assert count(Unit) == 2
        assert count(Problem) == 2


def test_units_officers_and_roster_come_in_too(inside: Inside) -> None:
    units = [
        ["单位全称", "简称", "管理体制", "主管部门"],
        ["示例市税局", "税局", "垂直管理", "示例省税局"],
    ]
    people = [
        ["所在单位", "姓名", "证件号", "班子成员"],
        ["税局", "示某甲", "示执1", "是"],
        ["税局", "示某乙", "", ""],
    ]
    roster = [["名册", "姓名", "聘任日期", "监督证号"], ["特邀监督员", "示某丙", "2023/1/9", ""]]
    clues = [["来源", "事由", "收文日期", "转办编号", "办理期限"],
             ["12345", "反映重复检查", "2023-3-1", "热2023-1", "2023-3-31"]]  # fmt: skip
    with inside():
        town = found_office()
        for kind, rows in (
            ("units", units), ("officers", people), ("roster", roster), ("clues", clues),
        ):  # fmt: skip
            applied(town, sheets.as_csv(rows, "gb18030"), kind, "台账.csv")
    with inside() as own:
        assert [(row.name, row.in_leadership) for row in own.scalars(sa.select(Officer))] == [
            ("示某甲", True),
            ("示某乙", False),
        ]
        assert [row.appointed_on for row in own.scalars(sa.select(RosterEntry))] == [
            date(2023, 1, 9)
        ]
        for kind in KINDS.values():
            sheet = outgoing.sheet_of(kind, actor=town.handler, empty=False)
            batch = checked(town, sheet, kind.name) if sheets.opened(sheet).max_row > 1 else None
            assert batch is None or (batch.created, batch.updated, batch.faults) == (0, 0, 0)


def test_an_imported_clue_is_undone_with_its_term_but_not_once_a_problem_came_of_it(
    inside: Inside,
) -> None:
    clues = [
        ["来源", "事由", "收件日期", "办理期限"],
        ["投诉举报", "重复检查", "2023-3-1", "2023-3-31"],
    ]
    with inside():
        town = found_office()
        key = applied(town, sheets.xlsx(clues), "clues").id
        held = session.scalars(sa.select(Clue)).one()
        clue_id, problem_id = held.id, finding.problem(town, "未公示", clue_id=held.id).id
        assert duedates.open_of(held, DueKind.CLUE) is not None
    with pytest.raises(DomainError, match="已有问题"), inside() as own:
        undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)
    with inside() as own:
        own.get_one(Problem, problem_id).clue_id = None
        own.flush()
        undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)
    with inside():
        assert count(Clue) == 0
        ended = sa.select(DueDate.state).where(DueDate.root_id == clue_id)
        assert session.scalars(ended).all() == [DueState.ENDED]


def test_a_template_offers_what_may_be_filled_in(inside: Inside) -> None:
    with inside():
        town = found_office()
        template = outgoing.sheet_of(KINDS["problems"], actor=town.handler, empty=True)
    sheet = sheets.opened(template)
    assert [cell.value for cell in sheet[1]][:3] == ["行键", "被监督单位", "问题"]
    assert "必填" in sheet["B1"].comment.text
    rules = sheet.data_validations.dataValidation
    ranges = {str(one.sqref).split(":")[0]: one.formula1 for one in rules}
    assert ranges["B2"] == "'可选值'!$B$1:$B$1"
    assert {"B2", "D2", "N2"} <= set(ranges)
