"""Pages of 监督行动: list, recording with a team typed row by row, steps with their day."""

import io
from datetime import date

import openpyxl
import pytest
import sqlalchemy as sa

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core.db import session
from tests.make import actions as make
from tests.make import people
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def team(bureau: None, inside: Inside, clock: Clock) -> list[int]:
    """Three certified 监督人员; today is 2023-04-12."""
    clock("2023-04-12 10:00")
    with inside():
        by = people.principal("handler")
        return [make.supervisor(f"示例{which}", by=by).id for which in "丙丁戊"]


def _typed(team: list[int]) -> dict[str, str]:
    return {
        "title": "示例驻在式监督", "form": "resident", "measure": "项", "starts_on": "2023-04-01",
        "ends_on": "2023-05-31", "stationed_on": "2023-04-03", "partner": "示例市委巡察办",
        "members-0-entry_id": str(team[0]), "members-0-leader": "y", "members-0-recusal_checked": "y",
        "members-2-entry_id": str(team[2]), "members-2-recusal_checked": "y",
    }  # fmt: skip


def test_an_action_is_recorded_approved_and_begun(
    team: list[int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    handler, leader = sign_in("handler"), sign_in("signatory")
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler")).id
    answer = handler.submit("/actions/new", {**_typed(team), "unit_ids": [str(unit)]})
    assert answer.status_code == 302
    url = answer.headers["Location"]
    shown = page(handler.get(url))
    assert "示例丙" in shown.text
    assert "组长" in shown.text
    assert not shown.find("//a[contains(@href, '/step/approve')]")
    assert leader.submit(f"{url}/step/approve", {"on": "2023-04-02"}).status_code == 302
    assert handler.submit(f"{url}/step/begin", {"on": "2023-04-03"}).status_code == 302
    assert handler.get(f"{url}/step/begin").status_code == 409  # double click, back button
    with inside():
        action = session.scalars(sa.select(SupervisionAction)).one()
        assert (action.status, action.begun_on) == (ActionStatus.ONGOING, date(2023, 4, 3))


def test_amending_shows_team_and_units_and_keeps_them(
    team: list[int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        by, leader = people.principal("handler"), people.principal("signatory")
        made = make.action(by=by, leader=leader)
        url, members = f"/actions/{made.id}/amend", [one.roster_entry_id for one in made.team]
        units = [unit.id for unit in made.units]
    visitor = sign_in("handler")
    form = page(visitor.get(url)).find("//main//form")[0]
    assert [form.fields[f"members-{n}-entry_id"] for n in (0, 1)] == [str(key) for key in members]
    assert form.xpath(".//input[@name='unit_ids'][@checked]/@value") == [str(key) for key in units]
    assert visitor.submit(url, {"title": "改名"}).status_code == 302
    with inside():
        kept = session.scalars(sa.select(SupervisionAction)).one()
        assert (kept.title, [one.roster_entry_id for one in kept.team]) == ("改名", members)
        assert [unit.id for unit in kept.units] == units


def test_more_rows_for_the_team_keep_everything_typed(
    team: list[int], sign_in: SignIn, page: PageCheck
) -> None:
    shown = page(sign_in("handler").submit("/actions/new", {**_typed(team), "more": "1"}))
    form = shown.find("//main//form")[0]
    assert form.fields["title"] == "示例驻在式监督"
    assert form.fields["members-2-entry_id"] == str(team[2])
    assert "members-5-entry_id" in form.fields


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"members-2-entry_id": ""}, "监督人员不得少于两名"),
        ({"members-2-recusal_checked": None}, "请核对示例戊有无应当回避"),
        ({"ends_on": "2023-03-01"}, "结束日期不得早于开始日期"),
        ({"kind": "key"}, "监督类别自2026年2月1日起才有"),
        ({"title": "长" * 201}, "最多200个字"),
        ({"form": "nonsense"}, "监督形式"),
    ],
)
def test_a_refused_action_says_why_and_keeps_what_was_typed(
    team: list[int], sign_in: SignIn, page: PageCheck, change: dict[str, str | None], said: str
) -> None:
    typed = {name: value for name, value in {**_typed(team), **change}.items() if value is not None}
    shown = page(sign_in("handler").submit("/actions/new", typed), status=422)
    assert said in shown.text
    assert shown.find("//main//form")[0].fields["partner"] == "示例市委巡察办"


def test_a_team_cannot_be_taken_from_another_bodys_roster(
    team: list[int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        other = people.actor("far", *people.principal("handler").roles, body=people.body("示例县"))
        foreign = make.supervisor("示例己", by=other).id
    typed = {**_typed(team), "members-2-entry_id": str(foreign)}
    shown = page(sign_in("handler").submit("/actions/new", typed), status=422)
    assert "监督人员：不是有效的选择" in shown.text
    assert "示例己" not in shown.text


def test_the_list_and_its_export_agree(
    team: list[int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        by, leader = people.principal("handler"), people.principal("signatory")
        make.action(by=by, leader=leader, title="甲行动")
    visitor = sign_in("handler")
    for query, titles in [("", ["甲行动"]), ("tab=archived", []), ("title=乙", []),
                          ("form=special&tab=open", ["甲行动"])]:  # fmt: skip
        shown = page(visitor.get(f"/actions/?{query}"))
        assert shown.tree.xpath("//*[@data-rows]/tbody/tr/td[1]/a/text()") == titles
        answer = visitor.get(f"/actions/export.xlsx?{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        read = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
        assert read == titles
