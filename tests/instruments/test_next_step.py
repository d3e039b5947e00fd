"""The page of a paper leads on: one primary step for whoever reads it, even where it is not a transition."""

from datetime import timedelta

import pytest

from supervision.core import clock
from supervision.instruments.states import InstrumentStatus as S
from tests.make import papers, terms
from tests.make.offices import SMALL, found_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.work import Inside

PRIMARY = "//div[@class='page-actions']//*[contains(@class, 'btn-primary')]"


@pytest.mark.parametrize(
    ("username", "status", "late", "step"),
    [
        ("handler", S.DRAFT, False, ["提交审核"]),
        ("handler", S.DELIVERED, False, []),
        ("handler", S.DELIVERED, True, ["催办"]),
        ("handler", S.REPLIED, False, ["填写核查结论"]),
        ("liaison", S.DELIVERED, False, ["逐条答复"]),
    ],
)
def test_one_step_leads(
    client: Visitor,
    inside: Inside,
    page: PageCheck,
    username: str,
    status: S,
    late: bool,
    step: list[str],
) -> None:
    with inside():
        paper = papers.paper(found_office(seats=SMALL), status)
        paper_id = paper.id
        if late:
            yesterday = clock.today() - timedelta(days=1)
            terms.ends_on(paper_id, yesterday)
    client.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
    shown = page(client.get(f"/instruments/{paper_id}"))
    found = shown.find(PRIMARY)
    assert [one.text_content().strip() for one in found] == step
    for one in found:
        target = one.get("href") or ""
        if target.startswith("#") and one.get("data-confirm") is None:
            assert shown.find(f"//*[@id='{target[1:]}']"), target
