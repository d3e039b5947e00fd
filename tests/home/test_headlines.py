"""The figures on top of the 工作台 are the ledger's own: each leads to exactly as many rows."""

import re

from supervision.problems.models import ProblemStatus as S
from tests.make import people
from tests.make import problems as make
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_every_headline_is_the_count_of_the_list_it_leads_to(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        for status in (S.PENDING, S.PENDING, S.ESTABLISHED, S.REJECTED):
            make.problem(status, unit=unit)
    visitor = sign_in("handler")
    tiles = page(visitor.get("/")).find("//a[contains(@href, '/problems/ledger?tab=')]")
    assert len(tiles) == 4
    shown = {}
    for tile in tiles:
        figure = re.search(r"\d+", tile.text_content())
        assert figure
        listed = page(visitor.get(tile.get("href"))).find("//tr[@data-row]")
        shown[tile.get("href").partition("=")[2]] = int(figure[0])
        assert int(figure[0]) == len(listed), tile.get("href")
    assert shown["open"] == 3
