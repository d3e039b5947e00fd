"""A record that comes again with its number filled in is the same one; one of another case file is another."""

from typing import Any

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Officer
from supervision.agencies.service import OfficerFacts, enter_officers
from supervision.core.db import session
from supervision.imports.kinds import KINDS
from supervision.interviews.models import Interview, Interviewee
from supervision.problems.models import Problem
from tests.make import people, sheets, years
from tests.make.imported import applied, checked, count
from tests.make.offices import Office
from tests.support.work import Inside

# By kind: the row as it first came, and the column that is filled in later.
ROSTER = [["名册", "姓名", "聘任日期", "监督证件号"], ["监督人员", "张某", "2023-1-1", ""]]
OFFICERS = [["单位", "姓名", "职务", "执法证号"], ["示例市甲局", "张某", "科长", ""]]
LATER = {
    "clues": ("来文编号", "示转〔2023〕9号"),
    "interviews": ("通知书文号", "示司监约〔2023〕9号"),
    "referrals": ("函号", "示司监移函〔2023〕9号"),
    "roster": ("监督证件号", "示监900"),
    "officers": ("执法证号", "示执900"),
}


def _rows(kind: str, seats: dict[str, str]) -> list[list[Any]]:
    """Headings, and the one row without its number."""
    if kind in ("roster", "officers"):
        return [[*one] for one in (ROSTER if kind == "roster" else OFFICERS)]
    rows = years.sheet(kind, seats)
    place = rows[0].index(LATER[kind][0])
    return [rows[0], next(one for one in rows[1:] if not one[place])]


@pytest.mark.parametrize("kind", LATER)
def test_a_number_that_is_filled_in_later_makes_no_second_record(
    inside: Inside, town: Office, seats: dict[str, str], kind: str
) -> None:
    rows = _rows(kind, seats)
    heading, number = LATER[kind]
    with inside():
        assert applied(town, sheets.xlsx(rows), kind).created == 1
        before = count(KINDS[kind].model)
    rows[1][rows[0].index(heading)] = number
    with inside():
        batch = applied(town, sheets.xlsx(rows), kind)
        assert (batch.created, batch.updated) == (0, 1)
        assert count(KINDS[kind].model) == before
    rows[1][rows[0].index(heading)] = number[:-2] + "8号" if number.endswith("号") else "示900乙"
    with inside():  # another number is another record, though all else is the same
        batch = checked(town, sheets.xlsx(rows), kind)
        assert (batch.created, batch.updated) == (1, 0), batch.report["marks"]


@pytest.mark.parametrize("kind", LATER)
def test_one_row_with_and_one_without_a_number_are_told_apart_or_refused(
    inside: Inside, town: Office, seats: dict[str, str], kind: str
) -> None:
    """In one sheet the same record with its number and without is named as twice the same."""
    rows = _rows(kind, seats)
    again = [*rows[1]]
    again[rows[0].index(LATER[kind][0])] = LATER[kind][1]
    with inside():
        batch = checked(town, sheets.xlsx([*rows, again]), kind)
        assert [why for _row, _column, why in batch.report["marks"]] == ["与第2行是同一条记录"]


HEAD = ["被监督单位", "问题", "问题类别", "发现日期", "所涉案件文号"]
FILE_A, FILE_B = "示罚〔2023〕1号", "示罚〔2023〕2号"


def _found(*numbers: str) -> bytes:
    return sheets.xlsx(
        [
            HEAD,
            *(["示例市甲局", "未告知听证权利", "程序不规范", "2023-5-1", one] for one in numbers),
        ]
    )


@pytest.mark.parametrize("kind", ["problems", "ledger"])
def test_the_same_fault_in_two_case_files_is_two_problems(
    inside: Inside, town: Office, kind: str
) -> None:
    with inside():
        before = count(Problem)
        assert applied(town, _found(FILE_A, FILE_B), kind).created == 2
        assert count(Problem) == before + 2
    with inside():
        again = checked(town, _found(FILE_B, FILE_A), kind)
        assert (again.unchanged, again.faults) == (2, 0)


def test_a_second_case_file_does_not_write_over_the_first(inside: Inside, town: Office) -> None:
    with inside():
        applied(town, _found(FILE_A), "problems")
    with inside():
        batch = applied(town, _found(FILE_B), "problems")
        assert (batch.created, batch.updated) == (1, 0)
        held = session.scalars(sa.select(Problem.case_number).where(Problem.case_number != ""))
        assert sorted(held) == [FILE_A, FILE_B]


def test_a_case_file_filled_in_later_makes_no_second_problem(inside: Inside, town: Office) -> None:
    with inside():
        applied(town, _found(""), "problems")
    with inside():
        batch = applied(town, _found(FILE_A), "problems")
        assert (batch.created, batch.updated) == (0, 1)


def _head(cell: str, seats: dict[str, str]) -> bytes:
    rows = years.sheet("interviews", seats)[:2]
    rows[1][rows[0].index("约谈对象")] = cell
    return sheets.xlsx(rows)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("张某，示例市己局", "第1人：认不出“示例市己局”"),  # no such unit: not a post of 张某's
        ("张某，示例市己局，班子成员", "第1人：认不出“示例市己局”"),
        ("张某，老队", "第1人：“老队”可以是示例市甲局、示例市丙局，请写全"),
        ("王某，老队，科长", "第1人：“老队”可以是示例市甲局、示例市丙局，请写全"),
    ],
)
def test_a_unit_that_is_none_is_not_taken_for_a_post(
    inside: Inside, town: Office, seats: dict[str, str], cell: str, said: str
) -> None:
    with inside():
        town.unit.also_called = "老队"
        people.unit("示例市丙局", by=town.handler).also_called = "老队"
        enter_officers([(town.unit, OfficerFacts("张某", post="科长"), True)], actor=town.handler)
        assert count(Officer) == 1
    with inside():
        ((_row, _column, why),) = checked(town, _head(cell, seats), "interviews").report["marks"]
    assert said in why


@pytest.mark.parametrize(
    "cell", ["张某，甲局（旧）", "张某，科长", "张某", "张某，示例市甲局，科长"]
)
def test_an_officer_on_the_roster_is_known_by_name_and_post_or_unit(
    inside: Inside, town: Office, seats: dict[str, str], cell: str
) -> None:
    with inside():
        town.unit.also_called = "甲局（旧）"
        enter_officers([(town.unit, OfficerFacts("张某", post="科长"), True)], actor=town.handler)
    with inside():
        applied(town, _head(cell, seats), "interviews")
        head = session.scalars(sa.select(Interviewee)).one()
        assert (head.name, head.unit.name, head.post) == ("张某", "示例市甲局", "科长")
        assert count(Interview) == 1
