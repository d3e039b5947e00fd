"""How a cell is read: names, terms, words of a list, lines; what is refused says what may stand there."""

from types import SimpleNamespace

import pytest

from supervision.core.importer import BadCell
from supervision.imports import fields
from supervision.imports.fields import Names
from supervision.imports.namesakes import Actions, Called

NOBODY = Names({}, Actions(None), Called((), name=str, apart=str), [], [])


def _named(*names: str) -> Names:
    people = Called([SimpleNamespace(name=one, id=one) for one in names], name=_name, apart=_name)
    return Names({}, Actions(None), people, [], [])  # type: ignore[arg-type]


def _name(one: SimpleNamespace) -> str:
    return str(one.name)


def test_several_names_are_kept_in_one_way_however_they_are_parted() -> None:
    cell = fields.several(lambda names: names.people, "承办人")
    assert (
        cell.read("甲某，乙某;丙某 丁某", _named("甲某", "乙某", "丙某", "丁某"))
        == "甲某、乙某、丙某、丁某"
    )
    assert cell.read("", _named("甲某")) == ""
    with pytest.raises(BadCell, match="没有名为“乙某”的承办人"):
        cell.read("甲某、乙某", _named("甲某"))


@pytest.mark.parametrize(
    ("typed", "kept", "parts"),
    [
        ("30日", "30日", (30, "日")),
        ("10 个工作日内", "10个工作日", (10, "工作日")),
        ("1月", "1个月", (1, "月")),
        ("999日", "999日", (999, "日")),
        ("", "", (None, "")),
    ],
)
def test_a_term(typed: str, kept: str, parts: tuple[int | None, str]) -> None:
    assert fields.term.read(typed, NOBODY) == kept
    assert fields.term_parts(kept) == parts


@pytest.mark.parametrize("typed", ["0日", "1000日", "三十日", "30", "30天"])
def test_no_term(typed: str) -> None:
    with pytest.raises(BadCell, match="不是期限"):
        fields.term.read(typed, NOBODY)


def test_a_word_of_a_list_or_what_an_empty_cell_means() -> None:
    cell = fields.one_of(lambda _names: ["甲类", "乙类"], default="甲类")
    assert (cell.read("", NOBODY), cell.read("乙类", NOBODY)) == ("甲类", "乙类")
    with pytest.raises(BadCell, match="没有“丙类”这一项"):
        cell.read("丙类", NOBODY)


def test_lines_without_the_empty_ones() -> None:
    assert fields.lines(20).read(" 一 \n\n二\n ", NOBODY) == "一\n二"
    with pytest.raises(BadCell, match="最多3个字"):
        fields.lines(3).read("一二\n三", NOBODY)


def test_yes_and_no() -> None:
    assert [fields.yes.read(one, NOBODY) for one in ("是", "√", "否", "")] == [
        "是",
        "是",
        "否",
        "否",
    ]
