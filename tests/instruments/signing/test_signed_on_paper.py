"""登记线下签批 by two persons, at their own screens: who may be named, who may confirm, what is refused."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from supervision.accounts import deputies
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.signing.models import Leader
from supervision.core import clock as times
from supervision.core import pairs, pending
from supervision.core.access import Role
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.errors import Forbidden, WrongState
from supervision.core.pairs import Confirmation, Outcome, Proposal
from supervision.core.pairs.acts import KERNEL
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.signing import registering
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.wording.parts import OwnWords, Part
from supervision.reminders.models import Notice
from tests.make import case_files as papers
from tests.make import on_paper, people
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

CONFIRM = "/confirmations/"


def _draft(inside: Inside, office: Office, *, author: str = "") -> tuple[int, dict[str, object]]:
    """A draft of handler's (and `author`'s), and the form that registers its signature."""
    with inside():
        paper = papers.draft(office)
        if author:
            paper.author_ids = [*paper.author_ids, people.principal(author).user_id or 0]
        today = times.today().isoformat()
        return paper.id, {
            "signatory": people.principal("signatory").user_id, "on": today,
            "reviewer": people.principal("reviewer").user_id, "reviewed_on": today,
        }  # fmt: skip


def _registered(inside: Inside, office: Office, sign_in: SignIn) -> tuple[int, str]:
    """A paper registered by `second`; its key and the address of what waits."""
    key, form = _draft(inside, office)
    sent = sign_in("second").submit(f"/instruments/{key}/signature", form)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside():
        proposal = session.scalars(sa.select(Proposal).order_by(Proposal.id.desc())).first()
        assert proposal is not None
        return key, f"{CONFIRM}{proposal.id}"


def test_number_at_registration_delivery_only_after_a_second_person(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    key, address = _registered(inside, office, sign_in)
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.status, bool(paper.number), paper.frozen) == (S.REGISTERED, True, None)
        with pytest.raises(WrongState, match="待确认签批"):
            delivery.send(paper, actor=people.principal("handler"))
    shown = page(sign_in("handler").get(f"/instruments/{key}"))
    assert "（纸面）" in shown.text
    assert "待确认" in shown.text
    leader = sign_in("signatory")
    assert "登记线下签批" in page(leader.get("/reminders/")).text  # one line in the inbox
    assert "示例second" in page(leader.get(CONFIRM)).text
    assert leader.submit(address, {"confirm": "1"}).status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        assert paper.status is S.SIGNED
        assert paper.frozen
        trail = session.scalars(sa.select(AuditEvent.label).where(AuditEvent.root_id == key)).all()
        assert "登记线下签批：示例second提请，示例signatory确认" in trail
        notices = session.scalars(sa.select(Notice).where(Notice.root_type == "proposal")).all()
        assert notices
        assert all(one.ended_at for one in notices)
    assert "不能再办理" in page(leader.get(address)).text  # decided: nobody confirms it twice


@pytest.mark.parametrize("who", ["second", "handler"])
def test_neither_registrar_nor_drafter_confirms(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, who: str
) -> None:
    """What the page does not offer is refused when it is sent all the same."""
    key, address = _registered(inside, office, sign_in)
    visitor = sign_in(who)
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(CONFIRM + "?").text)
    sent = {"confirm": "1", "csrf_token": token.group(1) if token else ""}
    refused = page(visitor.post(address, data=sent), status=422)
    assert re.search("提请人不能|拟稿人不能", refused.text)
    with inside():
        paper, actor = session.get_one(Instrument, key), people.principal(who)
        waiting = pairs.waiting_on(paper, registering.ACT)
        assert waiting is not None
        with pytest.raises(Forbidden, match=r"提请人|拟稿人"):
            pairs.confirm(waiting, seen=pairs.edition(waiting, paper), actor=actor)
        assert paper.status is S.REGISTERED


def test_a_refusal_needs_a_reason_and_voids_the_number(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    key, address = _registered(inside, office, sign_in)
    leader = sign_in("signatory")
    page(leader.submit(address, {"refuse": "1"}), status=422)
    sent = leader.submit(address, {"refuse": "1", "reason": "本人没有签过此件"})
    assert sent.status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.status, paper.void_reason) == (S.VOID, "本人没有签过此件")
        voided = paper.number
        again = papers.draft(office)
        on_paper.sign(again, by=people.principal("handler"))
        assert voided
        assert again.number != voided  # a number that was refused is never given again


def test_after_its_record_changed_it_is_shown_anew(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    key, address = _registered(inside, office, sign_in)
    leader = sign_in("signatory")
    before = page(leader.get(address))
    seen = re.search(r'name="seen" value="(\d+)"', before.html)
    assert seen
    with inside():
        session.get_one(Instrument, key).copies_to = "示例市丁局"
    refused = page(leader.submit(address, {"confirm": "1", "seen": seen.group(1)}), status=409)
    assert "又有改动" in refused.text
    assert leader.submit(address, {"confirm": "1"}).status_code == 302


def test_expired_it_is_proposed_anew_by_whoever_proposed(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    key, address = _registered(inside, office, sign_in)
    with inside():
        waiting = session.scalars(sa.select(Proposal)).one()
        waiting.expires_at = times.now() - timedelta(minutes=1)
    assert "超过确认期限" in page(sign_in("signatory").get(address)).text
    form = {"form": "//form[contains(@action, 'renew')]"}
    assert sign_in("second").submit(address, **form).status_code == 302
    with inside():
        outcomes = session.scalars(sa.select(Proposal.outcome).order_by(Proposal.id)).all()
        assert outcomes == [Outcome.RENEWED, Outcome.WAITING]
        assert session.get_one(Instrument, key).status is S.REGISTERED


def test_the_number_of_what_waits_falls_in_the_hour_it_expires(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    """The statement of the number is kept for the day; the hour is not."""
    _registered(inside, office, sign_in)
    with inside():
        session.scalars(sa.select(Proposal)).one().expires_at = times.now() + timedelta(hours=1)
    with inside():
        before = pending.number(people.principal("signatory"))
    with time_machine.travel(times.now() + timedelta(hours=2)), inside():
        assert pending.number(people.principal("signatory")) == before - 1


def test_whose_role_ended_and_who_stands_in_for_the_registrar_do_not_confirm(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.draft(office)
        waiting = on_paper.register(paper, by=people.principal("second"))
        leader = people.principal("signatory")
        ended = replace(leader, roles=frozenset({Role.OBSERVER}))
        refusal = pairs.why_not(waiting, paper, ended)
        assert refusal is not None
        assert "权限" in refusal.message
        registrar = session.query(User).filter_by(username="second").one()
        deputy = session.query(User).filter_by(username="reviewer2").one()
        days = {"from_on": times.today(), "until_on": times.today()}
        deputies.appoint(registrar, deputy, **days, actor=principal_of(registrar))
        session.flush()
        refusal = pairs.why_not(waiting, paper, principal_of(deputy))
        assert refusal is not None
        assert "代理提请人" in refusal.message
        assert pairs.why_not(waiting, paper, people.principal("reviewer")) is None


def test_there_is_no_way_round_the_second_person(inside: Inside, office: Office) -> None:
    """No confirmation but the kernel's, and that of one paper is none for another."""
    with inside():
        one, other = papers.draft(office), papers.draft(office)
        waiting = on_paper.register(one, by=people.principal("handler"))
        on_paper.register(other, by=people.principal("handler"))
        with pytest.raises(TypeError, match="core/pairs only"):
            Confirmation(waiting, people.principal("signatory"), object())
        given = Confirmation(waiting, people.principal("signatory"), KERNEL)
        with pytest.raises(Forbidden, match="须经另一人确认"):
            registering.confirm_signature(other, given)


