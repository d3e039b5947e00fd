"""登记线下批准 of 监督行动、约谈、移交移送: by two persons, nothing of it stands before the second has said yes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.accounts.models import UserRole
from supervision.accounts.signing.models import Leader
from supervision.accounts.signing.on_paper import key_of
from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.core import clock
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus
from supervision.reminders.models import Notice
from tests.make import actions, interviews, people, referrals
from tests.make.on_paper import leader
from tests.make.referrals import account
from tests.make.second_person import forged
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
STEP = "/step/register_approval"
AT = {"form": "//form[@class='form']"}


@dataclass(frozen=True)
class Kind:
    """A kind of record: how one is made, where it stands, and its state before and after."""

    path: str
    model: Any
    make: Callable[[], Any]
    before: str
    after: str
    next_step: str  # what may be done once it is approved, and not before


def _action() -> SupervisionAction:
    return actions.action(
        ActionStatus.PREPARING, by=people.principal("handler"), leader=people.principal("signatory")
    )


def _referral() -> Referral:
    return referrals.referral(viewers=[account("second")])


KINDS = {
    "action": Kind("/actions", SupervisionAction, _action, ActionStatus.PREPARING.value,
                   ActionStatus.APPROVED.value, "begin"),
    "interview": Kind("/interviews", Interview, interviews.interview, InterviewStatus.DRAFTED.value,
                      InterviewStatus.APPROVED.value, "notify"),
    "referral": Kind("/referrals", Referral, _referral, ReferralStatus.DRAFT.value,
                     ReferralStatus.REVIEWING.value, "send"),
}  # fmt: skip
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def _form(**changed: object) -> dict[str, object]:
    today = clock.today().isoformat()
    told = {
        "signatory": str(account("signatory").id), "on": today,
        "reviewer": str(account("reviewer").id), "reviewed_on": today,
    }  # fmt: skip
    return {**told, **changed}


def made(inside: Inside, kind: Kind) -> tuple[int, dict[str, object]]:
    with inside():
        return kind.make().id, _form()


def registered(inside: Inside, kind: Kind, sign_in: SignIn) -> tuple[int, str]:
    """Registered by its handler; its key and the address of what waits."""
    key, form = made(inside, kind)
    sent = sign_in("handler").submit(f"{kind.path}/{key}{STEP}", form, **AT)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside():
        waiting = session.scalars(sa.select(Proposal).order_by(Proposal.id.desc())).first()
        assert waiting is not None
        return key, f"/confirmations/{waiting.id}"


@each_kind
def test_nothing_stands_before_the_second_person_and_all_of_it_afterwards(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    key, address = registered(inside, kind, sign_in)
    shown = page(sign_in("handler").get(f"{kind.path}/{key}"))
    assert "确认之前没有生效" in shown.text
    assert "登记线下批准" not in [one.text_content().strip() for one in shown.find("//main//a")]
    with inside():
        record = session.get_one(kind.model, key)
        held = (
            record.approved_on,
            record.approved_by_id,
            record.approver_name,
            record.reviewed_by_id,
        )
        assert (record.status.value, held) == (kind.before, (None, None, "", None))
    handler = sign_in("handler")
    ahead = handler.get(f"{kind.path}/{key}/step/{kind.next_step}")
    assert ahead.status_code in (403, 409)
    leader = sign_in("signatory")
    assert "登记线下批准" in page(leader.get("/reminders/")).text  # one line in the inbox
    if kind.path == "/referrals":
        assert "登记线下批准" not in page(sign_in("reviewer").get("/reminders/")).text
    sent = sign_in("second").submit(address, {"confirm": "1"})
    assert sent.status_code == 302, sent.text
    with inside():
        record, chosen = session.get_one(kind.model, key), account("signatory")
        held = (record.approved_on, record.approved_by_id, record.approver_name)
        assert held == (clock.today(), chosen.id, chosen.name)
        assert (record.reviewed_by_id, record.reviewed_on) == (
            account("reviewer").id,
            clock.today(),
        )
        assert record.status.value == kind.after
        trail = session.scalars(sa.select(AuditEvent.label).where(AuditEvent.root_id == key)).all()
        assert any("示例handler提请，示例second确认" in one for one in trail)
        assert all(one.ended_at for one in session.scalars(
            sa.select(Notice).where(Notice.root_type == "proposal")))  # fmt: skip
    assert handler.get(f"{kind.path}/{key}/step/{kind.next_step}").status_code == 200
    assert "线下批准（示例signatory）" in page(handler.get(f"{kind.path}/{key}")).text


@each_kind
def test_a_refusal_needs_its_reason_and_undoes_the_registration(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    key, address = registered(inside, kind, sign_in)
    other = sign_in("second")
    page(other.submit(address, {"refuse": "1"}), status=422)
    assert other.submit(address, {"refuse": "1", "reason": "没有见过批件"}).status_code == 302
    with inside():
        record = session.get_one(kind.model, key)
        assert (record.status.value, record.approved_on, record.approver_name) == (
            kind.before,
            None,
            "",
        )
    handler = sign_in("handler")
    shown = page(handler.get(f"{kind.path}/{key}"))
    assert "没有见过批件" in shown.text
    with inside():
        form = _form()
    again = handler.submit(f"{kind.path}/{key}{STEP}", form, **AT)
    assert again.status_code == 302  # and may be registered anew


@each_kind
def test_neither_drafter_nor_registrar_signs_reviews_or_confirms(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    """By identity: of the list too, whose namesake drafted it, however the name is spaced."""
    with inside():
        handler = account("handler")
        session.add(Leader(body_id=handler.body_id, name="示例 ｈandler", post="局长"))
        session.add(Leader(body_id=handler.body_id, name="示例局长", post="局长"))
        session.flush()
        namesake = session.scalars(sa.select(Leader.id).order_by(Leader.id)).first()
    key, form = made(inside, kind)
    drafter, at = sign_in("handler"), f"{kind.path}/{key}{STEP}"
    offered = page(drafter.get(at)).find("//select[@name='signatory']/option/@value")
    with inside():
        assert str(account("handler").id) not in offered
    for changed, said in (
        ({"signatory": f"leader-{namesake}"}, "本人"),
        ({"reviewer": ""}, "纸面审核"),
        ({"reviewed_on": ""}, "纸面审核"),
        ({"on": (clock.today() + timedelta(days=1)).isoformat()}, "不得晚于今天"),
    ):
        refused = page(drafter.submit(at, {**form, **changed}, **AT), status=422)
        assert said in refused.text, changed
    with inside():
        leader = session.scalars(sa.select(Leader.id).order_by(Leader.id.desc())).first()
    sent = drafter.submit(at, {**form, "signatory": f"leader-{leader}"}, **AT)
    assert sent.status_code == 302  # a leader without an account
    with inside():
        address = f"/confirmations/{session.scalars(sa.select(Proposal.id)).one()}"
    assert not page(drafter.get(address)).find("//button[@name='confirm']")
    assert "提请人不能确认" in page(forged(drafter, address), status=422).text
    assert sign_in("second").submit(address, {"confirm": "1"}).status_code == 302
    with inside():
        record = session.get_one(kind.model, key)
        assert (record.approved_by_id, record.approver_name) == (None, "示例局长")


@each_kind
def test_amended_meanwhile_it_is_shown_anew_and_approved_meanwhile_refused(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    key, address = registered(inside, kind, sign_in)
    other = sign_in("second")
    seen = page(other.get(address)).find("//input[@name='seen']/@value")[0]
    with inside():
        record = session.get_one(kind.model, key)
        name = "reasons" if kind.path == "/referrals" else "content"
        setattr(record, name, "改过的内容")
    refused = page(other.submit(address, {"confirm": "1", "seen": seen}), status=409)
    assert "又有改动" in refused.text
    with inside():
        people_of = session.scalars(sa.select(Proposal)).one()
        assert people_of.outcome is Outcome.WAITING


@each_kind
def test_the_leaders_own_act_counts_and_ends_what_waits(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    """Approved in the system while the paper waits: nobody need withdraw anything by hand."""
    key, address = registered(inside, kind, sign_in)
    leader, today = sign_in("signatory"), {"on": clock.today().isoformat()}
    if kind.path == "/referrals":
        assert (
            sign_in("handler").submit(f"/referrals/{key}/step/submit", today, **AT).status_code
            == 302
        )
    step = "approve_heads" if kind.path == "/interviews" else "approve"
    assert leader.submit(f"{kind.path}/{key}/step/{step}", today, **AT).status_code == 302
    with inside():
        waiting = session.scalars(sa.select(Proposal)).one()
        assert (waiting.outcome, waiting.decider) == (Outcome.ENDED, "示例signatory")
        trail = session.scalars(sa.select(AuditEvent.label).where(
            AuditEvent.root_id == key, AuditEvent.action == "pairs.ended")).all()  # fmt: skip
        assert len(trail) == 1
        assert "示例handler提请，示例signatory已在系统中另行办理" in trail[0]
        assert all(one.ended_at for one in session.scalars(
            sa.select(Notice).where(Notice.root_type == "proposal")))  # fmt: skip
        record = session.get_one(kind.model, key)
        assert (record.approver_name, record.approved_by_id) == ("", account("signatory").id)
    other = sign_in("second")
    assert "登记线下批准" not in page(other.get("/confirmations/")).text
    assert "此事项已另行办理" in page(other.get(address)).text
    assert "此事项已另行办理" in page(forged(other, address), status=422).text
    assert "已另行办理" in page(sign_in("handler").get("/confirmations/")).text
    shown = page(sign_in("handler").get(f"{kind.path}/{key}")).text
    assert "确认之前没有生效" not in shown


def test_twice_too_late_and_by_somebody_whose_role_ended_it_is_refused(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Each from a page that was opened while it could still be confirmed; it is told in words."""
    clock("2026-03-02 09:00")
    _, address = registered(inside, KINDS["action"], sign_in)
    clock("2026-03-16 08:59")
    other, third, drafter = (sign_in(one) for one in ("second", "reviewer", "handler"))
    opened = {
        name: page(other.get(address)).find(f"//input[@name='{name}']/@value")[0]
        for name in ("csrf_token", "seen")
    }
    with inside():
        gone = account("second")
        kept, gone.role_rows = [one.role for one in gone.role_rows], []
    assert other.post(address, data={**opened, "confirm": "1"}).status_code in (302, 403, 404)
    with inside():
        account("second").role_rows = [UserRole(role=one) for one in kept]
        assert session.scalars(sa.select(Proposal.outcome)).one() is Outcome.WAITING
    clock("2026-03-16 09:01")
    assert "超过确认期限" in page(forged(third, address), status=422).text
    again = drafter.submit(address, {}, form="//form[contains(@action, '/renew')]")
    assert again.status_code == 302
    assert third.submit(again.location, {"confirm": "1"}).status_code == 302
    assert "已确认" in page(forged(third, again.location), status=422).text
    with inside():
        outcomes = session.scalars(sa.select(Proposal.outcome).order_by(Proposal.id)).all()
        assert outcomes == [Outcome.RENEWED, Outcome.CONFIRMED]


