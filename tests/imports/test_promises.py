"""分别承诺 in sheets of 补录约谈: one cell, a line for each who promised; out and in again it says the same."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.imports import outgoing
from supervision.imports.kinds import KINDS
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus as S
from tests.make import people, sheets
from tests.make.imported import applied, checked
from tests.make.offices import Office
from tests.support.work import Inside

D = date
HEAD = [
    "约谈事由",
    "约谈日期",
    "约谈对象",
    "约谈人",
    "记录人",
    "整改承诺",
    "承诺期限",
    "分别承诺",
    "办结日期",
    "承诺落实情况",
]
HEADS = "示例某甲，示例市甲局\n示例某乙，示例市甲局\n示例某丙，示例市甲局"
OWN = "示例某甲：补齐案卷｜2023年7月6日｜2023-7-5｜已补齐\n示例某丙: 重新培训|2023-8-6"


def _sheet(seats: dict[str, str], **otherwise: str) -> bytes:
    said = {
        "约谈事由": "整改不力", "约谈日期": "2023-6-6", "约谈对象": HEADS, "约谈人": "{one}、{two}".format(**seats),
        "记录人": seats["three"], "分别承诺": OWN,
    } | otherwise  # fmt: skip
    return sheets.xlsx([HEAD, [said.get(name, "") for name in HEAD]])


def test_own_promises_come_in_by_sheet_and_go_out_as_they_are(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    with inside():
        applied(town, _sheet(seats), "interviews")
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        assert (made.status, made.promise, made.promise_due) == (S.TRACKING, "", D(2023, 8, 6))
        assert [(one.promise, one.promise_due, one.kept_on) for one in made.interviewees] == [
            ("补齐案卷", D(2023, 7, 6), D(2023, 7, 5)), ("", None, None), ("重新培训", D(2023, 8, 6), None),
        ]  # fmt: skip
        out = outgoing.sheet_of(KINDS["interviews"], actor=town.handler, empty=False)
        for one in (_sheet(seats), out):
            again = checked(town, one, "interviews")
            assert (again.unchanged, again.report["marks"]) == (1, [])
        kept = OWN.replace("2023-8-6", "2023-8-6｜2023-8-1｜已培训")
        applied(town, _sheet(seats, 分别承诺=kept), "interviews")
    with inside():
        assert session.scalars(sa.select(Interview)).one().status is S.HELD


def test_two_of_one_name_are_told_apart_by_their_unit(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    heads = "示例某甲，示例市甲局\n示例某甲，示例市乙局"
    with inside():
        people.unit("示例市乙局", by=town.handler)
        ((_row, _column, why),) = checked(
            town, _sheet(seats, 约谈对象=heads, 分别承诺="示例某甲：补齐｜2023-7-6"), "interviews"
        ).report["marks"]
        assert "可填：示例某甲（示例市甲局）、示例某甲（示例市乙局）" in why
        named = "示例某甲（示例市乙局）：补齐｜2023-7-6"
        applied(town, _sheet(seats, 约谈对象=heads, 分别承诺=named), "interviews")
    with inside():
        made = session.scalars(sa.select(Interview)).one()
        assert [one.promise for one in made.interviewees] == ["", "补齐"]
        out = outgoing.sheet_of(KINDS["interviews"], actor=town.handler, empty=False)
        assert checked(town, out, "interviews").unchanged == 1


@pytest.mark.parametrize(
    ("otherwise", "marked", "why"),
    [
        ({"分别承诺": "示例某丁：补齐｜2023-7-6"}, "分别承诺", "约谈对象中没有“示例某丁”"),
        ({"分别承诺": "补齐案卷"}, "分别承诺", "应如 张某：补齐案卷｜2024-4-10"),
        ({"分别承诺": "示例某甲：补齐案卷"}, "分别承诺", "应如 张某：补齐案卷｜2024-4-10"),
        ({"分别承诺": "示例某甲：补齐｜4月31日"}, "分别承诺", "4月31日"),
        ({"分别承诺": "示例某甲：补齐｜2023-6-5"}, "分别承诺", "承诺期限不得早于实施日期"),
        ({"分别承诺": "示例某甲：补齐｜2023-7-6｜2023-7-5｜"}, "分别承诺", "落实日期和落实情况须同时填写"),
        ({"分别承诺": "示例某甲：补｜2023-7-6\n示例某甲：齐｜2023-7-6"}, "分别承诺", "填写了两次"),
        ({"整改承诺": "都完成", "承诺期限": "2023-7-6"}, "整改承诺", "选的是分别承诺"),
        ({"办结日期": "2023-9-1"}, "承诺落实情况", "示例某丙没有填写落实日期"),
    ],
)  # fmt: skip
def test_a_fault_is_marked_at_its_cell(
    inside: Inside, town: Office, seats: dict[str, str], otherwise: dict[str, str], marked: str, why: str
) -> None:  # fmt: skip
    with inside():
        ((_row, column, said),) = checked(town, _sheet(seats, **otherwise), "interviews").report[
            "marks"
        ]
    assert (HEAD[column - 1], why in said) == (marked, True), said
