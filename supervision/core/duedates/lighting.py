"""The light of a due date as of today: for one, or for a whole list at the price of two queries."""

import datetime as dt
from collections.abc import Iterable

from supervision.core import clock
from supervision.core.deadlines import Calendar, Colour, Light, Policy, light
from supervision.core.duedates.calendars import current_calendar
from supervision.core.duedates.models import DueDate, DueKind, DueState
from supervision.core.duedates.policies import policies

TONES = {Colour.BLUE: "active", Colour.AMBER: "near", Colour.RED: "overdue", Colour.GREEN: "done"}


class ShownLight:
    """A light as the components draw it: `.label .tone .detail .due`."""

    def __init__(self, due: dt.date, value: Light) -> None:
        self.due = due
        self.label = value.colour.label
        self.tone = TONES[value.colour]
        self.detail = value.text.removeprefix(value.colour.label)


class Lamp:
    """Lights of many rows: calendar and policies are read once, at the start."""

    def __init__(self) -> None:
        self._today: dt.date = clock.today()
        self._calendar: Calendar = current_calendar()
        self._policies = policies()

    def of(
        self,
        due: dt.date | None,
        *,
        closed: dt.date | None = None,
        begun: dt.date | None = None,
        kind: DueKind = DueKind.REPLY,
        at_half: bool = False,
    ) -> ShownLight | None:
        """The light of a last day; None where nothing is due. `at_half`: amber once half is used."""
        if due is None:
            return None
        policy = self._policies[kind]
        if at_half and not policy.amber_at_half:
            policy = Policy(amber_workdays=policy.amber_workdays, amber_at_half=True)
        value = light(due, self._today, self._calendar, closed=closed, policy=policy, start=begun)
        return ShownLight(due, value)

    def of_row(self, row: DueDate) -> ShownLight | None:
        """The light of a stored due date; one that fell away has none."""
        if row.state is DueState.ENDED:
            return None
        closed = row.closed_on if row.state is DueState.MET else None
        return self.of(row.due, closed=closed, begun=row.start, kind=row.kind)


def light_of(
    due: dt.date | None,
    *,
    closed: dt.date | None = None,
    begun: dt.date | None = None,
    kind: DueKind = DueKind.REPLY,
    at_half: bool = False,
) -> ShownLight | None:
    """The light of one last day; for a list use `Lamp` or `lights`, which ask the store once."""
    if due is None:
        return None
    return Lamp().of(due, closed=closed, begun=begun, kind=kind, at_half=at_half)


def lights(rows: Iterable[DueDate]) -> dict[int, ShownLight | None]:
    """The light of each due date by its id, without a query a row."""
    lamp = Lamp()
    return {row.id: lamp.of_row(row) for row in rows}
