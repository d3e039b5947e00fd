"""Due dates of a fictional office, hung on a unit: the kernel does not ask what owns them."""

import datetime as dt

from supervision.agencies.models import Unit as Supervised
from supervision.core import duedates
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit
from supervision.core.duedates import DueDate, DueKind
from tests.make.offices import Office


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
        _unit(office, unit),
        kind,
        Term(days, measure),
        on=on,
        title=title,
        basis="示例依据",
        actor=office.handler,
        unit_id=_unit(office, unit).id,
        holder_id=office.id_of(holder) if holder else None,
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
        _unit(office, unit),
        kind,
        day,
        title=title,
        basis="示例依据",
        actor=office.handler,
        unit_id=_unit(office, unit).id,
        holder_id=office.id_of(holder) if holder else None,
    )


def _unit(office: Office, which: int) -> Supervised:
    return session.get_one(Supervised, (office.unit_id, office.other_unit_id)[which])
