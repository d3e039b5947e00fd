"""What a unit is called besides its full name: short names, former names, and as people say them."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

import sqlalchemy as sa

from supervision.agencies.models import Unit, UnitName
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.listing import Option
from supervision.core.picking import find, spellings

LONGEST = 60  # of one short name
_PARTED = re.compile(r"[、，,;；\n]+")
_REGION = re.compile(r"^[\u4e00-\u9fff]{2,6}?[省市县区州盟旗](?=[\u4e00-\u9fff]{2})")
_LEVEL = re.compile(
    r"^[省市县区州](?=[\u4e00-\u9fff]{3})"
)  # 市城管执法局: the place goes without saying
# As people say it: what stands in the full name, and what is said for it.
USUAL = (
    ("市场监督管理局", ("市监局", "市场监管局")),
    ("卫生健康委员会", ("卫健委", "卫生健康委")),
    ("卫生健康局", ("卫健局",)),
    ("城市管理综合行政执法局", ("城管局", "城管", "综合执法局")),
    ("城市管理综合执法局", ("城管局", "城管", "综合执法局")),
    ("城市管理行政执法局", ("城管局", "城管")),
    ("城市管理局", ("城管局", "城管")),
    ("综合行政执法局", ("综合执法局", "综执局")),
    ("农业农村局", ("农业局",)),
    ("交通运输局", ("交通局", "交运局")),
    ("文化广电和旅游局", ("文旅局", "文广旅局")),
    ("文化广电旅游局", ("文旅局", "文广旅局")),
    ("文化和旅游局", ("文旅局",)),
    ("应急管理局", ("应急局",)),
    ("生态环境局", ("环保局", "生态局", "环境局")),
    ("自然资源和规划局", ("资规局", "自规局", "自然资源局")),
    ("自然资源局", ("资源局",)),
    ("住房和城乡建设局", ("住建局",)),
    ("住房城乡建设局", ("住建局",)),
    ("人力资源和社会保障局", ("人社局",)),
    ("人力资源社会保障局", ("人社局",)),
    ("发展和改革委员会", ("发改委",)),
    ("科学技术局", ("科技局",)),
    ("工业和信息化局", ("工信局",)),
    ("退役军人事务局", ("退役军人局",)),
    ("医疗保障局", ("医保局",)),
    ("行政审批服务局", ("审批局", "行政审批局")),
    ("行政审批局", ("审批局",)),
    ("烟草专卖局", ("烟草局",)),
    ("消防救援支队", ("消防支队", "消防")),
    ("消防救援大队", ("消防大队", "消防")),
    ("林业和草原局", ("林草局",)),
    ("国有资产监督管理委员会", ("国资委",)),
)  # fmt: skip


def parted(said: str) -> list[str]:
    """Short names as typed one after another, each once."""
    return list(dict.fromkeys(one.strip() for one in _PARTED.split(said) if one.strip()))


def joined(said: str) -> str:
    """Short names as they are kept. DomainError where one is too long to be short."""
    for one in (names := parted(said)):
        if len(one) > LONGEST:
            raise DomainError(f"简称“{one[:20]}…”超过{LONGEST}个字", field="also_called")
    return "、".join(names)


def without_region(name: str) -> tuple[str, str]:
    """A name without the place it begins with, and the place's level: 市场监督管理局, 市."""
    level, name = "", name.removeprefix("国家税务总局")
    while found := _REGION.match(name):
        level, name = found[0][-1], name[found.end() :]
    return name, level


@lru_cache(maxsize=4096)
def said_for(name: str) -> tuple[str, ...]:
    """What people say for a full name, with and without the level of the place."""
    bare, level = without_region(name)
    usual = [said for whole, short in USUAL if bare.startswith(whole) for said in short]
    found = [bare, *usual]
    return (*found, *(level + one for one in found if level))


class Named(Protocol):
    """A unit, or what of its row says how it is called."""

    @property
    def name(self) -> str: ...

    @property
    def short_name(self) -> str: ...

    @property
    def also_called(self) -> str: ...


def names_of(unit: Named, former: Iterable[str] = ()) -> list[str]:
    """Everything a unit is called, its present full name first."""
    own = [unit.name, unit.short_name, *parted(unit.also_called), *former]
    bare = [without_region(one)[0] for one in own]
    bare += [one[1:] for one in own if _LEVEL.match(one)]
    said = [name for one in (unit.name, *former) for name in said_for(one)]
    return list(dict.fromkeys(filter(None, (*own, *bare, *said))))


def called(units: Sequence[Unit]) -> dict[int, list[str]]:
    """The names of each of some units, by its key; former ones of all in one query."""
    former: dict[int, list[str]] = {}
    rows = sa.select(UnitName.unit_id, UnitName.name).where(
        UnitName.unit_id.in_([unit.id for unit in units])
    )
    for unit_id, name in session.execute(rows):
        former.setdefault(unit_id, []).append(name)
    return {unit.id: names_of(unit, former.get(unit.id, ())) for unit in units}


def options_of(units: sa.Select[Unit]) -> list[Option]:
    """The units a statement finds, as a filter offers them: with all their names in one query."""
    found: dict[Unit, list[str]] = {}
    named = units.outerjoin(UnitName, UnitName.unit_id == Unit.id).add_columns(UnitName.name)
    for unit, former in session.execute(named):
        found.setdefault(unit, []).extend([former] if former else [])
    return [
        Option(str(unit.id), unit.name, tuple(names_of(unit, former)))
        for unit, former in found.items()
    ]


def units_called(said: str, units: Sequence[Unit]) -> list[Unit]:
    """The units that a text may mean: one, none or several."""
    names = called(units)
    by_value = {str(unit.id): unit for unit in units}
    found = find(said, {value: spellings(names[unit.id]) for value, unit in by_value.items()})
    return [by_value[value] for value in found.values]
