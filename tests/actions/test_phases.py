"""Each phase of an action is due by the day that its plan names, and done when the next one begins."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from supervision.actions import halting, service
from supervision.actions.models import ActionForm, ActionStatus, SupervisionAction
from supervision.core import duedates
from supervision.core.access import Principal
from supervision.core.duedates import DueKind, DueState
from supervision.core.duedates.service import with_changes
from tests.make import actions as make
from tests.make import people
from tests.make.actions import START
from tests.make.referrals import account
from tests.support.work import Inside

S = ActionStatus
END = START + timedelta(days=60)
Seats = tuple[Principal, Principal]


@pytest.fixture
def seats(bureau: None, inside: Inside) -> Iterator[Seats]:
    with inside():
        yield people.principal("handler"), people.principal("signatory")


def _action(seats: Seats, status: ActionStatus, **changed: object) -> SupervisionAction:
    return make.action(status, by=seats[0], leader=seats[1], **changed)


def _phases(action: SupervisionAction) -> list[tuple[str, date, DueState]]:
    rows = duedates.of_owner(action, DueKind.ACTION)
    return [(row.title.rpartition("：")[2], row.due, row.state) for row in rows]


def test_an_action_is_to_begin_and_then_to_feed_back(seats: Seats) -> None:
    action = _action(seats, S.APPROVED)
    assert _phases(action) == [("应开始实施", START, DueState.OPEN)]
    service.begin(action, on=START + timedelta(days=2), actor=seats[0])
    begun = ("应开始实施", START, DueState.MET)
    assert _phases(action) == [begun, ("实施期满", END, DueState.OPEN)]
    service.feed_back(action, on=END, actor=seats[0])
    assert _phases(action) == [begun, ("实施期满", END, DueState.MET)]
    assert duedates.of_owner(action)[-1].closed_on == END
    service.track(action, on=END, actor=seats[0])
    service.archive(action, on=END, summary="完成", actor=seats[0])
    assert duedates.open_of(action) is None


def test_a_resident_one_is_due_by_its_station_and_withdrawal(seats: Seats) -> None:
    station, withdrawal = START + timedelta(days=5), START + timedelta(days=40)
    action = _action(seats, S.APPROVED, form=ActionForm.RESIDENT, stationed_on=station,
                     withdrawn_on=withdrawal)  # fmt: skip
    assert _phases(action) == [("应进驻", station, DueState.OPEN)]
    service.begin(action, on=station, actor=seats[0])
    assert _phases(action)[-1] == ("撤点", withdrawal, DueState.OPEN)


def test_a_changed_plan_moves_the_day_and_keeps_the_old_one(seats: Seats) -> None:
    action = _action(seats, S.ONGOING)
    team = [make.member(one.entry) for one in action.team]
    later = END + timedelta(days=30)
    other = account("second")
    service.amend(action, make.facts(team, action.units, ends_on=later, handler=other),
                  actor=seats[0])  # fmt: skip
    row = duedates.open_of(action, DueKind.ACTION)
    assert row is not None
    assert (row.due, row.holder_id) == (later, other.id)
    assert [one.old_due for one in with_changes(action, DueKind.ACTION)[row]] == [END]


def test_nothing_is_due_while_suspended_and_again_once_resumed(seats: Seats) -> None:
    action = _action(seats, S.SUSPENDED)
    assert [state for *_, state in _phases(action)] == [DueState.ENDED]
    halting.resume(action, on=START + timedelta(days=9), actor=seats[1])
    assert _phases(action)[-1] == ("实施期满", END, DueState.OPEN)


def test_a_cancelled_one_is_no_longer_due(seats: Seats) -> None:
    assert duedates.open_of(_action(seats, S.CANCELLED)) is None
