"""What is found of units and their officers."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from supervision.agencies.models import Officer, Unit, UnitName
from supervision.agencies.naming import called
from supervision.core.access.policy import Permission
from supervision.core.db import session
from supervision.core.picking import spellings
from supervision.core.search import Source


def _unit(row: Unit) -> Iterable[str]:
    yield from (row.short_name, row.also_called)
    yield from (f"曾用名：{one.name}" for one in row.former)
    yield from (row.field, row.superior_name, row.initials)


def _officer(row: Officer) -> Iterable[str]:
    return row.post, row.certificate_no, row.initials


def units_named(words: Sequence[str]) -> Mapping[str, list[int]]:
    """The units each word of a search names, whole: 市监局, 卫健委, a former name, wjw, never a part of one."""
    found: dict[str, list[int]] = {}
    for key, names in called(session.scalars(sa.select(Unit)).all()).items():
        for word in set(words).intersection(spellings(names)):
            found.setdefault(word, []).append(key)
    return found


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
        options=(selectinload(Unit.former),),
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
