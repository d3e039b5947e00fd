"""What the lists of problems offer to filter by, said by hand."""

import pytest

from supervision.core.listing import Choice
from supervision.problems.lists import FILTERS
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn


@pytest.fixture
def year(clock: Clock) -> Choice:
    clock("2023-04-12 10:00")
    return next(one for one in FILTERS if isinstance(one, Choice) and one.name == "year")


def test_each_year_since_2019_is_offered_the_present_one_first(year: Choice) -> None:
    offered = year.options()
    assert isinstance(offered, list)
    said = [(one.value, one.label) for one in offered]
    assert said == [(str(number), f"{number}年") for number in (2023, 2022, 2021, 2020, 2019)]


@pytest.mark.parametrize("number", ["2019", "2023"])
def test_what_is_offered_is_taken(year: Choice, number: str) -> None:
    assert year.coerce(number) == int(number)


@pytest.mark.parametrize("number", ["2018", "2024", "今年"])
def test_and_nothing_beyond(year: Choice, number: str) -> None:
    with pytest.raises(ValueError, match=number):
        year.coerce(number)


def test_no_tab_is_called_by_a_state_and_counts_only_a_part_of_it(
    matters: object, sign_in: SignIn, page: PageCheck
) -> None:
    """已认定 0 stood over rows whose state is 已认定: the tab left out those on a paper."""
    visitor = sign_in("handler")
    shown = page(visitor.get("/problems/"))
    tabs = {
        link.xpath("string(text())").strip(): link.get("href")
        for link in shown.find("//a[contains(@href, 'tab=')]")
    }
    assert "待列入文书" in tabs
    assert not {"已认定", "整改中", "待核查", "已销号"} & set(tabs)
