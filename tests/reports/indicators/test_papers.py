"""A paper counts in the figure of its kind alone, once it is signed and while it has effect."""

import pytest

from supervision.instruments.kinds import registry as kinds
from supervision.instruments.states import InstrumentStatus
from supervision.reports import counting
from supervision.reports.indicators import BY_KEY
from supervision.reports.statement import checksum_of
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, Y2023, listed


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("rectification_notice", "rectification_notices"),
        ("transfer_letter", "transfer_letters"),
        ("opinion", "opinion_papers"),
        ("supervision_notice", "supervision_notices"),
        ("decision", "decisions"),
        ("urging_paper", "urging_papers"),
    ],
)
def test_a_paper_counts_in_the_figure_of_its_kind_alone(
    ground: Ground, code: str, key: str
) -> None:
    kind = kinds.in_force(ground.body.id, code)
    assert kind
    ground.kind_ids[code] = kind.id
    paper = ground.paper(code, IN)
    figures = [one for one in BY_KEY.values() if one.group == "文书" and one.measure == "份"]
    assert len(figures) == 6
    assert {one.key: listed(ground, one.key) for one in figures if listed(ground, one.key)} == {
        key: [paper.id]
    }


def test_a_unit_met_in_two_actions_is_one_of_each_and_one_in_all(ground: Ground) -> None:
    actions = [ground.action(), ground.action()]
    papers = [ground.paper("opinion", IN, action=one) for one in (*actions, actions[1])]
    counts = counting.count(Y2023, [ground.body.id])
    units, opinions = BY_KEY["opinion_units"], BY_KEY["opinion_papers"]
    of = [[(one.value, one.checksum) for one in counts.actions_of(each)] for each in
          (units, opinions)]  # fmt: skip
    keys = [one.id for one in papers]
    assert of[0] == [(1, checksum_of(keys[:1])), (1, checksum_of(keys[1:2]))], (
        "the earliest paper stands for the unit"
    )
    assert of[1] == [(1, checksum_of(keys[:1])), (2, checksum_of(keys[1:]))]
    assert (counts.total(units).value, counts.total(opinions).value) == (1, 3)
    assert counts.total(units).shown == "一个"


def test_a_paper_that_was_not_signed_or_was_taken_back_is_in_no_figure(ground: Ground) -> None:
    for status in (InstrumentStatus.REGISTERED, InstrumentStatus.AWAITING_SIGNATURE,
                   InstrumentStatus.VOID, InstrumentStatus.REVOKED):  # fmt: skip
        ground.paper("opinion", IN, status=status)
    for key in ("opinion_papers", "opinion_units", "opinions"):
        assert listed(ground, key) == []
