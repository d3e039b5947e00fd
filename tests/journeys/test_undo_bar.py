"""The bar that takes a bulk act back: ten seconds by the page's own clock, longer while somebody is at it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.journeys.people import enter, press
from tests.make import many_problems
from tests.make.offices import SMALL, found_office
from tests.support.browser import NewTab
from tests.support.work import Inside

HERE = "/problems/?status=established"
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def _opened(inside: Inside, new_tab: NewTab) -> Page:
    with inside():
        many_problems.established(found_office(seats=SMALL), 4)
    tab = enter(new_tab, "handler")
    tab.clock.install(time=NOON)
    return tab


def _passed_on(tab: Page, to: str, *rows: int) -> Locator:
    """Rows passed on to somebody; the bar of the page that follows, whose clock stands still."""
    tab.clock.resume()
    tab.goto(HERE)
    for row in rows:
        tab.locator("tbody input[name=ids]").nth(row).click()
    press(tab, "转给")
    box = tab.get_by_role("combobox")
    box.fill(to)
    box.press("Enter")
    tab.clock.pause_at(tab.evaluate("Date.now() + 1000"))
    press(tab, "转给")
    bar = tab.locator("[data-undo]")
    expect(bar).to_contain_text(f"已转给{len(rows)}条")
    return bar


def _whose(inside: Inside) -> list[int]:
    with inside():
        return list(session.scalars(sa.select(Problem.handler_id).order_by(Problem.id)))


def test_it_goes_after_ten_seconds_and_stays_while_one_points_at_it(
    inside: Inside, new_tab: NewTab
) -> None:
    tab = _opened(inside, new_tab)
    bar = _passed_on(tab, "示例second", 0, 1)
    tab.clock.run_for(9_000)
    expect(bar).to_be_visible()
    bar.hover()
    tab.clock.run_for(60_000)
    expect(bar).to_be_visible()
    tab.mouse.move(0, 0)
    bar.get_by_role("button", name="撤回").focus()
    tab.clock.run_for(60_000)
    expect(bar).to_be_visible()
    tab.evaluate("document.activeElement.blur()")
    tab.clock.run_for(1_000)
    expect(bar).to_have_count(0)
    assert tab.url.endswith(HERE)


def test_pressed_in_its_last_second_it_takes_all_of_it_back(
    inside: Inside, new_tab: NewTab
) -> None:
    tab = _opened(inside, new_tab)
    before = _whose(inside)
    bar = _passed_on(tab, "示例second", 0, 1, 2)
    assert _whose(inside) != before
    tab.clock.run_for(9_900)
    press(tab, "撤回")
    expect(tab.locator("main")).to_contain_text("已撤回3条")
    assert tab.url.endswith(HERE)
    assert _whose(inside) == before
    expect(bar).to_have_count(0)  # said once, also on the page that follows
