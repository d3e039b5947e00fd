"""The last page of a list, once all on it is done: the nearest rows that are left, never an empty list beside a number."""

import re
from datetime import date

import pytest

from supervision.accounts.models import User
from supervision.agencies.models import Body, Unit
from supervision.core.db import session
from supervision.problems.models import Problem, ProblemStatus
from tests.make.reports import Ground
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

OF_PROBLEM = re.compile(r"/problems/(\d+)")


@pytest.fixture
def fifty_one(inside: Inside, bureau: None) -> None:
    """A page of problems that wait for 认定, and one more, found at a time of their own."""
    with inside():
        handler = session.query(User).filter_by(username="handler").one()
        ground = Ground(session.query(Body).first(), handler, session.query(Unit).all())
        for number in range(51):
            ground.problem(date(2023, 5, 1 + number % 28), status=ProblemStatus.PENDING)


def _keys(shown: Page) -> list[int]:
    links = shown.find("//*[@data-rows]/tbody/tr//a/@href")
    return [int(one[1]) for one in map(OF_PROBLEM.fullmatch, links) if one]


@pytest.mark.parametrize("sort", ["found", "-found"])
def test_whoever_comes_back_to_it_finds_the_others(
    sign_in: SignIn, page: PageCheck, inside: Inside, fifty_one: None, sort: str
) -> None:
    reviewer = sign_in("reviewer")
    first = page(reviewer.get(f"/problems/?tab=pending&sort={sort}"))
    (address,) = set(first.find("//a[@rel='next']/@href"))
    (last,) = _keys(page(reviewer.get(address)))
    reviewer.submit(f"/problems/{last}/step/reject", {"reason": "不属实"})
    with inside():
        assert session.get_one(Problem, last).status is ProblemStatus.REJECTED
    again = page(reviewer.get(address))
    assert _keys(again) == _keys(first)
    assert not again.find("//a[@rel='next']")
