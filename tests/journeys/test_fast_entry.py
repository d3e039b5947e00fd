"""连续录入 by keyboard alone: the problems of an inspection one after another."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.make import actions as make_action
from tests.make import people
from tests.support.browser import NewTab
from tests.support.work import Inside


def test_problems_are_entered_by_keyboard_alone(
    bureau: None, inside: Inside, new_tab: NewTab
) -> None:
    with inside():
        by = people.principal("handler")
        units = [people.unit(name, by=by) for name in ("示例市交通运输局", "示例市农业农村局")]
        action = make_action.action(by=by, leader=people.principal("signatory"), units=units).id
    tab = new_tab()
    tab.goto(f"/accounts/sign-in?next=/problems/entry/{action}")
    tab.get_by_label("用户名").fill("handler")
    tab.get_by_label("口令").fill(people.PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="连续录入").wait_for()
    tab.wait_for_load_state()

    tab.keyboard.type("罚款数额超出裁量基准上限")
    for _ in range(5):  # case, cause, facts, officers, then the unit
        tab.keyboard.press("Tab")
    tab.keyboard.type("jtys")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("lfk")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Control+Enter")
    tab.get_by_text("已保存“罚款数额超出裁量基准上限”").wait_for()
    tab.wait_for_load_state()

    for number in range(2, 5):
        assert tab.evaluate("document.activeElement.name") == "title"
        tab.keyboard.type(f"问题{number}")
        tab.keyboard.press("Control+Enter")
        tab.get_by_text(f"已保存“问题{number}”").wait_for()
        tab.wait_for_load_state()

    with inside():
        found = session.execute(
            sa.select(Problem.title, Problem.category, Problem.unit_id).order_by(Problem.id)
        ).all()
        unit = session.scalars(sa.select(Problem)).first()
        assert unit is not None
        assert unit.unit.name == "示例市交通运输局"
    assert [row.title for row in found] == ["罚款数额超出裁量基准上限", "问题2", "问题3", "问题4"]
    assert {(row.category, row.unit_id) for row in found} == {("乱罚款", found[0].unit_id)}
