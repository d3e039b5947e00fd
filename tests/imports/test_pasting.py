"""What pasted cells become: a sheet with the page's own fields in a column, unless the rows have one."""

from types import SimpleNamespace

import pytest

from supervision.core.errors import DomainError
from supervision.imports.kinds import KINDS
from supervision.imports.pasting import sheet_of_rows

PROBLEMS = KINDS["problems"]


@pytest.fixture(autouse=True)
def _unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet is looked at as it stands, without the process that reads sheets."""

    def head(name: str, content: bytes) -> object:
        rows = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
        return SimpleNamespace(name=name, head=rows, filled=len(rows))

    monkeypatch.setattr("supervision.imports.pasting.read_table", head)


def _sheet(text: str, **fixed: str) -> list[str]:
    return sheet_of_rows(text, PROBLEMS, fixed)[0].decode("utf-8-sig").splitlines()


def test_a_field_of_the_page_stands_in_a_column_of_its_own() -> None:
    pasted = "台账\t\n单位名称\t存在问题\n甲局\t一\n乙局\t二"
    assert _sheet(pasted, action="专项", found_on="2023-3-1") == [
        "台账,,,", "单位名称,存在问题,监督行动,发现日期", "甲局,一,专项,2023-3-1", "乙局,二,专项,2023-3-1",
    ]  # fmt: skip


def test_where_the_rows_have_it_theirs_counts() -> None:
    pasted = "单位名称\t存在问题\t监督行动\n甲局\t一\t另一行动"
    assert _sheet(pasted, action="专项", found_on="2023-3-1") == [
        "单位名称,存在问题,监督行动,发现日期", "甲局,一,另一行动,2023-3-1",
    ]  # fmt: skip


def test_rows_without_headings_get_numbers() -> None:
    assert _sheet("甲局\t一\n乙局\t二\t三", action="专项") == [
        "第1列,第2列,第3列,监督行动", "甲局,一,,专项", "乙局,二,三,专项",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "一个格\n又一个格"])
def test_a_single_column_is_no_table(text: str) -> None:
    with pytest.raises(DomainError, match="没有读到表格") as refused:
        _sheet(text)
    assert refused.value.field == "rows"


def test_the_last_row_that_may_be_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supervision.imports.pasting.MOST_LARGE", 2)
    assert len(_sheet("单位名称\t存在问题\n甲局\t一")) == 2
    with pytest.raises(DomainError, match="一次最多粘贴2行"):
        _sheet("单位名称\t存在问题\n甲局\t一\n乙局\t二")
