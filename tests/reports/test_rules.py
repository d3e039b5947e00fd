"""One test for each rule of counting."""

from datetime import date

import pytest

from supervision.actions.models import ActionForm, ActionStatus, ProblemMeasure
from supervision.agencies.models import Level
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import ProblemStatus
from supervision.referrals.states import ReferralStatus, Way
from supervision.reports import counting
from supervision.reports.indicators import BY_KEY, Cut
from supervision.reports.periods import parse
from supervision.roster.models import Pool
from tests.make.reports import Ground
from tests.reports.conftest import lay

Y2023 = parse("2023")
IN, OUT = date(2023, 6, 1), date(2024, 1, 2)


def number(ground: Ground, key: str, *, cut: Cut = Cut(), period=Y2023) -> int:  # type: ignore[no-untyped-def]  # noqa: B008
    """The figure, and that it is the length of its list."""
    counts = counting.count(period, [ground.body.id], cut)
    indicator = BY_KEY[key]
    ids = counting.record_ids(indicator, period, [ground.body.id], cut)
    measures = counts.measures(indicator) if indicator.split else [""]
    value = sum(counts.total(indicator, measure).value for measure in measures)
    assert value == len(ids) == len(set(ids))
    return value


def test_problems_of_a_special_action_and_of_a_resident_one_are_two_figures_never_summed(
    ground: Ground,
) -> None:
    special = ground.action()
    resident = ground.action(form=ActionForm.RESIDENT, measure=ProblemMeasure.XIANG)
    for _ in range(3):
        ground.problem(IN, action=special)
    for _ in range(4):
        ground.problem(IN, action=resident)
    figures = {figure.id: figure.shown for figure in counting.count(Y2023, [1]).figures()}
    assert figures[f"problems_found:a{special.id}"] == "3个"
    assert figures[f"resident_problems_found:a{resident.id}"] == "4项"
    assert "7" not in {figure[0] for figure in figures.values()}


@pytest.mark.store
def test_a_figure_is_a_whole_number_on_either_store(ground: Ground) -> None:
    """PostgreSQL makes a decimal of a sum of large numbers, which is no number of records and no JSON."""
    counts = counting.count(Y2023, [ground.body.id])
    assert {type(one.value) for one in counts.figures()} == {int}
    assert {type(one.checksum) for one in counts.figures()} == {int}


def test_a_problem_counts_once_it_is_established_and_what_is_not_stands_beside(
    ground: Ground,
) -> None:
    ground.problem(IN, status=ProblemStatus.REJECTED)
    for _ in range(3):
        ground.problem(IN, status=ProblemStatus.PENDING)
    ground.problem(IN, status=ProblemStatus.ESTABLISHED)
    ground.problem(IN, status=ProblemStatus.FIXED_ON_SPOT)
    assert number(ground, "problems_found") == 2
    counts = counting.count(Y2023, [ground.body.id])
    (figure,) = [one for one in counts.figures() if one.name == "发现问题"]
    assert (figure.shown, figure.remark) == ("2个", "尚未认定3个")


def test_what_is_only_found_shows_no_figure_but_its_remark(ground: Ground) -> None:
    ground.problem(IN, status=ProblemStatus.PENDING)
    (figure,) = [
        one for one in counting.count(Y2023, [ground.body.id]).figures() if one.name == "发现问题"
    ]
    assert (figure.value, figure.remark) == (0, "尚未认定1个")


def test_a_problem_counts_by_the_day_it_was_found_not_by_the_day_of_entry(ground: Ground) -> None:
    ground.problem(date(2022, 12, 31))
    ground.problem(date(2023, 1, 1))
    ground.problem(date(2023, 12, 31))
    ground.problem(OUT)  # all four were entered today
    assert number(ground, "problems_found") == 2


def test_one_notice_over_many_problems_counts_once(ground: Ground) -> None:
    ground.paper("rectification_notice", IN, problems=[ground.problem(IN) for _ in range(5)])
    assert number(ground, "rectification_notices") == 1


def test_a_voided_revoked_or_unsigned_paper_and_its_opinions_are_not_counted(
    ground: Ground,
) -> None:
    ground.paper("opinion", IN, items=4)
    ground.paper("opinion", IN, items=3, status=InstrumentStatus.VOID)
    ground.paper("opinion", IN, items=3, status=InstrumentStatus.REVOKED)
    ground.paper("opinion", None, items=2, status=InstrumentStatus.DRAFT)
    assert number(ground, "opinions") == 4
    assert number(ground, "opinion_papers") == 1


def test_a_paper_counts_by_the_day_it_was_signed(ground: Ground) -> None:
    ground.paper("transfer_letter", date(2022, 12, 30))
    ground.paper("transfer_letter", IN)
    assert number(ground, "transfer_letters") == 1


def test_letters_out_and_cases_in_are_apart_and_cases_count_by_the_day_of_closing(
    ground: Ground,
) -> None:
    ground.paper("transfer_letter", IN)
    ground.clue(Source.PROVINCE, received=date(2022, 12, 1), closed=IN)
    ground.clue(Source.PROVINCE, received=IN, closed=OUT)
    ground.clue(Source.PROVINCE, received=IN, closed=None, status=ClueStatus.CHECKING)
    assert number(ground, "superior_cases_closed") == 1
    assert number(ground, "transfer_letters") == 1


