"""Problems come in together: a hundred rows take the statements of ten, and nothing of a row is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from supervision.actions.models import ActionUnit, SupervisionAction, TeamMember
from supervision.agencies.models import Officer, Unit
from supervision.clues.models import Clue
from supervision.core import audit, search
from supervision.core.access.principal import acting
from supervision.core.audit import AuditEvent, AuditValue
from supervision.core.db import db, session
from supervision.core.duedates import DueDate, DueState
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import process, read_table
from supervision.imports import service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.problems.models import Problem, Recurrence
from supervision.roster import service as roster
from supervision.roster.models import Pool, RosterEntry
from supervision.roster.service import RosterFacts
from tests.make import finding, sheets
from tests.make.offices import Office, found_office
from tests.support.share import share
from tests.support.work import Inside

HEAD = ["行键", "单位名称", "存在问题", "问题类别", "发现时间", "案由"]


def sheet(count: int, *, mark: str = "甲") -> bytes:
    rows = [
        [f"{mark}{n}", "示例市甲局", f"{mark}问题{n}", "其他", "2023-3-1", f"{mark}{n}公司案"]
        for n in range(count)
    ]
    return sheets.xlsx([HEAD, *rows])


@pytest.fixture
def town(inside: Inside) -> Office:
    with inside():
        return found_office()


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Everything sent to the store meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def brought_in(inside: Inside, town: Office, content: bytes, kind: str = "problems") -> int:
    """Checked, then carried out: each by itself, as a person does."""
    with inside():
        stored = save_bytes("表.xlsx", XLSX, content, actor=town.handler)
        table = read_table("表.xlsx", content)
        batch = service.check(KINDS[kind], stored, table, actor=town.handler)
        assert batch.status is BatchStatus.CHECKED, batch.report
        key = batch.id
    with inside() as own, acting(town.handler):
        batch = own.get_one(ImportBatch, key)
        service.apply(batch, service.table_of(batch), actor=town.handler)
    return key


def taken_back(inside: Inside, town: Office, key: int) -> None:
    with inside() as own:
        undoing.undo(own.get_one(ImportBatch, key), actor=town.handler)


@pytest.mark.store
def test_ten_times_the_rows_take_no_more_statements(
    app: Flask, inside: Inside, town: Office
) -> None:
    with statements(app) as few:
        first = brought_in(inside, town, sheet(8))
    with statements(app) as many:
        second = brought_in(inside, town, sheet(80, mark="乙"))
    assert len(many) == len(few), "\n".join(one[:90] for one in many)
    with statements(app) as few:
        taken_back(inside, town, first)
    with statements(app) as many:
        taken_back(inside, town, second)
    assert len(many) == len(few), "\n".join(one[:90] for one in many)
    with inside() as own:
        assert own.scalar(sa.select(sa.func.count(Problem.id))) == 0
        assert audit.verify(own.connection(), key=app.config["AUDIT_KEY"]).passed


OTHERS = {
    "units": (["单位全称", "简称"], lambda mark, n: [f"示例市{mark}{n}局", f"{mark}{n}局"]),
    "officers": (
        ["单位", "姓名", "执法证号", "在岗"],
        lambda mark, n: ["示例市甲局", f"{mark}某{n}", f"示{mark}{n}", "否" if n % 3 == 0 else "是"],
    ),
    "roster": (
        ["名册", "姓名", "聘任日期", "监督证件号", "证件有效期至", "聘期至"],
        lambda mark, n: ["监督人员", f"{mark}某{n}", "2023-1-9", f"监{mark}{n}", "2030-1-9", "2031-1-9"],
    ),
    "clues": (
        ["来源", "事由", "收件日期", "办理期限"],
        lambda mark, n: ["领导批示", f"{mark}线索{n}", "2026-3-1", "2026-5-1" if n % 2 else ""],
    ),
    "actions": (
        ["名称", "监督形式", "开始日期", "结束日期", "监督人员", "回避已核对", "组长", "被监督单位"],
        lambda mark, n: [
            f"{mark}行动{n}", "专项监督行动", "2026-3-1", "2026-6-1", "甲某、乙某", "是", "甲某", "示例市甲局"
        ],
    ),
}  # fmt: skip


def rows_of(kind: str, count: int, mark: str) -> bytes:
    head, row = OTHERS[kind]
    return sheets.xlsx([head, *(row(mark, n) for n in range(count))])


def counted(own: Session) -> dict[str, int]:
    """How many rows each table has that an import may fill."""
    models = (Unit, Officer, RosterEntry, Clue, SupervisionAction, TeamMember, ActionUnit)
    open_ones = sa.select(sa.func.count(DueDate.id)).where(DueDate.state == DueState.OPEN)
    found = {one.__name__: own.scalar(sa.select(sa.func.count(one.id))) or 0 for one in models}
    return {**found, "open terms": own.scalar(open_ones) or 0}


@pytest.mark.store
@pytest.mark.parametrize("kind", share(OTHERS, 3))
def test_ten_times_the_rows_of_another_kind_take_no_more_statements(
    app: Flask, inside: Inside, town: Office, kind: str
) -> None:
    """Nor does anything of a row stay behind when it is taken back, its terms least of all."""
    with inside():
        for name in ("甲某", "乙某"):
            facts = RosterFacts(name, date(2020, 1, 1), certificate_no=f"示{name}")
            roster.enter(Pool.SUPERVISOR, facts, actor=town.handler)
    with inside() as own:
        before = counted(own)
    with statements(app) as few:
        first = brought_in(inside, town, rows_of(kind, 8, "丙"), kind)
    with statements(app) as many:
        second = brought_in(inside, town, rows_of(kind, 80, "丁"), kind)
    assert len(many) == len(few), "\n".join(one[:90] for one in many)
    with inside() as own:
        come = {name: number - before[name] for name, number in counted(own).items()}
        whole = {
            "units": {"Unit": 88},
            "officers": {"Officer": 88},
            "roster": {"RosterEntry": 88, "open terms": 176},
            "clues": {"Clue": 88, "open terms": 44},
            "actions": {
                "SupervisionAction": 88, "TeamMember": 176, "ActionUnit": 88, "open terms": 88,
            },
        }  # fmt: skip
        assert {name: number for name, number in come.items() if number} == whole[kind]
        created = sa.select(sa.func.count(sa.distinct(AuditEvent.subject_id))).where(
            AuditEvent.subject_type == KINDS[kind].model.__tablename__,
            AuditEvent.action.in_(("create", "record")),
        )
        assert (own.scalar(created) or 0) >= 88
        assert audit.verify(own.connection(), key=app.config["AUDIT_KEY"]).passed
    for key in (second, first):
        taken_back(inside, town, key)
    with inside() as own:
        assert counted(own) == before


def test_rows_of_another_kind_are_looked_up_in_one_question(
    app: Flask, inside: Inside, town: Office
) -> None:
    """By number, and by subject and day: one question each, however many rows there are."""
    head = ["来源", "事由", "收件日期", "来文编号"]
    rows = [
        ["领导批示", f"线索{n}", "2026-3-1", f"转〔2026〕{n}号" if n % 2 else ""] for n in range(30)
    ]
    content = sheets.xlsx([head, *rows])
    with statements(app) as sent, inside():
        stored = save_bytes("表.xlsx", XLSX, content, actor=town.handler)
        table = read_table("表.xlsx", content)
        batch = service.check(KINDS["clues"], stored, table, actor=town.handler)
        assert (batch.status, batch.created) == (BatchStatus.CHECKED, 30), batch.report
    asked = [one for one in sent if one.startswith("SELECT") and "clue.source IN" in one]
    assert len(asked) == 2


@pytest.mark.store
def test_each_row_is_on_the_trail_and_can_be_found(
    app: Flask, inside: Inside, town: Office
) -> None:
    brought_in(inside, town, sheet(8))
    with inside() as own:
        problem = own.scalars(sa.select(Problem).where(Problem.title == "甲问题5")).one()
        at = (AuditEvent.subject_type == "problem", AuditEvent.subject_id == problem.id)
        event = own.scalars(sa.select(AuditEvent).where(*at)).one()
        assert (event.action, event.actor_id) == ("create", town.handler.user_id)
        said = sa.select(AuditValue.new).where(
            AuditValue.seq == event.seq, AuditValue.field == "case_cause"
        )
        assert own.scalar(said) == '"甲5公司案"'
        assert audit.verify(own.connection(), key=app.config["AUDIT_KEY"]).passed
        found = sa.select(search.SearchEntry.record_id).where(
            search.SearchEntry.kind == "problem", search.SearchEntry.folded.contains("甲5公司案")
        )
        assert own.scalars(found).all() == [problem.id]


def test_what_was_mended_before_and_comes_in_again_is_hinted_at(
    inside: Inside, town: Office
) -> None:
    with inside():
        old = finding.problem(town, "旧问题").id
        session.execute(
            sa.text(
                "UPDATE problem SET status = 'closed', in_hand = false, ended_on = :day, "
                "confirmed_on = :day, first_by_id = handler_id, confirmed_by_id = :other, "
                "category = '其他' WHERE id = :id"
            ),
            {"day": "2023-02-01", "id": old, "other": town.handler.user_id + 1},
        )
    brought_in(inside, town, sheet(3))
    with inside() as own:
        fresh = own.scalars(sa.select(Problem).where(Problem.title.startswith("甲"))).all()
        assert {one.earlier_id for one in fresh} == {old}
        assert {one.recurrence for one in fresh} == {Recurrence.SUSPECTED}


def test_the_process_that_answers_reads_no_more_of_a_large_sheet_than_its_head(
    inside: Inside, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 3)
    read: list[bytes] = []
    real = process.json.loads
    monkeypatch.setattr(
        process.json, "loads", lambda line, **k: (read.append(line), real(line, **k))[1]
    )
    content = sheet(200)
    with inside():
        stored = save_bytes("表.xlsx", XLSX, content, actor=town.handler)
        table = read_table("表.xlsx", content)
        batch = service.receive(KINDS["problems"], stored, table, actor=town.handler)
        assert (batch.status, batch.size) == (BatchStatus.QUEUED, 200)
    assert len([line for line in read if b"\xe9\x97\xae\xe9\xa2\x98" in line]) <= process.HEAD


def test_a_check_tells_nobody_and_loads_no_action_that_no_row_names(
    app: Flask, inside: Inside, town: Office
) -> None:
    """All of it is taken back: what would follow from the rows is asked when they come for good."""
    content = sheet(30)
    with statements(app) as sent, inside():
        stored = save_bytes("表.xlsx", XLSX, content, actor=town.handler)
        table = read_table("表.xlsx", content)
        batch = service.check(KINDS["problems"], stored, table, actor=town.handler)
        assert (batch.status, batch.created) == (BatchStatus.CHECKED, 30), batch.report
    came = next(place for place, one in enumerate(sent) if one.startswith("INSERT INTO problem "))
    back = next(place for place, one in enumerate(sent) if one.startswith("ROLLBACK TO"))
    assert not [one for one in sent[came + 1 : back] if "FROM problem" in one]
    assert not [one for one in sent if "FROM supervision_action" in one]
