"""A referral whose approver left, or took the matter over, is seen to wait for nobody and goes on with another."""

from datetime import date

import pytest

from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus as PaperStatus
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus as S
from tests.make import handing, papers, people
from tests.make import referrals as make
from tests.make.offices import the_office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
DAY = date(2026, 3, 10)
DUTY = "待另行指定审批人"


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 10:00")


def _leaves(inside: Inside) -> tuple[int, str]:
    with inside():
        people.user("boss", Role.SIGNATORY, body=the_office().body)
        key = make.referral(S.REVIEWING, on=DAY).id
        make.account("signatory").active = False
    return key, "handler"


def _takes_over(inside: Inside) -> tuple[int, str]:
    with inside():
        people.user("boss", Role.SIGNATORY, body=the_office().body)
        people.user("both", Role.HANDLER, Role.SIGNATORY, body=the_office().body)
        key = make.referral(S.REVIEWING, on=DAY, approver=make.account("both")).id
    with inside():
        people_of = make.account("handler"), make.account("both")
        handing.hand_over(*people_of, reason="调离", actor=people.principal("reviewer"))
    return key, "both"


@pytest.mark.parametrize("gone", [_leaves, _takes_over])
def test_its_handler_finds_it_and_names_another(
    inside: Inside, sign_in: SignIn, page: PageCheck, gone
) -> None:  # type: ignore[no-untyped-def]
    """The page said 轮到签发人, nobody had it in 待办, and there was no way on or back."""
    key, username = gone(inside)
    visitor = sign_in(username)
    shown = page(visitor.get("/reminders/")).text
    assert DUTY in shown
    assert "待您批准" not in shown
    with inside():
        boss = make.account("boss").id
    typed = {"approver_id": str(boss), "reason": "原审批人调离"}
    answer = visitor.submit(f"/referrals/{key}/viewers", typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert DUTY not in page(visitor.get("/reminders/")).text
    assert "审批人改为示例boss" in page(visitor.get(f"/referrals/{key}")).text
    leader = sign_in("boss")
    assert "待您批准" in page(leader.get("/reminders/")).text
    form = "//form[@class='form']"
    answer = leader.submit(f"/referrals/{key}/step/approve", {}, form=form)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        assert session.get_one(Referral, key).approved_by_id == boss


def test_once_it_is_approved_nobody_else_is_named(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = make.referral(S.SENT, on=DAY).id
    shown = page(sign_in("handler").get(f"/referrals/{key}/viewers"))
    assert not shown.find("//*[@name='approver_id']")


def test_what_was_handed_over_is_no_more_among_what_waits(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The one who passed a paper on kept 单位已反馈，请核查 of it, counted in the number of 待办."""
    with inside():
        paper = papers.paper(the_office(), PaperStatus.REPLIED)
        number = paper.number
        assert number
    assert number in page(sign_in("signatory").get("/instruments/")).text
    before = page(sign_in("handler").get("/reminders/")).text
    assert f"{number}：单位已反馈，请核查" in before
    with inside():
        people_of = make.account("handler"), make.account("second")
        handing.hand_over(*people_of, reason="调离", actor=people.principal("reviewer"))
    assert f"{number}：" not in page(sign_in("handler").get("/reminders/")).text
