"""The list of papers, one known paper of the demonstration: the right value under each heading."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.story import copy_of
from tests.support.tables import lines_of

WHICH = "number=示司监意〔2023〕1号"
SCREEN = {
    "文号": "示司监意〔2023〕1号 行政执法监督意见书",
    "主送机关": "示例市卫生健康委员会",
    "标题": "示例市司法局行政执法监督意见书",
    "成文": "2023-09-06",
    "送达": "2023-09-07",
    "到期": "2023-10-07",
    "状态": "办结",
    "承办人": "周某甲",
}
SHEET = {
    "文号": "示司监意〔2023〕1号",
    "文种": "行政执法监督意见书",
    "主送机关": "示例市卫生健康委员会",
    "标题": "示例市司法局行政执法监督意见书",
    "成文日期": "2023-09-06",
    "送达日期": "2023-09-07",
    "到期日": "2023-10-07",
    "到期日说明": "",
    "办结日期": "2023-10-09",
    "状态": "办结",
    "撤销或更正": "",
    "承办人": "周某甲",
    "补录": "",
}


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


@pytest.fixture
def handler(client: Visitor, passwords: dict[str, str]) -> Visitor:
    """The browser of the one who handled it."""
    client.submit("/accounts/sign-in", {"username": "zhou", "password": passwords["zhou"]})
    return client


def test_on_screen(handler: Visitor) -> None:
    assert lines_of(check(handler.get(f"/instruments/?{WHICH}"))) == [SCREEN]
    fewer = check(handler.get(f"/instruments/?{WHICH}&hide=delivered-handler"))
    wanted = {name: text for name, text in SCREEN.items() if name not in ("送达", "承办人")}
    assert lines_of(fewer) == [wanted]


def test_in_csv(handler: Visitor) -> None:
    text = handler.get(f"/instruments/export.csv?{WHICH}").data.decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text))) == [SHEET]
    assert text.splitlines()[0] == ",".join(f'"{heading}"' for heading in SHEET)


def test_in_xlsx(handler: Visitor) -> None:
    answer = handler.get(f"/instruments/export.xlsx?{WHICH}")
    headings, row = (
        openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    )
    said = [str(value or "").removesuffix(" 00:00:00") for value in row]
    assert dict(zip(map(str, headings), said, strict=True)) == SHEET
