"""What a page of a list must not weigh again, without a clock: bytes, questions made anew, fields drawn anew."""

import pytest

from supervision.agencies.models import Unit
from supervision.core import prepared
from supervision.core.db import session
from supervision.core.listing import controls
from tests.make import many_problems
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
A_ROW = 620  # bytes; of the rest of a page, its frame and its filters
THE_REST = 17_000


@pytest.fixture
def handler(inside: Inside, bureau: None, sign_in: SignIn) -> Visitor:
    """Somebody with more than a page of problems."""
    with inside():
        many_problems.established(the_office(), 55)
    return sign_in("handler")


def test_fifty_rows_are_small(handler: Visitor) -> None:
    page = handler.get("/problems/ledger?tab=all")
    assert page.get_data(as_text=True).count("<tr data-row>") == 50
    assert len(page.get_data()) < THE_REST + 50 * A_ROW


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
