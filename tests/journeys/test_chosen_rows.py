"""34 of 41 problems to 市委巡察办 in a real browser: the bar is in sight, the place stands again."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.problems.models import Problem
from supervision.referrals.models import ReferralProblem
from tests.journeys.people import enter
from tests.make import many_problems
from tests.make.offices import SMALL, found_office
from tests.support.browser import NewTab
from tests.support.work import Inside


def test_34_of_41_are_referred_from_the_ledger_and_the_bar_is_always_in_sight(
    inside: Inside, new_tab: NewTab
) -> None:
    with inside():
        many_problems.established(found_office(seats=SMALL), 41)
    tab = enter(new_tab, "handler")
    tab.goto("/problems/ledger?tab=open")
    boxes = tab.locator("tbody input[name=ids]")
    boxes.nth(0).click()
    boxes.nth(33).click(modifiers=["Shift"])
    bar = tab.locator("#bulk")
    assert "已选 34 条" in bar.inner_text()
    tab.evaluate("window.scrollTo(0, 0)")
    height = tab.evaluate("window.innerHeight")
    place = bar.bounding_box()
    assert place is not None
    assert 0 < place["y"] < place["y"] + place["height"] <= height
    with tab.expect_navigation():
        bar.get_by_role("button", name="移交", exact=True).click()
    assert "共 34 条" in tab.locator("main").inner_text()
    tab.locator("select[name=way]").select_option("mechanism")
    tab.get_by_label("接收机关").fill("市委巡察办")
    tab.get_by_label("事由").fill("专项监督发现的问题")
    with tab.expect_navigation():
        tab.get_by_role("button", name="保存", exact=True).click()
    with inside():
        assert session.scalar(sa.select(sa.func.count(ReferralProblem.id))) == 34


def test_all_of_a_filter_is_chosen_beyond_the_page_and_the_filter_stands_again(
    inside: Inside, new_tab: NewTab
) -> None:
    with inside():
        many_problems.established(found_office(seats=SMALL), 55)
    tab = enter(new_tab, "handler")
    tab.goto("/problems/?status=established")
    tab.get_by_label("全选本页").check()
    bar = tab.locator("#bulk")
    assert "已选 50 条" in bar.inner_text()
    bar.get_by_label("符合条件的全部 55 条（不止本页）").check()
    assert "已选 55 条" in bar.inner_text()
    with tab.expect_navigation():
        bar.get_by_role("button", name="转给", exact=True).click()
    assert "所选 55 条" in tab.locator("main").inner_text()
    box = tab.get_by_role("combobox")
    box.fill("示例second")
    box.press("Enter")
    with tab.expect_navigation():
        tab.get_by_role("button", name="转给", exact=True).click()
    assert tab.url.endswith("/problems/?status=established")
    with inside():
        hands = session.scalars(sa.select(Problem.handler_id).distinct()).all()
        assert len(hands) == 1
