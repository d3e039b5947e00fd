"""A confined referral and its letter: whoever is not in the circle reads nothing of it in any notice.

Not as somebody's deputy, not as a reviewer of papers, and no longer once the handler took them out.
"""

from datetime import date

import pytest

from supervision.accounts import deputies
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.referrals import letters, service
from supervision.referrals.models import Referral
from supervision.referrals.service import Answer
from supervision.referrals.states import ReferralStatus
from supervision.reminders.sweep import sweep
from tests.make import papers, people, worded
from tests.make import referrals as make
from tests.make.offices import on, the_office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
DAY = date(2026, 3, 10)
SUBJECT = "专项监督中发现的有关问题"


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 10:00")


@pytest.fixture
def reads(sign_in: SignIn, page: PageCheck):  # type: ignore[no-untyped-def]
    """Whether the name stands anywhere in what a person is told, read or not."""

    def reads(username: str) -> bool:
        visitor = sign_in(username)
        shown = [page(visitor.get(f"/reminders/{more}")).text for more in ("", "?all=1")]
        return any(SUBJECT in one for one in shown)

    return reads


def _away(person: str, deputy: str) -> None:
    with on(DAY, person) as absent:
        deputies.appoint(
            make.account(person), make.account(deputy), from_on=DAY, until_on=date(2026, 4, 30),
            actor=absent,
        )  # fmt: skip


@pytest.mark.parametrize("named", [False, True])
def test_a_deputy_is_told_only_if_named(inside: Inside, clock: Clock, reads, named: bool) -> None:  # type: ignore[no-untyped-def]
    """Steps and days alike: the deputy read what it was about, and its link led to a 404."""
    with inside():
        _away("handler", "second")
        viewers = [make.account("second")] if named else []
        key = make.referral(ReferralStatus.REVIEWING, on=DAY, viewers=viewers).id
    with inside():
        one = session.get_one(Referral, key)
        service.approve(one, on=DAY, actor=people.principal("signatory"))
    assert reads("handler")
    assert reads("second") is named
    with inside():
        service.send(session.get_one(Referral, key), on=DAY, actor=people.principal("handler"))
    clock("2026-03-30 10:00")
    with inside():
        sweep()
    assert reads("handler")
    assert reads("second") is named


@pytest.mark.parametrize("named", [False, True])
def test_its_letter_is_told_to_the_reviewers_of_its_circle(
    inside: Inside, reads, named: bool
) -> None:  # type: ignore[no-untyped-def]
    with inside():
        viewers = [make.account("second" if not named else "reviewer")]
        other = people.user("other", people.Role.REVIEWER, body=the_office().body)
        if not named:
            viewers.append(other)
        found = papers.problem(the_office())
        one = make.referral(viewers=viewers, problems=[found])
        handler = people.principal("handler")
        with acting(handler):
            letter = letters.draft(one, actor=handler)
            worded.by_hand(letter, actor=handler)
            key = letter.id
    with inside():
        handler = people.principal("handler")
        with acting(handler):
            drafting.submit(session.get_one(Instrument, key), actor=handler)
    assert reads("reviewer") is named
    assert reads("other") is not named


def test_whoever_was_taken_out_reads_it_no_more(
    inside: Inside, sign_in: SignIn, page: PageCheck, reads
) -> None:  # type: ignore[no-untyped-def]
    """What they had been told before still named it, and was counted among what waits for them."""
    with inside():
        viewers = [make.account("second"), make.account("reviewer")]
        one = make.referral(ReferralStatus.RECEIVED, on=DAY, viewers=viewers)
        service.answer(one, Answer("已立案"), on=DAY, actor=people.principal("handler"))
        key, kept = one.id, str(make.account("reviewer").id)
    assert reads("second")
    assert reads("reviewer")
    typed = {"viewers": [kept], "reason": "无须再知悉"}
    answer = sign_in("handler").submit(f"/referrals/{key}/viewers", typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert not reads("second")
    assert reads("reviewer")
    badge = page(sign_in("second").get("/")).find("//*[@class='inbox-count']/text()")
    assert not badge


def test_a_letter_goes_to_review_only_where_somebody_of_the_circle_reviews_and_signs(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """It stood in 审核中 and in nobody's 待办: no reviewer could find it, and nobody said so."""
    with inside():
        one = make.referral(
            viewers=[make.account("second")], problems=[papers.problem(the_office())]
        )
        handler = people.principal("handler")
        with acting(handler):
            letter = letters.draft(one, actor=handler)
            worded.by_hand(letter, actor=handler)
            address, circle = f"/instruments/{letter.id}", f"/referrals/{one.id}/viewers"
            key = one.id
        kept = [str(make.account(name).id) for name in ("second", "reviewer")]
    visitor = sign_in("handler")
    form = "//form[contains(@action, '/do/submit')]"
    refused = page(visitor.submit(address, {}, form=form), status=422).text
    assert "没有可以审核的审核人" in refused
    typed = {"viewers": kept, "reason": "由其审核移交函"}
    assert visitor.submit(circle, typed).status_code == 302
    with inside():
        session.get_one(Referral, key).approver_id = None
    refused = page(visitor.submit(address, {}, form=form), status=422).text
    assert "没有可以签发的签发人" in refused
    with inside():
        session.get_one(Referral, key).approver_id = make.account("signatory").id
    assert visitor.submit(address, {}, form=form).status_code == 302
    assert "待我审核" in page(sign_in("reviewer").get("/reminders/")).text
