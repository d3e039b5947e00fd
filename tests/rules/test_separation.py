"""What never bends (product.md §1): nobody reviews, signs or approves what they had a hand in.

One person may hold several business roles; these people hold all three.
"""

from collections.abc import Callable
from datetime import date

import pytest

from supervision.accounts import deputies
from supervision.accounts import service as accounts
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.actions import service as actions
from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.access import Permission, Principal, Role
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.signing import registering
from supervision.instruments.signing import service as signing
from supervision.instruments.wording.parts import OwnWords, Part
from supervision.referrals import service as referrals
from tests.instruments.conftest import office as office  # noqa: PLC0414  (a fixture)
from tests.make import actions as make_action
from tests.make import case_files as papers
from tests.make import handing, on_paper, people, second_person
from tests.make.offices import Office, on
from tests.support.work import Inside

EVERY_SEAT = (Role.HANDLER, Role.REVIEWER, Role.SIGNATORY)
DAY = date(2026, 2, 25)


def _all_rounder(office: Office, username: str = "all") -> User:
    return people.user(username, *EVERY_SEAT, body=session.get_one(Body, office.body_id))


def _edit(paper: Instrument, actor: Principal) -> None:
    drafting.reword(paper, OwnWords(Part.OVERVIEW, "另加一段。"), actor=actor)


def _redraft(paper: Instrument, actor: Principal) -> None:
    items = [drafting.ItemFacts(heading="另一个问题", demand="请整改。")]
    facts = drafting.PaperFacts(kind=paper.kind, unit=paper.unit, items=items)
    drafting.amend(paper, facts, actor=actor)


@pytest.mark.parametrize("change", [_edit, _redraft])
def test_whoever_changed_the_text_neither_reviews_nor_signs_it(
    inside: Inside, office: Office, change: Callable[[Instrument, Principal], None]
) -> None:
    with inside():
        _all_rounder(office)
        paper = papers.draft(office)
        with on(DAY, "all") as editor:
            change(paper, editor)
            drafting.submit(paper, actor=editor)
            with pytest.raises(Forbidden, match="拟稿人不能审核"):
                drafting.pass_review(paper, actor=editor)
        with on(DAY, "reviewer") as reviewer:
            drafting.pass_review(paper, actor=reviewer)
        with on(DAY, "all") as editor, pytest.raises(Forbidden, match="拟稿人不能审核"):
            signing.sign(paper, actor=editor)


def test_a_signature_on_paper_is_not_an_authors_either(inside: Inside, office: Office) -> None:
    with inside():
        editor = _all_rounder(office)
        paper = papers.draft(office)
        with on(DAY, "all") as actor:
            _edit(paper, actor)
        signature = on_paper.signature(paper, DAY, signatory=editor)
        with on(DAY, "handler") as handler, pytest.raises(DomainError, match="拟稿人本人"):
            registering.register_signature(paper, signature, actor=handler)


def test_handing_a_draft_over_does_not_make_its_drafter_a_stranger(
    inside: Inside, office: Office
) -> None:
    with inside():
        person = _all_rounder(office)
        with on(DAY, "all") as drafter:
            facts = referrals.ReferralFacts(
                way=referrals.Way.MECHANISM, recipient="示例市委巡察办", subject="有关问题",
                term_number=10, approver=person,
            )  # fmt: skip
            referral = referrals.draft(facts, actor=drafter)
        second = session.query(User).filter_by(username="second").one()
        with on(DAY, "reviewer") as reviewer:
            handing.hand_over(person, second, reason="轮岗", actor=reviewer)
        with on(DAY, "second") as handler:
            referrals.submit(referral, on=DAY, actor=handler)
        with on(DAY, "all") as drafter, pytest.raises(Forbidden, match="不能批准自己"):
            referrals.approve(referral, on=DAY, actor=drafter)


def test_nobody_approves_the_action_they_planned(inside: Inside, office: Office) -> None:
    with inside():
        _all_rounder(office)
        with on(DAY, "all") as planner:
            team = [
                make_action.member(make_action.supervisor(f"示例{n}", by=planner)) for n in "丙丁"
            ]
            action = actions.record(make_action.facts(team), actor=planner)
            with pytest.raises(Forbidden, match="登记人不能批准"):
                actions.approve(action, on=DAY, actor=planner)


def _stands_in(person: User, deputy: User) -> None:
    actor = principal_of(person)
    days = {"from_on": clock.today(), "until_on": clock.today()}
    deputies.appoint(person, deputy, **days, actor=actor)


def test_a_deputy_who_becomes_an_administrator_holds_no_business_role(
    inside: Inside, office: Office
) -> None:
    with inside():
        leader = session.query(User).filter_by(username="signatory").one()
        deputy = session.query(User).filter_by(username="second").one()
        _stands_in(leader, deputy)
        assert principal_of(deputy).can(Permission.INSTRUMENT_SIGN)
        asked = accounts.Rights(frozenset({Role.AUDITOR}), deputy.body)
        second_person.grant(deputy, asked, actor=people.principal("secadmin"))
        assert principal_of(deputy).roles == {Role.AUDITOR}


def test_a_deputy_of_somebody_switched_off_holds_nothing_of_theirs(
    inside: Inside, office: Office
) -> None:
    with inside():
        leader = session.query(User).filter_by(username="signatory").one()
        deputy = session.query(User).filter_by(username="second").one()
        _stands_in(leader, deputy)
        leader.active = False
        assert not principal_of(deputy).can(Permission.INSTRUMENT_SIGN)
