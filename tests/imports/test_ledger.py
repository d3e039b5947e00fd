"""往年台账: an old ledger comes in whole: problems, their papers, items and ends, and goes again whole."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.audit import timeline
from supervision.core.errors import DomainError, Forbidden
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import read_table
from supervision.core.numbering import expected_number
from supervision.imports import large, looking, outgoing, service
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.instruments.back_entry import correcting
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.problems.models import Problem
from tests.imports.test_large import go
from tests.make import finding, second_person, sheets
from tests.make.imported import applied, checked, count, undone
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["序号", "责任单位", "存在问题", "问题类别", "检查日期", "通知书文号", "下发日期", "送达时间", "整改措施",
        "整改时限", "反馈日期", "整改完成情况", "是否整改到位", "完成时间", "严重程度"]  # fmt: skip
A, B, C = "示司监改[2024]3号", "示司监意〔2024〕5号", "示司监改〔2024〕130号"


def row(title: str, found: str, *more: str) -> list[Any]:
    return ["", "示例市甲局", title, "程序不规范", found, *more, *[""] * (10 - len(more))]


ROWS = [
    row("未出示执法证件", "2024-3-1", A, "2024-3-11", "2024-3-12", "规范检查", "30日", "2024-4-8", "已培训",
        "是", "2024-4-20"),
    row("超期作出决定", "2024-5-6", B, "2024-6-3", "", "限期改正", "2024-7-15", "2024-7-10", "已改正", "是",
        "2024-7-20"),
    row("未告知听证权利", "2024-3-2", A, "", "", "重新告知", "", "", "", "", "2024-4-20"),
    row("当场未佩戴标识", "2024-8-1", "", "", "", "", "", "", "当场改正", "立行立改", "2024-8-1"),
    row("文书没有编号", "2024-3-3", A, "2024-3-11", "2024-3-12", "", "30日", "2024-4-8", "", "已整改", "2024-5-8"),
    row("未公示结果", "2024-5-7", B, "2024-6-3", "", "补充公示", "", "", "", "", "2024-7-20"),
    row("未记录全过程", "2024-8-20", C, "2024-9-2", "", "补录音像", "", "", "已完成", "", "2024-9-30", "严重"),
    row("档案散失", "2024-10-8", "", "", "", "", "", "", "原件灭失", "无法纠正", "2024-11-5"),
    row("卷宗缺页", "2024-3-4", A, "2024-3-11", "2024-3-12", "补齐", "30日", "2024-4-8", "已补齐", "是", "2024-4-20"),
    row("未法制审核", "2024-5-8", B, "2024-6-3", "", "补审", "", "", "正在补审", "否", ""),
    row("重复检查", "2024-8-21", C, "2024-9-2", "", "合并检查", "", "", "", "", ""),
    row("案由不准", "2024-11-20"),
]  # fmt: skip
SHEET = [["2024年度执法监督问题台账"], HEAD, *ROWS]
FIRST = 3  # the row of the sheet in which the first of them stands
D = date
# By hand: 文号, 送达, 到期, 状态, 结论, 销号. 30 days from 2 September end within 国庆, so on 8 October.
SHOWN = {
    "未出示执法证件": ("示司监改〔2024〕3号", D(2024, 3, 12), D(2024, 4, 11), "已销号", "已整改", D(2024, 4, 20)),
    "未告知听证权利": ("示司监改〔2024〕3号", D(2024, 3, 12), D(2024, 4, 11), "已销号", "已整改", D(2024, 4, 20)),
    "文书没有编号": ("示司监改〔2024〕3号", D(2024, 3, 12), D(2024, 4, 11), "已销号", "已整改", D(2024, 5, 8)),
    "卷宗缺页": ("示司监改〔2024〕3号", D(2024, 3, 12), D(2024, 4, 11), "已销号", "已整改", D(2024, 4, 20)),
    "超期作出决定": (B, D(2024, 6, 3), D(2024, 7, 15), "已销号", "已整改", D(2024, 7, 20)),
    "未公示结果": (B, D(2024, 6, 3), D(2024, 7, 15), "已销号", "已整改", D(2024, 7, 20)),
    "未法制审核": (B, D(2024, 6, 3), D(2024, 7, 15), "待核查", "未整改", None),
    "未记录全过程": (C, D(2024, 9, 2), D(2024, 10, 8), "已销号", "已整改", D(2024, 9, 30)),
    "重复检查": (C, D(2024, 9, 2), D(2024, 10, 8), "整改中", "", None),
    "当场未佩戴标识": ("", None, None, "立行立改", "", D(2024, 8, 1)),
    "档案散失": ("", None, None, "无法纠正", "", D(2024, 11, 5)),
    "案由不准": ("", None, None, "已认定", "", None),
}  # fmt: skip
# By hand: number → state, end, items in their order with the day each was written off.
PAPERS = {
    "示司监改〔2024〕3号": ("办结", D(2024, 5, 8), [
        ("未出示执法证件", D(2024, 4, 20)), ("未告知听证权利", D(2024, 4, 20)),
        ("文书没有编号", D(2024, 5, 8)), ("卷宗缺页", D(2024, 4, 20))]),
    B: ("已反馈", None, [("超期作出决定", D(2024, 7, 20)), ("未公示结果", D(2024, 7, 20)), ("未法制审核", None)]),
    C: ("已送达", None, [("未记录全过程", D(2024, 9, 30)), ("重复检查", None)]),
}  # fmt: skip


@pytest.fixture
def town(inside: Inside) -> Office:
    with inside():
        return found_office()


def shown(inside: Inside) -> dict[str, tuple[Any, ...]]:
    with inside() as own:
        return {
            one.title: (
                one.paper_number, one.delivered_on, one.due_on, one.status.label, one.conclusion, one.ended_on
            )
            for one in own.scalars(sa.select(Problem))
        }  # fmt: skip


def papers(inside: Inside) -> dict[str | None, tuple[Any, ...]]:
    with inside() as own:
        return {
            one.number: (
                one.status.label,
                one.closed_on,
                [(item.heading, item.written_off_on) for item in one.items],
            )
            for one in own.scalars(sa.select(Instrument))
        }


def clean(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert told.exit_code == 0, told.output


@pytest.mark.store(other="battery")
def test_an_old_ledger_comes_in_whole_after_the_reviewers_look_and_goes_whole(
    app: Flask, client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        head = town.reviewer
    sign_in(client, town.handler)
    sheet = (io.BytesIO(sheets.xlsx(SHEET)), "2024年台账.xlsx")
    answer = client.submit("/imports/", {"kind": "ledger", "sheet": sheet}, form="//form[@enctype]")
    where = answer.headers["Location"]
    preview = check(client.get(where)).text
    for said in (
        "未用的列 序号",
        "文种行政执法监督整改通知书",
        "认定日期2024-03-01",
        "签发人见原件",
        "提请审核人核对",
    ):
        assert said in " ".join(preview.split()), said
    client.submit(where, form="//form[contains(@action, 'apply')]")
    assert shown(inside) == {}  # nothing by one person alone
    sign_in(client, head)
    second_person.says_yes(inside, client)
    assert shown(inside) == SHOWN
    assert papers(inside) == PAPERS
    clean(app)
    board = " ".join(check(client.get("/reports/dashboard?year=2024")).text.split())
    assert "整改率 66%" in board  # 7 销号 and 1 立行立改 of 12
    assert check(client.get("/problems/")).text.count("补录") == 12
    listed = check(client.get("/instruments/")).text
    assert listed.count("补录") == 3
    with inside() as own:
        one = own.scalars(sa.select(Problem).where(Problem.title == "未法制审核")).one()
        assert (one.first_by_id, one.confirmed_on) == (None, D(2024, 5, 8))
        assert "补录" in [event.text for event in timeline(one)]
        address = f"/problems/{one.id}"
    page = check(client.get(address)).text
    assert "系统内无人签字" in page
    assert "单位说明" not in page
    sign_in(client, town.handler)
    client.submit(where, form="//form[contains(@action, 'undo')]")
    assert shown(inside) == SHOWN  # nor taken back by one alone
    sign_in(client, head)
    second_person.says_yes(inside, client)
    assert shown(inside) == papers(inside) == {}
    with inside():
        assert count(InstrumentItem) == 0
        assert expected_number(f"{town.handler.body_id}:示司监改", 2024) == 1
    clean(app)


def test_nobody_applies_it_alone_and_a_second_time_it_says_nothing_new(
    inside: Inside, town: Office
) -> None:
    content = sheets.xlsx(SHEET)
    with inside():
        batch = checked(town, content, "ledger")
        with pytest.raises(Forbidden, match="须经另一人确认"):
            service.apply(batch, read_table("台账.xlsx", content), actor=town.handler)
        applied(town, content, "ledger")
    with inside():
        out = outgoing.sheet_of(KINDS["ledger"], actor=town.handler, empty=False)
        for one in (content, out):
            again = checked(town, one, "ledger")
            assert (again.unchanged, again.faults, again.report["marks"]) == (12, 0, [])
        changed = [*SHEET]
        changed[2] = [*ROWS[0][:8], "另一要求", *ROWS[0][9:]]
        refused = checked(town, sheets.xlsx(changed), "ledger")
        assert [mark[0] for mark in refused.report["marks"]] == [FIRST]
        assert "撤销那次导入" in refused.report["marks"][0][2]
        finding.problem(town, "在办的问题", found_on=D(2024, 3, 1))
        late = [row("漏记的问题", "2024-3-1", A, "2024-3-11"), row("在办的问题", "2024-3-1")]
        marks = checked(town, sheets.xlsx([*SHEET, *late]), "ledger").report["marks"]
        assert [mark[0] for mark in marks] == [15, 16]
        assert "不能再加条目" in marks[0][2]
        assert "在系统内办理" in marks[1][2]


def test_a_large_ledger_in_parts_is_the_same(
    app: Flask, inside: Inside, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part ends where a paper ends, though its rows stand apart in the sheet."""
    monkeypatch.setattr(service, "MOST_ROWS", 3)
    monkeypatch.setattr(large, "PART", 2)
    content = sheets.xlsx(SHEET)
    with inside():
        stored = save_bytes("台账.xlsx", XLSX, content, actor=town.handler)
        batch = service.receive(
            KINDS["ledger"], stored, read_table("台账.xlsx", content), actor=town.handler
        )
        key = batch.id
    go(app)
    with inside() as own:
        batch = own.get_one(ImportBatch, key)
        assert (batch.status, batch.created, batch.report["marks"]) == (BatchStatus.CHECKED, 12, [])
        second_person.confirm(looking.ask(batch, actor=town.handler), batch)
    go(app)
    assert shown(inside) == SHOWN
    assert papers(inside) == PAPERS
    with inside() as own:
        undone(own.get_one(ImportBatch, key), town)
    go(app)
    assert shown(inside) == papers(inside) == {}


