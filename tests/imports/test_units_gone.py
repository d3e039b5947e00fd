"""A sheet never puts on a unit what came after its end: a merged one is named with its successor."""

from datetime import date
from typing import Any

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from tests.make import actions as make_action
from tests.make import reforms, sheets, years
from tests.make.imported import checked
from tests.make.offices import Office, found_office
from tests.support.work import Inside

GONE = "示例市甲局已于2023年2月1日并入示例市乙局，请改为示例市乙局"
OPINION = ("示司监意〔2023〕9号", "2023-3-5", "2023-3-20")
SHEETS: dict[str, list[list[Any]]] = {
    "problems": [
        ["被监督单位", "问题", "问题类别", "发现日期"],
        ["示例市甲局", "未公示", "程序不规范", "2023-3-1"],
    ],
    "ledger": [
        ["被监督单位", "问题", "问题类别", "发现日期", "文号", "成文日期", "销号日期"],
        ["示例市甲局", "未公示", "程序不规范", "2023-3-1", *OPINION],
    ],
    "clues": [["来源", "事由", "收件日期", "涉及单位"], ["12345", "反映收费", "2023-5-4", "示例市甲局"]],
    "actions": [
        ["名称", "监督形式", "开始日期", "结束日期", "监督人员", "回避已核对", "被监督单位"],
        ["某专项", "专项监督行动", "2023-3-1", "2023-4-1", "示例监督人员甲、示例监督人员乙", "是", "示例市甲局"],
    ],
    "officers": [["单位", "姓名", "职务"], ["示例市甲局", "新人某", "科员"]],
    "papers": years.PAPERS[:2],
    "interviews": years.INTERVIEWS[:2],
}  # fmt: skip


def _merged(on: date) -> Office:
    """甲局 is part of 乙局 from a day on."""
    town = found_office(seats=("handler", "second", "reviewer", "signatory", "liaison2"))
    unit = session.get_one(Unit, town.unit_id)
    heir = session.get_one(Unit, town.other_unit_id)
    make_action.pair(by=town.handler)
    reforms.merge_unit(unit, heir, on=on, with_officers=True, actor=town.handler)
    return town


def _sheet(town: Office, kind: str) -> bytes:
    seats = years.bench(town)
    rows = [
        [cell.format(**seats) if "{" in str(cell) else cell for cell in row] for row in SHEETS[kind]
    ]
    return sheets.xlsx(rows)


@pytest.mark.parametrize("kind", SHEETS)
def test_what_came_after_the_end_of_a_unit_is_not_its(inside: Inside, kind: str) -> None:
    with inside():
        town = _merged(date(2023, 2, 1))
        batch = checked(town, _sheet(town, kind), kind)
        said = f"第1人：{GONE}" if kind == "interviews" else GONE
        assert [reason for _, _, reason in batch.report["marks"]] == [said]
        assert all(column for _, column, _ in batch.report["marks"]), "at the cell of the unit"


@pytest.mark.parametrize("kind", [one for one in SHEETS if one != "officers"])
def test_what_came_before_stays_its(inside: Inside, kind: str) -> None:
    """The unit ended after all of it: the row is as good as before."""
    with inside():
        town = _merged(date(2024, 2, 1))
        batch = checked(town, _sheet(town, kind), kind)
        assert (batch.faults, batch.created) == (0, 1), batch.report["marks"]
