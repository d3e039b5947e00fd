"""Business verbs on supervised units and their officers; words.py, bodies.py, reform.py own the rest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.agencies import succession
from supervision.agencies.models import (
    Body,
    Dictionary,
    DictionaryEntry,
    Level,
    Management,
    Officer,
    Unit,
)
from supervision.agencies.naming import joined
from supervision.core import bulk, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.core.errors import DomainError, answer
from supervision.core.facts import Facts
from supervision.core.pinyin import reading
from supervision.core.seams import Seam

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
    return reading(name).letters[:40]


@dataclass(frozen=True)
class UnitFacts(Facts[Unit]):
    """What is recorded of a supervised unit."""

    name: str
    short_name: str
    management: Management = Management.LOCAL
    superior_name: str = ""
    field: str = ""
    address: str = ""
    telephone: str = ""
    also_called: str = ""


@dataclass(frozen=True)
class OfficerFacts(Facts[Officer]):
    """What is recorded of an officer."""

    name: str
    post: str = ""
    certificate_no: str = ""
    in_leadership: bool = False


FOUNDED: Seam[Callable[[Body], object]] = Seam("what a new body is given (its kinds of paper)")


def found_body(
    *, name: str, short_name: str, region: str, code: str, level: Level, parent: Body | None = None
) -> Body:
    """Set up a supervising body with its dictionaries and whatever higher slices give it."""
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
    with crossing("a new body's words and kinds are its own before it has people"):
        for dictionary, words in ((Dictionary.CATEGORY, CATEGORIES), (Dictionary.FIELD, FIELDS)):
            for position, label in enumerate(words):
                _add_entry(body.id, dictionary, label, position)
        for give in FOUNDED.parts():
            give(body)
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
    refuse_same_name(facts.name, actor.body_id)
    unit = Unit(body_id=actor.body_id, created_by_id=actor.user_id)
    _apply_unit(unit, facts)
    session.add(unit)
    session.flush()
    return unit


def add_units(given: Sequence[UnitFacts], *, actor: Principal) -> list[Unit | DomainError]:
    """Enter many units by few statements; for each the unit, which is not the session's, or the refusal."""
    actor.require(Permission.AGENCY_EDIT)
    named = sa.select(Unit.name).where(
        Unit.body_id == actor.body_id, Unit.name.in_([facts.name for facts in given])
    )
    taken = set(session.scalars(named))

    def made(facts: UnitFacts) -> Unit:
        if facts.name in taken:
            raise _same_name(facts.name)
        unit = Unit(body_id=actor.body_id, created_by_id=actor.user_id)
        _apply_unit(unit, facts)
        taken.add(facts.name)
        return unit

    return bulk.enter(Unit, [answer(made, facts) for facts in given])


def amend_unit(unit: Unit, facts: UnitFacts, *, actor: Principal) -> None:
    """Correct a unit's particulars; a new name after 机构改革 goes through `reform.rename_unit`."""
    actor.require(Permission.AGENCY_EDIT)
    if facts.name != unit.name:
        refuse_same_name(facts.name, unit.body_id)
    _apply_unit(unit, facts)
    session.flush()


def add_officer(unit: Unit, facts: OfficerFacts, *, actor: Principal) -> Officer:
    """Enter an officer of a unit."""
    actor.require(Permission.AGENCY_EDIT)
    _refuse_same_certificate(facts.certificate_no, unit.body_id, None)
    succession.refuse_gone(unit, clock.today(), field="unit_id")
    officer = Officer(body_id=unit.body_id, unit_id=unit.id, created_by_id=actor.user_id)
    _apply_officer(officer, facts)
    session.add(officer)
    session.flush()
    return officer


def add_officers(unit: Unit, several: Sequence[OfficerFacts], *, actor: Principal) -> list[Officer]:
    """Enter several officers at once, all or none."""
    if not several:
        message = "请至少填写一行"
        raise DomainError(message)
    return [add_officer(unit, facts, actor=actor) for facts in several]


