"""监督行动 by sheet: planned by their services, gone again while nobody has approved them."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueState
from supervision.imports import undoing
from supervision.imports.models import ImportBatch
from tests.make import actions as make
from tests.make import sheets
from tests.make.imported import applied, checked, count
from tests.make.offices import Office, found_office
from tests.support.work import Inside

HEAD = ["名称", "形式", "开始日期", "结束日期", "行动组成员", "回避核对", "组长", "被监督单位"]
ROW = [
    "办事难专项监督",
    "专项监督行动",
    "2023-4-1",
    "2023-6-30",
    "示例甲、示例乙",
    "是",
    "示例甲",
    "甲局",
]


@pytest.fixture
def town(inside: Inside) -> Office:
    """A town with two supervisors on its roster."""
    with inside():
        made = found_office()
        for name in ("示例甲", "示例乙"):
            make.supervisor(name, by=made.handler)
        return made


def test_an_action_comes_in_with_its_team_and_units_and_goes_again(
    inside: Inside, town: Office
) -> None:
    with inside():
        batch = applied(town, sheets.xlsx([HEAD, ROW]), "actions").id
    with inside():
        (row,) = session.scalars(sa.select(SupervisionAction)).all()
        assert (row.title, row.starts_on, row.status) == (
            "办事难专项监督",
            date(2023, 4, 1),
            ActionStatus.PREPARING,
        )
        assert [(one.name, one.leader) for one in row.team] == [("示例甲", True), ("示例乙", False)]
        assert row.units == [town.unit]
        again = checked(town, sheets.xlsx([HEAD, ROW]), "actions")
        assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    with inside():
        undoing.undo(session.get_one(ImportBatch, batch), actor=town.handler)
    with inside():
        own = sa.select(DueDate).where(DueDate.owner_type == "supervision_action")
        running = session.scalars(own.where(DueDate.state == DueState.OPEN)).all()
        assert (count(SupervisionAction), running) == (0, [])


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        (4, "示例甲", "监督人员不得少于两名"),
        (4, "示例甲、陌生人", "没有名为“陌生人”的监督人员"),
        (5, "否", "请核对示例甲有无应当回避的情形"),
        (6, "陌生人", "不在监督人员中"),
        (7, "没有的局", "没有名为“没有的局”的单位"),
        (1, "突击检查", "没有“突击检查”这一项"),
    ],
)
def test_what_the_form_refuses_the_sheet_refuses(
    inside: Inside, town: Office, column: int, cell: str, why: str
) -> None:
    with inside():
        rows = [HEAD, [cell if place == column else held for place, held in enumerate(ROW)]]
        batch = checked(town, sheets.xlsx(rows), "actions")
        ((row, place, said),) = batch.report["marks"]
        at_the_people = 4 if column == 5 else column
        assert (row, HEAD[place - 1]) == (2, HEAD[at_the_people])
        assert why in said
