"""Reading sheets: whatever people send is read or refused in words, and never harms this process."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.importer import (
    BadCell,
    Mark,
    Unreadable,
    as_date,
    as_text,
    check,
    mark,
    read_table,
)
from tests.make import sheets
from tests.support.properties import examples

ROWS = [["单位", "问题", "日期"], ["示例市甲局", "未告知听证", "2023-03-05"]]
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _repacked(content: bytes, **parts: bytes) -> bytes:
    """The package with parts replaced (`xl/worksheets/sheet1.xml` as `sheet1`)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for entry in old.infolist():
            stem = entry.filename.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(entry.filename, parts.get(stem, old.read(entry)))
    return target.getvalue()


def _sheet(body: str, *, head: str = "", dimension: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    declared = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}">{declared}<sheetData>{body}</sheetData></worksheet>'.encode()


CORNERS = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", sheets.xlsx(ROWS)),
        ("a.csv", sheets.as_csv(ROWS, "utf-8-sig")),
        ("a.csv", sheets.as_csv(ROWS, "utf-8")),
        ("a.csv", sheets.as_csv(ROWS, "gb18030")),
        ("a.xls", sheets.xls(ROWS)),
    ],
)
def test_each_format_reads_the_same(name: str, content: bytes) -> None:
    assert list(read_table(name, content)) == ROWS


def test_dates_numbers_and_merged_cells_arrive_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["单位", "日期", "数", "式"])
    sheet.append(["示例市甲局", date(2023, 3, 5), 12, "=1+1"])
    sheet.append([None, date(2023, 3, 6), 1.5, None])
    sheet.merge_cells("A2:A3")
    rows = list(read_table("a.xlsx", sheets.saved(book)))
    assert [as_text(cell) for cell in rows[1][:3]] == ["示例市甲局", "2023-03-05", "12"]
    assert [as_text(cell) for cell in rows[2][:3]] == ["示例市甲局", "2023-03-06", "1.5"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (
            _repacked(sheets.xlsx(ROWS), sheet1=_sheet("", head='<!DOCTYPE x [<!ENTITY a "b">]>')),
            "DTD",
        ),
        (_repacked(sheets.xlsx(ROWS), sheet1=_sheet(CORNERS, dimension="A1:XFD1048576")), "范围"),
        (_repacked(sheets.xlsx(ROWS), sheet1=b" " * 60_000_000), "过大"),
    ],
    ids=["empty", "broken", "locked", "dtd", "declared", "bomb"],
)
def test_what_cannot_be_read_is_refused_in_words_before_it_is_opened(
    content: bytes, word: str
) -> None:
    with pytest.raises(Unreadable, match=word):
        check("a.xlsx", content)


def test_four_kilobytes_that_abort_the_reader_abort_only_the_child() -> None:
    """Cells A1 and XFD1048576 with no dimension declared: the reader asks for 550 GB."""
    content = _repacked(sheets.xlsx(ROWS), sheet1=_sheet(CORNERS))
    check("a.xlsx", content)
    with pytest.raises(Unreadable, match="空行空列"):
        read_table("a.xlsx", content)


@pytest.mark.parametrize("name", ["a.xls", "a.doc", "a"])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(Unreadable):
        check(name, sheets.xlsx(ROWS))


@pytest.mark.parametrize(
    "typed",
    ["2023-3-5", "2023/03/05", "2023.3.5", "2023年3月5日", "20230305", "2023 年 3 月 5 日",
     "２０２３-3-5", "2023-03-05 10:20", {"d": "2023-03-05"}, 44990],
)  # fmt: skip
def test_a_date_is_read_in_every_style_people_type(typed: object) -> None:
    assert as_date(typed) == date(2023, 3, 5)


@pytest.mark.parametrize("typed", ["2023-02-30", "三月五日", "2023", "23-3-5", "0", 12])
def test_what_is_no_date_is_named(typed: object) -> None:
    with pytest.raises(BadCell, match=str(typed)[:4]):
        as_date(typed)


@examples(60)
@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"]),
)
def test_any_date_survives_its_text(day: date, style: str) -> None:
    assert as_date(day.strftime(style)) == day


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
def test_faults_are_marked_in_the_users_own_sheet(kind: str) -> None:
    rows = [["某市台账", None, None], *ROWS, ["示例市乙局", "=1+1", "昨天"]]
    writers = {"xlsx": sheets.xlsx, "xls": sheets.xls}
    content = writers[kind](rows) if kind in writers else sheets.as_csv(rows, "gb18030")
    marks = [Mark(4, 3, "“昨天”不是日期"), Mark(4, 0, "与第3行是同一条记录")]
    marked = mark(f"a.{kind}", content, marks, heading_row=2)
    sheet = sheets.opened(marked)
    assert sheet["D2"].value == "错误"
    assert sheet["D4"].value == "“昨天”不是日期；与第3行是同一条记录"
    assert sheet["C4"].comment.text == "“昨天”不是日期"
    assert sheet["C4"].fill.fgColor.rgb == "FFFDEBEC"
    assert sheet["A4"].comment is None
    again = sheets.opened(mark("a.xlsx", marked, [], heading_row=2))
    assert again["D4"].value is None
    assert again["D2"].value == "错误"
    assert again["E2"].value is None
    assert again["C4"].comment is None
