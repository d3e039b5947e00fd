"""机构改革: a unit is renamed, merged into another, or reinstated; old names stay findable."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from supervision.agencies.models import Officer, Unit, UnitName
from supervision.agencies.service import initials, refuse_same_name
from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError


def rename_unit(unit: Unit, name: str, *, on: date, actor: Principal) -> None:
    """The unit bears `name` from `on`: papers keep the old name, which stays findable."""
    actor.require(Permission.AGENCY_EDIT)
    if name == unit.name:
        message = "新名称与现名称相同"
        raise DomainError(message, field="name")
    refuse_same_name(name, unit.body_id)
    _refuse_date_before_last_change(unit, on)
    former = UnitName(
        body_id=unit.body_id,
        unit_id=unit.id,
        name=unit.name,
        until=on,
        created_by_id=actor.user_id,
    )
    session.add(former)
    label = f"更名为“{name}”，{clock.chinese_date(on)}起用"
    unit.name = name
    unit.initials = initials(name)
    audit.record(unit, action="unit.rename", label=label, actor=actor)
    session.flush()


def merge_unit(
    unit: Unit, successor: Unit | None, *, on: date, with_officers: bool, actor: Principal
) -> None:
    """The unit ends on `on`; `successor` (None: 撤销, nobody follows) takes its officers if asked."""
    actor.require(Permission.AGENCY_EDIT)
    _refuse_date_before_last_change(unit, on)
    if not unit.active:
        message = "该单位已登记撤并"
        raise DomainError(message)
    if successor is not None:
        _check_successor(unit, successor)
        if with_officers:
            _move_officers(unit, successor)
    unit.ended_on = on
    unit.successor_id = successor.id if successor else None
    whereto = f"并入{successor.name}" if successor else "撤销"
    label = f"{whereto}，{clock.chinese_date(on)}起"
    audit.record(unit, action="unit.merge", label=label, actor=actor)
    session.flush()


def reinstate_unit(unit: Unit, *, reason: str, actor: Principal) -> None:
    """Take back a merger entered by mistake; officers who moved stay where they are."""
    actor.require(Permission.AGENCY_EDIT)
    if unit.active:
        message = "该单位没有撤并，无需恢复"
        raise DomainError(message)
    if not reason.strip():
        message = "恢复单位须填写理由"
        raise DomainError(message, field="reason")
    unit.ended_on = unit.successor_id = None
    audit.record(unit, action="unit.reinstate", label="恢复单位", reason=reason, actor=actor)
    session.flush()


def former_names(unit: Unit) -> list[UnitName]:
    """Names the unit bore before, the latest first."""
    statement = sa.select(UnitName).where(UnitName.unit_id == unit.id)
    return list(session.scalars(statement.order_by(UnitName.until.desc(), UnitName.id.desc())))


def name_on(unit: Unit, day: date) -> str:
    """The name the unit bore on `day`: what is printed of that day keeps it."""
    later = [former for former in former_names(unit) if former.until > day]
    return later[-1].name if later else unit.name


def predecessors(unit: Unit) -> list[Unit]:
    """Units that were merged into this one."""
    statement = sa.select(Unit).where(Unit.successor_id == unit.id)
    return list(session.scalars(statement.order_by(Unit.ended_on, Unit.id)))


def names_by_unit(unit_ids: Iterable[int]) -> dict[int, list[str]]:
    """Former names of many units in one query: {unit id: names}."""
    found: dict[int, list[str]] = {}
    statement = sa.select(UnitName).where(UnitName.unit_id.in_(list(unit_ids)))
    for former in session.scalars(statement.order_by(UnitName.until.desc())):
        found.setdefault(former.unit_id, []).append(former.name)
    return found


def _refuse_date_before_last_change(unit: Unit, on: date) -> None:
    last = session.scalar(sa.select(sa.func.max(UnitName.until)).where(UnitName.unit_id == unit.id))
    if last is not None and on < last:
        message = f"不得早于上次更名日期（{clock.chinese_date(last)}）"
        raise DomainError(message, field="on")


def _check_successor(unit: Unit, successor: Unit) -> None:
    if successor.id == unit.id or successor.body_id != unit.body_id:
        message = "承继单位须是本机关的另一个被监督单位"
        raise DomainError(message, field="successor_id")
    if not successor.active:
        message = f"{successor.name}本身已撤并，请选择在册的单位"
        raise DomainError(message, field="successor_id")


def _move_officers(unit: Unit, successor: Unit) -> None:
    statement = sa.select(Officer).where(Officer.unit_id == unit.id, Officer.active)
    for officer in session.scalars(statement):
        officer.unit_id = successor.id
