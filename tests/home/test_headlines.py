"""The figures on top of the 工作台 are the lists' own: each leads to exactly as many rows."""

import re

import pytest

from supervision.accounts.models import User
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus as P
from supervision.problems.models import ProblemStatus as S
from tests.make import papers, people
from tests.make import problems as make
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

TALLIES = "//ul[@class='tally-row']//a"


def _tallies(visitor: Visitor, page: PageCheck) -> dict[str, int]:
    """Address and number of each figure of the 工作台."""
    found = {}
    for tile in page(visitor.get("/")).find(TALLIES):
        figure = re.search(r"\d+", tile.text_content())
        assert figure
        found[tile.get("href")] = int(figure[0])
    return found


def _listed(visitor: Visitor, page: PageCheck, address: str) -> int:
    return len(page(visitor.get(address)).find("//*[@data-rows]/tbody/tr"))


def test_every_headline_is_the_count_of_the_list_it_leads_to(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        for status in (S.PENDING, S.PENDING, S.ESTABLISHED, S.REJECTED):
            make.problem(status, unit=unit)
    visitor = sign_in("handler")
    shown = _tallies(visitor, page)
    assert len([address for address in shown if "/ledger?tab=" in address]) == 5
    for address, figure in shown.items():
        if "/ledger" in address:
            assert figure == _listed(visitor, page, address), address
    assert shown["/problems/ledger?tab=open"] == 3


def test_the_years_figures_are_the_reports_own(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        unit = people.unit("示例市乙局", by=people.principal("handler"))
        for status in (S.PENDING, S.ESTABLISHED, S.REJECTED, S.FIXED_ON_SPOT):
            make.problem(status, unit=unit)
        day = make.problem(S.PENDING, unit=unit).found_on
    visitor = sign_in("signatory")
    shown = {k: v for k, v in _tallies(visitor, page).items() if "/reports/records" in k}
    assert len(shown) == 5
    for address, figure in shown.items():
        heading = page(visitor.get(address)).text
        assert f"共 {figure} " in heading, (address, day)


@pytest.mark.parametrize("status", [P.SIGNED, P.DELIVERED, P.REPLIED])
def test_a_unit_counts_what_was_addressed_to_it(
    client: Visitor, inside: Inside, page: PageCheck, status: P
) -> None:
    with inside():
        papers.paper(found_office(seats=SMALL), status)
    client.submit("/accounts/sign-in", {"username": "liaison", "password": PASSWORD})
    shown = _tallies(client, page)
    assert len(shown) == 5
    for address, figure in shown.items():
        assert figure == _listed(client, page, address), address


def test_the_security_administrator_counts_accounts_by_their_state(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck, client: Visitor
) -> None:
    with inside():
        session.query(User).filter_by(username="second").one().active = False
        session.query(User).filter_by(username="liaison").one().must_change_password = True
    for _ in range(5):
        client.submit("/accounts/sign-in", {"username": "reviewer", "password": "wrong"})
    visitor = sign_in("secadmin")
    shown = _tallies(visitor, page)
    for address, figure in shown.items():
        assert figure == _listed(visitor, page, address), address
    assert shown["/accounts/?tab=locked"] == 1
    assert shown["/accounts/?tab=off"] == 1
    assert "5 次" in page(visitor.get("/")).text
