"""The pages of the demonstration are what was kept of them: a change is meant and stands in its commit.

`make crawl` tells what differs; `make crawl ACCEPT=1` keeps it.
"""

from pathlib import Path

import pytest
from flask import Response

from tests.support.crawl import comparing, keeping, world
from tests.support.crawl.reading import lines_of
from tests.support.crawl.walking import FRAME, walk

FIRST = "zhou"
LARGE = {FIRST, "wang", "zhao"}  # whose pages are many; the battery opens all of them
HINT = "see tests/support/crawl: `make crawl ACCEPT=1` keeps a change that is meant"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of the crawl; only to be copied."""
    folder = tmp_path_factory.mktemp("crawl") / "built"
    world.build(folder)
    return folder


def _some(kept: keeping.Crawl) -> keeping.Crawl:
    """The pages that `make test` opens: of the people who see much, none that asks something.

    A page that several of them see as the handler does is opened as the handler only.
    """
    some: keeping.Crawl = {}
    for person, pages in kept.items():
        some[person] = {
            address: lines
            for address, lines in pages.items()
            if person not in LARGE
            or (
                not ("?" in address or address.endswith("csv"))
                and (person == FIRST or lines != kept[FIRST].get(address))
            )
        }
    return some


@pytest.mark.parametrize("everything", [False, pytest.param(True, marks=pytest.mark.battery)])
def test_the_pages_are_what_was_kept(built: Path, tmp_path: Path, *, everything: bool) -> None:
    before = keeping.kept()
    if not everything:
        before = _some(before)
    after = keeping.Crawl()
    for person, pages in before.items():
        with world.looking(built, tmp_path, person) as (app, visitor):
            addresses = [*pages, "/"] if FRAME in pages else pages
            after[person] = walk(app, visitor, kept=addresses, further=everything)
    told = list(comparing.differences(before, after))
    assert not told, "\n".join([HINT, *told])


def test_nothing_kept_is_an_error_of_our_own() -> None:
    broken = [
        f"{person} {address}: {lines[0]}"
        for person, pages in keeping.kept().items()
        for address, lines in pages.items()
        if lines[0].startswith("5")
    ]
    assert not broken


def test_a_change_is_told_in_words_and_once() -> None:
    before = {"zhou": {"/a": ["200 甲", "# 甲", "一"], "/b": ["200 乙", "一"], "/c": ["200 丙"]}}
    after = {"zhou": {"/a": ["200 甲", "# 甲", "二"], "/b": ["200 乙", "二"]}}
    assert list(comparing.differences(before, after)) == [
        "2 pages: zhou /a, zhou /b",
        "  - 一",
        "  + 二",
        "1 page: zhou /c",
        "  - 200 丙",
        "  + (not reached)",
    ]
    assert not list(comparing.differences(before, before))


def test_what_chance_spells_is_no_change() -> None:
    """A sealed value that spelled “4GB” was taken for the space of a disk, and its rest for a change."""
    form = '<form><input type="hidden" name="sealed" value="{}"></form><p>可用 {} GB</p>'
    told = [lines_of(Response(form.format(*one))) for one in (("Zx4GB+/yC=", 3.5), ("aB0", 120))]
    assert told[0] == told[1]
    assert any("‹token›" in line for line in told[0])
    assert any("‹space›" in line for line in told[0])
