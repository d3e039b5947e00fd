"""Due dates of a fictional office, hung on a unit: the kernel does not ask what owns them."""

import datetime as dt

from supervision.core import duedates
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueDate, DueKind
from tests.make.office import Office


def due(
    office: Office,
    on: dt.date,
    *,
    days: int = 30,
    measure: Unit = Unit.DAY,
    kind: DueKind = DueKind.REPLY,
    unit: int = 0,
    holder: str | None = "handler",
    title: str = "示司意见〔2026〕1号",
) -> DueDate:
    """A term that began `on`."""
    return duedates.start(
        office.units[unit],
        kind,
        Term(days, measure),
        on=on,
        title=title,
        basis="示例依据",
        actor=office.principal("handler"),
        unit_id=office.units[unit].id,
        holder_id=office.people[holder].id if holder else None,
    )


def due_on(
    office: Office,
    day: dt.date,
    *,
    kind: DueKind = DueKind.REPLY,
    unit: int = 0,
    holder: str | None = "handler",
    title: str = "示司意见〔2026〕2号",
) -> DueDate:
    """A fixed last day."""
    return duedates.start_fixed(
        office.units[unit],
        kind,
        day,
        title=title,
        basis="示例依据",
        actor=office.principal("handler"),
        unit_id=office.units[unit].id,
        holder_id=office.people[holder].id if holder else None,
    )
