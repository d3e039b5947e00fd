"""登记线下退回修改: a referral that its leader sent back on paper, by two persons of its circle."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal
from supervision.referrals import service
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus as S
from tests.make import people, second_person
from tests.make import referrals as make
from tests.make.on_paper import leader
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("today")
FORM = "//form[@class='form']"
ASKED, DECIDED = date(2023, 3, 17), date(2023, 3, 20)
WHY = "第三个问题先补证据"


@pytest.fixture
def today(bureau: None, clock: Clock) -> None:
    clock("2023-03-22 10:00")


def _waiting(inside: Inside, *viewers: str) -> tuple[str, str]:
    """A referral under review; its address and that of the step."""
    with inside():
        named = [make.account(one) for one in viewers]
        made = make.referral(S.REVIEWING, on=ASKED, viewers=named)
        leader(made.body_id)
        return f"/referrals/{made.id}", f"/referrals/{made.id}/step/register_refuse"


def _typed(inside: Inside, **other: object) -> dict[str, object]:
    with inside():
        chief = leader(people.principal("handler").body_id or 0).id
    return {
        "signatory": f"leader-{chief}", "on": DECIDED.isoformat(), "reason": WHY,
        "scans": (io.BytesIO(b"%PDF-1.4 decided"), "批件.pdf"), **other,
    }  # fmt: skip


def _stands(inside: Inside, address: str) -> tuple[S, date | None]:
    with inside():
        one = session.get_one(Referral, int(address.rpartition("/")[2]))
        return one.status, one.submitted_on


def test_it_stays_with_the_leader_until_another_of_the_circle_has_said_yes(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    address, link = _waiting(inside, "second")
    handler = sign_in("handler")
    assert page(handler.get(address)).find(f"//main//a[@href='{link}']")
    sent = handler.submit(link, _typed(inside), form=FORM)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    assert _stands(inside, address) == (S.REVIEWING, ASKED)
    shown = page(handler.get(address))
    assert "提请“登记线下退回修改移交移送”" in shown.text
    assert "确认之前没有生效" in shown.text
    assert not shown.find(f"//main//a[@href='{link}']")  # it waits already
    waits = second_person.newest(inside)
    assert not page(handler.get(waits)).find("//button[@name='confirm']")
    assert "提请人不能确认" in page(second_person.forged(handler, waits), status=422).text
    told = page(sign_in("second").get(waits)).text
    for said in ("示例局长", "2023-03-20", "退回修改", WHY, "示例市委巡察办"):
        assert said in told
    second_person.says_yes(inside, sign_in("second"))
    assert _stands(inside, address) == (S.DRAFT, None)
    shown = page(handler.get(address))
    [reason] = shown.find("//main//p[contains(@class,'flash-warning')]/text()")
    assert reason == f"登记线下退回修改（示例局长，2023年3月20日）：{WHY}"
    assert shown.find(f"//main//a[@href='{address}/amend']")
    amending = page(handler.get(f"{address}/amend")).text
    assert WHY in amending


def test_nobody_outside_the_circle_hears_of_it_or_confirms(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The leader of the list decided; the approver alone is in its circle besides its handler."""
    address, link = _waiting(inside)
    assert sign_in("handler").submit(link, _typed(inside), form=FORM).status_code == 302
    waits = second_person.newest(inside)
    stranger = sign_in("second")
    assert "专项监督中发现的有关问题" not in page(stranger.get("/confirmations/")).text
    page(stranger.get(waits), status=404)
    assert _stands(inside, address) == (S.REVIEWING, ASKED)
    second_person.says_yes(inside, sign_in("signatory"))
    assert _stands(inside, address) == (S.DRAFT, None)


def test_a_refusal_leaves_it_with_the_leader_and_it_may_be_registered_anew(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    address, link = _waiting(inside, "second")
    handler = sign_in("handler")
    assert handler.submit(link, _typed(inside), form=FORM).status_code == 302
    waits, other = second_person.newest(inside), sign_in("second")
    assert other.submit(waits, {"refuse": "1", "reason": "没有见过批件"}).status_code == 302
    assert _stands(inside, address) == (S.REVIEWING, ASKED)
    assert "没有见过批件" in page(handler.get(address)).text
    assert handler.submit(link, _typed(inside), form=FORM).status_code == 302


@pytest.mark.parametrize(
    ("here", "told", "after"),
    [("approve", {}, S.REVIEWING), ("refuse", {"reason": "另行研究"}, S.DRAFT)],
)
def test_the_leaders_own_step_counts_and_ends_what_waits(
    inside: Inside, sign_in: SignIn, here: str, told: dict[str, str], after: S
) -> None:
    address, link = _waiting(inside)
    assert sign_in("handler").submit(link, _typed(inside), form=FORM).status_code == 302
    step, sent = f"{address}/step/{here}", {"on": "2023-03-21", **told}
    assert sign_in("signatory").submit(step, sent, form=FORM).status_code == 302
    assert _stands(inside, address)[0] is after
    with inside():
        assert session.scalars(sa.select(Proposal.outcome)).one() is Outcome.ENDED


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"on": "2023-03-23"}, "办理日期不得晚于今天"),
        ({"on": "2023-03-16"}, "不得早于上一步"),
        ({"reason": " "}, "理由"),
        ({"signatory": ""}, "决定人"),
        ({"scans": (io.BytesIO(b""), "")}, "签批扫描件"),
    ],
)
def test_what_cannot_have_been_decided_so_is_refused_at_its_field(
    inside: Inside, sign_in: SignIn, page: PageCheck, other: dict[str, object], said: str
) -> None:
    address, link = _waiting(inside)
    answer = sign_in("handler").submit(link, _typed(inside, **other), form=FORM)
    assert said in page(answer, status=422).text
    assert _stands(inside, address) == (S.REVIEWING, ASKED)


def test_what_was_handed_over_meanwhile_is_registered_by_its_new_handler(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    address, link = _waiting(inside, "second", "handler")
    assert sign_in("handler").submit(link, _typed(inside), form=FORM).status_code == 302
    waits = second_person.newest(inside)
    with inside():
        made = session.get_one(Referral, int(address.rpartition("/")[2]))
        made.handler_id = make.account("second").id
    refused = page(second_person.forged(sign_in("signatory"), waits), status=422).text
    assert "请由现在的承办人重新登记" in refused
    assert _stands(inside, address) == (S.REVIEWING, ASKED)


def test_what_is_approved_already_is_not_sent_back(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    address, link = _waiting(inside)
    with inside():
        made = session.get_one(Referral, int(address.rpartition("/")[2]))
        service.approve(made, on=DECIDED, actor=people.principal("signatory"))
    handler = sign_in("handler")
    assert not page(handler.get(address)).find(f"//main//a[@href='{link}']")
    assert "已经批准" in page(handler.get(link), status=403).text
