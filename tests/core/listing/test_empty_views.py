"""A view of a list that shows nothing says which view that is, and not that nothing was ever entered."""

import pytest

from tests.make import actions as make
from tests.make import people
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

LISTS = {
    "handler": (
        "/problems/ledger", "/problems/", "/actions/", "/clues/", "/instruments/", "/instruments/received/",
        "/interviews/", "/referrals/", "/agencies/", "/roster/",
    ),
    "liaison": ("/instruments/",),
}  # fmt: skip
ASKED = [(seat, address) for seat, addresses in LISTS.items() for address in addresses]


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(("seat", "address"), ASKED)
def test_each_view_without_a_row_names_itself(
    inside: Inside, sign_in: SignIn, page: PageCheck, seat: str, address: str
) -> None:
    with inside():
        by = people.principal("handler")
        make.action(by=by, leader=people.principal("signatory"))  # there is one, in another view
    visitor = sign_in(seat)
    shown = page(visitor.get(address))
    views = [(one.get("href"), one.text.strip()) for one in shown.find("//*[@class='tabs']//a")]
    assert len(views) > 1
    seen = 0
    for href, label in views:
        one = page(visitor.get(href))
        said = [title.text for title in one.find("//*[@class='empty-title']")]
        if said and href != views[0][0]:
            seen += 1
            assert f"“{label}”" in said[0], href
            assert one.find("//*[@class='empty']//a/text()")[0].startswith("看"), href
    assert seen
