"""What a page of a list must not weigh again, without a clock: bytes, questions made anew, fields drawn anew."""

import re

import pytest

from supervision.agencies.models import Management, Unit
from supervision.agencies.service import UnitFacts, add_unit
from supervision.core import prepared
from supervision.core.db import session
from supervision.core.listing import controls
from tests.make import actions, clues, many_problems, people
from tests.make import problems as make
from tests.make.offices import the_office
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

LISTS = (
    "/problems/ledger", "/problems/ledger?tab=all&sort=-due", "/problems/", "/instruments/", "/clues/", "/actions/",
    "/interviews/", "/referrals/", "/agencies/",
)  # fmt: skip
MOST = 40_000  # bytes of a page of fifty rows


@pytest.fixture
def handler(inside: Inside, bureau: None, sign_in: SignIn) -> Visitor:
    """Somebody with more than a page of problems."""
    with inside():
        many_problems.established(the_office(), 55)
    return sign_in("handler")


@pytest.fixture
def city(inside: Inside, bureau: None, sign_in: SignIn) -> Visitor:
    """The same with names, numbers and keys as long as a city's, every problem late: a button in each row."""
    with inside():
        full, short = "示例市下城区城市管理综合执法局", "市下城区城管执法局"
        facts = UnitFacts(name=full, short_name=short, management=Management.LOCAL)
        unit = add_unit(facts, actor=people.principal("reviewer"))
        many_problems.overdue(55, unit=unit, number="示司监改〔2026〕100061号")
        clues.clue(unit=unit)
        named = {"title": "2026年度涉企行政执法案卷集中评查", "units": [unit]}
        actions.action(
            by=people.principal("handler"), leader=people.principal("signatory"), **named
        )
    return sign_in("handler")


@pytest.mark.parametrize("address", ["/problems/ledger?tab=overdue", "/problems/"])
def test_fifty_rows_are_small(city: Visitor, page: PageCheck, address: str) -> None:
    shown = city.get(address)
    assert len(page(shown).find("//*[@data-rows]/tbody/tr")) == 50
    assert len(shown.get_data()) <= MOST


@pytest.mark.parametrize("address", ["/instruments/", "/clues/?tab=all", "/actions/?tab=all"])
def test_fifty_rows_would_be_small(city: Visitor, page: PageCheck, address: str) -> None:
    """Where there are fewer rows: fifty like them."""
    shown = city.get(address)
    rows = page(shown).find("//*[@data-rows]/tbody/tr")
    head, body, foot = re.split(rb"<tbody>|</tbody>", shown.get_data(), maxsplit=2)
    assert rows
    assert len(head) + len(foot) + 50 * len(body) / len(rows) <= MOST


@pytest.mark.parametrize("hide", ["", "&hide=title", "&hide=title-paper-due"])
def test_a_row_that_can_be_chosen_is_called_by_what_it_shows(
    handler: Visitor, page: PageCheck, hide: str
) -> None:
    """Whatever columns are hidden, each box of choice is named by a cell of its own row."""
    shown = page(handler.get(f"/problems/ledger?tab=all{hide}"))
    boxes = shown.find("//input[@name='ids']")
    assert len(boxes) == 50
    for box in boxes:
        row = box.xpath("ancestor::tr[1]")[0]
        (cell,) = shown.find(f"//*[@id='{box.get('aria-labelledby')}']")
        assert cell in row.iterdescendants(), box.get("value")
        assert cell.text_content().strip()


def test_a_cell_says_what_was_typed_and_no_markup(
    handler: Visitor, page: PageCheck, inside: Inside
) -> None:
    """What a macro draws, and what a plain column says, is escaped alike."""
    typed = "<b>“甲”&乙</b>"
    with inside():
        make.problem(unit=session.get_one(Unit, the_office().unit_id), title=typed)
    shown = page(handler.get("/problems/ledger?tab=all&status=pending"))
    assert typed in shown.text
    assert not shown.find("//td//b")


def test_a_list_that_was_shown_is_shown_again_without_making_anything(
    handler: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does another year, or another place in the list."""
    first, third = (f"/problems/ledger?tab=all&sort=found&after=2022-0{n}-01~{n}" for n in (1, 3))
    for address in (*LISTS, f"{first}&year=2022"):
        handler.get(address)
    drawn = controls._kept.cache_info().misses
    monkeypatch.setattr(prepared, "_made", _nothing)
    for address in LISTS:
        assert handler.get(address).status_code == 200, address
    assert controls._kept.cache_info().misses == drawn
    assert handler.get(f"{third}&year=2023").status_code == 200


def _nothing(*_given: object) -> None:
    message = "a question was made anew"
    raise AssertionError(message)
