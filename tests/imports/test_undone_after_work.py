"""An import is not taken back over what somebody did since to a part of a record: its team, its units."""

import pytest
import sqlalchemy as sa

from supervision.actions import service as acting_on
from supervision.actions.models import SupervisionAction
from supervision.core.db import session
from supervision.imports.models import ImportBatch
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.imports.test_years import edited
from tests.make import actions as make_action
from tests.make import people, sheets
from tests.make.imported import applied
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["名称", "监督形式", "开始日期", "结束日期", "监督人员", "回避已核对", "被监督单位"]
ROW = ["案卷评查", "案卷评查", "2023-3-1", "2023-6-1", "示例甲、示例乙", "是", "示例市甲局"]
UNDO = "//form[contains(@action, 'undo')]"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town with three 监督人员 and two units; its handler is signed in."""
    with inside():
        made = found_office()
        for one in "甲乙丙":
            make_action.supervisor(f"示例{one}", by=made.handler, number=f"示监00{one}")
        people.unit("示例市乙局", by=made.handler)
    sign_in(client, made.handler)
    return made


def _team(inside: Inside) -> list[str]:
    with inside():
        return [one.name for one in session.scalars(sa.select(SupervisionAction)).one().team]


def _other_team(inside: Inside, town: Office) -> None:
    """A colleague names the team anew, and nothing else."""
    with inside():
        action = session.scalars(sa.select(SupervisionAction)).one()
        entries = acting_on_roster()
        team = [make_action.member(entries[name]) for name in ("示例乙", "示例丙")]
        acting_on.set_team(action, team, actor=town.second)


def acting_on_roster() -> dict[str, make_action.RosterEntry]:
    rows = session.scalars(sa.select(make_action.RosterEntry))
    return {one.name: one for one in rows}


def _refused(client: Visitor, where: str) -> None:
    answer = client.submit(where, form=UNDO)
    assert answer.status_code in (409, 422)
    assert "在导入之后已有改动" in check(answer, status=answer.status_code).text


def test_what_came_in_and_got_another_team_is_not_taken_away(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        key = applied(town, sheets.xlsx([HEAD, ROW]), "actions").id
    _other_team(inside, town)
    _refused(client, f"/imports/{key}")
    assert _team(inside) == ["示例乙", "示例丙"]


def test_what_a_sheet_changed_and_got_another_team_since_keeps_it(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        applied(town, sheets.xlsx([HEAD, ROW]), "actions")
    out = client.get("/imports/data/actions.xlsx").data
    with inside():
        key = applied(town, edited(out, "监督内容", "新的内容"), "actions").id
    _other_team(inside, town)
    _refused(client, f"/imports/{key}")
    assert _team(inside) == ["示例乙", "示例丙"]


def test_untouched_it_is_taken_back(client: Visitor, inside: Inside, town: Office) -> None:
    with inside():
        key = applied(town, sheets.xlsx([HEAD, ROW]), "actions").id
    client.submit(f"/imports/{key}", form=UNDO)
    assert "已撤销" in check(client.get(f"/imports/{key}")).text
    with inside():
        assert session.scalars(sa.select(SupervisionAction)).all() == []
        assert session.get_one(ImportBatch, key).undone_at is not None


def test_a_problem_imported_and_undone_through_the_page(
    client: Visitor, inside: Inside, town: Office
) -> None:
    rows = [
        ["被监督单位", "问题", "问题类别", "发现日期"],
        ["示例市甲局", "甲", "程序不规范", "2023-3-1"],
    ]
    where = upload(client, sheets.xlsx(rows)).headers["Location"]
    client.submit(where, form=APPLY)
    client.submit(where, form=UNDO)
    assert "已撤销" in check(client.get(where)).text
