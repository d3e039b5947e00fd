"""Supervision actions in any state, with a team and a unit, built through the services."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from supervision.actions import halting, service
from supervision.actions.models import ActionForm, ActionStatus, SupervisionAction
from supervision.actions.service import ActionFacts, MemberFacts
from supervision.agencies.models import Unit
from supervision.core.access import Principal
from supervision.roster.models import Pool, RosterEntry
from supervision.roster.service import RosterFacts, enter
from tests.make import people

START = date(2023, 3, 1)
S = ActionStatus
Step = Callable[[SupervisionAction, date], None]


def supervisor(
    name: str, *, by: Principal, number: str = "", until: date | None = date(2040, 12, 31)
) -> RosterEntry:
    """A certified 监督人员 in office since 2020."""
    facts = RosterFacts(
        name=name,
        appointed_on=date(2020, 1, 1),
        certificate_no=number or f"示监{name[-1]}001",
        certificate_until=until,
    )
    return enter(Pool.SUPERVISOR, facts, actor=by)


def member(entry: RosterEntry, *, leader: bool = False, checked: bool = True) -> MemberFacts:
    """Somebody on the team, checked for recusal."""
    return MemberFacts(entry, leader=leader, recusal_checked=checked)


def facts(team: Sequence[MemberFacts], units: Sequence[Unit] = (), **changes: Any) -> ActionFacts:
    """A plain action of March 2023, changed as said."""
    plain: dict[str, Any] = {
        "title": "示例专项监督",
        "form": ActionForm.SPECIAL,
        "starts_on": START,
        "ends_on": START + timedelta(days=60),
        "team": team,
        "units": units,
    }
    return ActionFacts(**{**plain, **changes})


def pair(*, by: Principal) -> list[MemberFacts]:
    """Two certified 监督人员, the first in the lead."""
    one, other = (supervisor(f"示例监督人员{which}", by=by) for which in "甲乙")
    return [member(one, leader=True), member(other)]


def action(
    status: ActionStatus = S.ONGOING,
    *,
    by: Principal,
    leader: Principal,
    units: Sequence[Unit] | None = None,
    team: Sequence[MemberFacts] | None = None,
    **changes: Any,
) -> SupervisionAction:
    """An action that has come as far as `status`, a day a step; what is not given it makes."""
    team = team or pair(by=by)
    if units is None:
        units = [people.unit("示例市乙局", by=by)]
    made = service.record(facts(team, units, **changes), actor=by)
    for number, step in enumerate(_way_to(status, by, leader)):
        step(made, START + timedelta(days=number))
    return made


def _way_to(status: ActionStatus, by: Principal, leader: Principal) -> list[Step]:
    steps: dict[ActionStatus, Step] = {
        S.APPROVED: lambda one, on: service.approve(one, on=on, actor=leader),
        S.ONGOING: lambda one, on: service.begin(one, on=on, actor=by),
        S.FEEDBACK: lambda one, on: service.feed_back(one, on=on, actor=by),
        S.TRACKING: lambda one, on: service.track(one, on=on, actor=by),
        S.ARCHIVED: lambda one, on: service.archive(one, on=on, summary="完成", actor=by),
    }
    suspend: Step = lambda one, on: halting.suspend(one, on=on, reason="等待", actor=leader)  # noqa: E731
    cancel: Step = lambda one, on: halting.cancel(one, on=on, reason="合并", actor=leader)  # noqa: E731
    if status is S.SUSPENDED:
        return [steps[S.APPROVED], suspend]
    if status is S.CANCELLED:
        return [cancel]
    order = list(steps)
    return [] if status is S.PREPARING else [steps[one] for one in order[: order.index(status) + 1]]
