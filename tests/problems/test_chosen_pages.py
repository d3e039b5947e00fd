"""Pages over chosen problems: where they stand in the navigation, and what they ask the store."""

import pytest
from flask import Flask

from supervision.problems.models import ProblemStatus
from tests.make import problems as make
from tests.make.clues import the_unit
from tests.support.pages import PageCheck
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")


def _chosen(inside: Inside, number: int) -> str:
    with inside():
        made = [
            make.problem(ProblemStatus.ESTABLISHED, unit=the_unit(), title=f"示例问题{one}").id
            for one in range(number)
        ]
    return "&".join(f"ids={key}" for key in made)


@pytest.mark.parametrize(
    ("seat", "address"),
    [
        ("handler", "/instruments/write-off/agree"),
        ("reviewer", "/instruments/write-off/confirm"),
        ("handler", "/instruments/chase"),
    ],
)
def test_what_is_done_from_the_ledger_stands_under_the_ledger(
    inside: Inside, sign_in: SignIn, page: PageCheck, seat: str, address: str
) -> None:
    """文书 was lit, where nobody had been."""
    shown = page(sign_in(seat).get(f"{address}?{_chosen(inside, 2)}"))
    lit = shown.find("//nav[@id='nav']//a[@aria-current='page']")
    assert [one.text_content().strip() for one in lit] == ["整改台账"]


def test_whether_many_were_taken_over_is_asked_once(
    app: Flask, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    few, many = _chosen(inside, 2), _chosen(inside, 9)
    reviewer = sign_in("reviewer")
    counted = []
    for ids in (few, few, many):
        with queries(app) as sent:
            page(reviewer.get(f"/problems/bulk/refer_away?{ids}"))
        counted.append(len(sent))
    assert counted[1] == counted[2] <= 12