def enter_officers(
    given: Sequence[tuple[Unit, OfficerFacts, bool]], *, actor: Principal
) -> list[Officer | DomainError]:
    """Enter many officers of several units, on duty or not, by few statements: as `add_units`."""
    actor.require(Permission.AGENCY_EDIT)
    numbers = [facts.certificate_no for _, facts, _ in given if facts.certificate_no]
    on_duty = sa.select(Officer.certificate_no, Officer.name).where(
        Officer.body_id == actor.body_id, Officer.certificate_no.in_(numbers), Officer.active
    )
    holders = {row.certificate_no: row.name for row in session.execute(on_duty)}

    def made(one: tuple[Unit, OfficerFacts, bool]) -> Officer:
        unit, facts, active = one
        if active:
            succession.refuse_gone(unit, clock.today(), field="unit_id")
        if facts.certificate_no in holders:
            raise _same_certificate(facts.certificate_no, holders[facts.certificate_no])
        officer = Officer(body_id=unit.body_id, unit_id=unit.id, created_by_id=actor.user_id)
        _apply_officer(officer, facts)
        officer.active = active
        if active and facts.certificate_no:
            holders[facts.certificate_no] = facts.name
        return officer

    return bulk.enter(Officer, [answer(made, one) for one in given])


def amend_officer(
    officer: Officer, facts: OfficerFacts, *, unit: Unit, active: bool, actor: Principal
) -> None:
    """Correct an officer's particulars, move the officer to another unit or off the list."""
    actor.require(Permission.AGENCY_EDIT)
    _refuse_same_certificate(facts.certificate_no, officer.body_id, officer.id)
    if active and unit.id != officer.unit_id:
        succession.refuse_gone(unit, clock.today(), field="unit_id")
    _apply_officer(officer, facts)
    officer.unit_id = unit.id
    officer.active = active
    session.flush()


def refuse_same_name(name: str, body_id: int | None) -> None:
    """DomainError when another unit of the body has `name` now."""
    taken = session.scalar(sa.select(Unit.id).where(Unit.body_id == body_id, Unit.name == name))
    if taken is not None:
        raise _same_name(name)


def _same_name(name: str) -> DomainError:
    return DomainError(f"已有名为“{name}”的单位", field="name")


def _refuse_same_certificate(number: str, body_id: int, officer_id: int | None) -> None:
    if not number:
        return
    statement = sa.select(Officer.name).where(
        Officer.body_id == body_id, Officer.certificate_no == number, Officer.active
    )
    if officer_id is not None:
        statement = statement.where(Officer.id != officer_id)
    holder = session.scalar(statement.limit(1))
    if holder is not None:
        raise _same_certificate(number, holder)


def _same_certificate(number: str, holder: str) -> DomainError:
    return DomainError(f"执法证号“{number}”已登记在{holder}名下", field="certificate_no")


def _apply_unit(unit: Unit, facts: UnitFacts) -> None:
    if facts.management is not Management.LOCAL and not facts.superior_name:
        message = f"{facts.management.label}的单位须写明上一级主管部门，告知时用"
        raise DomainError(message, field="superior_name")
    short = facts.short_name or facts.name
    also_called = joined(facts.also_called)
    facts.into(unit, short_name=short, also_called=also_called, initials=initials(facts.name))


def _apply_officer(officer: Officer, facts: OfficerFacts) -> None:
    facts.into(officer, initials=initials(facts.name))


def active_units() -> list[Unit]:
    """Units in being that the present scope sees, in the order people look for them."""
    return list(session.scalars(in_being()))


def past_units() -> list[Unit]:
    """Units for what is entered late: those in being, then those that have ended since."""
    ended = sa.select(Unit).where(Unit.ended_on.is_not(None)).order_by(Unit.initials, Unit.id)
    return [*active_units(), *session.scalars(ended)]


def in_being() -> sa.Select[Unit]:
    """The same as a statement."""
    return sa.select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.initials, Unit.id)


def officer_counts(unit_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """For each unit's id: officers on duty, and how many of them are in its 领导班子."""
    statement = (
        sa.select(
            Officer.unit_id,
            sa.func.count(Officer.id),
            sa.func.count(Officer.id).filter(Officer.in_leadership),
        )
        .where(Officer.active, Officer.unit_id.in_(list(unit_ids)))
        .group_by(Officer.unit_id)
    )
    return {unit_id: (staff, leaders) for unit_id, staff, leaders in session.execute(statement)}


def officers_of(unit: Unit) -> list[Officer]:
    """Officers of a unit: those on duty first, the 领导班子 before the rest."""
    statement = sa.select(Officer).where(Officer.unit_id == unit.id)
    order = (Officer.active.desc(), Officer.in_leadership.desc(), Officer.initials, Officer.id)
    return list(session.scalars(statement.order_by(*order)))


def dictionary(which: Dictionary) -> list[DictionaryEntry]:
    """Active words of a list, in their order."""
    statement = sa.select(DictionaryEntry).where(
        DictionaryEntry.dictionary == which, DictionaryEntry.active
    )
    return list(session.scalars(statement.order_by(DictionaryEntry.position)))
