"""A random small office counted by hand: each tab, list, sheet, filter and search hit of each person is those rows."""

from io import BytesIO
from random import Random
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest

from supervision.core import clock
from supervision.referrals.models import Referral
from tests.home.by_hand import OF_STAFF, OF_UNITS, STAFF, UNITS, Reader, Shelf, lay, rows_of
from tests.make import people
from tests.make.offices import sign_in
from tests.support.client import Visitor
from tests.support.pages import Page, check
from tests.support.share import share
from tests.support.work import Inside

MOST = 20  # pages of a list
NAMED = ("title", "subject", "reason", "subject", "title")


def _key(link: str) -> int:
    return int(urlsplit(link).path.rstrip("/").rpartition("/")[2])


def _listed(visitor: Visitor, address: str) -> list[int]:
    """The keys of the rows of a list, page after page."""
    found: list[int] = []
    for _ in range(MOST):
        shown = check(visitor.get(address))
        rows = shown.find("//*[@data-rows]/tbody/tr")
        found += [_key(row.xpath(".//td[contains(@class, 'cell-lead')]//a/@href")[0])
                  if row.xpath(".//td[contains(@class, 'cell-lead')]//a") else
                  _key(row.xpath(".//a[contains(@href, '/')]/@href")[0]) for row in rows]  # fmt: skip
        following = shown.find("//a[@rel='next']/@href")
        if not following:
            return found
        address = following[0]
    raise AssertionError(address)


def _tabs(shown: Page) -> dict[str, tuple[str, int]]:
    """Each view by its word: its address, the number on it."""
    found = {}
    for link in shown.find("//nav[@class='tabs']//a"):
        name, number = link.text_content().split()[:2]
        found[name] = link.get("href"), int(number)
    return found


def _sheet(visitor: Visitor, address: str) -> list[tuple[object, ...]]:
    """The lines of the list as XLSX, as the first link on its page gives it: with the columns shown."""
    link, *_all_columns = check(visitor.get(address)).find(
        "//a[contains(@href, 'export.xlsx')]/@href"
    )
    book = openpyxl.load_workbook(BytesIO(visitor.get(link).data))
    return list(book.worksheets[0].iter_rows(values_only=True))[1:]


def _expect(visitor: Visitor, shelf: Shelf, who: Reader, inside: Inside, rng: Random) -> None:
    tabs = _tabs(check(visitor.get(shelf.address)))
    with inside():
        wanted = {view: [row.id for row in shelf.rows(view, who)] for view in shelf.views}
        heads = {
            view: sum(len(row.interviewees) for row in shelf.rows(view, who))
            for view in shelf.views
            if shelf.per_head
        }
    for view, keys in wanted.items():
        address, number = tabs[view]
        assert number == len(keys), (who.seat, shelf.address, view)
        assert sorted(_listed(visitor, address)) == keys, (who.seat, shelf.address, view)
    if who.seat in UNITS:
        return
    for view in rng.sample(sorted(wanted), 2):
        lines = _sheet(visitor, tabs[view][0])
        assert len(lines) == heads.get(view, len(wanted[view])), (who.seat, shelf.address, view)


@pytest.mark.parametrize("seed", share(range(6), 1))
def test_every_list_of_everybody_is_what_is_counted_by_hand(
    inside: Inside, client: Visitor, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311  (repeatable)
    with inside():
        keys = lay(seed, share=0.7)
    for seat in (*STAFF, *UNITS):
        with inside():
            person = people.principal(seat)
        unit = keys["other"] if UNITS.get(seat) else keys["unit"]
        who = Reader(seat, person.user_id or 0, unit, clock.today())
        sign_in(client, person)
        for shelf in OF_UNITS if seat in UNITS else OF_STAFF:
            _expect(client, shelf, who, inside, rng)
    for seat in ("auditor", "sysadmin"):
        with inside():
            sign_in(client, people.principal(seat))
        assert {client.get(one.address).status_code for one in OF_STAFF} == {403}


@pytest.mark.parametrize("seed", share(range(6), 1))
def test_filters_and_searches_find_exactly_those_rows(
    inside: Inside, client: Visitor, seed: int
) -> None:
    """By unit within a view, sorted each way: the same rows in the sheet, in the same order; by its name one alone
    (the box of the search offers referrals to nobody)."""
    with inside():
        keys = lay(seed, share=0.7)
        person = people.principal("second")
        who = Reader("second", person.user_id or 0, keys["unit"], clock.today())
    sign_in(client, person)
    for shelf in OF_STAFF[:2]:
        for unit in (keys["unit"], keys["other"]):
            with inside():
                wanted = [one.id for one in shelf.rows("全部", who) if one.unit_id == unit]
                titles = {one.id: one.title for one in shelf.rows("全部", who)}
            for sort in ("found", "-found", "due", "-due"):
                asked = urlencode({"tab": "all", "unit": unit, "sort": sort, "hide": "handler"})
                address = f"{shelf.address}?{asked}"
                listed = _listed(client, address)
                assert sorted(listed) == wanted, address
                lines = _sheet(client, address)
                assert [titles[key] for key in listed] == [
                    next(cell for cell in line if cell in titles.values()) for line in lines
                ], address
    with inside():
        named = {
            str(getattr(row, name)): (shelf.address, shelf.model is not Referral)
            for shelf, name in zip(OF_STAFF[1:6], NAMED, strict=True)
            for row in rows_of(shelf.model)
        }
    for words, (place, visible) in named.items():
        shown = check(client.get(f"/search/?{urlencode({'q': words})}"))
        found = [
            one for one in shown.find("//main//a/@href") if urlsplit(one).path.startswith(place)
        ]
        assert bool(found) is visible, words
