"""Exports: text stays text whatever it begins with, dates stay dates, every reader accepts the file."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.actions.models import ProblemMeasure
from supervision.core.export import as_csv, xlsx
from tests.support.properties import examples

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "－1", "＋1", "＠A1"]


def _read_xlsx(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content[3:].decode("utf-8"), newline="")))


def _writable(char: str) -> bool:
    if char in "\t\n":
        return True
    return ord(char) >= 32 and char not in "\x7f\ufffe\uffff" and not "\ud800" <= char <= "\udfff"


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx("表", ["列"], [[text]])))
    assert book.active is not None
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert _read_csv(as_csv(["列"], [[text]]))[1][0].startswith("'")


def test_dates_numbers_and_words_keep_their_kind() -> None:
    moment = datetime(2023, 3, 5, 1, 30, tzinfo=UTC)
    row = [date(2023, 3, 5), moment, 37, None, True, ProblemMeasure.XIANG, "0012"]
    names = ["日", "时", "数", "空", "否", "词", "号"]
    read = _read_xlsx(xlsx("台账: [2023]/甲", names, [row]))[1]
    assert [getattr(cell, "isoformat", lambda cell=cell: cell)() for cell in read] == [
        "2023-03-05T00:00:00", "2023-03-05T09:30:00", 37, None, "是", "项", "0012",
    ]  # fmt: skip
    text = _read_csv(as_csv(names, [row]))[1]
    assert text == ["2023-03-05", "2023-03-05 09:30", "37", "", "是", "项", "0012"]


@examples(60)
@given(st.text(max_size=60))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if _writable(char))
    assert (_read_xlsx(xlsx("表", ["列", "末"], [[text, "x"]]))[1][0] or "") == kept
    assert _read_csv(as_csv(["列"], [[text]]))[1][0].removeprefix("'") == kept.removeprefix("'")


def test_a_text_longer_than_a_cell_is_cut_not_lost() -> None:
    assert _read_xlsx(xlsx("表", ["列"], [["长" * 40_000]]))[1][0] == "长" * 32_767
