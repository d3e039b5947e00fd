"""A changed calendar and 异议: the unit's term moves with an event for both sides; who was late by it may not be."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.calendar import local, moves, service
from supervision.calendar.service import DayChange
from supervision.core import pairs
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.deadlines import Mark
from supervision.core.errors import WrongState
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.service import ObjectionFacts
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

HOLIDAY = DayChange(date(2026, 3, 11), date(2026, 3, 11), Mark.REST, "示例纪念日", "示例通知")
SAID = "异议期限由2026年3月16日改为2026年3月17日"


def _decision(office: Office) -> Instrument:
    """Delivered on 2 March: 10 workdays end on the 16th."""
    return papers.delivered(office, "decision", over=[papers.problem(office)])


def _nationwide(day: date) -> None:
    with on(day, "sysadmin") as keeper:
        row = service.propose_days(HOLIDAY, actor=keeper)
    with on(day, "secadmin") as second:
        assert moves.effect_of(row.as_calendar()).beside
        service.apply(row, actor=second)


def _of_the_body(day: date) -> None:
    facts = local.LocalFacts(HOLIDAY.first, HOLIDAY.last, Mark.REST, "示例节", "示例通知")
    with on(day, "sysadmin") as keeper:
        row = local.propose(session.scalars(sa.select(Body)).one(), facts, actor=keeper)
    with on(day, "secadmin") as second:
        asked = pairs.waiting_on(row, local.ACT)
        assert asked is not None
        pairs.confirm(asked, seen=pairs.edition(asked, row), actor=second)


CHANGES = pytest.mark.parametrize("change", [_nationwide, _of_the_body])


def _told() -> list[tuple[str, str]]:
    events = sa.select(AuditEvent).where(AuditEvent.action == "calendar").order_by(AuditEvent.seq)
    return [
        (one.root_type, one.label) for one in session.scalars(events) if "异议期限" in one.label
    ]


@CHANGES
def test_the_term_moves_with_an_event_that_both_sides_see(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock, change
) -> None:
    with inside():
        paper = _decision(office)
        change(date(2026, 3, 9))
        assert objecting.last_day(paper) == date(2026, 3, 17)
        number, address, key = paper.number, f"/instruments/{paper.id}", paper.id
    with inside():
        assert _told() == [("instrument", f"{number}：{SAID}")]
    clock("2026-03-09 15:00")
    for seat in ("handler", "liaison"):
        visitor = sign_in(seat)
        assert SAID in page(visitor.get("/reminders/")).text, seat
        assert SAID in page(visitor.get(address)).text, seat
    with inside(), on(date(2026, 3, 17), "liaison") as liaison:
        paper = session.get_one(Instrument, key)
        objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)


@CHANGES
def test_an_objection_that_was_late_is_late_no_more(inside: Inside, office: Office, change) -> None:
    """Not accepted, it stays so: nothing else of a closed matter moves."""
    with inside():
        paper = _decision(office)
        with on(date(2026, 3, 18), "handler") as handler:
            facts = ObjectionFacts("来文", raised_on=date(2026, 3, 17))
            late = objecting.register(paper, facts, actor=handler)
        with on(date(2026, 3, 18), "reviewer2") as reviewer:
            objecting.not_accept(late, reason="超过异议期限", actor=reviewer)
        was = late.status
        change(date(2026, 3, 20))
        assert (late.last_day, late.status) == (date(2026, 3, 17), was)
        number = paper.number
    with inside():
        assert f"{number}：{SAID}，2026年3月17日提出的异议不再作逾期" in [
            label for _, label in _told()
        ]


def test_one_that_is_late_by_either_calendar_stays_late(inside: Inside, office: Office) -> None:
    with inside():
        paper = _decision(office)
        with on(date(2026, 3, 19), "handler") as handler:
            facts = ObjectionFacts("来文", raised_on=date(2026, 3, 18))
            late = objecting.register(paper, facts, actor=handler)
        _of_the_body(date(2026, 3, 20))
        assert late.last_day == date(2026, 3, 16)
    with inside():
        assert _told() == []


def test_what_no_changed_day_touches_is_told_nothing(inside: Inside, office: Office) -> None:
    with inside():
        papers.delivered(office)  # a kind without such a term
        paper = _decision(office)
        with on(date(2026, 3, 9), "liaison") as liaison:
            raised = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
        _of_the_body(date(2026, 3, 10))
        assert session.get_one(Objection, raised.id).last_day == date(2026, 3, 16)
        with on(date(2026, 3, 17), "liaison") as liaison, pytest.raises(WrongState):
            objecting.raise_(paper, ObjectionFacts("再提"), actor=liaison)
    with inside():
        assert _told() == []