def test_a_site_clue_is_dealt_with_only_when_found_true_and_handled(ground: Ground) -> None:
    ground.clue(Source.PROVINCE_SITE, received=IN, closed=IN)
    ground.clue(Source.PROVINCE_SITE, received=IN, closed=IN, finding=Finding.FALSE)
    ground.clue(Source.PROVINCE_SITE, received=IN, closed=IN, dealt_with=False)
    assert number(ground, "superior_site_clues") == 1


def test_interviews_count_different_persons_and_attendances_heads_and_officers_apart(
    ground: Ground,
) -> None:
    ground.interview(IN, [("甲", True, False), ("乙", False, False), ("丙", False, True)])
    ground.interview(date(2023, 9, 1), [("乙", False, False)])
    assert number(ground, "heads_interviewed") == 1
    assert number(ground, "officers_interviewed") == 1
    assert number(ground, "officers_interviewed_times") == 2
    assert number(ground, "interviews_held") == 2


def test_persons_of_one_name_in_two_units_are_two(ground: Ground) -> None:
    ground.interview(IN, [("甲", False, False)])
    ground.interview(IN, [("甲", False, False)], unit=1)
    assert number(ground, "officers_interviewed") == 2


@pytest.mark.parametrize(
    "status", [InterviewStatus.CANCELLED, InterviewStatus.NOTIFIED, InterviewStatus.ABSENT]
)
def test_an_interview_that_did_not_take_place_is_not_counted(
    ground: Ground, status: InterviewStatus
) -> None:
    ground.interview(IN, [("甲", True, False)], status=status)
    assert number(ground, "heads_interviewed") == number(ground, "interviews_held") == 0


def test_a_problem_referred_twice_counts_once_and_may_stand_in_an_opinion_too(
    ground: Ground,
) -> None:
    problems = [ground.problem(IN) for _ in range(2)]
    ground.referral(IN, problems)
    ground.referral(date(2023, 7, 1), problems[:1])
    ground.paper("opinion", IN, problems=problems)
    assert number(ground, "problems_referred") == 2
    assert number(ground, "opinions") == 2


def test_yi_jiao_and_yi_song_are_two_figures_and_drafts_are_none(ground: Ground) -> None:
    problem = ground.problem(IN)
    ground.referral(IN, [problem], way=Way.STATUTORY)
    ground.referral(None, [problem], status=ReferralStatus.DRAFT)
    assert number(ground, "problems_referred") == 0
    assert number(ground, "matters_transferred") == 1


def test_a_roster_gives_who_is_new_and_who_is_in_office_and_never_adds_two_pools(
    ground: Ground,
) -> None:
    ground.entry(Pool.OBSERVER, date(2022, 5, 1))
    ground.entry(Pool.OBSERVER, IN)
    ground.entry(Pool.OBSERVER, IN, left=date(2023, 12, 31))
    ground.entry(Pool.OBSERVER, OUT)
    ground.entry(Pool.INSPECTOR_TALENT, IN)
    assert number(ground, "observers_new") == 2
    assert number(ground, "observers_held") == 2
    assert number(ground, "inspectors_new") == 1


def test_a_cancelled_action_and_its_units_are_not_counted(ground: Ground) -> None:
    ground.action(IN, form=ActionForm.RESIDENT, units=[0, 1])
    ground.action(IN, form=ActionForm.RESIDENT, units=[0])
    ground.action(IN, form=ActionForm.RESIDENT, units=[0], status=ActionStatus.CANCELLED)
    assert number(ground, "actions_begun") == 2
    assert number(ground, "resident_units") == 2


def test_another_body_changes_nothing_at_its_own_level_and_counts_in_the_whole(
    ground: Ground,
) -> None:
    county = lay("示例县", level=Level.COUNTY, parent=ground.body)
    county.problem(IN)
    county.paper("rectification_notice", IN)
    ground.problem(IN)
    assert number(ground, "problems_found") == 1
    assert number(ground, "rectification_notices") == 0
    whole = counting.count(Y2023, [ground.body.id, county.body.id])
    assert whole.total(BY_KEY["problems_found"], "个").value == 2


def test_a_figure_may_be_asked_of_one_unit_and_one_action(ground: Ground) -> None:
    action = ground.action()
    ground.problem(IN, action=action)
    ground.problem(IN, unit=1)
    assert number(ground, "problems_found", cut=Cut(unit_id=ground.units[1].id)) == 1
    assert number(ground, "problems_found", cut=Cut(action_id=action.id)) == 1
    assert number(ground, "problems_found", cut=Cut(action_id=0)) == 1


def test_a_quarter_counts_its_own_days_only(ground: Ground) -> None:
    for day in (date(2023, 3, 31), date(2023, 4, 1), date(2023, 6, 30), date(2023, 7, 1)):
        ground.problem(day)
    assert number(ground, "problems_found", period=parse("2023Q2")) == 2


def test_the_year_before_stands_beside(ground: Ground) -> None:
    ground.paper("decision", date(2022, 2, 2))
    figure = counting.count(Y2023, [ground.body.id]).total(BY_KEY["decisions"])
    assert (figure.value, figure.before) == (0, 1)
