"""数据缺口: of each gap the records that lack something, beside the nearest ones that lack nothing."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import pytest

from supervision.clues.states import ClueStatus, Source
from supervision.core.db import session
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import ProblemStatus
from supervision.reports import counting
from supervision.roster.models import Pool
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, Y2023, listed
from tests.support.clock import Clock

OUT = date(2024, 1, 2)
YESTERDAY, TODAY = date(2023, 8, 9), date(2023, 8, 10)
Row = TypeVar("Row")


@pytest.fixture
def ground(clock: Clock, ground: Ground) -> Ground:
    clock("2023-08-10 09:00")
    return ground


def _changed(row: Row, **facts: object) -> Row:
    for name, value in facts.items():
        setattr(row, name, value)
    session.flush()
    return row


def _lacking(ground: Ground, key: str, rows: Iterable[object]) -> None:
    """The page counts exactly these, and the list it opens holds them."""
    expected = sorted(row.id for row in rows)  # type: ignore[attr-defined]
    found = counting.count(Y2023, [ground.body.id]).gaps
    assert {one.indicator.key: one.value for one in found}.get(key) == len(expected)
    assert listed(ground, key) == expected


def test_a_year_that_lacks_nothing_has_no_gaps(ground: Ground) -> None:
    ground.paper("opinion", IN)
    ground.clue(Source.PROVINCE_SITE, received=IN, closed=IN).source_number = "示司〔2023〕1号"
    ground.interview(IN, [("甲", False, False)])
    session.flush()
    assert counting.count(Y2023, [ground.body.id]).gaps == []


def test_a_signed_paper_without_the_day_of_its_delivery(ground: Ground) -> None:
    signed = [ground.paper("opinion", IN, status=InstrumentStatus.SIGNED) for _ in range(2)]
    ground.paper("opinion", IN, status=InstrumentStatus.DELIVERED, delivered=IN)
    ground.paper("opinion", IN, status=InstrumentStatus.REVIEWING)
    ground.paper("opinion", OUT, status=InstrumentStatus.SIGNED)
    _lacking(ground, "gap_undelivered", signed)


def test_a_clue_closed_of_which_a_report_is_wanted(ground: Ground) -> None:
    due = ground.clue(Source.HOTLINE, received=IN, closed=IN, status=ClueStatus.CLOSED)
    ground.clue(Source.HOTLINE, received=IN, closed=IN, status=ClueStatus.REPORTED)
    unasked = ground.clue(Source.HOTLINE, received=IN, closed=IN, status=ClueStatus.CLOSED)
    _changed(unasked, report_wanted=False)
    _lacking(ground, "gap_unreported", [due])


def test_what_the_province_sent_without_its_number(ground: Ground) -> None:
    bare = [
        ground.clue(source, received=IN, closed=IN)
        for source in (Source.PROVINCE, Source.PROVINCE_SITE)
    ]
    numbered = ground.clue(Source.PROVINCE, received=IN, closed=IN)
    _changed(numbered, source_number="示司〔2023〕1号")
    ground.clue(Source.HOTLINE, received=IN, closed=IN)
    _lacking(ground, "gap_source_number", bare)


def test_a_problem_nobody_has_established(ground: Ground) -> None:
    waiting = ground.problem(IN, status=ProblemStatus.PENDING)
    ground.problem(IN)
    ground.problem(IN, status=ProblemStatus.REJECTED)
    _lacking(ground, "gap_pending", [waiting])


def test_an_interview_whose_day_is_over_without_having_taken_place(ground: Ground) -> None:
    """Today it may still take place; what was entered from the files is no plan."""

    def planned(on: date, status: InterviewStatus = InterviewStatus.NOTIFIED) -> object:
        row = ground.interview(on, [("甲", False, False)], status=status)
        held = status is InterviewStatus.HELD
        return _changed(row, held_on=on if held else None, closed_on=None, cancelled_on=None)

    over = [
        planned(YESTERDAY, status)
        for status in (InterviewStatus.DRAFTED, InterviewStatus.APPROVED, InterviewStatus.NOTIFIED)
    ]
    planned(TODAY)
    planned(YESTERDAY, InterviewStatus.HELD)
    planned(YESTERDAY, InterviewStatus.CANCELLED)
    _changed(planned(YESTERDAY), back_entered=True)
    _lacking(ground, "gap_interview_day", over)


def test_an_interview_held_without_a_record(ground: Ground) -> None:
    silent = ground.interview(IN, [("甲", False, False)])
    _changed(silent, minutes="")
    ground.interview(IN, [("乙", False, False)])
    planned = ground.interview(IN, [("丙", False, False)], status=InterviewStatus.CANCELLED)
    _changed(planned, minutes="")
    _lacking(ground, "gap_minutes", [silent])


def test_an_inspector_without_the_number_of_a_certificate(ground: Ground) -> None:
    bare = ground.entry(Pool.SUPERVISOR, IN)
    _changed(ground.entry(Pool.SUPERVISOR, IN), certificate_no="示监001")
    ground.entry(Pool.OBSERVER, IN)
    _lacking(ground, "gap_certificate", [bare])


def test_a_joint_document_without_its_number(ground: Ground) -> None:
    bare = ground.agreed(IN)
    _changed(ground.agreed(IN), number="示司发〔2023〕2号")
    _lacking(ground, "gap_document_number", [bare])