def changed(place: int, **cells: str) -> list[list[Any]]:
    """The sheet with cells of one row otherwise, by heading."""
    said = [[*one] for one in SHEET]
    for heading, value in cells.items():
        said[place - 1][HEAD.index(heading)] = value
    return said


BAD: list[tuple[int, dict[str, str], str, str]] = [  # row, cells, marked heading, reason
    (3, {"通知书文号": "3号"}, "通知书文号", "格式不对"),
    (3, {"通知书文号": "别司监改〔2024〕3号"}, "整行", "请填写文种"),
    (3, {"通知书文号": "示司监约〔2024〕3号"}, "整行", "问题不能列入其中"),
    (9, {"下发日期": "", "送达时间": "2024-9-3"}, "", ""),
    (14, {"下发日期": "2024-8-1"}, "通知书文号", "填写了成文日期，请填写文号"),
    (14, {"完成时间": "2024-12-1"}, "通知书文号", "结论填立行立改"),
    (14, {"是否整改到位": "是"}, "通知书文号", "列入文书的请填写文号"),
    (6, {"完成时间": ""}, "完成时间", "请填写销号日期"),
    (3, {"是否整改到位": "立行立改"}, "是否整改到位", "结论填已整改"),
    (3, {"是否整改到位": "部分整改"}, "是否整改到位", "不能销号"),
    (13, {"是否整改到位": "是"}, "完成时间", "还没有销号的，请填写反馈日期"),
    (3, {"是否整改到位": "差不多"}, "是否整改到位", "可填：已整改、部分整改、未整改、立行立改、无法纠正"),
    (3, {"整改时限": "尽快"}, "整改时限", "应如 30日"),
    (7, {"下发日期": "2024-3-10"}, "下发日期", "第3行和第7行同为示司监改〔2024〕3号，成文日期却不同：2024-03-11、2024-03-10"),
    (3, {"完成时间": "2024-4-1"}, "完成时间", "销号日期2024-04-01不得早于反馈日期2024-04-08"),
    (3, {"检查日期": "2024-3-20"}, "下发日期", "成文日期2024-03-11不得早于认定日期2024-03-20"),
    (14, {"通知书文号": "示司监改〔2024〕7号"}, "下发日期", "有文号的，请填写成文日期"),
    (14, {"检查日期": "2099-1-1"}, "检查日期", "发现日期不得晚于今天"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "cells", "heading", "reason"), BAD)
