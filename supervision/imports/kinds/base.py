"""What a kind of import must say of itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from supervision.core import bulk, duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.corrections import followed
from supervision.core.db import Identified, session
from supervision.core.errors import DomainError
from supervision.imports.fields import Field, Names

CORRECTION = "用表格更正"  # the reason on the trail of a record whose row came in again changed
Values = Mapping[str, Any]  # field name → text or date, as the sheet shows it
ROW = "row"  # beside the fields of rows that are completed: their number in the sheet

Lateness = Callable[[Values, Any], bool]  # of a row, and the record it changes or None

Made = TypeVar("Made")
Finder = Callable[[Sequence[Values], Names, Principal], Sequence[Any]]  # an answer for each row


@dataclass(frozen=True)
class Kind:
    """A kind of record that comes in by sheet. `values` is what the sheet says of a record, `called` what
    it calls the people and the action in it.

    `find` knows records again without their 行键: each, or None. `create` and `update` are given
    complete values and go through the services; `create` answers for each row with the record or
    the DomainError that refuses it, with the field's name in its facts. Both are given `together`
    rows at a time; those before them in the sheet are in the store by then. `in_bulk`: `create` makes
    them in one statement, and undoing deletes them in one.
    `identity`: what a record is about, and `numbered` the number that tells apart what is about the same: what
    `find` goes by, so that a sheet naming a record twice is noticed wherever its rows stand. `release` lets go of what hangs on a record before an undone import deletes it;
    it raises DomainError when something depends on the record.
    `says`: what it is for, where its label could be taken for another's.
    `about`: what the preview says beside the title (whose it is). `letter` begins the 行键 of our own
    sheets. `service_fields`: their field names → ours.
    `past`: whether a row is 补录 or corrects it, which the reviewer looks at once a sheet; `circle`:
    who may see a record, where not everybody of the body: its reviewer is of the circle of every row.
    `at_once`: rows that may be gone through while the person waits; a paper's whole life is 20 ms.
    `whole`: what equal rows belong to as to one (a paper), from their cells; such rows are gone through
    together wherever they stand. `complete` fills what a new row leaves to the rows beside it or to
    what is usual, before it is created and shown.
    """

    name: str
    label: str
    letter: str
    permission: Permission
    model: Any
    fields: Sequence[Field]
    defaults: Values
    values: Callable[[Any], Values]
    find: Finder
    create: Finder
    update: Callable[[Any, Values, Names, Principal], None]
    rows: Callable[[Principal], sa.Select[Any]]
    title: Callable[[Values], str]
    service_fields: Mapping[str, str]
    identity: Callable[[Values], tuple[object, ...]]
    called: Callable[[Any, Names], Values] = lambda _record, _names: {}
    numbered: Callable[[Values], tuple[object, ...] | None] = lambda _values: None
    says: str = ""
    about: Callable[[Values], str] = lambda _values: ""
    release: Callable[[Any], None] = lambda _record: None
    past: Lateness = lambda _values, _record: False
    circle: Callable[[Any], Iterable[int]] | None = None
    at_once: int = 2000
    together: int = 1
    in_bulk: bool = False
    whole: Callable[[Mapping[str, object]], str] | None = None
    complete: Callable[[Sequence[Values], Names], Sequence[Values]] = lambda given, _names: given

    def remove(self, records: Sequence[Any]) -> None:
        """Delete what an undone import brought, in bulk what was created in bulk."""
        for record in records:
            self.release(record)
        if self.in_bulk:
            bulk.delete(self.model, self.model.id.in_([record.id for record in records]))
            return
        for record in records:
            session.delete(record)

    def said(self, record: object, names: Names) -> dict[str, object]:
        """What a sheet says of a record, those it names called so that nobody else is meant."""
        return {**self.values(record), **self.called(record, names)}

    def key_of(self, record: Identified) -> str:
        """The 行键 our own sheets give a record."""
        return f"{self.letter}{record.id}"


def always(_values: Values, _record: object) -> bool:
    """Every row of the kind is 补录."""
    return True


def each(single: Callable[[Values, Names, Principal], object]) -> Finder:
    """`find` or `create` of a kind whose services take one record at a time."""

    def run(given: Sequence[Values], names: Names, actor: Principal) -> list[object]:
        return [answered(partial(single, values, names, actor)) for values in given]

    return run


def answered(single: Callable[[], Made]) -> Made | DomainError:
    """What a step that takes one record at a time makes, or why it refuses; nothing is left half done."""
    try:
        return single()
    except DomainError as refusal:
        _forget_half_done()
        return refusal


def _forget_half_done() -> None:
    """What a refused row left must not reach the store with the next one."""
    for row in list(session.new):
        session.expunge(row)
    for row in list(session.dirty):
        session.expire(row)


def let_go(record: Any) -> None:
    """What was entered late by a sheet goes again: its terms with it, unless something was done since."""
    if followed(record):
        raise DomainError("补录之后已在系统内办理，不能撤销此次导入")
    duedates.drop(record)


def need(values: Values, day: str, label: str, *others: str) -> None:
    """DomainError when what belongs to an event is given without the event's day."""
    if values[day] is None and any(values[one] for one in others):
        raise DomainError(f"请填写{label}", field=day)
