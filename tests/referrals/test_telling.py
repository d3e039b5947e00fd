"""Clues, referrals and 认定 are told at once to whoever comes next, and what was told ends with the next step."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.clues import service as clues
from supervision.core.db import session
from supervision.problems import service as problems
from supervision.problems.models import Problem, Severity
from supervision.referrals import service
from supervision.referrals.models import Referral
from supervision.referrals.service import Answer
from supervision.referrals.states import ReferralStatus
from supervision.reminders.inbox import live
from supervision.reminders.models import Notice, NoticeKind
from supervision.reminders.sweep import sweep
from tests.make import clues as make_clue
from tests.make import people
from tests.make import referrals as make
from tests.make.referrals import account
from tests.support.clock import Clock
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-03-10 09:00")


def _told() -> dict[str, list[str]]:
    """What stands in each inbox of events, without the record's name."""
    rows = session.execute(
        sa.select(User.username, Notice.title)
        .join(Notice, Notice.user_id == User.id)
        .where(Notice.kind == NoticeKind.EVENT, live())
        .order_by(Notice.id)
    )
    found: dict[str, list[str]] = {}
    for username, title in rows:
        found.setdefault(username, []).append(title.rpartition("：")[2])
    return found


def test_a_clue_that_is_given_to_somebody_is_told_to_them(inside: Inside) -> None:
    with inside():
        clue = make_clue.clue()
        clues.accept(clue, on=TODAY, handler=account("second"), actor=people.principal("reviewer"))
        assert _told() == {"second": ["已受理，请承办"]}
        clues.check(clue, on=TODAY, actor=people.principal("second"))
        assert _told() == {}, "it is under way"
        clues.reassign(clue, account("handler"), reason="休假", actor=people.principal("reviewer"))
        assert _told() == {"handler": ["已改派给您承办"]}


def test_a_referral_is_told_to_its_named_people_and_to_nobody_else(inside: Inside) -> None:
    with inside():
        referral = make.referral(viewers=[account("reviewer")])
        handler = people.principal("handler")
        service.submit(referral, on=TODAY, actor=handler)
        assert _told() == {"signatory": ["待您批准"]}
        service.approve(referral, on=TODAY, actor=people.principal("signatory"))
        assert _told() == {"handler": ["已批准，请发出"]}
        service.send(referral, on=TODAY, actor=handler)
        service.receive(referral, on=TODAY, actor=handler)
        assert _told() == {}
        service.answer(referral, Answer("已立案"), on=TODAY, actor=handler)
        answered = ["接收机关已回告"]
        assert _told() == {"signatory": answered, "reviewer": answered}


@pytest.mark.parametrize(
    ("severity", "first", "then"),
    [
        (Severity.ORDINARY, {"second", "reviewer"}, set()),
        (Severity.GRAVE, {"second"}, {"reviewer"}),
    ],
)
def test_whoever_may_sign_next_is_told(
    inside: Inside, severity: Severity, first: set[str], then: set[str]
) -> None:
    with inside():
        problem = _explained(severity)
        problems.establish(problem, on=TODAY, actor=people.principal("handler"))
        assert set(_told()) == first
        problems.establish(problem, on=TODAY, actor=people.principal("second"))
        assert set(_told()) == then
        if problem.grave:
            problems.confirm(problem, on=TODAY, actor=people.principal("reviewer"))
        assert _told() == {}


def _explained(severity: Severity) -> Problem:
    unit, handler = make_clue.the_unit(), people.principal("handler")
    problem = Problem(
        body_id=unit.body_id, unit_id=unit.id, title="示例问题", category="程序不规范",
        severity=severity, found_on=TODAY, handler_id=handler.user_id, explained_on=TODAY,
        explanation="属实",
    )  # fmt: skip
    session.add(problem)
    session.flush()
    return problem


@pytest.mark.parametrize("named", ["", "reviewer", "second"])
def test_the_section_head_hears_of_a_late_referral_only_if_named(
    inside: Inside, named: str
) -> None:
    """That another is named does not open it to whoever is not."""
    with inside():
        viewers = [account(named)] if named else []
        make.referral(ReferralStatus.SENT, on=date(2026, 2, 2), viewers=viewers)
        sweep()
        reminded = session.scalars(
            sa.select(User.username)
            .join(Notice, Notice.user_id == User.id)
            .where(Notice.kind == NoticeKind.REMINDER)
        ).all()
        assert sorted(reminded) == (["handler", "reviewer"] if named == "reviewer" else ["handler"])


STAYED = "（停留3个工作日）"


def test_how_long_a_referral_stays_is_told_to_its_handler_and_the_section_head_alone(
    inside: Inside, sign_in: SignIn, clock: Clock
) -> None:
    """With the leader since Wednesday, 4 March; the 5th, 6th and 9th are working days."""
    clock("2026-03-04 10:00")
    with inside():
        circle = [account("reviewer"), account("second")]
        referral = make.referral(ReferralStatus.REVIEWING, viewers=circle)
        key = referral.id
    address = f"/referrals/{key}"
    clock("2026-03-09 09:00")
    seen = {
        one: sign_in(one).get(address).get_data(as_text=True)
        for one in ("handler", "second", "reviewer", "signatory")
    }
    assert all("轮到" in text for text in seen.values())
    assert {one for one, text in seen.items() if STAYED in text} == {"handler", "reviewer"}
    clock("2026-03-10 09:00")
    with inside():
        referral = session.get_one(Referral, key)
        service.approve(referral, on=TODAY, actor=people.principal("signatory"))
    clock("2026-03-20 09:00")
    assert "停留" not in sign_in("handler").get(address).get_data(as_text=True)