def test_a_referral_is_confirmed_within_its_circle_only(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nobody else may see it; where the circle has nobody else, it is not registered."""
    with inside():
        alone = referrals.referral(approver=None).id
        key = referrals.referral(approver=None, viewers=[account("reviewer")]).id
        absent = key_of(leader(account("reviewer").body_id))
        form = _form(reviewer=str(account("reviewer").id), signatory=absent)
    handler = sign_in("handler")
    refused = page(handler.submit(f"/referrals/{alone}{STEP}", form, **AT), status=422)
    assert "知悉人员中还没有可以确认的另一人" in refused.text
    assert handler.submit(f"/referrals/{key}{STEP}", form, **AT).status_code == 302
    with inside():
        address = f"/confirmations/{session.scalars(sa.select(Proposal.id)).one()}"
    for outside in ("second", "signatory"):
        assert sign_in(outside).get(address).status_code == 404
        assert (
            "移交"
            not in page(sign_in(outside).get("/confirmations/")).find("//main")[0].text_content()
        )
    assert sign_in("reviewer").submit(address, {"confirm": "1"}).status_code == 302


def test_a_signatory_of_a_referral_is_told_and_so_is_of_its_circle(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nobody's name is signed behind their back: who may not see it is named in the circle first."""
    with inside():
        circle = [account("second")]
        key, form = referrals.referral(approver=None, viewers=circle).id, _form()
        named = [str(account(one).id) for one in ("second", "signatory")]
    handler, chief = sign_in("handler"), sign_in("signatory")
    refused = page(handler.submit(f"/referrals/{key}{STEP}", form, **AT), status=422)
    assert "示例signatory不是知悉人员" in refused.text
    assert refused.find(f"//input[@name='on'][@value='{form['on']}']")
    with inside():
        assert session.scalars(sa.select(Proposal)).all() == []
    sent = handler.submit(f"/referrals/{key}/viewers", {"viewers": named}, **AT)
    assert sent.status_code == 302
    assert handler.submit(f"/referrals/{key}{STEP}", form, **AT).status_code == 302
    assert "登记线下批准移交移送" in page(chief.get("/reminders/")).text


def test_an_interview_of_officers_is_approved_on_paper_by_the_section_head(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nobody reviews before the section head; no signatory is offered but the list."""
    with inside():
        key = interviews.interview(interviewees=interviews.heads(leaders=0)).id
        form = {"signatory": str(account("reviewer").id), "on": clock.today().isoformat()}
    handler = sign_in("handler")
    shown = page(handler.get(f"/interviews/{key}{STEP}"))
    assert not shown.find("//select[@name='reviewer']")
    assert handler.submit(f"/interviews/{key}{STEP}", form, **AT).status_code == 302
