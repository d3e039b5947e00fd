"""Columns of a sheet: what they are called, what their cells mean, and the names they may refer to."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.service import colleagues, people_of, usernames
from supervision.agencies.models import Dictionary, Officer, Unit
from supervision.agencies.naming import called
from supervision.agencies.service import dictionary
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, as_date, as_text, as_yes
from supervision.core.picking import fold, near
from supervision.core.words import Word
from supervision.imports.namesakes import Actions, Called, T, refuse_namesakes
from supervision.instruments.back_entry.service import ELSEWHERE
from supervision.instruments.kinds.registry import all_in_force
from supervision.instruments.models import InstrumentKind
from supervision.interviews.people import Supervisor, supervisors
from supervision.roster.models import Pool, RosterEntry

OFFERED = 8  # allowed values named in a message
CHOOSABLE = 100  # allowed values among which a person may choose on the page


@dataclass
class Names:
    """What the cells of one import may refer to, loaded once: {name as written: record}."""

    units: dict[str, Unit]
    actions: Actions
    people: Called[User]
    categories: list[str]
    fields: list[str]
    unit_names: list[str] = field(default_factory=list)
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    body_id: int = 0

    @cached_property
    def papers(self) -> dict[str, InstrumentKind]:
        """Kinds of paper that may be entered late."""
        return {
            one.name: one
            for one in all_in_force()
            if one.body_id == self.body_id and one.purpose not in ELSEWHERE
        }

    @cached_property
    def officers(self) -> dict[str, list[Officer]]:
        """Officers of the units of the body, by name."""
        found: dict[str, list[Officer]] = {}
        for one in session.scalars(sa.select(Officer).where(Officer.body_id == self.body_id)):
            found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def supervisors(self) -> Called[RosterEntry]:
        """监督人员 on the roster of the body, by name; who is in office before namesakes who left."""
        own = (RosterEntry.body_id == self.body_id, RosterEntry.pool == Pool.SUPERVISOR)
        rows = session.scalars(sa.select(RosterEntry).where(*own)).all()
        return Called(
            rows,
            name=lambda one: one.name,
            apart=lambda one: one.certificate_no,
            first=lambda one: one.left_on is None,
        )

    @cached_property
    def signatories(self) -> Called[User]:
        """Who may approve a referral."""
        return _accounts(people_of(self.body_id, Role.SIGNATORY))

    @cached_property
    def colleagues(self) -> Called[User]:
        """Everybody of the body."""
        return _accounts(colleagues(self.body_id))

    @cached_property
    def _benches(self) -> dict[date, Called[Supervisor]]:
        return {}

    def bench(self, on: date) -> Called[Supervisor]:
        """Who of the body could sit at an interview on a day, by name."""
        if on not in self._benches:
            here = supervisors(self.body_id, on)
            accounts = usernames([one.user_id for one in here if one.user_id])
            self._benches[on] = Called(
                here,
                name=lambda one: one.name,
                apart=lambda one: one.certificate_no or accounts.get(one.user_id or 0, ("",))[0],
                key=lambda one: one.key,
            )
        return self._benches[on]

    @classmethod
    def of(cls, actor: Principal) -> "Names":
        """The names of the actor's own body."""
        return cls.of_body(actor.body_id)

    @classmethod
    def of_body(cls, body_id: int | None) -> "Names":
        """The names of a body."""
        own = sa.select(Unit).where(Unit.body_id == body_id)
        rows = session.scalars(own.order_by(Unit.ended_on.is_(None), Unit.id)).all()
        called = _called(rows)
        by_name = {unit.name: unit for unit in rows}
        units = {said: by_name[whole[0]] for said, whole in called.items() if len(whole) == 1}
        return cls(
            units={**units, **by_name},
            called=called,
            actions=Actions(body_id),
            people=_accounts(people_of(body_id, Role.HANDLER)),
            categories=[one.label for one in dictionary(Dictionary.CATEGORY)],
            fields=[one.label for one in dictionary(Dictionary.FIELD)],
            unit_names=[unit.name for unit in rows if unit.active],
            body_id=body_id or 0,
        )


def _accounts(users: Iterable[User]) -> Called[User]:
    return Called(users, name=lambda one: one.name, apart=lambda one: one.username)


def _called(units: Sequence[Unit]) -> dict[str, tuple[str, ...]]:
    """What units are called, folded: the full names of those that are; a present full name is one's own."""
    found: dict[str, list[str]] = {}
    names = called(units)
    for unit in units:
        for one in names[unit.id]:
            found.setdefault(fold(one), []).append(unit.name)
    own = {fold(unit.name): (unit.name,) for unit in units}
    return {said: tuple(dict.fromkeys(whole)) for said, whole in found.items()} | own


Read = Callable[[object, Names], Any]
Choices = Callable[[Names], Sequence[str]]


def nothing(_names: Names) -> Sequence[str]:
    """No choices: anything may be typed."""
    return ()


@dataclass(frozen=True)
class Cell:
    """What may stand in a cell: how it is read, what a drop-down offers for it, whether it is a day; `retires`:
    a word of a dictionary or a person, which may have gone since a record took it."""

    read: Read
    choices: Choices = nothing
    is_date: bool = False
    retires: bool = False


