"""Beside a date field: the day as it was understood, its weekday, 休 or 班 by the calendar of whoever types."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from supervision.agencies.models import Body
from supervision.calendar import local
from supervision.core.db import session
from supervision.core.deadlines import Mark
from tests.journeys.people import enter
from tests.make import people, second_person
from tests.make.offices import SMALL, found_office
from tests.support.browser import NewTab
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

# 国务院办公厅关于2026年部分节假日安排的通知: 国庆节10月1日至7日放假，9月20日（星期日）、10月10日（星期六）上班
SAID = {
    "2026-10-01": "2026年10月1日 周四 · 休（国庆节）",
    "2026-10-10": "2026年10月10日 周六 · 班",
    "2026-10-11": "2026年10月11日 周日 · 休",
    "2026-10-12": "2026年10月12日 周一",
}


@pytest.mark.parametrize("typed", SAID)
def test_weekday_and_rest_or_work_stand_beside_it(
    bureau: None, sign_in: SignIn, typed: str
) -> None:
    (reading,) = sign_in("handler").get(f"/days/understood?text={typed}").json["readings"]
    assert reading["day"] == typed
    assert reading["shown"].startswith(SAID[typed])
    assert ("·" in reading["shown"]) == ("·" in SAID[typed])


def test_a_body_s_own_day_off_is_said_to_its_people_alone(
    bureau: None, inside: Inside, sign_in: SignIn
) -> None:
    """三月三 in a 自治区: the deadline skips it, so the field must not call it a working day."""
    with inside():
        body = session.get_one(Body, people.principal("handler").body_id)
        day = dt.date(2026, 4, 20)
        facts = local.LocalFacts(day, day, Mark.REST, "壮族三月三", "示例令第1号")
        row = local.propose(body, facts, actor=people.principal("sysadmin"))
    second_person.says_yes(inside, sign_in("reviewer"))
    ask = "/days/understood?text=2026-04-20"
    own = sign_in("handler").get(ask).json["readings"][0]["shown"]
    assert own == "2026年4月20日 周一 · 休（壮族三月三）"
    assert row is not None


def test_it_is_shown_while_the_day_is_typed(inside: Inside, new_tab: NewTab, clock: Clock) -> None:
    with inside():
        found_office(seats=SMALL)
    tab = enter(new_tab, "handler")
    tab.goto("/actions/new")
    box = tab.get_by_label("开始日期", exact=True)
    note = box.locator("xpath=../following-sibling::span[contains(@class, 'day-note')]")
    for typed, shown in SAID.items():
        box.fill("")
        box.press_sequentially(typed)
        expect(note).to_contain_text(shown)
