"""Every declared act in a section of three with one on leave, and of two: somebody can confirm it, and
nobody who may not. Each refusal of the issue: by its proposer, twice, too late, changed, without the role.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.accounts import deputies, setup
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.actions import models as actions
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body
from supervision.clues import models as clues
from supervision.clues.models import Clue
from supervision.core import clock, pairs, settings
from supervision.core.access import Principal, Role
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.core.errors import Forbidden, Overtaken, WrongState
from supervision.core.pairs import ACTS, Outcome, Proposal
from supervision.core.pending import DUTIES
from supervision.instruments import flow as papers_flow
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import flow as objections
from supervision.instruments.objecting.models import Objection
from supervision.interviews import models as interviews
from supervision.interviews.models import Interview
from supervision.referrals import models as referrals
from supervision.referrals.models import Referral
from tests.instruments.conftest import office as office  # noqa: PLC0414  (a fixture)
from tests.make import people
from tests.make.offices import Office
from tests.rules.two_person_scenes import SCENES, account
from tests.support.share import share
from tests.support.work import Inside

SECTION = ("handler", "reviewer", "signatory")


def _set_up() -> None:
    """Two administrators have signed in: nobody acts alone any more."""
    session.add(settings.Setting(key=setup.OVER, value={"value": True}, created_by_id=None))
    session.flush()


def _left(usernames: tuple[str, ...]) -> None:
    """Only these people of the bureau are in office."""
    for user in session.scalars(sa.select(User).where(User.body_id.is_not(None))):
        user.active = user.username in usernames
    session.flush()


@contextmanager
def _away(username: str, deputy: str) -> Iterator[None]:
    """On leave today; the deputy holds the role."""
    person, other = account(username), account(deputy)
    today = clock.today()
    row = deputies.appoint(person, other, from_on=today, until_on=today, actor=principal_of(person))
    yield
    deputies.end(row, actor=principal_of(person))
    session.expire(other, ["standing_in"])


def _in_the_queue(me: Principal) -> set[int]:
    """The proposals in somebody's 待办, as the store is asked for them."""
    duties = [one for one in DUTIES.parts() if one.title == "待我确认"]
    rows = [part for duty in duties for part in duty.rows(me)]
    return {row.page_id for part in rows for row in session.execute(part)}


def _confirmers(waiting: Proposal, usernames: tuple[str, ...]) -> list[Principal]:
    subject = pairs.subject_of(waiting)
    found = [people.principal(one) for one in usernames]
    for one in found:
        told = {proposal.id for proposal, *_ in pairs.waiting_for(one)}
        assert _in_the_queue(one) == told, f"待办 of {one.name} is what {one.name} may confirm"
    return [one for one in found if pairs.why_not(waiting, subject, one) is None]


def test_every_declared_act_is_walked(office: Office, inside: Inside) -> None:
    with inside():
        assert set(ACTS.whole()) == set(SCENES)