def test_the_form_offers_neither_drafter_nor_names_to_type(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """`周 某甲` passed when the signatory was typed: now it is a person of the body or of the list."""
    key, form = _draft(inside, office, author="signatory")
    handler = sign_in("handler")
    shown = page(handler.get(f"/instruments/{key}/signature"))
    offered = shown.find("//select[@name='signatory']/option/@value")
    assert str(form["signatory"]) not in offered
    optional = [one.text_content() for one in shown.find("//label[.//*[@class='optional']]")]
    assert [
        one for one in optional if "审核" in one
    ] == []  # asked where nobody has reviewed it here
    refused = page(handler.submit(f"/instruments/{key}/signature", form), status=422)
    assert "签发人" in refused.text
    form["reviewer"] = ""
    with inside():
        form["signatory"] = people.principal("signatory2").user_id
    refused = page(handler.submit(f"/instruments/{key}/signature", form), status=422)
    (cell,) = refused.find("//*[contains(@class, 'field')][.//select[@name='reviewer']]")
    assert "请选择" in cell.text_content()


def test_leaders_without_accounts_are_listed_by_the_administrator(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    admin = sign_in("sysadmin")
    form = {"body_id": str(office.body_id), "name": "示例 handler", "post": "副局长"}
    at = {"form": "//form[@class='form']"}
    refused = page(admin.submit("/instruments/leaders", form, **at), status=422)
    assert "有账号" in refused.text
    form["name"] = "示例局长"
    assert admin.submit("/instruments/leaders", form, **at).status_code == 302
    with inside():
        assert session.scalars(sa.select(Leader.name)).all() == ["示例局长"]
    key, _form = _draft(inside, office)
    shown = page(sign_in("handler").get(f"/instruments/{key}/signature"))
    assert "示例局长 副局长" in shown.text


def test_a_number_that_jumps_the_counter_is_confirmed_by_the_reviewer(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """And the counter follows it only then: what is signed meanwhile takes the next number."""
    key, form = _draft(inside, office)
    year = times.today().year
    with inside():
        series = session.get_one(Instrument, key).kind.series
    form["number"] = f"{series}〔{year}〕50号"
    assert sign_in("second").submit(f"/instruments/{key}/signature", form).status_code == 302
    with inside():
        waiting = session.scalars(sa.select(Proposal)).one()
        address = f"{CONFIRM}{waiting.id}"
        between = papers.draft(office)
        on_paper.sign(between, by=people.principal("handler"))
        assert between.number == f"{series}〔{year}〕1号"
    leader = sign_in("signatory")
    assert "由审核人确认" in page(leader.get(address)).text
    assert "跳号" in page(sign_in("reviewer2").get(address)).text
    assert sign_in("reviewer2").submit(address, {"confirm": "1"}).status_code == 302
    with inside():
        after = papers.draft(office)
        on_paper.sign(after, by=people.principal("handler"))
        assert after.number == f"{series}〔{year}〕51号"


def test_a_refused_jump_leaves_the_series_as_it_was(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    key, form = _draft(inside, office)
    year = times.today().year
    with inside():
        series = session.get_one(Instrument, key).kind.series
    form["number"] = f"{series}〔{year}〕50号"
    assert sign_in("second").submit(f"/instruments/{key}/signature", form).status_code == 302
    with inside():
        address = f"{CONFIRM}{session.scalars(sa.select(Proposal.id)).one()}"
    told = {"refuse": "1", "reason": "文号录错"}
    assert sign_in("reviewer2").submit(address, told).status_code == 302
    with inside():
        after = papers.draft(office)
        on_paper.sign(after, by=people.principal("handler"))
        assert after.number == f"{series}〔{year}〕1号"


def test_an_incomplete_draft_is_not_registered_and_the_place_is_said(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """What was signed on paper was never submitted here: a part that says nothing is refused all the same."""
    key, form = _draft(inside, office)
    with inside():
        paper = session.get_one(Instrument, key)
        drafting.reword(
            paper,
            OwnWords(Part.REPLY, "反馈材料的要求如下："),
            actor=people.principal("handler"),
        )
    refused = page(sign_in("second").submit(f"/instruments/{key}/signature", form), status=422)
    assert "文书还不完整" in refused.text
    assert "反馈方式" in refused.text
    assert "后面没有内容" in refused.text
    chosen = refused.find("//*[@name='signatory']//option[@selected]")
    assert [one.get("value") for one in chosen] == [str(form["signatory"])]
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.status, paper.number) == (S.DRAFT, None)
        assert session.scalar(sa.select(sa.func.count()).select_from(Proposal)) == 0
