"""A paper that ends by 改派 or 转决定书 takes along what its unit still asked for: nothing waits that nobody can decide."""

from datetime import date

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as following
from supervision.instruments.states import KindPurpose
from tests.instruments.onward.test_following import _issue
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def _ask(paper: Instrument, day: date) -> None:
    with on(day, "liaison") as liaison:
        extending.ask(paper, ExtensionFacts("须上会研究。", date(2026, 4, 20)), actor=liaison)


def _expect_lapsed(
    inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock, moment: str
) -> None:
    with inside():
        assert session.query(Extension).one().status is ExtensionStatus.LAPSED
    clock(moment)
    assert "待批延期" not in page(sign_in("reviewer").get("/reminders/")).text


def test_a_transfer_that_is_reassigned(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=1)
        _ask(paper, date(2026, 3, 4))
        with on(date(2026, 3, 5), "liaison") as liaison:
            following.hand_back(paper, reason="不属本单位职责", actor=liaison)
        with on(date(2026, 3, 5), "handler") as handler:
            other = session.get_one(Unit, office.other_unit_id)
            following.reassign(paper, unit=other, actor=handler)
    _expect_lapsed(inside, sign_in, page, clock, "2026-03-06 10:00")


def test_a_notice_whose_problems_a_decision_carries_on(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        notice = papers.delivered(office, "rectification_notice", over=[papers.problem(office)])
        _ask(notice, date(2026, 4, 1))
        with on(date(2026, 4, 2), "handler") as handler:
            decision = following.follow(notice, KindPurpose.DECISION, actor=handler)
        _issue(decision, day=date(2026, 4, 8))
        with on(date(2026, 4, 9), "reviewer") as reviewer:
            following.carry_on(notice, actor=reviewer)
    _expect_lapsed(inside, sign_in, page, clock, "2026-04-10 10:00")
