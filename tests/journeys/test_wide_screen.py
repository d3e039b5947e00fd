"""At 1920 every list uses the width, up to 1,760: half of them stood in the 1,440 of a form."""

import pytest

from tests.journeys.people import enter
from tests.support.accessibility import expect_no_sideways_scroll
from tests.support.browser import NewTab

LISTS = {
    "handler": (
        "/problems/ledger", "/problems/", "/actions/", "/clues/", "/interviews/", "/referrals/", "/instruments/",
        "/instruments/received/", "/classified/", "/agencies/", "/roster/", "/roster/documents",
    ),
    "secadmin": ("/accounts/",),
    "auditor": ("/audit/",),
}  # fmt: skip


@pytest.mark.parametrize("who", LISTS)
def test_every_list_uses_a_wide_screen(bureau: None, new_tab: NewTab, who: str) -> None:
    tab = enter(new_tab, who, size=(1920, 1080))
    narrow = []
    for address in LISTS[who]:
        tab.goto(address)
        wide = tab.locator("main").evaluate("main => main.getBoundingClientRect().width")
        if not 1600 < wide <= 1760:
            narrow.append(f"{address}: {wide}")
        expect_no_sideways_scroll(tab)
    assert not narrow
