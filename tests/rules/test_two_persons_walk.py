"""Every declared act in a section of three with one on leave, and of two: somebody can confirm it, and
nobody who may not. Each refusal of the issue: by its proposer, twice, too late, changed, without the role.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.accounts import deputies, handover, rights, service, setup
from supervision.accounts import sheets as account_sheets
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.rights import OneTime
from supervision.accounts.service import Rights
from supervision.accounts.signing.approving import PaperApproval
from supervision.accounts.signing.on_paper import PaperSignature
from supervision.actions import on_paper as actions_on_paper
from supervision.actions.models import ActionStatus
from supervision.agencies import reform
from supervision.agencies.models import Body, Unit
from supervision.api import service as api
from supervision.api.models import Reading
from supervision.calendar import local
from supervision.calendar import service as calendar
from supervision.calendar.service import DayChange
from supervision.core import clock, pairs, settings
from supervision.core.access import Principal, Role
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.core.deadlines import Mark
from supervision.core.errors import Forbidden, Overtaken, WrongState
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import read_table
from supervision.core.pairs import ACTS, Outcome, Proposal
from supervision.core.pending import DUTIES
from supervision.imports import looking as sheets_looking
from supervision.imports import service as imports
from supervision.imports.kinds import KINDS
from supervision.instruments.back_entry import looking
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.kinds import proposing
from supervision.instruments.kinds.facts import facts_of
from supervision.instruments.objecting import registering
from supervision.instruments.objecting.service import DecisionFacts
from supervision.instruments.objecting.states import Decision
from supervision.interviews import on_paper as interviews_on_paper
from supervision.interviews import people as table
from supervision.interviews import service as interviews
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import InterviewFacts
from supervision.referrals import on_paper as referrals_on_paper
from supervision.referrals import service as referrals
from supervision.referrals.service import ReferralFacts
from supervision.referrals.states import Way
from supervision.settings import guarded
from tests.instruments.conftest import office as office  # noqa: PLC0414  (a fixture)
from tests.instruments.test_back_entry import _past
from tests.instruments.test_objecting import _decision, _raise
from tests.make import actions as make_action
from tests.make import case_files as papers
from tests.make import on_paper, people, sheets, years
from tests.make.case_files import Office
from tests.support.work import Inside

SECTION = ("handler", "reviewer", "leader")
Scene = Callable[[Office], Proposal]


def _account(username: str) -> User:
    return session.scalars(sa.select(User).where(User.username == username)).one()


def _unit(office: Office) -> Unit:
    """A unit of its own for each act on units."""
    name = f"示例市{session.scalar(sa.select(sa.func.count(Unit.id)))}号局"
    return people.unit(name, by=people.principal("handler"))


def _rights(office: Office) -> Rights:
    body = session.get_one(Body, office.body_id)
    return Rights(frozenset({Role.HANDLER, Role.REVIEWER}), body)


def _entry(office: Office) -> Proposal:
    past = _past(office, number="示司监意〔2023〕21号")
    paper = looking.ask(past, actor=people.principal("handler"))
    return _waiting(paper, looking.ENTER)


def _correction(office: Office) -> Proposal:
    handler = people.principal("handler")
    paper = back_entry.enter(_past(office, number="示司监意〔2023〕22号"), actor=handler)
    session.commit()  # what was entered stands before it is corrected
    past = _past(office, number="示司监意〔2023〕23号")
    looking.ask_correction(paper, past, reason="文号录错", actor=handler)
    return _waiting(paper, looking.CORRECT)


def _waiting(subject: object, act: str) -> Proposal:
    found = pairs.waiting_on(subject, act)
    assert found is not None
    return found


def _review(office: Office) -> Proposal:
    facts = DecisionFacts(Decision.UPHELD, "维持。", reviewers="示例生人")
    objection = _raise(_decision(office))
    return registering.ask(objection, facts, actor=people.principal("handler"))


def _sheet(_office: Office) -> Proposal:
    handler, content = people.principal("handler"), sheets.xlsx(years.PAPERS)
    stored = save_bytes("台账.xlsx", XLSX, content, actor=handler)
    table = read_table("台账.xlsx", content)
    batch = imports.check(KINDS["papers"], stored, table, actor=handler)
    assert batch.faults == 0, batch.report["marks"]
    return sheets_looking.ask(batch, actor=handler)


def _merge(office: Office) -> Proposal:
    heir, handler = session.get_one(Unit, office.unit_id), people.principal("handler")
    return reform.ask_merge(
        _unit(office), heir, on=clock.today(), with_officers=True, actor=handler
    )


def _rename(office: Office) -> Proposal:
    handler = people.principal("handler")
    return reform.ask_rename(_unit(office), "示例市更名局", on=clock.today(), actor=handler)


def _reinstate(office: Office) -> Proposal:
    unit = _unit(office)
    unit.ended_on = clock.today()
    session.flush()
    return reform.ask_reinstate(unit, reason="登记有误", actor=people.principal("handler"))


def _token(office: Office) -> Proposal:
    body = session.get_one(Body, office.body_id)
    return api.ask(
        "省平台", body=body, readings=[Reading.UNITS], expires_on=clock.today(), actor=_security()
    )


def _security() -> Principal:
    """Who manages rights here: the 安全管理员, or who is 系统管理员 too."""
    both = session.scalars(sa.select(User).where(User.username == "both")).one_or_none()
    return principal_of(both) if both else people.principal("secadmin")


def _system() -> Principal:
    both = session.scalars(sa.select(User).where(User.username == "both")).one_or_none()
    return principal_of(both) if both else people.principal("sysadmin")


def _off(_office: Office) -> Proposal:
    for username in ("auditor1", "auditor2"):
        people.user(username, Role.AUDITOR)
    return rights.propose_off(_account("auditor1"), actor=_security())


def _on(_office: Office) -> Proposal:
    gone = people.user("gone", Role.AUDITOR)
    gone.active = False
    session.flush()
    return rights.propose_on(gone, actor=_security())


def _people(office: Office) -> Proposal:
    """Somebody of a unit, as a sheet names them."""
    body, unit = session.get_one(Body, office.body_id), session.get_one(Unit, office.unit_id)
    new = service.open_account(
        "of.a.sheet",
        service.Particulars("示例新人"),
        password_hash="-",
        alone=False,
        actor=_system(),
    )
    opened = [account_sheets.Opened(new, unit, Role.LIAISON)]
    return account_sheets.propose(body, opened, actor=_system())


def _leaving(office: Office) -> Proposal:
    """Somebody leaves; whoever is head asks, the successor or another head takes it over."""
    heads = session.scalars(sa.select(User).where(User.username == "sole")).one_or_none()
    head = principal_of(heads) if heads else people.principal("reviewer")
    return handover.ask(_account("second"), _account("handler"), reason="调离", actor=head)


def _words(office: Office) -> Proposal:
    kind = papers.kind(office, "opinion")
    facts = replace(facts_of(kind), term_number=45)
    return proposing.propose(kind, facts, actor=people.principal("reviewer2"))


def _calendar(_office: Office) -> Proposal:
    day = DayChange(date(2026, 3, 4), date(2026, 3, 4), Mark.REST, "示例纪念日", "示例通知")
    row = calendar.propose_days(day, actor=_system())
    return _waiting(row, calendar.ACT)


def _own_days(office: Office) -> Proposal:
    body = session.get_one(Body, office.body_id)
    day = date(2026, 4, 21)
    facts = local.LocalFacts(day, day, Mark.REST, "示例节", "示例通知")
    return _waiting(local.propose(body, facts, actor=_system()), local.ACT)


def _signed(record: Any, approval: PaperApproval) -> Proposal:
    """Approved on paper by a leader of the list."""
    leader, reviewer = on_paper.leader(record.body_id), _account("reviewer2")
    signature = PaperSignature(leader, clock.today(), reviewer, clock.today())
    approval.register(record, signature=signature, actor=people.principal("handler"))
    return _waiting(record, approval.act)


def _action(office: Office) -> Proposal:
    handler, units = people.principal("handler"), [session.get_one(Unit, office.unit_id)]
    preparing = ActionStatus.PREPARING
    made = make_action.action(preparing, by=handler, leader=handler, units=units)
    return _signed(made, actions_on_paper.APPROVAL)


def _planned(office: Office) -> Interview:
    """A 部门负责人 of the unit is to be interviewed."""
    handler, today = people.principal("handler"), clock.today()
    head = IntervieweeFacts("示例负责人", session.get_one(Unit, office.unit_id), in_leadership=True)
    bench = {one.name: one for one in table.supervisors(office.body_id, today)}
    seats = [bench[f"示例{one}"] for one in ("handler", "second", "reviewer")]
    facts = InterviewFacts("示例事由", today, [head], seats[:2], seats[2])
    return interviews.plan(facts, actor=handler)


def _interview(office: Office) -> Proposal:
    return _signed(_planned(office), interviews_on_paper.APPROVAL)


def _referral(_office: Office) -> Proposal:
    circle = [_account(one) for one in ("second", "reviewer", "leader")]
    sole = session.scalars(sa.select(User).where(User.username == "sole")).all()
    facts = ReferralFacts(
        Way.MECHANISM, "示例市委巡察办", "示例事由", viewers=[*circle, *sole], term_number=10
    )
    made = referrals.draft(facts, actor=people.principal("handler"))
    return _signed(made, referrals_on_paper.APPROVAL)


SCENES: dict[str, Scene] = {
    "action.approval": _action,
    "interview.approval": _interview,
    "referral.approval": _referral,
    "kind.words": _words,
    "calendar.version": _calendar,
    "calendar.local": _own_days,
    "work.handover": _leaving,
    "instrument.signature": lambda office: on_paper.register(
        papers.draft(office), by=people.principal("handler")
    ),
    "instrument.back_entry": _entry,
    "instrument.correction": _correction,
    "objection.decision": _review,
    "import.past_sheet": _sheet,
    "unit.merge": _merge,
    "unit.rename": _rename,
    "unit.reinstate": _reinstate,
    "api.token": _token,
    "settings.access": lambda _office: guarded.ask(
        "superior_reads_records", value=True, actor=_system()
    ),
    "account.roles": lambda office: rights.propose_roles(
        _account("handler"), _rights(office), actor=_security()
    ),
    "account.reset": lambda _office: rights.propose_reset(
        _account("leader"), OneTime("-", "-"), actor=_security()
    ),
    "account.off": _off,
    "account.on": _on,
    "account.sheet": _people,
}


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
    person, other = _account(username), _account(deputy)
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


@pytest.mark.parametrize("act", SCENES)
def test_an_act_in_a_section_of_three_with_one_on_leave_and_what_is_refused(
    inside: Inside, office: Office, act: str
) -> None:
    with inside():
        _set_up()
        waiting = SCENES[act](office)
        _left(SECTION)
        administrators = ("secadmin", "sysadmin")
        for absent, deputy in (("reviewer", "leader"), ("leader", "reviewer")):
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
