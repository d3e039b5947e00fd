"""整改台账, one known record of the demonstration: the right value under each heading, wherever it goes.

Written by hand from the case: two headings swapped, or a cell left out, fails here in all four places.
"""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from supervision.problems.models import Problem
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.story import copy_of
from tests.support.tables import lines_of

TITLE, NUMBER = "罚款数额超出裁量基准上限", "示司监意〔2023〕1号"
CASE, CAUSE = "示执〔2022〕18号", "某医疗器械公司案"
WHICH = f"tab=all&paper={NUMBER}&category=乱罚款"
SCREEN = {
    "单位": "市卫健委",
    "问题 / 所涉案件": f"{TITLE} {CASE} {CAUSE}",
    "文号": NUMBER,
    "送达": "2023-09-07",
    "到期": "2023-10-07",
    "期限": "已销号 2023-10-09",
    "最近催办": "电话 2023-09-20",
    "反馈": "已反馈 4/4",
    "结论": "已整改",
    "承办人": "周某甲",
    "操作": "",
}
PAPER = {**SCREEN, "单位": "示例市卫生健康委员会"}
PAPER.pop("操作")
SHEET = {
    "单位": "示例市卫生健康委员会",
    "问题": TITLE,
    "所涉案件文号": CASE,
    "案由": CAUSE,
    "文号": NUMBER,
    "送达日": "2023-09-07",
    "到期日": "2023-10-07",
    "期限": "已销号 2023-10-09",
    "最近催办": "电话 2023-09-20",
    "反馈": "已反馈 4/4",
    "结论": "已整改",
    "承办人": "周某甲",
    "整改要求": "统一文书样式，明确告知救济途径和期限，落实法制审核。",
    "状态": "已销号",
    "问题类别": "乱罚款",
    "执法领域": "卫生健康",
    "严重程度": "一般",
    "发现日期": "2023-07-24",
    "了结日期": "2023-10-09",
    "监督行动": "执法监督与专项巡察联动“驻在式”监督检查",
}


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


@pytest.fixture
def ask(app: Flask, client: Visitor, passwords: dict[str, str]) -> Visitor:
    """The handler's browser; what the case leaves empty of this record is filled in."""
    table = Problem.__table__
    record = (table.c.title == TITLE) & (table.c.paper_number == NUMBER)
    filled = {"case_cause": CAUSE, "chased_on": date(2023, 9, 20), "chased_how": "电话"}
    with app.app_context(), db.engine.begin() as store:
        assert store.execute(sa.update(table).where(record).values(filled)).rowcount == 1
    client.submit("/accounts/sign-in", {"username": "zhou", "password": passwords["zhou"]})
    return client


def test_on_screen(ask: Visitor) -> None:
    assert lines_of(check(ask.get(f"/problems/ledger?{WHICH}"))) == [SCREEN]


def test_on_screen_without_columns_nobody_wants(ask: Visitor) -> None:
    shown = check(ask.get(f"/problems/ledger?{WHICH}&hide=chased-due-unit"))
    wanted = {name: text for name, text in SCREEN.items() if name not in ("最近催办", "到期")}
    assert lines_of(shown) == [wanted]


def test_on_a3(ask: Visitor) -> None:
    assert lines_of(check(ask.get(f"/problems/ledger/print?{WHICH}"))) == [PAPER]


def test_on_a3_without_columns_nobody_wants(ask: Visitor) -> None:
    shown = check(ask.get(f"/problems/ledger/print?{WHICH}&hide=chased-due-unit"))
    wanted = {name: text for name, text in PAPER.items() if name not in ("最近催办", "到期")}
    assert lines_of(shown) == [wanted]


def test_in_csv(ask: Visitor) -> None:
    text = ask.get(f"/problems/ledger/export.csv?{WHICH}").data.decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text))) == [SHEET]
    assert text.splitlines()[0] == ",".join(f'"{heading}"' for heading in SHEET)


def test_in_xlsx(ask: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(ask.get(f"/problems/ledger/export.xlsx?{WHICH}").data))
    headings, row = book.worksheets[0].iter_rows(values_only=True)
    said = [str(value or "").removesuffix(" 00:00:00") for value in row]
    assert dict(zip(map(str, headings), said, strict=True)) == SHEET