@dataclass(frozen=True)
class Field:
    """A column: its heading and the other headings it goes by, and what may stand in its cells.

    `completed`: left empty, the system fills it (from the kind of paper, the unit).
    """

    name: str
    label: str
    cell: Cell
    also: tuple[str, ...] = ()
    needed: bool = False
    note: str = ""
    wide: bool = False
    completed: bool = False


def text(most: int, *, choices: Choices = nothing) -> Cell:
    """Free text up to `most` characters."""

    def read(cell: object, _names: Names) -> str:
        value = as_text(cell)
        if len(value) > most:
            raise BadCell(f"最多{most}个字，这里有{len(value)}个字")
        return value

    return Cell(read, choices)


def lines(most: int) -> Cell:
    """Text of which each line counts, without empty ones."""
    whole = text(most).read

    def read(cell: object, names: Names) -> str:
        return "\n".join(one.strip() for one in whole(cell, names).split("\n") if one.strip())

    return Cell(read)


def _term(cell: object, _names: Names) -> str:
    """A term: 30日, 10个工作日, 1个月."""
    value = "".join(as_text(cell).split())
    found = _TERM.fullmatch(value)
    if value and not found:
        raise BadCell(f"“{value}”不是期限，应如 30日、10个工作日、1个月")
    try:
        return term_text(int(found[1]), found[2]) if found else ""
    except DomainError as too_long:
        raise BadCell(too_long.message) from too_long


def term_parts(value: str) -> tuple[int | None, str]:
    """A term as read: number and unit."""
    found = _TERM.fullmatch(value)
    return (int(found[1]), found[2]) if found else (None, "")


term = Cell(_term)
_TERM = re.compile(r"([1-9]\d{0,2})个?(日|工作日|月)内?")


def several(of: Callable[["Names"], Called[T]], what: str) -> Cell:
    """Names of people, parted by 、 or commas."""

    def read(cell: object, names: Names) -> str:
        given = split_names(as_text(cell))
        for one in given:
            refuse_namesakes(one, of(names), what)
            if one not in of(names):
                raise BadCell(str(unknown_name(one, what, list(of(names)))))  # one of several
        return "、".join(given)

    return Cell(read, retires=True)


def split_names(value: str) -> list[str]:
    """Names as typed one after another."""
    return [one for one in re.split(r"[、，,;；\s]+", value) if one]


def unknown_name(value: str, what: str, offered: Sequence[str]) -> BadCell:
    """Why a name cannot be taken, with the nearest ones or those that can."""
    return _unknown(f"没有名为“{value}”的{what}", value, offered)


day = Cell(lambda cell, _names: as_date(cell), is_date=True)
yes = Cell(lambda cell, _names: "是" if as_yes(cell) else "否", lambda _names: ("是", "否"))


def labels(words: Iterable[Word]) -> Choices:
    """Some words, by what they are called."""
    return lambda _names: [one.label for one in words]


def one_of(choices: Choices, *, default: str = "", retires: bool = False) -> Cell:
    """A word of a list; an empty cell means `default`."""

    def read(cell: object, names: Names) -> str:
        value, offered = as_text(cell), choices(names)
        if not value:
            return default
        if value not in offered:
            raise _unknown(f"没有“{value}”这一项", value, offered)
        return value

    return Cell(read, choices, retires=retires)


def known(of: Callable[[Names], Called[T] | Actions], what: str) -> Cell:
    """The name of a record as sheets call it; which of two namesakes is asked."""

    def read(cell: object, names: Names) -> str:
        value, records = as_text(cell), of(names)
        if value:
            refuse_namesakes(value, records, what)
            if value not in records:
                raise unknown_name(value, what, list(records))
        return value

    return Cell(read, lambda names: list(of(names)), retires=True)


def _unit(cell: object, names: Names) -> str:
    """The full name of the unit that is called so; what is one of the names of two is asked."""
    value = as_text(cell)
    if not value:
        return ""
    called = names.called.get(fold(value), ())
    if len(called) == 1:
        return called[0]
    if called:
        raise BadCell(f"“{value}”可以是{'、'.join(called)}，请写全", called)
    raise unknown_name(value, "单位", names.unit_names)


unit = Cell(_unit, lambda names: names.unit_names)


def _units(cell: object, names: Names) -> str:
    """Several units; what one of them may be is told, the cell as a whole is nothing to choose for."""
    given = split_names(as_text(cell))
    try:
        return "、".join(_unit(one, names) for one in given)
    except BadCell as bad:
        raise (BadCell(str(bad)) if len(given) > 1 else bad) from None


units = Cell(_units)
action = known(lambda names: names.actions, "监督行动")
person = known(lambda names: names.people, "承办人")


def _unknown(refusal: str, value: str, offered: Sequence[str]) -> BadCell:
    """The refusal with the nearest names, or the first of those allowed."""
    alike = near(value, offered)
    if alike:
        return BadCell(f"{refusal}，是否为{'或'.join(f'“{one}”' for one in alike)}？", alike)
    some = "、".join(offered[:OFFERED])
    more = "…" if len(offered) > OFFERED else ""
    reason = f"{refusal}，可填：{some}{more}" if some else refusal
    return BadCell(reason, offered if len(offered) <= CHOOSABLE else ())
