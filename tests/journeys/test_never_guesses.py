"""37 problems typed by keyboard, units by whatever people call them, an unknown one among them: none lands wrong."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.problems.models import Problem
from tests.journeys.people import enter
from tests.make import actions as make_action
from tests.make import people
from tests.support.browser import NewTab
from tests.support.work import Inside

MARKET, CITY, HEALTH = "示例市市场监督管理局", "示例市城市管理局", "示例市卫生健康委员会"
# As people say them, with whom they mean.
SAID = (
    ("市监局", MARKET), ("卫健委", HEALTH), ("城管", CITY), ("市场监管局", MARKET), ("市市场监管局", MARKET),
    ("scjdglj", MARKET), ("weishengjiankang", HEALTH), ("示例市城市管理局", CITY), ("老城管", CITY),
)  # fmt: skip
FEW, MANY = 10, 37
TABS_TO_UNIT = 5  # case, cause, facts, officers, then the unit


@pytest.mark.parametrize("many", [FEW, pytest.param(MANY, marks=pytest.mark.battery)])
def test_37_problems_with_an_unknown_unit_in_between(
    bureau: None, inside: Inside, new_tab: NewTab, many: int
) -> None:
    with inside():
        by = people.principal("handler")
        units = [people.unit(name, by=by) for name in (MARKET, CITY, HEALTH)]
        units[1].also_called = "老城管"
        action = make_action.action(by=by, leader=people.principal("signatory"), units=units).id
    tab = enter(new_tab, "handler")
    tab.goto(f"/problems/entry/{action}")

    for number in range(many):
        said, unit = SAID[number % len(SAID)]
        _type(tab, f"问题{number}", said, first=number == 0)
        if number == many // 2:
            _unknown_unit_is_refused(tab, said)
        tab.keyboard.press("Control+Enter")
        expect(tab.get_by_text(f"已保存“问题{number}”（{unit}）")).to_be_visible()

    with inside():
        rows = session.execute(
            sa.select(Problem.title, Unit.name).join(Unit, Unit.id == Problem.unit_id)
        )
        assert dict(row[:2] for row in rows) == {
            f"问题{number}": SAID[number % len(SAID)][1] for number in range(many)
        }


def _type(tab: Page, title: str, said: str, *, first: bool) -> None:
    tab.wait_for_load_state()
    assert tab.evaluate("document.activeElement.name") == "title"
    tab.keyboard.type(title)
    for _ in range(TABS_TO_UNIT):
        tab.keyboard.press("Tab")
    tab.keyboard.type(said)
    tab.keyboard.press("Tab")
    if first:
        tab.keyboard.type("lfk")
        tab.keyboard.press("Tab")


def _unknown_unit_is_refused(tab: Page, said: str) -> None:
    """On Tab, on Enter and when sent; what was chosen before does not come back."""
    box = tab.get_by_role("combobox", name="被监督单位")
    before = tab.url
    for key in ("Tab", "Enter", "Control+Enter"):
        box.focus()
        box.fill("cgzf")
        tab.keyboard.press(key)
        expect(box).to_have_value("cgzf")
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(tab.get_by_role("alert")).to_contain_text("没有“cgzf”")
        assert tab.url == before
    box.fill(said)
    tab.keyboard.press("Tab")


def test_a_name_of_two_units_is_asked(bureau: None, inside: Inside, new_tab: NewTab) -> None:
    with inside():
        by = people.principal("handler")
        units = [people.unit(name, by=by) for name in (MARKET, "示例市医疗保障局")]
        for unit in units:
            unit.also_called = "老局"
        action = make_action.action(by=by, leader=people.principal("signatory"), units=units).id
    tab = enter(new_tab, "handler")
    tab.goto(f"/problems/entry/{action}")
    box = tab.get_by_role("combobox", name="被监督单位")
    box.click()
    box.fill("老局")
    expect(tab.locator(".combo-option")).to_have_count(2)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("“老局”有2个相符")
    expect(box).to_have_value("老局")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(box).not_to_have_value("老局")
    expect(tab.get_by_role("alert")).to_have_count(0)
