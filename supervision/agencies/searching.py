"""What is found of units and their officers."""

from collections.abc import Iterable

import sqlalchemy as sa

from supervision.agencies.models import Officer, Unit, UnitName
from supervision.core.access.policy import Permission
from supervision.core.db import session
from supervision.core.search import Source


def _unit(row: Unit) -> Iterable[str]:
    yield row.short_name
    former = sa.select(UnitName.name).where(UnitName.unit_id == row.id).order_by(UnitName.id)
    yield from (f"曾用名：{name}" for name in session.scalars(former))
    yield from (row.field, row.superior_name, row.initials)


def _officer(row: Officer) -> Iterable[str]:
    return row.post, row.certificate_no, row.initials


SOURCES = (
    Source(
        kind="unit",
        label="单位",
        model=Unit,
        title=lambda row: row.name,
        texts=_unit,
        permissions=(Permission.AGENCY_VIEW,),
        rank=60,
        unit_id=lambda row: row.id,
        parts={UnitName: lambda row: row.unit_id},
    ),
    Source(
        kind="officer",
        label="执法人员",
        model=Officer,
        title=lambda row: row.name,
        texts=_officer,
        permissions=(Permission.AGENCY_VIEW,),
        rank=70,
    ),
)
