"""The reason of a 退回 stands on top, of the page and of the form on which it is made good, before anything else."""

import pytest
import sqlalchemy as sa

from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.referrals.states import ReferralStatus
from tests.instruments.conftest import FORM
from tests.make import papers, referrals
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.pages import Page, PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WHY = "事实部分没有写明检查的时间"
SUBMIT = "//form[contains(@action, '/do/submit')]"
PASS = "//form[contains(@action, '/do/pass_review')]"


def _first(shown: Page) -> str:
    """What the content begins with, below the heading."""
    begins = (
        "(//main//form[@class='form'] | //main//div[contains(concat(@class, ' '), 'detail ')])[1]"
    )
    (content,) = shown.find(begins)
    above = content.xpath("preceding::p[contains(@class, 'flash')]")
    return " ".join(one.text_content() for one in above)


def _send_back(visitor: Visitor, here: str, verb: str, why: str = WHY) -> None:
    asked = f"//dialog[@id='do-{verb}']//form"
    assert visitor.submit(here, {"reason": why}, form=asked).status_code == 302


@pytest.mark.parametrize("by", ["reviewer", "signatory"])
def test_of_a_paper_under_review(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, by: str
) -> None:
    with inside():
        paper = papers.paper(office)
        papers.submitted(paper, office)
        if by == "signatory":
            papers.reviewed(paper, office)
        here = f"/instruments/{paper.id}"
    verb = {"reviewer": "send_back", "signatory": "refuse"}[by]
    _send_back(sign_in(by), here, verb)
    handler = sign_in("handler")
    for address in (here, f"{here}/edit"):
        shown = page(handler.get(address))
        said = _first(shown)
        assert f"示例{by}" in said, address
        assert f"退回修改：{WHY}" in said, address
    assert handler.submit(here, form=SUBMIT).status_code == 302
    _send_back(sign_in("reviewer"), here, "send_back", "第二次退回的理由")
    for address in (here, f"{here}/edit"):
        said = _first(page(handler.get(address)))
        assert "第二次退回的理由" in said, address
        assert WHY not in said, address


def test_of_a_reply_to_be_made_good(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """The unit opens its paper first; and the bureau, which registers what comes on paper."""
    with inside():
        paper = papers.paper(office)
        papers.walk(paper, office, papers.submitted, papers.reviewed, papers.signed,
                    papers.delivered, papers.replied, papers.sent_back_to_unit)  # fmt: skip
        here = f"/instruments/{paper.id}"
    liaison, handler = sign_in("liaison"), sign_in("handler")
    for visitor, address in (
        (liaison, here), (liaison, f"{here}/answers"), (handler, here), (handler, f"{here}/reply"),
    ):  # fmt: skip
        said = _first(page(visitor.get(address)))
        assert "退回补充整改：佐证不足" in said, address
    with inside():
        papers.replied(session.scalars(sa.select(Instrument)).one(), office)
    assert "佐证不足" not in _first(page(liaison.get(here))), "it is answered"


def test_of_a_referral(inside: Inside, office: Office, sign_in: SignIn, page: PageCheck) -> None:
    with inside():
        here = f"/referrals/{referrals.referral(ReferralStatus.REVIEWING).id}"
    refused = sign_in("signatory").submit(f"{here}/step/refuse", {"reason": WHY}, form=FORM)
    assert refused.status_code == 302
    handler = sign_in("handler")
    for address in (here, f"{here}/amend"):
        said = _first(page(handler.get(address)))
        assert "示例signatory" in said, address
        assert f"退回修改：{WHY}" in said, address
    again = {"on": clock.today().isoformat()}
    assert handler.submit(f"{here}/step/submit", again, form=FORM).status_code == 302
    assert WHY not in _first(page(handler.get(here)))
