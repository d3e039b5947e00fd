"""年度数据 stays short however many actions a year has: what more than ten share is told as a whole."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.agencies.models import Body, Unit
from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.reports.models import Publication
from tests.make.reports import Ground
from tests.support.pages import Page, PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

IN = date(2023, 6, 1)
YEAR = "/reports/?year=2023"


@pytest.fixture
def eleven_actions(inside: Inside, bureau: None) -> None:
    """Eleven actions of 2023 that found one problem each."""
    with inside():
        handler = session.query(User).filter_by(username="handler").one()
        ground = Ground(session.query(Body).first(), handler, session.query(Unit).all())
        for number in range(11):
            action = ground.action()
            action.title = f"第{number + 1}次专项"
            ground.problem(IN, action=action)


def _row(shown: Page, name: str) -> str:
    rows = (" ".join(row.text_content().split()) for row in shown.find("//tbody/tr"))
    return next(row for row in rows if row.startswith(name))


def test_many_actions_are_one_row_with_a_page_of_their_own(
    sign_in: SignIn, page: PageCheck, eleven_actions: None
) -> None:
    reviewer = sign_in("reviewer")
    shown = page(reviewer.get(YEAR))
    found = _row(shown, "发现问题")
    assert "11次行动，逐次列出" in found
    assert "11" in found.removeprefix("发现问题11次行动，逐次列出")
    assert "第3次专项" not in shown.text
    (link,) = [
        one for one in shown.find("//a[contains(., '逐次列出')]") if "found" in one.get("href")
    ]
    listed = page(reviewer.get(link.get("href")))
    assert len(listed.find("//tbody/tr")) == 11
    assert "第3次专项" in listed.text


def test_ten_actions_are_still_told_one_by_one(
    sign_in: SignIn, page: PageCheck, inside: Inside, eleven_actions: None
) -> None:
    with inside():
        handler = session.query(User).filter_by(username="handler").one()
        ground = Ground(session.query(Body).first(), handler, session.query(Unit).all())
        for _ in range(2):
            ground.problem(date(2022, 6, 1), action=ground.action(date(2022, 1, 5)))
    shown = page(sign_in("reviewer").get("/reports/?year=2022"))
    assert "逐次列出" not in shown.text


def test_what_is_frozen_of_eleven_actions_is_asked_for_once(
    app: Flask, sign_in: SignIn, inside: Inside, eleven_actions: None
) -> None:
    """Publishing asks no question for each action; each figure's records are its own all the same."""
    head = sign_in("reviewer")
    asked: dict[str, int] = {}
    for year in ("2021", "2023"):
        with queries(app) as sent:
            assert head.submit(f"/reports/publish?year={year}").status_code == 302
        asked[year] = len(sent)
    assert asked["2023"] - asked["2021"] <= 6
    with inside() as own:
        frozen = own.scalars(sa.select(Publication).where(Publication.period == "2023")).one()
        each = [one for one in frozen.figures if one["id"].startswith("problems_found:a")]
        found = {one.action_id: one.id for one in own.scalars(sa.select(Problem))}
        assert {one["id"]: one["ids"] for one in each} == {
            f"problems_found:a{action}": [key] for action, key in found.items()
        }


def test_the_page_of_the_paragraph_names_no_more_actions_than_the_report(
    sign_in: SignIn, page: PageCheck, eleven_actions: None
) -> None:
    shown = page(sign_in("reviewer").get("/reports/text?year=2023"))
    assert "第3次专项" not in shown.text
    assert any("发现问题" in one.text_content() for one in shown.find("//tbody//code"))


def test_a_figure_that_no_action_divides_has_no_such_page(
    sign_in: SignIn, page: PageCheck, bureau: None
) -> None:
    answer = sign_in("reviewer").get("/reports/by-action?year=2023&figure=actions_begun")
    page(answer, status=404)
