"""Every indicator against a count in plain Python, over random sets of records."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.actions.models import ActionForm
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import db
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, ProblemStatus
from supervision.referrals.models import ReferralProblem
from supervision.referrals.states import ReferralStatus, Way
from supervision.reports import counting, service
from supervision.reports.breakdown import By, breakdown, offered
from supervision.reports.counting import Counts
from supervision.reports.indicators import INDICATORS, Indicator
from supervision.reports.indicators.board import BUREAU
from supervision.reports.periods import PARTS, Period
from supervision.reports.reach import reach
from supervision.reports.statement import checksum_of
from supervision.roster.models import Pool
from tests.make.reports import Ground
from tests.reports.conftest import lay
from tests.reports.naive import CLOSED, NOT_ESTABLISHED, every_row, naive
from tests.support.properties import examples

DAYS = st.dates(date(2022, 11, 1), date(2024, 2, 28))


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[str, tuple[Any, ...]]]:
    """What to record: a list of (kind of record, its facts)."""
    one = st.one_of(
        st.tuples(st.just("problem"), st.tuples(
            DAYS, st.sampled_from(list(ProblemStatus)), st.integers(0, 3), DAYS, st.booleans())),
        st.tuples(st.just("paper"), st.tuples(
            st.sampled_from(["rectification_notice", "transfer_letter", "opinion", "decision"]),
            DAYS, st.sampled_from(list(InstrumentStatus)), st.integers(1, 3))),
        st.tuples(st.just("interview"), st.tuples(
            DAYS, st.sampled_from(list(InterviewStatus)), st.integers(0, 1), st.lists(
                st.tuples(st.sampled_from("甲乙丙"), st.booleans(), st.booleans()),
                min_size=1, max_size=4))),
        st.tuples(st.just("clue"), st.tuples(
            st.sampled_from([Source.PROVINCE, Source.PROVINCE_SITE, Source.HOTLINE]), DAYS, DAYS,
            st.sampled_from(list(CLOSED | {ClueStatus.CHECKING})),
            st.sampled_from(list(Finding)), st.booleans())),
        st.tuples(st.just("referral"), st.tuples(
            DAYS, st.sampled_from(list(Way)), st.booleans(), st.sets(st.integers(0, 9), max_size=4))),
        st.tuples(st.just("entry"), st.tuples(
            st.sampled_from(list(Pool)), DAYS, st.one_of(st.none(), st.just(date(2024, 2, 29)),
                                                        st.just(date(2023, 12, 31))))),
        st.tuples(st.just("agreed"), st.tuples(DAYS)),
    )  # fmt: skip
    return draw(st.lists(one, max_size=25))


def record(ground: Ground, world: list[tuple[str, tuple[Any, ...]]]) -> None:
    """Put the world on its ground: three actions first, then each record."""
    actions = [
        ground.action(date(2023, 2, 1)),
        ground.action(date(2023, 7, 1), form=ActionForm.RESIDENT, units=[0, 1]),
        ground.action(date(2022, 12, 1), form=ActionForm.RESIDENT, units=[1]),
    ]
    problems: list[Problem] = []
    for kind, facts in world:
        if kind == "problem":
            on, status, index, ended, again = facts
            earlier = problems[-1] if again and problems else None
            action = actions[index] if index < len(actions) else None
            problems.append(
                ground.problem(
                    on, status=status, action=action, ended=max(on, ended), earlier=earlier
                )
            )
        elif kind == "paper":
            code, on, status, items = facts
            ground.paper(code, on, status=status, items=items)
        elif kind == "interview":
            on, status, unit, people = facts
            ground.interview(on, people, status=status, unit=unit)
        elif kind == "clue":
            source, received, closed, status, finding, dealt = facts
            ground.clue(
                source, received=received, closed=closed, status=status, finding=finding,
                dealt_with=dealt,
            )  # fmt: skip
        elif kind == "referral":
            on, way, sent, indexes = facts
            chosen = [problems[index] for index in sorted(indexes) if index < len(problems)]
            status = ReferralStatus.SENT if sent else ReferralStatus.DRAFT
            ground.referral(on, chosen, way=way, status=status)
        elif kind == "entry":
            pool, on, left = facts
            ground.entry(pool, on, left=left if left is None else max(on, left))
        else:
            ground.agreed(*facts)


@examples(25)
@given(world=worlds(), part=st.sampled_from(PARTS))
def test_every_indicator_equals_a_naive_count_and_the_length_of_its_list(
    app: Any, world: list[tuple[str, tuple[Any, ...]]], part: str
) -> None:
    period = Period(2023, part)
    with app.app_context(), seeing(EVERYTHING):
        try:
            ground = lay()
            record(ground, world)
            expected = naive(period)
            counts = counting.count(period, [ground.body.id])
            for indicator in INDICATORS:
                measures = counts.measures(indicator) if indicator.split else [""]
                value = sum(counts.total(indicator, one).value for one in measures)
                ids = counting.record_ids(indicator, period, [ground.body.id])
                assert value == len(expected[indicator.key]) == len(ids), indicator.key
            for figure in counts.figures():
                ids = counting.record_ids(figure.indicator, period, [ground.body.id], figure.cut)
                assert (figure.value, figure.checksum) == (len(ids), checksum_of(ids)), figure.id
            _expect_folded(counts)
            _expect_divided(ground, period)
            _expect_board(ground, period)
        finally:
            db.session.rollback()


def _expect_folded(counts: Counts) -> None:
    """Counted as wholes, a page shows the same rows, gaps and paragraph as counted action by action."""
    where = reach(counts.body_ids[0])
    folded = counting.count(counts.period, counts.body_ids, folded=True)
    assert folded.folded() == counts.folded()
    assert folded.gaps == counts.gaps
    assert service.written(folded, where) == service.written(counts, where)
    assert folded.figures() == counts.figures()


def _expect_divided(ground: Ground, period: Period) -> None:
    """Every number of every divided table is the length of the list it opens."""
    where = reach(ground.body.id)
    for by in offered(period, where):
        found = breakdown(by, period, where)
        for line in found.lines:
            assert set(line.numbers) <= {part.key for part in found.parts}
            for part in found.parts:
                ids = counting.record_ids(
                    line.indicator, part.period, where.body_ids, line.cut(part)
                )
                assert len(ids) == line.numbers.get(part.key, 0), (line.indicator.key, part)


def _expect_board(ground: Ground, period: Period) -> None:
    """The board's figures against plain loops; the lights and the ages are partitions."""
    problems = [one for one in every_row(Problem) if one.status is not ProblemStatus.REJECTED]
    begun = [
        one
        for one in problems
        if period.since <= one.found_on <= period.until and one.status not in NOT_ESTABLISHED
    ]
    mended = {ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT}
    expected = {
        "open": {one.id for one in problems if one.in_hand},
        "begun": {one.id for one in begun},
        "again": {one.id for one in begun if one.earlier_id},
        "to_mend": {one.id for one in begun if one.status is not ProblemStatus.REFERRED_AWAY},
        "mended_of": {one.id for one in begun if one.status in mended},
    }

    def listed(indicator: Indicator) -> set[int]:
        return set(counting.record_ids(indicator, period, [ground.body.id]))

    for indicator in BUREAU.indicators:
        if indicator.key in expected:
            assert listed(indicator) == expected[indicator.key], indicator.key
    for parts in (BUREAU.lights, BUREAU.ages):
        ids = [one for part in parts for one in listed(part)]
        assert sorted(ids) == sorted(expected["open"])


@pytest.mark.store
def test_each_month_lies_in_its_own_quarter(ground: Ground) -> None:
    """On PostgreSQL March was counted with April, December with no quarter at all."""
    for month in range(1, 13):
        ground.problem(date(2023, month, 15))
    found = breakdown(By.QUARTER, Period(2023), reach(ground.body.id))
    (line,) = (one for one in found.lines if one.indicator.key == "problems_found")
    assert line.numbers == {"1": 3, "2": 3, "3": 3, "4": 3}


def test_a_referral_link_is_what_a_referred_problem_lists(ground: Ground) -> None:
    ground.referral(date(2023, 1, 1), [ground.problem(date(2023, 1, 1))])
    ids = counting.record_ids(
        next(one for one in INDICATORS if one.key == "problems_referred"),
        Period(2023),
        [ground.body.id],
    )
    assert ids == [link.id for link in every_row(ReferralProblem)]
