"""A new body in which nothing is entered yet: every page says what to do, none speaks of conditions nobody set."""

import pytest

from tests.make.offices import USUAL, found_office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

ADDRESSES = "//nav//a[starts-with(@href, '/')]/@href"
CONDITIONS = ("条件", "筛选条件", "清除筛选")


@pytest.fixture
def bureau(inside: Inside) -> None:
    with inside():
        found_office(seats=USUAL)


@pytest.mark.parametrize("seat", ["handler", "reviewer", "signatory", "liaison", "secadmin"])
def test_nothing_speaks_of_conditions_that_nobody_set(
    bureau: None, sign_in: SignIn, page: PageCheck, seat: str
) -> None:
    visitor, said = sign_in(seat), []
    places = {str(one).partition("?")[0] for one in page(visitor.get("/")).find(ADDRESSES)}
    assert len(places) >= 4, "the navigation has the places of this person"
    for place in sorted(places):
        answer = visitor.get(place)
        shown = page(visitor.get(answer.location) if answer.status_code == 302 else answer)
        for empty in shown.find("//*[contains(concat(' ', @class, ' '), ' empty ')]"):
            words = " ".join(empty.text_content().split())
            said += [f"{place}: {words}" for one in CONDITIONS if one in words]
    assert said == []


def test_no_picture_is_drawn_of_nothing(bureau: None, sign_in: SignIn, page: PageCheck) -> None:
    """An axis without a column asks what went wrong; a sentence says that there is nothing."""
    for place in ("/reports/dashboard", "/reports/"):
        shown = page(sign_in("handler").get(place))
        assert not shown.find("//main//svg[@role='img']"), place
        assert "没有问题。" in shown.text
