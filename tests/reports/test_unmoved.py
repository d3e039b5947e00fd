"""What moves no figure: another body's records, what is void or did not take place, other years' days."""

from datetime import date

from supervision.actions.models import ActionForm, ActionStatus, ProblemMeasure
from supervision.agencies.models import Level
from supervision.clues.states import ClueStatus, Source
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import ProblemStatus
from supervision.referrals.states import ReferralStatus, Way
from supervision.reports import counting
from supervision.reports.indicators import INDICATORS
from supervision.reports.periods import parse
from supervision.roster.models import Pool
from tests.make.reports import Ground
from tests.reports.conftest import lay

IN, OUT = date(2023, 6, 1), date(2024, 6, 3)
KINDS = ("rectification_notice", "transfer_letter", "opinion", "decision")


def _figures(ground: Ground) -> dict[str, int]:
    counts = counting.count(parse("2023"), [ground.body.id])
    return {
        one.key: sum(
            counts.total(one, measure).value
            for measure in (counts.measures(one) if one.split else [""])
        )
        for one in INDICATORS
    }


def _everything(ground: Ground, on: date) -> None:
    """A record of every kind, each of whose days is `on`; all of them were entered today."""
    resident = ground.action(on, form=ActionForm.RESIDENT, measure=ProblemMeasure.XIANG, units=[0])
    ground.problem(on, action=resident)
    first = ground.problem(on, status=ProblemStatus.CLOSED, ended=on)
    ground.problem(on, earlier=first)
    for code in KINDS:
        ground.paper(code, on)
    ground.interview(on, [("甲", True, False), ("乙", False, False)])
    for source in (Source.PROVINCE, Source.PROVINCE_SITE, Source.HOTLINE):
        ground.clue(source, received=on, closed=on)
    for way in Way:
        ground.referral(on, [first], way=way)
    for pool in Pool:
        ground.entry(pool, on)
    ground.agreed(on)


def test_everything_counts_where_and_when_it_happened(ground: Ground) -> None:
    _everything(ground, IN)
    silent = {"supervision_notices", "urging_papers"}  # kinds the ground has no papers of
    assert {key for key, value in _figures(ground).items() if value == 0} <= silent


def test_another_bodys_records_move_nothing(ground: Ground) -> None:
    _everything(ground, IN)
    before = _figures(ground)
    _everything(lay("示例县", level=Level.COUNTY, parent=ground.body), IN)
    assert _figures(ground) == before


def test_what_is_void_cancelled_declined_or_still_a_draft_moves_nothing(ground: Ground) -> None:
    _everything(ground, IN)
    before = _figures(ground)
    ground.action(IN, form=ActionForm.RESIDENT, units=[1], status=ActionStatus.CANCELLED)
    ground.problem(IN, status=ProblemStatus.REJECTED)
    for code in KINDS:
        ground.paper(code, IN, status=InstrumentStatus.VOID, items=3)
        ground.paper(code, IN, status=InstrumentStatus.REVOKED, items=3)
        ground.paper(code, None, status=InstrumentStatus.DRAFT)
    for status in (InterviewStatus.CANCELLED, InterviewStatus.ABSENT, InterviewStatus.NOTIFIED):
        ground.interview(IN, [("丙", True, False), ("丁", False, False)], status=status)
    for source in (Source.PROVINCE, Source.PROVINCE_SITE, Source.HOTLINE):
        ground.clue(source, received=OUT, closed=None, status=ClueStatus.CHECKING)
    for way in Way:
        ground.referral(None, [ground.problem(OUT)], way=way, status=ReferralStatus.DRAFT)
    assert _figures(ground) == before


def test_records_of_other_years_move_nothing_though_entered_in_this(ground: Ground) -> None:
    _everything(ground, IN)
    before = _figures(ground)
    _everything(ground, OUT)
    after = _figures(ground)
    assert after == before