def test_a_fault_has_its_sentence_at_its_cell(
    inside: Inside, town: Office, place: int, cells: dict[str, str], heading: str, reason: str
) -> None:
    column = HEAD.index(heading) + 1 if heading in HEAD else 0
    with inside():
        marks = checked(town, sheets.xlsx(changed(place, **cells)), "ledger").report["marks"]
    if not reason:  # what another row says of the paper holds for it
        assert marks == []
        return
    assert [mark[1] for mark in marks if mark[0] == place] == [column], marks
    assert len(marks) == 1, marks  # and nothing is said of the other rows of its paper
    assert reason in marks[0][2]


def test_a_correction_of_its_paper_keeps_the_end_of_each_problem(
    app: Flask, inside: Inside, town: Office
) -> None:
    """What ended with the paper ends with it anew; then the sheet is not taken back."""
    with inside():
        key = applied(town, sheets.xlsx(SHEET), "ledger").id
    number, end = "示司监改〔2024〕3号", D(2024, 5, 10)
    with inside() as own:
        paper = own.scalars(sa.select(Instrument).where(Instrument.number == number)).one()
        past = replace(correcting.past_of(paper), signatory_name="示例局长", closed_on=end)
        correcting.correct(paper, past, reason="核对原件", actor=town.handler)
    ended = {title: row[5] for title, row in shown(inside).items() if row[0] == number}
    assert ended == {
        "未出示执法证件": D(2024, 4, 20),
        "未告知听证权利": D(2024, 4, 20),
        "文书没有编号": end,
        "卷宗缺页": D(2024, 4, 20),
    }
    assert papers(inside)[B] == PAPERS[B]
    clean(app)
    with pytest.raises(DomainError, match="已在系统内办理"), inside() as own:
        undone(own.get_one(ImportBatch, key), town)
    assert len(papers(inside)) == 3


