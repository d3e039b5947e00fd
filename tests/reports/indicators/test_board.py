"""The figures of 整改态势, each named by hand: the bureau's, and a unit's own, which knows of less."""

from datetime import date

import pytest

from supervision.core.db import session
from supervision.instruments.chasing.service import Rung
from supervision.instruments.states import InstrumentStatus
from supervision.problems.models import Problem, ProblemStatus, Recurrence
from supervision.referrals.states import ReferralStatus, Way
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed
from tests.support.clock import Clock

OUT = date(2022, 12, 31)


@pytest.fixture
def ground(clock: Clock, ground: Ground) -> Ground:
    clock("2023-08-10 09:00")  # a Thursday
    return ground


def _is(ground: Ground, **expected: list[Problem]) -> None:
    found = {key: listed(ground, key) for key in expected}
    assert found == {key: sorted(one.id for one in rows) for key, rows in expected.items()}


def test_what_a_period_began_and_what_became_of_it(ground: Ground) -> None:
    made = {one: ground.problem(IN, status=one, ended=IN) for one in (
        ProblemStatus.ESTABLISHED, ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT,
        ProblemStatus.REFERRED_AWAY, ProblemStatus.UNFIXABLE)}  # fmt: skip
    waiting = ground.problem(IN, status=ProblemStatus.PENDING)
    ground.problem(IN, status=ProblemStatus.REJECTED)
    before = ground.problem(OUT, status=ProblemStatus.FIXED_ON_SPOT, ended=IN)
    mended = [made[ProblemStatus.CLOSED], made[ProblemStatus.FIXED_ON_SPOT]]
    handed = made[ProblemStatus.REFERRED_AWAY]
    _is(
        ground,
        open=[made[ProblemStatus.ESTABLISHED], waiting],
        begun=[*made.values()],
        to_mend=[one for one in made.values() if one is not handed],
        mended_of=mended,
        mended=[*mended, before],
        pending=[waiting],
    )


def test_only_what_a_person_confirmed_happened_again(ground: Ground) -> None:
    first = ground.problem(OUT, status=ProblemStatus.FIXED_ON_SPOT, ended=OUT)
    again = ground.problem(IN, earlier=first)
    suspected = ground.problem(IN, earlier=first)
    suspected.recurrence = Recurrence.SUSPECTED
    suspected.recurrence_by_id = suspected.recurrence_on = None
    session.flush()
    _is(ground, again=[again], begun=[again, suspected])


def test_an_age_ends_with_its_last_day(ground: Ground) -> None:
    """Of 10 August: 11 July is 30 days ago, 11 June 60, 12 May 90; the day before is the next age's."""
    days = [date(2023, 8, 10), date(2023, 7, 11), date(2023, 7, 10), date(2023, 6, 11),
            date(2023, 6, 10), date(2023, 5, 12), date(2023, 5, 11), OUT]  # fmt: skip
    found = [ground.problem(day) for day in days]
    _is(ground, age_1=found[:2], age_2=found[2:4], age_3=found[4:6], age_4=found[6:])


def test_each_light_of_what_is_in_hand(ground: Ground) -> None:
    """On Thursday what is due until Sunday is near: Friday is the one working day left."""
    waiting = ground.problem(IN, status=ProblemStatus.PENDING)
    established = ground.problem(IN)
    dues = {day: ground.problem(IN) for day in (9, 10, 13, 14)}
    undated, answered = ground.problem(IN), ground.problem(IN)
    for day, row in dues.items():
        ground.carry(row, ProblemStatus.RECTIFYING, due=date(2023, 8, day))
    ground.carry(undated, ProblemStatus.RECTIFYING)
    ground.carry(answered, ProblemStatus.TO_VERIFY, due=date(2023, 8, 1))
    _is(
        ground,
        undelivered=[waiting, established],
        overdue=[dues[9]],
        near=[dues[10], dues[13]],
        in_time=[dues[14], undated],
        to_verify=[answered],
    )


def test_a_unit_counts_from_the_day_it_was_told_and_is_told_nothing_of_handing_over(
    ground: Ground,
) -> None:
    told, handed, later = (ground.problem(OUT) for _ in range(3))
    ground.carry(told, ProblemStatus.RECTIFYING, delivered=IN)
    ground.carry(handed, ProblemStatus.RECTIFYING, delivered=date(2023, 8, 1))
    ground.carry(later, ProblemStatus.RECTIFYING, delivered=OUT)
    ground.problem(IN)
    _is(
        ground,
        own_open=[told, handed, later],
        own_begun=[told, handed],
        own_to_mend=[told, handed],
        own_age_1=[handed],
        own_age_3=[told],
        own_age_4=[later],
    )


def test_a_rung_counts_papers_once_and_a_unit_those_it_may_see(ground: Ground) -> None:
    papers = [
        ground.paper("opinion", OUT, status=InstrumentStatus.DELIVERED, delivered=OUT)
        for _ in range(3)
    ]
    gone = ground.paper("opinion", OUT, status=InstrumentStatus.REVOKED)
    for paper in (papers[0], papers[0], papers[1], gone):
        ground.chased(paper, Rung.URGE.value, IN)
    ground.chased(papers[0], Rung.REPORT.value, IN)
    ground.chased(papers[2], Rung.URGE.value, OUT)
    papers[0].shared = True
    session.flush()
    lengths = {
        key: len(listed(ground, key))
        for key in ("rung_urge", "rung_report", "own_rung_urge", "own_rung_report")
    }
    assert lengths == {
        "rung_urge": 2, "rung_report": 1, "own_rung_urge": 1, "own_rung_report": 1,
    }  # fmt: skip


def test_how_far_what_was_handed_over_has_got(ground: Ground) -> None:
    """移交 and 移送 apart; a problem in two referrals is one."""
    problem, other = ground.problem(IN), ground.problem(IN)
    sent = ground.referral(IN, [problem])
    received = ground.referral(IN, [problem, other])
    received.received_on = IN
    answered = ground.referral(IN, [other], way=Way.STATUTORY)
    answered.received_on = answered.answered_on = IN
    ground.referral(OUT, [other])
    ground.referral(None, [other], status=ReferralStatus.DRAFT)
    session.flush()
    assert listed(ground, "mechanism_sent") == [sent.id, received.id]
    assert listed(ground, "mechanism_received") == [received.id]
    assert listed(ground, "mechanism_answered") == []
    assert listed(ground, "statutory_sent") == [answered.id]
    assert listed(ground, "statutory_answered") == [answered.id]
    assert len(listed(ground, "mechanism_problems_sent")) == 2
    assert len(listed(ground, "mechanism_problems_received")) == 2
    assert len(listed(ground, "statutory_problems_answered")) == 1
