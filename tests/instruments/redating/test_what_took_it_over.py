"""What took the day of a delivery over – its clue, interview, referral, the paper it revoked – follows when
the day is corrected; nothing is corrected past what happened since."""

import datetime as dt

import pytest
import sqlalchemy as sa

from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus
from supervision.core import pairs
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind
from supervision.core.errors import DomainError
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach, attachments_of, save_bytes
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.redating import asking
from supervision.instruments.revoking import service as revoking
from supervision.instruments.states import DeliveryMethod, Nature
from supervision.interviews import notices
from supervision.interviews import service as interviews
from supervision.interviews.models import Interview
from supervision.interviews.service import Record
from supervision.interviews.states import InterviewStatus
from supervision.referrals import letters
from supervision.referrals import service as referrals
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus
from supervision.reminders.models import Notice, NoticeKind
from tests.make import case_files as papers
from tests.make import clues as make_clues
from tests.make import interviews as make_interviews
from tests.make import on_paper, people, second_person
from tests.make import referrals as make_referrals
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.work import Inside

SIGNED, WRONG, RIGHT = dt.date(2026, 3, 2), dt.date(2026, 3, 3), dt.date(2026, 3, 13)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-02 09:00")


def _deliver(paper: Instrument, clock: Clock) -> None:
    """Signed on 2 March and registered as delivered on the 3rd; today is the 20th."""
    handler = people.principal("handler")
    on_paper.sign(paper, by=handler)
    clock("2026-03-20 09:00")
    facts = delivery.DeliveryFacts(DeliveryMethod.DIRECT, WRONG, recipient="示例收件人")
    delivery.register_delivery(paper, facts, actor=handler)
    session.flush()


def _ask(paper: Instrument) -> pairs.Proposal:
    handler = people.principal("handler")
    found = asking.sought(paper, "delivery", 0, actor=handler)
    return asking.ask(paper, found, {"received_on": RIGHT}, reason="日期录错", actor=handler)


def _correct(paper: Instrument) -> None:
    second_person.confirm(_ask(paper), paper)
    session.flush()


def test_a_clue_was_passed_on_on_the_right_day(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        clue = make_clues.clue(ClueStatus.CHECKING)
        kind = papers.kind(office, "transfer_letter")
        facts = drafting.PaperFacts(
            kind=kind, unit=clue.unit, clue_id=clue.id,
            items=[drafting.ItemFacts(demand="请核查。", nature=Nature.MATTER)],
        )  # fmt: skip
        letter = drafting.draft(facts, actor=people.principal("handler"))
        _deliver(letter, clock)
        assert clue.passed_on_on == WRONG
        _correct(letter)
        assert session.scalars(sa.select(Clue)).one().passed_on_on == RIGHT


def test_a_clue_that_ended_before_was_not_passed_on_after(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        clue = make_clues.clue(ClueStatus.CHECKING)
        kind = papers.kind(office, "transfer_letter")
        facts = drafting.PaperFacts(
            kind=kind, unit=clue.unit, clue_id=clue.id,
            items=[drafting.ItemFacts(demand="请核查。", nature=Nature.MATTER)],
        )  # fmt: skip
        letter = drafting.draft(facts, actor=people.principal("handler"))
        _deliver(letter, clock)
        clue.closed_on = dt.date(2026, 3, 12)
        with pytest.raises(DomainError, match="不得晚于线索办结的2026年3月12日"):
            _ask(letter)


def test_an_interview_was_announced_on_the_right_day(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        made = make_interviews.interview(
            InterviewStatus.APPROVED, interviewees=make_interviews.heads(1, 0),
            planned_on=dt.date(2026, 3, 16),
        )  # fmt: skip
        [notice] = notices.draft(made, actor=people.principal("handler"))
        _deliver(notice, clock)
        assert made.notified_on == WRONG
        _correct(notice)
        assert session.scalars(sa.select(Interview)).one().notified_on == RIGHT


def test_nobody_was_interviewed_before_the_notice(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        made = make_interviews.interview(
            InterviewStatus.APPROVED, interviewees=make_interviews.heads(1, 0),
            planned_on=dt.date(2026, 3, 10),
        )  # fmt: skip
        [notice] = notices.draft(made, actor=people.principal("handler"))
        _deliver(notice, clock)
        held = dt.date(2026, 3, 10)
        interviews.hold(made, Record("要点。"), on=held, actor=people.principal("handler"))
        with pytest.raises(DomainError, match="不得晚于约谈实施的2026年3月10日"):
            _ask(notice)


def _sent(office: Office, clock: Clock) -> tuple[Referral, Instrument]:
    """Known to its handler, the leader and the section head."""
    handler = people.principal("handler")
    known, over = [make_referrals.account("reviewer")], [papers.problem(office)]
    made = make_referrals.referral(ReferralStatus.REVIEWING, viewers=known, problems=over)
    letter = letters.draft(made, actor=handler)
    _deliver(letter, clock)
    assert made.sent_on == WRONG
    return made, letter


def test_a_referral_is_to_be_answered_from_the_right_day_on(
    inside: Inside, office: Office, clock: Clock
) -> None:
    """10个工作日 from Friday the 13th end on Friday, 27 March. Nobody else is told, nor may confirm."""
    with inside():
        made, letter = _sent(office, clock)
        waiting = _ask(letter)
        told = sa.select(Notice.user_id).where(
            Notice.kind == NoticeKind.PROPOSAL, Notice.ended_at.is_(None)
        )
        named = {make_referrals.account(one).id for one in ("reviewer", "signatory")}
        assert set(session.scalars(told)) <= named
        second_person.confirm(waiting, letter)
        session.flush()
        assert made.sent_on == RIGHT
        term = session.scalars(sa.select(DueDate).where(DueDate.kind == DueKind.REFERRAL)).one()
        assert (str(term.start), str(term.due)) == ("2026-03-13", "2026-03-27")


def test_a_referral_was_not_received_before_it_was_sent(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        made, letter = _sent(office, clock)
        referrals.receive(made, on=dt.date(2026, 3, 9), actor=people.principal("handler"))
        with pytest.raises(DomainError, match="接收的2026年3月9日"):
            _ask(letter)


def test_what_was_revoked_ended_on_the_right_day(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        named = papers.delivered(office)
        revocation = revoking.draft_revocation(
            named, reason="事实有误", actor=people.principal("handler")
        )
        _deliver(revocation, clock)
        _correct(revocation)
        terms = sa.select(DueDate).where(
            DueDate.owner_id == named.id, DueDate.kind == DueKind.REPLY
        )
        assert session.scalars(terms).one().closed_on == RIGHT
        found = asking.sought(named, "delivery", 0, actor=people.principal("handler"))
        with pytest.raises(DomainError, match="送达的2026年3月13日"):
            found.check({**found.stands, "received_on": dt.date(2026, 3, 16)})


def test_the_receipt_is_of_the_right_day(inside: Inside, office: Office, clock: Clock) -> None:
    with inside():
        handler = people.principal("handler")
        paper = papers.delivered(office, day=WRONG)
        scan = save_bytes("回证.pdf", "application/pdf", b"%PDF-", actor=handler)
        attach(scan, paper.deliveries[0], actor=handler, purpose=Purpose.RECEIPT, event_date=WRONG)
        session.flush()
        clock("2026-03-20 09:00")
        _correct(paper)
        assert [one.event_date for one in attachments_of(paper.deliveries[0])] == [RIGHT]
        assert paper.deliveries[0].sent_on == RIGHT