@pytest.mark.parametrize("act", share(list(SCENES), len(SCENES) // 3))
def test_an_act_in_a_section_of_three_with_one_on_leave_and_what_is_refused(
    inside: Inside, office: Office, act: str
) -> None:
    with inside():
        _set_up()
        waiting = SCENES[act](office)
        _left(SECTION)
        administrators = ("secadmin", "sysadmin")
        for absent, deputy in (("reviewer", "signatory"), ("signatory", "reviewer")):
            present = (*(one for one in SECTION if one != absent), *administrators)
            with _away(absent, deputy):
                able = _confirmers(waiting, present)
                assert able, f"{act}: nobody while {absent} is on leave"
                assert waiting.proposed_by_id not in {one.user_id for one in able}
        confirmer = _confirmers(waiting, (*SECTION, *administrators))[0]
        _refusals(waiting, confirmer)
        _confirmed(waiting, confirmer)


def _refusals(waiting: Proposal, confirmer: Principal) -> None:
    subject = pairs.subject_of(waiting)
    proposer = principal_of(session.get_one(User, waiting.proposed_by_id))
    everything = replace(proposer, roles=proposer.roles | confirmer.roles)
    assert isinstance(pairs.why_not(waiting, subject, everything), Forbidden), "by its proposer"
    deputy = replace(confirmer, stands_in_ids=(waiting.proposed_by_id,))
    assert isinstance(pairs.why_not(waiting, subject, deputy), Forbidden), "in the proposer's place"
    ended = replace(confirmer, roles=frozenset({Role.OBSERVER}))
    assert isinstance(pairs.why_not(waiting, subject, ended), Forbidden), "whose role ended"
    kept, waiting.expires_at = waiting.expires_at, clock.now() - timedelta(minutes=1)
    assert isinstance(pairs.why_not(waiting, subject, confirmer), WrongState), "after its time"
    waiting.expires_at = kept
    with pytest.raises(Overtaken):
        pairs.confirm(waiting, seen="something else", actor=confirmer)
    assert waiting.outcome is Outcome.WAITING


def _confirmed(waiting: Proposal, confirmer: Principal) -> None:
    subject: Any = pairs.subject_of(waiting)
    with acting(confirmer):
        ready, seen = pairs.prepared(waiting.id), pairs.edition(waiting, subject)
        pairs.confirm(waiting, seen=seen, actor=confirmer, ready=ready)
        assert waiting.outcome is Outcome.CONFIRMED
        with pytest.raises(WrongState):
            pairs.confirm(waiting, seen=pairs.edition(waiting, subject), actor=confirmer)


# Steps that a person may take while it waits and that leave it to be confirmed, and why.
STAYS = {
    "action.suspension": {"feed_back": "it may still be suspended"},
    "action.cancellation": {"approve": "it may still be cancelled"},
    "referral.approval": {"submit": "the leader may then approve it here, or not"},
    "instrument.signature": {},
    "instrument.back_entry": {
        "discard": "not of 补录", "submit": "not of 补录", "register_signature": "not of 补录",
    },
    "instrument.days": dict.fromkeys(
        ("reply", "confirm_reply", "register_reply", "hand_back", "register_hand_back", "terminate",
         "carry_on", "finish"), "the day may still be put right",
    ),
}  # fmt: skip
FLOWS = {Clue: clues.FLOW, Interview: interviews.FLOW, Referral: referrals.FLOW,
         SupervisionAction: actions.FLOW, Instrument: papers_flow.FLOW,
         Objection: objections.OBJECTION_FLOW}  # fmt: skip


def test_no_step_leaves_a_proposal_behind_that_nobody_can_confirm(
    inside: Inside, office: Office
) -> None:
    """Whatever leads a record out of the state in which something waits ends it, unless the act itself does it."""
    with inside():
        for name, scene in SCENES.items():
            waiting = scene(office)
            record: Any = pairs.subject_of(waiting)
            flow = FLOWS.get(type(record))
            if flow is None:
                continue
            act = ACTS.whole()[name]
            leads_away = {
                step.name for step in flow.transitions.values()
                if record.status in step.sources and not step.hidden
                and step.leads_to(record.status) is not record.status
            }  # fmt: skip
            left = leads_away - set(act.ended_by) - set(STAYS.get(name, ()))
            assert not left, f"{name} would be left behind by {left}"
            unknown = set(act.ended_by) - {*flow.transitions, "lapse"}
            assert not unknown, f"{name}: {unknown} are no steps"


def test_every_act_with_two_people_left(inside: Inside, office: Office) -> None:
    """One registers, the other reviews and signs; one administrator is two of the three."""
    with inside():
        _set_up()
        settings.put("join_admins", value=True)
        people.user("both", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
        body = session.get_one(Body, office.body_id)
        people.user("sole", Role.REVIEWER, Role.SIGNATORY, body=body)
        proposals = {act: scene(office) for act, scene in SCENES.items()}
        _left(("handler", "sole"))
        left = ("handler", "sole")
        stuck = [act for act, one in proposals.items() if not _confirmers(one, left)]
        assert stuck == [], stuck
