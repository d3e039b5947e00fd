"""What a unit signs for and answers shows at once in the bureau's ledger, everybody signed in and in
their own scope: the unit's people see no problems, and what they do must still move them."""

import pytest
from flask import Flask

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import case_files as papers
from tests.make import people
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import Page, check
from tests.support.work import Inside

TITLE = "案卷缺少听证告知程序材料"


@pytest.fixture
def story(inside: Inside, clock: Clock) -> tuple[int, int]:
    """A signed paper over one problem of the unit: (paper, problem)."""
    clock("2026-02-26 09:00")
    with inside():
        place = papers.office()
        problem = papers.problem(place, title=TITLE)
        return papers.signed(place, over=[problem]).id, problem.id


def _enter(app: Flask, username: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    typed = {"username": username, "password": people.PASSWORD}
    assert visitor.submit("/accounts/sign-in", typed).status_code == 302
    return visitor


def _act(visitor: Visitor, paper: int, verb: str) -> None:
    answer = visitor.submit(f"/instruments/{paper}", form=f"//form[contains(@action, 'do/{verb}')]")
    assert answer.status_code == 302, answer.get_data(as_text=True)


def _signed_for(app: Flask, clock: Clock, paper: int) -> None:
    clock("2026-03-01 09:00")
    _act(_enter(app, "handler"), paper, "send")
    clock("2026-03-02 10:00")
    _act(_enter(app, "liaison"), paper, "receive")


def _tab(visitor: Visitor, tab: str) -> list[str]:
    shown = check(visitor.get(f"/problems/ledger?tab={tab}"))
    titles = shown.tree.xpath("//*[@data-rows]/tbody/tr/td[@id]/a/text()")
    return [str(one).strip() for one in titles]


def _figures(shown: Page) -> dict[str, str]:
    """The figures on top of the 工作台, by their word."""
    return {
        one.xpath("string(.//span[@class='tally-label'])"): one.xpath("string(.//b)")
        for one in shown.find("//ul[@class='tally-row']/li")
    }


def test_what_the_unit_signed_for_is_overdue_in_the_ledger_and_on_the_desk(
    app: Flask, story: tuple[int, int], clock: Clock, inside: Inside
) -> None:
    paper, problem = story
    _signed_for(app, clock, paper)
    clock("2026-04-20 09:00")
    handler = _enter(app, "handler")
    shown = check(handler.get(f"/problems/{problem}"))
    assert "整改中" in shown.text
    with inside():
        row = session.get_one(Problem, problem)
        assert (str(row.delivered_on), str(row.due_on)) == ("2026-03-02", "2026-04-01")
    assert _tab(handler, "overdue") == [TITLE]
    assert _tab(handler, "unsigned") == []
    desk = _figures(check(handler.get("/")))
    assert (desk["逾期"], desk["未签收"]) == ("1", "0")


def test_what_the_unit_answered_waits_to_be_verified_at_once(
    app: Flask, story: tuple[int, int], clock: Clock
) -> None:
    paper, problem = story
    _signed_for(app, clock, paper)
    clock("2026-03-20 10:00")
    liaison = _enter(app, "liaison")
    form = check(liaison.get(f"/instruments/{paper}/answers"))
    [box] = [
        str(one) for one in form.tree.xpath("//textarea[starts-with(@name, 'measures_')]/@name")
    ]
    liaison.submit(
        f"/instruments/{paper}/answers", {box: "已补正并完成自查。", "send": "1"},
        form="//form[@class='form']",
    )  # fmt: skip
    handler = _enter(app, "handler")
    assert "待核查" in check(handler.get(f"/problems/{problem}")).text
    assert _tab(handler, "verify") == [TITLE]
    assert _figures(check(handler.get("/")))["待核查"] == "1"


def test_the_problems_trail_names_the_person_whose_act_moved_it(
    app: Flask, story: tuple[int, int], clock: Clock, inside: Inside
) -> None:
    paper, problem = story
    _signed_for(app, clock, paper)
    shown = check(_enter(app, "handler").get(f"/problems/{problem}"))
    [line] = shown.find("//li[contains(., '状态随之变为“整改中”')]")
    assert "示例liaison" in line.text_content()
