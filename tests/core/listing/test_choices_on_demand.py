"""A list's page holds what is chosen; what else may be chosen is fetched when somebody begins to choose."""

import pytest

from tests.make import people
from tests.make import problems as make
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

MARKET, HEALTH = "示例市市场监督管理局", "示例市卫生健康委员会"


@pytest.fixture
def units(bureau: None, inside: Inside) -> dict[str, int]:
    """Two units with a problem each."""
    with inside():
        by = people.principal("handler")
        units = [people.unit(name, by=by) for name in (MARKET, HEALTH)]
        for unit in units:
            make.problem(unit=unit, title=f"{unit.name}的问题")
        return {unit.name: unit.id for unit in units}


@pytest.fixture
def handler(units: dict[str, int], sign_in: SignIn) -> Visitor:
    """The handler, signed in."""
    return sign_in("handler")


def test_a_list_holds_no_choice_of_records_but_the_chosen_one(
    handler: Visitor, page: PageCheck, units: dict[str, int]
) -> None:
    plain = page(handler.get("/problems/ledger"))
    assert [one.text for one in plain.find("//select[@name='unit']/option")] == ["单位"]
    chosen = page(handler.get(f"/problems/ledger?unit={units[HEALTH]}"))
    options = chosen.find("//select[@name='unit']/option")
    assert [(one.text, one.get("selected")) for one in options] == [
        ("单位", None),
        (HEALTH, "selected"),
    ]
    assert [one.text for one in chosen.find("//*[@data-rows]/tbody/tr/td[@id]/a")] == [
        f"{HEALTH}的问题"
    ]


def test_the_page_that_has_the_choices_is_the_same_list_in_the_same_state(
    handler: Visitor, page: PageCheck, units: dict[str, int]
) -> None:
    """Where the script fetches them, and where a link leads who has none."""
    asked = f"/problems/ledger?tab=all&unit={units[HEALTH]}"
    shown = page(handler.get(asked))
    address = shown.find("//form[@data-filters]/@data-choices")[0]
    assert shown.find("//noscript/a[text()='列出全部选项']/@href") == [address]
    whole = page(handler.get(str(address)))
    offered = {one.text: one for one in whole.find("//select[@name='unit']/option")}
    assert {MARKET, HEALTH} <= set(offered)
    assert "selected" in offered[HEALTH].attrib
    assert "scjgj" in offered[MARKET].get("data-names", "").split()
    assert whole.find("//form[@data-filters]/@data-choices") == []
    assert len(whole.find("//*[@data-rows]/tbody/tr")) == 1


@pytest.mark.parametrize("said", ["卫健委", "wsjkwyh", HEALTH])
def test_a_name_that_is_sent_before_the_choices_came_is_understood(
    handler: Visitor, page: PageCheck, units: dict[str, int], said: str
) -> None:
    shown = page(handler.get("/problems/ledger", query_string={"unit": said}))
    assert [one.text for one in shown.find("//*[@data-rows]/tbody/tr/td[@id]/a")] == [
        f"{HEALTH}的问题"
    ]
