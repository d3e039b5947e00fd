"""Which column is what: by its heading, the better one of two, the key apart; by hand, without a sheet."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from supervision.core.errors import DomainError
from supervision.core.importer import Table
from supervision.imports.kinds import KINDS
from supervision.imports.plan import find_headings, lay_out, missing_of, size_of

PROBLEMS = KINDS["problems"]


def _table(*rows: list[Any]) -> Table:
    return cast(Table, SimpleNamespace(name="表.xlsx", head=[*rows], filled=len(rows), unread=[]))


def test_each_heading_is_its_field_and_the_key_is_none() -> None:
    found = find_headings(_table(["行键", "单位名称", " 存在问题（简述）*", "经费"]), PROBLEMS)
    assert (found.heading_row, found.key_column) == (1, 0)
    assert found.columns == {"unit": 1, "title": 2}


def test_without_a_key_there_is_none() -> None:
    found = find_headings(_table(["单位名称", "存在问题"]), PROBLEMS)
    assert (found.key_column, found.columns) == (None, {"unit": 0, "title": 1})


def test_of_two_columns_the_one_that_is_called_so_is_meant() -> None:
    for head, place in ((["单位名称", "被监督单位"], 1), (["被监督单位", "单位名称"], 0)):
        found = find_headings(_table([*head, "存在问题"]), PROBLEMS)
        assert found.columns == {"unit": place, "title": 2}


def test_the_row_that_names_most_is_that_of_the_headings() -> None:
    rows = [["2024年度问题台账"], ["单位", "备注"], ["单位", "存在问题"], ["甲局", "未告知"]]
    assert find_headings(_table(*rows), PROBLEMS).heading_row == 3
    twelve = [["说明"]] * 11
    assert find_headings(_table(*twelve, rows[2]), PROBLEMS).heading_row == 12
    with pytest.raises(DomainError, match="没有找到发现问题的表头"):
        find_headings(_table(*twelve, ["说明"], rows[2]), PROBLEMS)


def test_one_known_heading_is_no_table() -> None:
    with pytest.raises(DomainError, match="没有找到"):
        find_headings(_table(["单位名称", "经费"]), PROBLEMS)


def test_what_a_person_said_of_the_columns_goes_before_their_headings() -> None:
    table = _table(["单位名称", "存在问题", "类型", "何时", "经费", "错误"])
    said = {"unit": 0, "title": 4, "category": 2, "found_on": 3, "行键": 1}
    found = lay_out(table, PROBLEMS, said)
    assert (found.key_column, found.columns["title"]) == (1, 4)
    assert found.unknown == []
    assert missing_of(found, PROBLEMS) == []
    bare = {name: place for name, place in said.items() if name not in ("行键", "found_on")}
    with pytest.raises(DomainError, match="缺少必填的列：发现日期"):
        lay_out(table, PROBLEMS, bare)
    assert lay_out(table, PROBLEMS, {**bare, "found_on": 3}).unknown == ["存在问题"]


def test_what_stands_above_is_not_counted_and_too_much_is_refused() -> None:
    table = _table(["台账"], ["单位", "存在问题"], ["甲局", "一"], ["乙局", "二"])
    layout = find_headings(table, PROBLEMS)
    assert size_of(table, layout, most=2) == 2
    with pytest.raises(DomainError, match="表中有2行，一次最多导入1行"):
        size_of(table, layout, most=1)
