"""For each act of two persons the moment after the first one asked, by somebody who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from supervision.accounts import handover, rights, service
from supervision.accounts import sheets as account_sheets
from supervision.accounts.matters import Holder
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.rights import OneTime
from supervision.accounts.service import Rights
from supervision.agencies import reform
from supervision.agencies.models import Body, Unit
from supervision.api import service as api
from supervision.api.models import Reading
from supervision.calendar import local
from supervision.calendar import service as calendar
from supervision.calendar.service import DayChange
from supervision.core import clock
from supervision.core.access import Principal, Role
from supervision.core.db import session
from supervision.core.deadlines import Mark
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import read_table
from supervision.core.pairs import Proposal
from supervision.imports import looking as sheets_looking
from supervision.imports import service as imports
from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch
from supervision.instruments.back_entry import looking
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.extending import registering as extensions
from supervision.instruments.extending.service import PaperDecision
from supervision.instruments.kinds import proposing
from supervision.instruments.kinds.facts import facts_of
from supervision.instruments.objecting import registering
from supervision.instruments.objecting.service import DecisionFacts
from supervision.instruments.objecting.states import Decision
from supervision.instruments.redating import asking as redating
from supervision.interviews import history as interviews_history
from supervision.interviews import looking as interviews_looking
from supervision.interviews import on_paper as interviews_on_paper
from supervision.interviews import people as table
from supervision.interviews import service as interviews
from supervision.interviews.history import Past as PastInterview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import InterviewFacts, Record
from supervision.referrals import history as referrals_history
from supervision.referrals import looking as referrals_looking
from supervision.referrals import on_paper as referrals_on_paper
from supervision.referrals import service as referrals
from supervision.referrals.history import Past as PastReferral
from supervision.referrals.service import ReferralFacts
from supervision.referrals.states import Way
from supervision.settings import guarded
from tests.instruments.back_entry.test_back_entry import _past
from tests.instruments.extending.test_decided_on_paper import forwarded
from tests.instruments.objecting.test_objecting import _decision, _raise
from tests.make import case_files as papers
from tests.make import on_paper, people, second_person, sheets, years
from tests.make.offices import Office
from tests.make.problems import picture
from tests.rules import action_scenes, returned_scenes
from tests.rules.action_scenes import signed
from tests.rules.past_scenes import past_clue, past_problem, waiting

Scene = Callable[[Office], Proposal]


def account(username: str) -> User:
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
    return waiting(paper, looking.ENTER)


def _correction(office: Office) -> Proposal:
    handler = people.principal("handler")
    paper = back_entry.enter(_past(office, number="示司监意〔2023〕22号"), actor=handler)
    session.commit()  # what was entered stands before it is corrected
    past = _past(office, number="示司监意〔2023〕23号")
    looking.ask_correction(paper, past, reason="文号录错", actor=handler)
    return waiting(paper, looking.CORRECT)


def _redated(office: Office) -> Proposal:
    """Delivered on 2 March by what was registered; the receipt says the 3rd."""
    paper = papers.delivered(office)
    handler = people.principal("handler")
    correction = redating.sought(paper, "delivery", 0, actor=handler)
    day = {"received_on": date(2026, 3, 3)}
    return redating.ask(paper, correction, day, reason="日期录错", actor=handler)


def _review(office: Office) -> Proposal:
    facts = DecisionFacts(Decision.UPHELD, "维持。", reviewers="示例生人")
    objection = _raise(_decision(office))
    return registering.ask(objection, facts, actor=people.principal("handler"))


def _extension(office: Office) -> Proposal:
    """Granted once before: the second one was passed on to the leader, who decided on paper."""
    facts = PaperDecision("示例signatory", clock.today(), date(2026, 4, 30), scans=(picture(),))
    return extensions.ask(forwarded(office), facts, actor=people.principal("handler"))


def _sheet(_office: Office) -> Proposal:
    return sheets_looking.ask(_checked_sheet(), actor=people.principal("handler"))


def _sheet_back(_office: Office) -> Proposal:
    """Applied with the reviewer's look; one of them wants it undone."""
    batch = _checked_sheet()
    second_person.confirm(sheets_looking.ask(batch, actor=people.principal("handler")), batch)
    return sheets_looking.ask_undo(batch, actor=people.principal("handler"))


def _checked_sheet() -> ImportBatch:
    handler, content = people.principal("handler"), sheets.xlsx(years.PAPERS)
    stored = save_bytes("台账.xlsx", XLSX, content, actor=handler)
    table = read_table("台账.xlsx", content)
    batch = imports.check(KINDS["papers"], stored, table, actor=handler)
    assert batch.faults == 0, batch.report["marks"]
    return batch


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
    return rights.propose_off(account("auditor1"), actor=_security())


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
    leaver = Holder(account("second"), head.body_id or 0)
    return handover.ask(leaver, account("handler"), reason="调离", actor=head)


