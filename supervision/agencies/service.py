"""Business verbs on bodies, units, officers and dictionaries."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from pypinyin import Style, lazy_pinyin

from supervision.agencies.models import (
    Body,
    Dictionary,
    DictionaryEntry,
    Level,
    Management,
    Officer,
    Unit,
    UnitName,
)
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError

CATEGORIES = (
    "有案不立", "以罚代管", "趋利性执法", "乱收费", "乱罚款", "乱检查", "乱查封",
    "程序不规范", "文书不规范", "案卷不规范", "执法公示不到位", "行政不作为", "其他",
)  # fmt: skip
FIELDS = (
    "市场监管", "城市管理", "交通运输", "农业农村", "文化旅游", "应急管理", "生态环境",
    "卫生健康", "自然资源", "住房城建", "人力社保", "公安", "税务", "其他",
)  # fmt: skip


def initials(name: str) -> str:
    """Pinyin initials for finding by typing: 市场监督管理局 → scjdglj."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()[:40]


@dataclass(frozen=True)
class UnitFacts:
    """What is recorded of a supervised unit."""

    name: str
    short_name: str
    management: Management = Management.LOCAL
    superior_name: str = ""
    field: str = ""
    address: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class OfficerFacts:
    """What is recorded of an officer."""

    name: str
    post: str = ""
    certificate_no: str = ""
    in_leadership: bool = False


def found_body(
    *, name: str, short_name: str, region: str, code: str, level: Level, parent: Body | None = None
) -> Body:
    """Set up a supervising body with its dictionaries; done at installation, not by users."""
    body = Body(
        name=name,
        short_name=short_name,
        region=region,
        code=code,
        level=level,
        parent_id=parent.id if parent else None,
    )
    session.add(body)
    session.flush()
    body.path = f"{parent.path if parent else '/'}{body.id}/"
    for dictionary, words in ((Dictionary.CATEGORY, CATEGORIES), (Dictionary.FIELD, FIELDS)):
        for position, label in enumerate(words):
            _add_entry(body.id, dictionary, label, position)
    session.flush()
    return body


def _add_entry(body_id: int, dictionary: Dictionary, label: str, position: int) -> DictionaryEntry:
    entry = DictionaryEntry(
        body_id=body_id,
        dictionary=dictionary,
        label=label,
        initials=initials(label),
        position=position,
    )
    session.add(entry)
    return entry


def add_unit(facts: UnitFacts, *, actor: Principal) -> Unit:
    """Enter a supervised unit; its name is unique within the body."""
    actor.require(Permission.AGENCY_EDIT)
    _refuse_same_name(facts.name, actor.body_id)
    unit = Unit(body_id=actor.body_id, created_by_id=actor.user_id)
    _apply_unit(unit, facts)
    session.add(unit)
    session.flush()
    return unit


def amend_unit(unit: Unit, facts: UnitFacts, *, actor: Principal) -> None:
    """Correct a unit's particulars; a new name after 机构改革 goes through `rename_unit`."""
    actor.require(Permission.AGENCY_EDIT)
    if facts.name != unit.name:
        _refuse_same_name(facts.name, unit.body_id)
    _apply_unit(unit, facts)
    session.flush()


def rename_unit(unit: Unit, name: str, *, on: date, actor: Principal) -> None:
    """A unit is renamed: papers keep the old name, which stays findable."""
    actor.require(Permission.AGENCY_EDIT)
    _refuse_same_name(name, unit.body_id)
    session.add(
        UnitName(
            body_id=unit.body_id,
            unit_id=unit.id,
            name=unit.name,
            until=on,
            created_by_id=actor.user_id,
        )
    )
    unit.name = name
    unit.initials = initials(name)
    session.flush()


def add_officer(unit: Unit, facts: OfficerFacts, *, actor: Principal) -> Officer:
    """Enter an officer of a unit."""
    actor.require(Permission.AGENCY_EDIT)
    officer = Officer(body_id=unit.body_id, unit_id=unit.id, created_by_id=actor.user_id)
    _apply_officer(officer, facts)
    session.add(officer)
    session.flush()
    return officer


def amend_officer(officer: Officer, facts: OfficerFacts, *, active: bool, actor: Principal) -> None:
    """Correct an officer's particulars, or take the officer off the list."""
    actor.require(Permission.AGENCY_EDIT)
    _apply_officer(officer, facts)
    officer.active = active
    session.flush()


def _refuse_same_name(name: str, body_id: int | None) -> None:
    taken = session.scalar(sa.select(Unit.id).where(Unit.body_id == body_id, Unit.name == name))
    if taken is not None:
        message = f"已有名为“{name}”的单位"
        raise DomainError(message, field="name")


def _apply_unit(unit: Unit, facts: UnitFacts) -> None:
    unit.name = facts.name
    unit.short_name = facts.short_name or facts.name
    unit.initials = initials(facts.name)
    unit.management = facts.management
    unit.superior_name = facts.superior_name
    unit.field = facts.field
    unit.address = facts.address
    unit.telephone = facts.telephone


def _apply_officer(officer: Officer, facts: OfficerFacts) -> None:
    officer.name = facts.name
    officer.initials = initials(facts.name)
    officer.post = facts.post
    officer.certificate_no = facts.certificate_no
    officer.in_leadership = facts.in_leadership


def active_units() -> list[Unit]:
    """Units in being that the present scope sees, in the order people look for them."""
    statement = sa.select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.initials, Unit.id)
    return list(session.scalars(statement))


def dictionary(which: Dictionary) -> list[DictionaryEntry]:
    """Active words of a list, in their order."""
    statement = sa.select(DictionaryEntry).where(
        DictionaryEntry.dictionary == which, DictionaryEntry.active
    )
    return list(session.scalars(statement.order_by(DictionaryEntry.position)))