def test_what_could_not_be_mended_ends_on_its_paper_without_being_written_off(
    app: Flask, inside: Inside, town: Office
) -> None:
    """The paper ends with its last problem; a problem alone keeps what was asked and what was done."""
    number = "示司监改〔2024〕7号"
    rows = [
        row("档案遗失", "2024-3-1", number, "2024-3-11", "", "查找", "", "2024-4-8", "未找到", "无法整改", "2024-6-1"),
        row("卷宗缺页", "2024-3-1", number, "2024-3-11", "", "补齐", "", "2024-4-8", "已补齐", "是", "2024-4-20"),
        row("未佩戴标识", "2024-3-1", "", "", "", "佩戴标识", "", "", "当场佩戴", "当场改正", "2024-3-1"),
    ]  # fmt: skip
    content = sheets.xlsx([HEAD, *rows])
    with inside():
        key = applied(town, content, "ledger").id
    told = shown(inside)
    assert told["档案遗失"][3:] == ("无法纠正", "", D(2024, 6, 1))
    assert told["卷宗缺页"][3:] == ("已销号", "已整改", D(2024, 4, 20))
    assert papers(inside) == {
        number: ("办结", D(2024, 6, 1), [("档案遗失", None), ("卷宗缺页", D(2024, 4, 20))])
    }
    clean(app)
    with inside() as own:
        alone = own.scalars(sa.select(Problem).where(Problem.title == "未佩戴标识")).one()
        assert alone.end_note == "当场佩戴（整改要求：佩戴标识）"
        assert checked(town, content, "ledger").unchanged == 3
        undone(own.get_one(ImportBatch, key), town)
    assert shown(inside) == papers(inside) == {}
