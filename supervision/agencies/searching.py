"""What is found of units and their officers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from supervision.agencies.models import Officer, Unit, UnitName
from supervision.agencies.naming import names_of
from supervision.agencies.succession import end_of
from supervision.core.access.policy import Permission
from supervision.core.db import Query
from supervision.core.picking import spellings
from supervision.core.prepared import Row, ask
from supervision.core.search import Source
from supervision.core.search.query import Units


def _unit(row: Unit) -> Iterable[str]:
    yield from (row.short_name, row.also_called)
    yield from (f"曾用名：{one.name}" for one in row.former)
    yield from (row.field, row.superior_name, row.initials)


def _officer(row: Officer) -> Iterable[str]:
    return row.post, row.certificate_no, row.initials


def units_named(words: Sequence[str]) -> Units:
    """The units each word of a search names, whole: 市监局, 卫健委, a former name, wjw, never a part of one; with
    a successor those it took over."""
    answering = _answering(tuple(ask(units_named, (), _names).rows))
    return {word: answering[word] for word in words if word in answering}


def _names() -> Query:
    """Each unit with what it is called, once for every former name."""
    own = (Unit.id, Unit.name, Unit.short_name, Unit.also_called, Unit.successor_id)
    former = sa.select(*own, UnitName.name.label("former"))
    return former.outerjoin(UnitName, UnitName.unit_id == Unit.id).order_by(Unit.id, UnitName.id)


@dataclass(frozen=True)
class _Called:
    name: str
    short_name: str
    also_called: str


@lru_cache(maxsize=8)
def _answering(rows: tuple[Row, ...]) -> Units:
    """Every way to type a name of a unit, with the units called so: made once for what is read each time."""
    former: dict[tuple[int, _Called], list[str]] = {}
    merged = {key: heir for key, *_names, heir, _once in rows if heir is not None}
    held: dict[int, list[int]] = {}
    for gone in merged:
        held.setdefault(end_of(gone, merged), []).append(gone)
    for key, name, short, also, _heir, once in rows:
        former.setdefault((key, _Called(name, short, also)), []).extend([once] if once else [])
    found: dict[str, list[int]] = {}
    for (key, unit), names in former.items():
        for one in spellings(names_of(unit, names)):
            found.setdefault(one, []).extend((key, *held.get(key, ())))
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