def _words(office: Office) -> Proposal:
    kind = papers.kind(office, "opinion")
    facts = replace(facts_of(kind), term_number=45)
    return proposing.propose(kind, facts, actor=people.principal("reviewer2"))


def _calendar(_office: Office) -> Proposal:
    day = DayChange(date(2026, 3, 4), date(2026, 3, 4), Mark.REST, "示例纪念日", "示例通知")
    row = calendar.propose_days(day, actor=_system())
    return waiting(row, calendar.ACT)


def _own_days(office: Office) -> Proposal:
    body = session.get_one(Body, office.body_id)
    day = date(2026, 4, 21)
    facts = local.LocalFacts(day, day, Mark.REST, "示例节", "示例通知")
    return waiting(local.propose(body, facts, actor=_system()), local.ACT)


def _planning(office: Office) -> InterviewFacts:
    """A 部门负责人 of the unit is to be interviewed."""
    today = clock.today()
    head = IntervieweeFacts("示例负责人", session.get_one(Unit, office.unit_id), in_leadership=True)
    bench = {one.name: one for one in table.supervisors(office.body_id, today)}
    seats = [bench[f"示例{one}"] for one in ("handler", "second", "reviewer")]
    return InterviewFacts("示例事由", today, [head], seats[:2], seats[2])


def _interview(office: Office) -> Proposal:
    made = interviews.plan(_planning(office), actor=people.principal("handler"))
    return signed(made, interviews_on_paper.APPROVAL)


def _referring() -> ReferralFacts:
    circle = [account(one) for one in ("second", "reviewer", "signatory")]
    sole = session.scalars(sa.select(User).where(User.username == "sole")).all()
    return ReferralFacts(
        Way.MECHANISM, "示例市委巡察办", "示例事由", viewers=[*circle, *sole], term_number=10
    )


def _referral(_office: Office) -> Proposal:
    made = referrals.draft(_referring(), actor=people.principal("handler"))
    return signed(made, referrals_on_paper.APPROVAL)


def _past_interview(office: Office, *, corrected: bool = False) -> Proposal:
    handler, facts = people.principal("handler"), _planning(office)
    past = PastInterview(clock.today(), Record("要点。"))
    if not corrected:
        made = interviews_looking.ENTRY.ask(facts, past, actor=handler)
        return waiting(made, "interview.back_entry")
    made = interviews_history.back_enter(facts, past, actor=handler)
    session.commit()
    interviews_looking.ENTRY.ask_correction(made, facts, past, reason="录错", actor=handler)
    return waiting(made, "interview.correction")


def _past_referral(_office: Office, *, corrected: bool = False) -> Proposal:
    handler, facts = people.principal("handler"), _referring()
    past = PastReferral(clock.today())
    if not corrected:
        made = referrals_looking.ENTRY.ask(facts, past, actor=handler)
        return waiting(made, "referral.back_entry")
    made = referrals_history.back_enter(facts, past, actor=handler)
    session.commit()
    referrals_looking.ENTRY.ask_correction(made, facts, past, reason="录错", actor=handler)
    return waiting(made, "referral.correction")


SCENES: dict[str, Scene] = {
    "clue.back_entry": past_clue,
    "clue.correction": lambda office: past_clue(office, corrected=True),
    "interview.back_entry": _past_interview,
    "interview.correction": lambda office: _past_interview(office, corrected=True),
    "problem.correction": past_problem,
    "referral.back_entry": _past_referral,
    "referral.correction": lambda office: _past_referral(office, corrected=True),
    "action.approval": action_scenes.approved,
    **action_scenes.HALTED,
    "interview.approval": _interview,
    "referral.approval": _referral,
    "referral.return": lambda _office: returned_scenes.referral(
        replace(_referring(), approver=account("signatory"))
    ),
    "kind.words": _words,
    "calendar.version": _calendar,
    "calendar.local": _own_days,
    "work.handover": _leaving,
    "instrument.return": returned_scenes.paper,
    "instrument.signature": lambda office: on_paper.register(
        papers.draft(office), by=people.principal("handler")
    ),
    "instrument.back_entry": _entry,
    "instrument.correction": _correction,
    "instrument.days": _redated,
    "objection.decision": _review,
    "extension.decision": _extension,
    "import.past_sheet": _sheet,
    "import.undo_sheet": _sheet_back,
    "unit.merge": _merge,
    "unit.rename": _rename,
    "unit.reinstate": _reinstate,
    "api.token": _token,
    "settings.access": lambda _office: guarded.ask(
        "superior_reads_records", value=True, actor=_system()
    ),
    "account.roles": lambda office: rights.propose_roles(
        account("handler"), _rights(office), actor=_security()
    ),
    "account.reset": lambda _office: rights.propose_reset(
        account("signatory"), OneTime("-", "-"), actor=_security()
    ),
    "account.off": _off,
    "account.on": _on,
    "account.sheet": _people,
}
