"""机构改革: a unit is renamed, merged into another, or reinstated; old names stay findable."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from supervision.agencies.models import Officer, Unit, UnitName
from supervision.agencies.service import initials, refuse_same_name
from supervision.core import audit, clock, pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound
from supervision.core.pairs import Act, Confirmation, Payload, Proposal

RENAME, MERGE, REINSTATE = "unit.rename", "unit.merge", "unit.reinstate"


def ask_rename(unit: Unit, name: str, *, on: date, actor: Principal) -> Proposal:
    """The unit is to bear `name` from `on`, once another person says so."""
    _check_rename(unit, name, on)
    return pairs.propose(RENAME, unit, payload={"name": name, "on": on.isoformat()}, actor=actor)


def ask_merge(
    unit: Unit, successor: Unit | None, *, on: date, with_officers: bool, actor: Principal
) -> Proposal:
    """The unit is to end on `on`: `successor` (None: 撤销) then reads its papers."""
    _check_merge(unit, successor, on)
    payload = {
        "successor_id": successor.id if successor else None,
        "on": on.isoformat(),
        "with_officers": with_officers,
    }
    return pairs.propose(MERGE, unit, payload=payload, actor=actor)


def ask_reinstate(unit: Unit, *, reason: str, actor: Principal) -> Proposal:
    """A merger entered by mistake is to be taken back."""
    if not reason.strip():
        message = "恢复单位须填写理由"
        raise DomainError(message, field="reason")
    _check_gone(unit)
    return pairs.propose(REINSTATE, unit, payload={"reason": reason.strip()}, actor=actor)


def rename_unit(unit: Unit, confirmation: Confirmation) -> None:
    """The unit bears its new name: papers keep the old one, which stays findable."""
    confirmation.require(RENAME, unit)
    asked = confirmation.proposal
    name, on = asked.payload["name"], date.fromisoformat(asked.payload["on"])
    _check_rename(unit, name, on)
    former = UnitName(
        body_id=unit.body_id,
        unit_id=unit.id,
        name=unit.name,
        until=on,
        created_by_id=asked.proposed_by_id,
    )
    session.add(former)
    label = f"更名为“{name}”，{clock.chinese_date(on)}起用"
    unit.name = name
    unit.initials = initials(name)
    audit.record(unit, action="unit.rename", label=label, actor=confirmation.actor)
    session.flush()


def merge_unit(unit: Unit, confirmation: Confirmation) -> None:
    """The unit has ended; its successor takes its officers if asked."""
    confirmation.require(MERGE, unit)
    payload = confirmation.proposal.payload
    successor, on = _successor(payload), date.fromisoformat(payload["on"])
    _check_merge(unit, successor, on)
    if successor is not None and payload["with_officers"]:
        _move_officers(unit, successor)
    unit.ended_on = on
    unit.successor_id = successor.id if successor else None
    whereto = f"并入{successor.name}" if successor else "撤销"
    label = f"{whereto}，{clock.chinese_date(on)}起"
    audit.record(unit, action="unit.merge", label=label, actor=confirmation.actor)
    session.flush()


def reinstate_unit(unit: Unit, confirmation: Confirmation) -> None:
    """A merger is taken back; officers who moved stay where they are."""
    confirmation.require(REINSTATE, unit)
    _check_gone(unit)
    unit.ended_on = unit.successor_id = None
    reason = confirmation.proposal.payload["reason"]
    actor = confirmation.actor
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


def _check_rename(unit: Unit, name: str, on: date) -> None:
    if name == unit.name:
        message = "新名称与现名称相同"
        raise DomainError(message, field="name")
    refuse_same_name(name, unit.body_id)
    _refuse_other_day(unit, on)


def _check_merge(unit: Unit, successor: Unit | None, on: date) -> None:
    _refuse_other_day(unit, on)
    if not unit.active:
        message = "该单位已登记撤并"
        raise DomainError(message)
    if successor is not None:
        _check_successor(unit, successor)


def _check_gone(unit: Unit) -> None:
    if unit.active:
        message = "该单位没有撤并，无需恢复"
        raise DomainError(message)


def _successor(payload: Payload) -> Unit | None:
    key = payload["successor_id"]
    return session.get_one(Unit, key) if key else None


def _refuse_other_day(unit: Unit, on: date) -> None:
    """A change acts when it is entered: neither before its day, nor before the last one."""
    if on > clock.today():
        message = "日期不得晚于今天，请到日再登记"
        raise DomainError(message, field="on")
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


def _load(unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        message = "没有这个单位"
        raise NotFound(message)
    return unit


def _rename_lines(unit: Unit, payload: Payload) -> list[tuple[str, str]]:
    return [("现名称", unit.name), ("新名称", payload["name"]), ("启用日期", payload["on"])]


def _merge_lines(unit: Unit, payload: Payload) -> list[tuple[str, str]]:
    successor = _successor(payload)
    moved = "一并转入承继单位" if successor and payload["with_officers"] else "不转移"
    whose, where = (
        ("承继单位的人员从此可以查看、办理原单位的文书", "承继单位") if successor
        else ("未办结的文书不再有单位签收、答复，由承办人处理", "其他单位")
    )  # fmt: skip
    return [
        ("单位", unit.name), ("承继单位", successor.name if successor else "无（整体撤销）"),
        ("撤并日期", payload["on"]), ("在岗执法人员", moved), ("后果", whose),
        ("原单位的账号", f"不再能查看、办理；到{where}继续办理的，提请安全管理员把账号转到{where}"),
    ]  # fmt: skip


def _reinstate_lines(unit: Unit, payload: Payload) -> list[tuple[str, str]]:
    successor = unit.successor.name if unit.successor else "无"
    return [("单位", unit.name), ("现承继单位", successor), ("理由", payload["reason"])]


_MERGED = Act(
    name=MERGE,
    title="单位撤并",
    proposes=(Permission.AGENCY_EDIT,),
    confirms=Permission.AGENCY_CONFIRM,
    load=_load,
    lines=_merge_lines,
    apply=merge_unit,
    refusal="不同意或撤回的，写明理由；单位不变。",
)
ACTS = (
    _MERGED,
    replace(_MERGED, name=RENAME, title="单位更名", lines=_rename_lines, apply=rename_unit),
    replace(
        _MERGED, name=REINSTATE, title="恢复单位", lines=_reinstate_lines, apply=reinstate_unit
    ),
)
