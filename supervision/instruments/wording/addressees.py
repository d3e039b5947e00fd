"""机构改革 while a paper is on its way to the signature: a unit that is no more, or a name it bears no more."""

from collections.abc import Iterator
from datetime import date

from supervision.agencies import reform, succession
from supervision.agencies.models import Unit
from supervision.instruments.models import Instrument
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording.lack import Lack


def lacks(paper: Instrument, on: date) -> Iterator[Lack]:
    """Why the paper may not go out to whom it names, by the names and units of `on`; a signed one keeps its name."""
    unit = paper.unit
    if unit is None or paper.kind.purpose is KindPurpose.SUPERIOR:
        return
    if unit.ended_on is not None and unit.ended_on <= on:
        yield Lack("addressee", "主送机关", _gone(unit))
    elif paper.addressee in _former(unit, paper):
        name = reform.name_on(unit, on)
        if paper.addressee != name:
            yield Lack("addressee", "主送机关", f"{paper.addressee}已更名，请改为{name}")
    for item in paper.items:
        found = item.problem
        if (
            found is not None
            and found.unit_id != unit.id
            and succession.present(found.unit) is not unit
        ):
            said = f"第{item.seq}条的问题属于{found.unit.name}，不属于{unit.name}"
            yield Lack("addressee", "主送机关", said)


def is_overtaken(paper: Instrument, typed: str | None, unit_id: int | None) -> bool:
    """Is the name still that of the paper's unit, though it bears another now, or another unit is chosen?"""
    if paper.unit is None or typed != paper.addressee or not follows_unit(paper):
        return False
    return unit_id != paper.unit_id or typed not in (paper.unit.name, paper.unit.superior_name)


def follows_unit(paper: Instrument) -> bool:
    """Whether it is addressed to its unit by a name of it, and so to whichever is chosen instead."""
    unit = paper.unit
    if unit is None or paper.addressee in (unit.name, unit.superior_name):
        return unit is not None
    return paper.addressee in _former(unit, paper)


def _former(unit: Unit, paper: Instrument) -> set[str]:
    """The names its unit bore before; not asked for where it is called by its present one."""
    if paper.addressee == unit.name:
        return set()
    return {one.name for one in reform.former_names(unit)}


def _gone(unit: Unit) -> str:
    heir = succession.present(unit)
    if heir is unit:
        return f"{unit.name}已撤销，请修改主送机关"
    return f"{unit.name}已撤并，请改为承继的{heir.name}"
