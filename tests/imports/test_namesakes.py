"""A name that two have means neither: the person is asked, and what goes out comes in as it was."""

import io
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from supervision.actions import service as acting_on
from supervision.actions.models import SupervisionAction
from supervision.core.access import Role
from supervision.core.db import session
from supervision.imports import outgoing
from supervision.imports.kinds import KINDS
from supervision.problems.models import Problem
from tests.imports.test_pages import upload
from tests.imports.test_said_on_screen import APPLY
from tests.imports.test_years import edited
from tests.make import actions as make_action
from tests.make import people, sheets, years
from tests.make.imported import applied, checked
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

HEAD = ["被监督单位", "问题", "问题类别", "发现日期", "监督行动", "承办人"]
ONE, OTHER = "案卷评查（2023-03-01起）", "案卷评查（2024-03-01起）"


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town with an action of one title in each of two years; its handler is signed in."""
    with inside():
        made = found_office()
        pair = make_action.pair(by=made.handler)
        for year in (2023, 2024):
            starts = make_action.START.replace(year=year)
            facts = make_action.facts(
                pair,
                [made.unit],
                title="案卷评查",
                starts_on=starts,
                ends_on=starts.replace(month=9),
            )
            acting_on.record(facts, actor=made.handler)
        for action in session.scalars(sa.select(SupervisionAction)):
            acting_on.approve(action, on=action.starts_on, actor=made.signatory)
            acting_on.begin(action, on=action.starts_on, actor=made.handler)
    sign_in(client, made.handler)
    return made


def row(title: str, **otherwise: Any) -> list[Any]:
    usual = {
        "被监督单位": "示例市甲局", "问题": title, "问题类别": "程序不规范", "发现日期": "2024-5-1",
        "监督行动": "案卷评查", "承办人": "",
    }  # fmt: skip
    return list((usual | otherwise).values())


def under(inside: Inside) -> list[tuple[str, int]]:
    with inside():
        rows = session.scalars(sa.select(Problem).order_by(Problem.id))
        return [(one.title, one.action.starts_on.year) for one in rows if one.action]


def test_which_of_two_actions_of_one_title_is_asked(
    client: Visitor, inside: Inside, town: Office
) -> None:
    where = upload(client, sheets.xlsx([HEAD, row("甲"), row("乙")])).headers["Location"]
    page = check(client.get(where))
    assert f"有2个名为“案卷评查”的监督行动，请写明是哪一个：{ONE}、{OTHER}" in page.text
    assert not page.find(APPLY)
    form = "//form[input[@name='said' and @value='案卷评查']]"
    client.submit(where, {"meant": ONE}, form=form)
    client.submit(where, form=APPLY)
    assert under(inside) == [("甲", 2023), ("乙", 2023)]


def test_what_stands_under_the_first_stays_there_when_something_else_is_edited(
    client: Visitor, inside: Inside, town: Office
) -> None:
    """It went silently to the last of that title, though the sheet said nothing of it."""
    upload_of = [HEAD, row("甲", 监督行动=ONE), row("乙", 监督行动=OTHER)]
    client.submit(upload(client, sheets.xlsx(upload_of)).headers["Location"], form=APPLY)
    out = client.get("/imports/data/problems.xlsx").data
    cells = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(out)).worksheets[0]["F"]]
    assert cells[1:] == [ONE, OTHER]
    where = upload(client, edited(out, "案由", "某案")).headers["Location"]
    shown = check(client.get(where)).text
    assert "某案" in shown, shown[shown.find("结果") :][:400]
    client.submit(where, form=APPLY)
    assert under(inside) == [("甲", 2023), ("乙", 2024)]


def test_which_of_two_handlers_of_one_name_is_asked(
    client: Visitor, inside: Inside, town: Office
) -> None:
    with inside():
        for username in ("liwei", "liwei2"):
            people.user(username, Role.HANDLER, body=town.body, name="李伟")
    where = upload(client, sheets.xlsx([HEAD, row("甲", 监督行动="", 承办人="李伟")])).headers[
        "Location"
    ]
    assert "有2个名为“李伟”的承办人，请写明是哪一个" in check(client.get(where)).text
    client.submit(
        where, {"meant": "李伟（liwei）"}, form="//form[input[@name='said' and @value='李伟']]"
    )
    client.submit(where, form=APPLY)
    with inside():
        assert session.scalars(sa.select(Problem)).one().handler.username == "liwei"
        out = outgoing.sheet_of(KINDS["problems"], actor=town.handler, empty=False)
        assert checked(town, out).unchanged == 1


def test_what_one_handles_who_left_does_not_pass_to_a_namesake(
    inside: Inside, town: Office
) -> None:
    with inside():
        first = people.user("liwei", Role.HANDLER, body=town.body, name="李伟")
        applied(town, sheets.xlsx([HEAD, row("甲", 监督行动="", 承办人="李伟")]))
        first.active = False
        people.user("liwei2", Role.HANDLER, body=town.body, name="李伟")
    with inside():
        out = outgoing.sheet_of(KINDS["problems"], actor=town.handler, empty=False)
        applied(town, edited(out, "案由", "某案"))
        problem = session.scalars(sa.select(Problem)).one()
        assert (problem.case_cause, problem.handler.username) == ("某案", "liwei")


def test_which_of_two_supervisors_sat_there_is_asked(
    inside: Inside, town: Office, seats: dict[str, str]
) -> None:
    with inside():
        for number in ("示监701", "示监702"):
            make_action.supervisor("李伟", by=town.handler, number=number)
    rows = years.sheet("interviews", seats)[:2]
    place = rows[0].index("约谈人")
    rows[1][place] = f"李伟、{seats['one']}"
    with inside():
        ((_row, _column, why),) = checked(town, sheets.xlsx(rows), "interviews").report["marks"]
    assert "有2个名为“李伟”的监督人员，请写明是哪一个：李伟（示监701）、李伟（示监702）" in why
    rows[1][place] = f"李伟（示监702）、{seats['one']}"
    with inside():
        applied(town, sheets.xlsx(rows), "interviews")
        out = outgoing.sheet_of(KINDS["interviews"], actor=town.handler, empty=False)
        assert checked(town, out, "interviews").unchanged == 1


def test_a_sheet_that_changes_an_action_keeps_what_was_noted_of_recusal(
    inside: Inside, town: Office
) -> None:
    with inside():
        pair = [
            make_action.member(
                make_action.supervisor(f"示例{one}", by=town.handler, number=f"示{one}")
            )
            for one in "丙丁"
        ]
        noted = acting_on.MemberFacts(
            pair[0].entry, recusal_checked=True, recusal_note="亲属已退出"
        )
        facts = make_action.facts([noted, pair[1]], [town.unit], title="抽查")
        key = acting_on.record(facts, actor=town.handler).id
    with inside():
        out = outgoing.sheet_of(KINDS["actions"], actor=town.handler, empty=False)
        applied(town, edited(out, "监督内容", "新的内容", row=4), "actions")
        action = session.get_one(SupervisionAction, key)
        assert (action.content, action.team[0].recusal_note) == ("新的内容", "亲属已退出")
