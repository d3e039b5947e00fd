"""Each page of a record says whose turn it is, and whoever's turn it is has one primary action."""

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.actions.models import ActionStatus
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus as S
from tests.make import actions, papers, people
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

PAPER = [  # status, who reads, what the page says, their primary action
    (S.DRAFT, "handler", "轮到您：提交审核", "提交审核"),
    (S.REVIEWING, "handler", "轮到审核人：审核通过", None),
    (S.REVIEWING, "reviewer", "轮到您：审核通过", "审核通过"),
    (S.AWAITING_SIGNATURE, "reviewer", "轮到签发人：签发", None),
    (S.SIGNED, "handler", "轮到您：电子送达", "电子送达"),
    (S.DELIVERED, "handler", "轮到单位：逐条答复并反馈", None),
    (S.DELIVERED, "liaison", "轮到您：逐条答复", "逐条答复"),
    (S.DELIVERED, "head", "轮到单位：逐条答复并反馈", None),  # nothing was handed over to send
    (S.REPLIED, "second", "轮到您：填写核查结论", "填写核查结论"),
    (S.REPLIED, "liaison", "轮到监督机构：逐条核查、提出销号意见", None),
    (S.VERIFIED, "reviewer", "轮到您：确认销号并办结", "确认销号并办结"),
]


def _enter(app: Flask, username: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
    return visitor


def _said(shown: Page) -> tuple[str, list[str]]:
    turns = [one.text_content().strip() for one in shown.find("//p[contains(@class, 'turn')]")]
    primary = "contains(@class, 'btn-primary') and not(ancestor::dialog)"
    actions = shown.find(f"//*[@class='page-actions']//*[{primary}]")
    return "".join(turns), [one.text_content().strip() for one in actions]


@pytest.mark.parametrize(("status", "username", "turn", "primary"), PAPER)
def test_a_paper_says_whose_turn_it_is(
    app: Flask, inside: Inside, page: PageCheck, status: S, username: str, turn: str,
    primary: str | None,
) -> None:  # fmt: skip
    with inside():
        key = papers.paper(found_office(seats=SMALL), status).id
    shown = page(_enter(app, username).get(f"/instruments/{key}"))
    assert _said(shown) == (turn, [primary] if primary else [])


@pytest.mark.parametrize(("status", "primary"), [(S.SIGNED, "登记送达"), (S.DELIVERED, "代录反馈")])
def test_where_nobody_of_the_unit_signs_in_its_part_is_registered_first_of_all(
    app: Flask, inside: Inside, page: PageCheck, status: S, primary: str
) -> None:
    with inside():
        key = papers.paper(found_office(seats=SMALL), status).id
        for name in ("liaison", "head"):
            session.scalars(sa.select(User).where(User.username == name)).one().active = False
    shown = page(_enter(app, "handler").get(f"/instruments/{key}"))
    assert _said(shown) == (f"轮到您：{primary}", [primary])


def test_a_problem_says_whose_turn_it_is(app: Flask, inside: Inside, page: PageCheck) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        fresh = papers.problem(desk, established=False).id
        ready = papers.problem(desk, "文书没有告知救济途径").id
    first = _enter(app, "handler")
    assert _said(page(first.get(f"/problems/{fresh}"))) == (
        "轮到您：登记事实确认",
        ["登记事实确认"],
    )
    assert _said(page(first.get(f"/problems/{ready}"))) == ("轮到您：拟制文书", ["拟制文书"])
    other = page(_enter(app, "signatory").get(f"/problems/{ready}"))
    assert _said(other) == ("轮到承办人：拟制文书", [])


@pytest.mark.parametrize(
    ("status", "username", "turn"),
    [
        (S.DRAFT, "handler", "轮到您：提交审核"),
        (S.REVIEWING, "reviewer", "轮到您：审核通过"),
        (S.REPLIED, "second", "轮到您：填写核查结论"),
        (S.VERIFIED, "reviewer", "轮到您：确认销号并办结"),
    ],
)
def test_what_comes_next_on_its_paper_is_the_primary_action_of_a_problem(
    app: Flask, inside: Inside, page: PageCheck, status: S, username: str, turn: str
) -> None:
    """It said 轮到监督人员：核查 to the supervisor, and left them to find the paper."""
    with inside():
        paper = papers.paper(found_office(seats=SMALL), status)
        key, problem = paper.id, paper.items[0].problem_id
    shown = page(_enter(app, username).get(f"/problems/{problem}"))
    assert _said(shown) == (turn, ["到文书办理"])
    assert shown.find(f"//*[@class='page-actions']//a[@href='/instruments/{key}']")
    waits = page(_enter(app, "signatory").get(f"/problems/{problem}"))
    assert not waits.find("//*[@class='page-actions']//a[contains(., '到文书办理')]")


def test_an_action_under_way_has_one_primary_action(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """连续录入 stood there as a second one beside 反馈问题."""
    with inside():
        handler, leader = people.principal("handler"), people.principal("signatory")
        key = actions.action(ActionStatus.ONGOING, by=handler, leader=leader).id
    shown = page(sign_in("handler").get(f"/actions/{key}"))
    primary = shown.find("//main//*[contains(@class, 'btn-primary') and not(ancestor::dialog)]")
    assert [one.text_content().strip() for one in primary] == ["反馈问题"]
    assert shown.find("//main//a[contains(., '连续录入')]")
