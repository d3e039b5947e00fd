"""A list's file has the columns that are shown; 全部列 stands beside it where some are hidden. One rule for all lists."""

import csv
import io

import openpyxl
import pytest

from tests.rules.test_columns import listings
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn

LISTS = {  # address: the column hidden, the headings that go with it
    "/problems/ledger": ("due", {"到期日"}),
    "/problems/": ("unit", {"单位"}),
    "/instruments/": ("delivered", {"送达日期"}),
    "/clues/": ("closed", {"办结日期", "回告日期"}),
    "/interviews/": ("heads", {"单位", "姓名", "职务", "执法证号", "身份", "缺席"}),
    "/referrals/": ("due", {"回告到期日", "到期日说明"}),
    "/actions/": ("starts", {"开始日期", "结束日期"}),
    "/agencies/": ("telephone", {"电话"}),
    "/roster/": ("certificate", {"证件号"}),
    "/classified/": ("copies", {"份数"}),
}


def _csv(visitor: Visitor, address: str) -> list[str]:
    return next(csv.reader(io.StringIO(visitor.get(address).data.decode("utf-8-sig"))))


def _xlsx(visitor: Visitor, address: str) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(address).data)).active
    assert sheet is not None
    return [str(cell.value) for cell in sheet[1]]


@pytest.fixture
def reader(sign_in: SignIn) -> Visitor:
    return sign_in("handler")


@pytest.mark.parametrize("address", LISTS)
def test_what_is_hidden_on_screen_is_not_in_the_file(
    reader: Visitor, page: PageCheck, address: str
) -> None:
    """台账打印 did without the hidden columns, the file had them all."""
    key, gone = LISTS[address]
    plain = page(reader.get(address))
    links = [str(one) for one in plain.find("//a[contains(@href, '/export.')]/@href")]
    assert len(links) == 2, "nothing is hidden: nothing to choose"
    whole = _csv(reader, next(one for one in links if "/export.csv" in one))
    assert gone <= set(whole)
    shown = page(reader.get(f"{address}?hide={key}"))
    for kind, read in (("csv", _csv), ("xlsx", _xlsx)):
        some, every = shown.find(f"//a[contains(@href, '/export.{kind}')]")
        assert "全部列" in every.text_content()
        assert read(reader, str(some.get("href"))) == [one for one in whole if one not in gone]
        assert read(reader, str(every.get("href"))) == whole


def test_a_column_within_another_names_one_that_can_be_hidden() -> None:
    for place, listing in listings():
        keys = {one.key for one in listing.hideable} | {""}
        assert {one.within for one in listing.columns} <= keys, place
        assert not [one.key for one in listing.columns if one.within and one.shown], place
