"""The page of a paper leads on: one primary step for whoever reads it, even where it is not a transition."""

from datetime import timedelta

import pytest

from supervision.core import clock
from supervision.core.db import session
from supervision.core.stages import Reached
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.views import steps
from tests.make import on_paper, papers, terms
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


AT = {  # status: the stage at which the paper stands; None where it is over
    S.DRAFT: "拟稿", S.REVIEWING: "审核", S.RETURNED: "拟稿", S.AWAITING_SIGNATURE: "签发", S.SIGNED: "送达",
    S.DELIVERED: "反馈", S.REPLIED: "核查", S.SUPPLEMENT: "反馈", S.VERIFIED: "办结", S.CLOSED: None,
}  # fmt: skip


def test_the_stages_agree_with_the_state(inside: Inside) -> None:
    """What is before the present stage is done, what is after it has not begun."""
    with inside():
        desk = found_office(seats=SMALL)
        for status, stage in AT.items():
            drawn = steps(papers.paper(desk, status))
            names = [one.label for one in drawn]
            place = len(names) if stage is None else names.index(stage)
            wanted = [Reached.DONE] * place + [Reached.CURRENT] + [Reached.TODO] * len(names)
            assert [one.state for one in drawn] == wanted[: len(names)], status


def test_a_review_on_paper_is_not_shown_as_one_of_the_system(inside: Inside) -> None:
    """签批 on paper of a draft: the stage names who reviewed it there; of a 补录 nobody is on record."""
    with inside():
        desk = found_office(seats=SMALL)
        signed = on_paper.sign(papers.opinion(desk), by=desk.handler)
        review = next(one for one in steps(signed) if one.label == "审核")
        assert review.detail.endswith("（纸面）")
        signed.reviewed_by_id = None
        assert next(one for one in steps(signed) if one.label == "审核").state is Reached.SKIPPED
        session.rollback()
