"""Everything with a date is in the ladder: begun by its own service, reminded of, ended by its service."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.actions import halting
from supervision.agencies.models import Unit
from supervision.clues import service as clues
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.duedates import DueDate, DueKind, DueState, current_calendar, of_owner
from supervision.core.files.store import save_bytes
from supervision.instruments.delivering import service as delivery
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.replying import service as replying
from supervision.instruments.signing import scans
from supervision.instruments.states import KindPurpose
from supervision.instruments.verifying import service as verifying
from supervision.interviews import notices
from supervision.interviews import service as interviews
from supervision.referrals import service as referrals
from supervision.referrals.states import ReferralStatus
from supervision.reminders.models import Notice
from supervision.reminders.sweep import sweep
from supervision.roster import service as roster
from supervision.roster.models import Pool
from tests.make import actions as make_action
from tests.make import case_files as papers
from tests.make import clues as make_clue
from tests.make import interviews as make_interview
from tests.make import on_paper, people
from tests.make import referrals as make_referral
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.work import Inside

TODAY = date(2026, 3, 20)
End = Callable[[], Any]
Made = tuple[Any, End]


@pytest.fixture
def place(inside: Inside) -> Office:
    """The office of the papers, with those whom interviews and referrals want besides."""
    with inside():
        return papers.office()


def _reply(place: Office) -> Made:
    paper = papers.delivered(place, day=TODAY)
    return paper, lambda: papers.answer(paper, day=TODAY + timedelta(days=1))


def _supplement(place: Office) -> Made:
    paper = papers.replied(place, day=TODAY)
    with on(TODAY, "handler") as handler:
        verifying.return_reply(paper, reason="佐证不足", term=Term(5), actor=handler)

    def answer() -> None:
        with on(TODAY + timedelta(days=1), "liaison") as liaison:
            for item in paper.items:
                replying.answer(item, "已补充。", actor=liaison)
            replying.send(paper, actor=liaison)

    return paper, answer


def _plan(place: Office) -> Made:
    paper = papers.delivered(place, day=TODAY)
    item = paper.items[0]
    with on(TODAY, "liaison") as liaison:
        facts = replying.PlanFacts("修订制度", "示例责任人", TODAY + timedelta(days=5))
        replying.save_plan(item, facts, actor=liaison)

    def answer() -> None:
        with on(TODAY + timedelta(days=1), "liaison") as liaison:
            replying.answer(item, "已修订。", actor=liaison)

    return item, answer


def _receipt(place: Office) -> Made:
    paper = papers.signed(place)
    with on(TODAY, "handler") as handler:
        delivery.send(paper, actor=handler)

    def sign_for() -> None:
        with on(TODAY + timedelta(days=1), "liaison") as liaison:
            delivery.receive(paper, actor=liaison)

    return paper, sign_for


def _objection(place: Office) -> Made:
    paper = papers.delivered(place, "decision", day=TODAY, over=[papers.problem(place)])
    with on(TODAY, "liaison") as liaison:
        objection = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
    return objection, lambda: objecting.withdraw(objection, actor=people.principal("liaison"))


def _clue(_place: Office) -> Made:
    clue = make_clue.clue()
    actor = people.principal("reviewer")
    return clue, lambda: clues.decline(clue, on=TODAY, reason="不属监督范围", actor=actor)


def _promise(_place: Office) -> Made:
    held = make_interview.interview(make_interview.S.TRACKING)
    actor = people.principal("handler")
    return held, lambda: interviews.close(held, on=TODAY, result="已整改", actor=actor)


def _referral(_place: Office) -> Made:
    sent = make_referral.referral(ReferralStatus.RECEIVED)
    answer = referrals.Answer("已处理")
    actor = people.principal("handler")
    return sent, lambda: referrals.answer(sent, answer, on=TODAY, actor=actor)


def _entry(pool: Pool, **until: date) -> Made:
    actor = people.principal("handler")
    number = "监1" if pool is Pool.SUPERVISOR else ""
    facts = roster.RosterFacts("示例员", date(2024, 1, 1), certificate_no=number, **until)  # type: ignore[arg-type]
    entry = roster.enter(pool, facts, actor=actor)
    return entry, lambda: roster.leave(entry, on=TODAY, reason="调离", actor=actor)


def _certificate(_place: Office) -> Made:
    return _entry(Pool.SUPERVISOR, certificate_until=date(2026, 12, 31))


def _appointment(_place: Office) -> Made:
    return _entry(Pool.OBSERVER, term_until=date(2026, 12, 31))


def _action(place: Office) -> Made:
    handler, leader = people.principal("handler"), people.principal("signatory")
    units = [session.get_one(Unit, place.unit_id)]
    made = make_action.action(make_action.S.APPROVED, by=handler, leader=leader, units=units)
    return made, lambda: halting.cancel(made, on=TODAY, reason="并入他项", actor=leader)


def _scan(place: Office) -> Made:
    handler = people.principal("handler")
    paper = papers.draft(place)
    on_paper.sign(paper, by=handler)

    def hand_in() -> None:
        content = b"%PDF-1.4\n%%EOF\n"
        stored = save_bytes("批件.pdf", "application/pdf", content, actor=handler)
        scans.register(paper, [stored], actor=handler)

    return paper, hand_in


def _lead(place: Office) -> Made:
    handler = people.principal("handler")
    kinds.for_purpose(place.body_id, KindPurpose.INTERVIEW).lead_number = 3  # type: ignore[union-attr]
    planned = make_interview.interview(make_interview.S.APPROVED, planned_on=date(2026, 4, 23))
    (notice,) = notices.draft(planned, actor=handler)
    reviewer = people.principal("reviewer")
    return notice, lambda: interviews.cancel(planned, on=TODAY, reason="不再约谈", actor=reviewer)


DATED: dict[DueKind, Callable[[Office], Made]] = {
    DueKind.REPLY: _reply,
    DueKind.SUPPLEMENT: _supplement,
    DueKind.PLAN: _plan,
    DueKind.RECEIPT: _receipt,
    DueKind.OBJECTION: _objection,
    DueKind.CLUE: _clue,
    DueKind.PROMISE: _promise,
    DueKind.REFERRAL: _referral,
    DueKind.CERTIFICATE: _certificate,
    DueKind.APPOINTMENT: _appointment,
    DueKind.ACTION: _action,
    DueKind.SCAN: _scan,
    DueKind.LEAD: _lead,
}


def test_no_kind_of_due_date_is_left_out() -> None:
    assert set(DATED) == set(DueKind)


@pytest.mark.parametrize("kind", list(DATED))
def test_it_is_in_the_ladder_from_beginning_to_end(
    inside: Inside, place: Office, clock: Clock, kind: DueKind
) -> None:
    clock("2026-03-20 09:00")
    with inside():
        owner, end = DATED[kind](place)
        [row] = of_owner(owner, kind)
        assert row.state is DueState.OPEN
        row_id, overdue = row.id, current_calendar().shift(row.due, 20)
        clock(f"{overdue} 09:00")
        sweep()
        assert _told(row_id), "nobody was reminded"
        clock("2026-03-20 15:00")
        end()
        session.flush()
        assert session.get_one(DueDate, row_id).state is not DueState.OPEN


def _told(row_id: int) -> list[int]:
    return list(session.scalars(sa.select(Notice.user_id).where(Notice.due_date_id == row_id)))
