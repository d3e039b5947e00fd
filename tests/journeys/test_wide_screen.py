"""At 1920 every list uses the width, up to 1,760: half of them stood in the 1,440 of a form."""

from datetime import timedelta

import pytest

from supervision.core import clock
from tests.journeys.people import enter
from tests.make import case_files
from tests.support.accessibility import expect_no_sideways_scroll
from tests.support.browser import NewTab
from tests.support.work import Inside

LISTS = {
    "handler": (
        "/problems/ledger", "/problems/", "/actions/", "/clues/", "/interviews/", "/referrals/", "/instruments/",
        "/instruments/received/", "/classified/", "/agencies/", "/roster/", "/roster/documents",
    ),
    "secadmin": ("/accounts/",),
    "auditor": ("/audit/",),
}  # fmt: skip


@pytest.mark.parametrize("who", LISTS)
@pytest.mark.battery
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


def test_what_stands_beside_a_form_stands_next_to_it(new_tab: NewTab, inside: Inside) -> None:
    """逐条答复 left a hand's breadth empty between the answers and the day they are due."""
    with inside():
        office = case_files.office()
        paper = case_files.delivered(office, day=clock.today() - timedelta(days=3)).id
    pages = {
        "liaison": (f"/instruments/{paper}/answers", f"/instruments/{paper}/extension"),
        "sysadmin": ("/settings/",),
    }
    apart = []
    for who, addresses in pages.items():
        tab = enter(new_tab, who, size=(1920, 1080))
        for address in addresses:
            tab.goto(address)
            form = tab.locator(".detail-main > .form").first.bounding_box()
            side = tab.locator(".detail-side").first.bounding_box()
            assert form is not None
            assert side is not None
            gap = side["x"] - form["x"] - form["width"]
            if not 0 < gap <= 32:
                apart.append(f"{address}: {gap}")
            expect_no_sideways_scroll(tab)
    assert not apart
