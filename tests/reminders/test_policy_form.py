"""提醒规则 as an administrator fills it in: what it takes at its edges, and what it refuses in words."""

import pytest

from supervision.core.duedates import DueKind, policies
from tests.make.offices import sign_in

FORM = "//form[@class='form']"
TWELVE = "12，11，10，9，8，7，6，5，4，3，2，1"


@pytest.fixture
def keeper(client, made):
    sign_in(client, made.seats["sysadmin"])
    return client


@pytest.mark.parametrize(
    "name", ["amber_workdays", "repeat_every", "head_after"],
)  # fmt: skip
def test_a_number_of_working_days_ends_at_a_year_of_them(keeper, page, work, name) -> None:
    for typed in ("251", "-1", "三"):
        refused = keeper.submit("/sending/policies/reply", {name: typed}, form=FORM)
        assert typed in page(refused, status=422).find(f"//input[@name='{name}']/@value")
    for typed in ("250", "0"):
        assert keeper.submit("/sending/policies/reply", {name: typed}, form=FORM).status_code == 302
        with work():
            assert getattr(policies()[DueKind.REPLY], name) == int(typed)


def test_twelve_steps_are_taken_in_any_order_and_a_thirteenth_is_refused(
    keeper, page, work
) -> None:
    typed = {"remind_before": "1,2 3、4，5，6，7，8，9，10，11，12", "remind_after": "9，2，2"}
    assert keeper.submit("/sending/policies/reply", typed, form=FORM).status_code == 302
    with work():
        policy = policies()[DueKind.REPLY]
    assert policy.remind_before == tuple(range(12, 0, -1))
    assert policy.remind_after == (2, 9)
    for said in (f"13，{TWELVE}", "1000", "三天"):
        refused = keeper.submit("/sending/policies/reply", {"remind_before": said}, form=FORM)
        assert "请填工作日数，用逗号隔开，最多12个" in page(refused, status=422).text


def test_boxes_not_ticked_are_off_and_one_reset_is_as_at_first(keeper, page, work) -> None:
    before = policies_of(work)
    typed = {"remind_on_day": None, "amber_at_half": "y", "remind_before": ""}
    assert keeper.submit("/sending/policies/clue", typed, form=FORM).status_code == 302
    policy = policies_of(work)
    assert (policy.remind_on_day, policy.amber_at_half, policy.remind_before) == (False, True, ())
    reset = "//form[@action='/sending/policies/clue/reset']"
    assert keeper.submit("/sending/policies/clue", form=reset).status_code == 302
    assert policies_of(work) == before


def policies_of(work):
    with work():
        return policies()[DueKind.CLUE]
