"""The pages of registers, accounts, settings and audit: accessible, and whole on a desk and on a phone."""

from datetime import date

import pytest

from supervision.agencies.service import OfficerFacts, add_officers
from supervision.core import clock
from supervision.roster import service as roster
from supervision.roster.models import Pool
from supervision.roster.service import RosterFacts
from tests.make import people as make
from tests.make import reforms
from tests.support.accessibility import expect_accessible, expect_no_sideways_scroll
from tests.support.browser import DESKTOP, PHONE, NewTab
from tests.support.work import Inside

PAGES = {
    "reviewer": [
        "/agencies/",
        "/agencies/1",
        "/agencies/1/edit",
        "/agencies/1/officers",
        "/agencies/1/merge",
        "/agencies/words/category",
        "/agencies/bodies",
        "/roster/observer",
        "/accounts/me",
    ],
    "handler": ["/roster/", "/roster/1", "/roster/supervisor/new", "/roster/documents"],
    "sysadmin": ["/settings/", "/agencies/bodies/new"],
    "secadmin": ["/accounts/", "/accounts/1", "/accounts/grants"],
    "auditor": ["/audit/", "/audit/9", "/audit/verify"],
}

SIZES = {"desktop": DESKTOP, "phone": PHONE}
ALWAYS = {("handler", "phone"), ("auditor", "desktop")}  # the battery opens all of them
SEEN = [
    pytest.param(
        username,
        size,
        id=f"{username}-{name}",
        marks=() if (username, name) in ALWAYS else pytest.mark.battery,
    )
    for username in PAGES
    for name, size in SIZES.items()
]


@pytest.fixture
def registers(inside: Inside, bureau: None) -> None:
    """A renamed unit with officers, a certificate about to end."""
    with inside():
        actor = make.principal("handler")
        unit = make.unit("示例市乙局", by=actor)
        add_officers(
            unit, [OfficerFacts("甲示例", "局长", "示A-1", in_leadership=True)], actor=actor
        )
        reforms.rename_unit(unit, "示例市乙丙局", on=date(2024, 3, 1), actor=actor)
        ends = clock.today() + roster.EXPIRY_NOTICE
        facts = RosterFacts(
            "乙示例", date(2023, 1, 5), certificate_no="监1", certificate_until=ends
        )
        roster.enter(Pool.SUPERVISOR, facts, actor=actor)


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize(("username", "size"), SEEN)
def test_registers_are_accessible_and_fit(
    new_tab: NewTab, username: str, size: tuple[int, int]
) -> None:
    tab = new_tab(size)
    tab.goto("/accounts/sign-in")
    tab.get_by_label("用户名").fill(username)
    tab.get_by_label("口令").fill(make.PASSWORD)
    tab.get_by_role("button", name="登录").click()
    tab.wait_for_url("**/")
    for url in PAGES[username]:
        answer = tab.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        expect_accessible(tab)
        expect_no_sideways_scroll(tab)
