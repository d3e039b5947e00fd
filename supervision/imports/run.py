"""Carrying a sheet out through the services, and what became of each row."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from supervision.core import bulk
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.importer import Mark, Table, without_result
from supervision.imports.fields import Names
from supervision.imports.kinds import Kind
from supervision.imports.kinds.base import ROW
from supervision.imports.models import ImportKey
from supervision.imports.plan import (
    KEY,
    KEY_LENGTH,
    MOST_ROWS,
    Layout,
    Row,
    in_order,
    lay_out,
    mark_of,
    read,
    rows_of,
    shown,
    size_of,
    sliced,
)

Answers = Mapping[str, Mapping[str, str]]
Fault = tuple[Row, str | None, str]  # the row, the name of the field, why


@dataclass
class Change:
    """What a row does: the record, what it said before (None: new), what differs (label, old, new).

    `past`: whether it is 补录.
    """

    row: int
    title: str
    record: Any
    before: Mapping[str, Any] | None
    differences: Sequence[tuple[str, str, str]]
    past: bool
    about: str = ""


@dataclass
class Outcome:
    """What a sheet does, or would do; `circle`: who may see every record of it, None: whoever sees the body's."""

    layout: Layout
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    marks: list[Mark] = field(default_factory=list)
    offers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    circle: frozenset[int] | None = None

    @property
    def created(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def past(self) -> int:
        return sum(change.past for change in self.changes)

    def narrow(self, seeing: frozenset[int] | None) -> None:
        """One more record, which these people may see."""
        self.circle = within(self.circle, seeing)


def within(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    """Who is of both circles."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _place(fault: Fault) -> int:
    return fault[0].number


class Run:
    """One pass over a sheet, whole or part by part, each in its transaction: the caller rolls it back
    or lets it commit. What the sheet says twice is noticed across parts.
    """

    def __init__(
        self, kind: Kind, actor: Principal, *, names: Callable[[], Names] | None = None
    ) -> None:
        """`names`: what cells may refer to where that is not the actor's own body."""
        actor.require(kind.permission)
        self._load_names = names or (lambda: Names.of(actor))
        self.kind, self.actor, self.names = kind, actor, self._load_names()
        self.seen: dict[int, int] = {}
        self.seen_keys: dict[str, int] = {}
        self.named: dict[tuple[object, ...], int] = {}  # new records by their number,
        self.bare: dict[tuple[object, ...], int] = {}  # those without one by what they are about,
        self.alike: dict[tuple[object, ...], int] = {}  # and those with one
        self.keys: list[dict[str, object]] = []
        # Rows known by their record, though a word of them is old.
        self.by_record: dict[int, Any] = {}

    def over(
        self,
        table: Table,
        mapping: Mapping[str, object] | None = None,
        answers: Answers | None = None,
    ) -> Outcome:
        """Carry out every row; faults are gathered, not raised."""
        layout = lay_out(table, self.kind, mapping, answers)
        size_of(table, layout, most=MOST_ROWS)
        return self.part(layout, list(rows_of(table, layout)))

    def part(self, layout: Layout, rows: Sequence[Row]) -> Outcome:
        """Carry out some of the rows, as many together as their kind can."""
        outcome, self.keys = Outcome(layout), []
        self.by_key = self._by_own_key(rows) | self._by_their_key(rows)
        for group in sliced(in_order(rows, self.kind), self.kind, self.kind.together):
            for row, name, reason in sorted(self._carry_out(group, outcome), key=_place):
                outcome.marks.append(mark_of(row, name, reason, layout))
            for row in group:
                outcome.offers.update({(name, said): meant for name, said, meant in row.offers})
        bulk.insert(ImportKey, self.keys)
        outcome.changes.sort(key=lambda change: change.row)
        outcome.marks.sort(key=lambda mark: mark.row)
        return outcome

    def _by_own_key(self, rows: Sequence[Row]) -> dict[str, object]:
        """Records by the 行键 our own sheets gave them."""
        form = re.compile(rf"{self.kind.letter}(\d{{1,18}})")
        ids = {row.key: int(found[1]) for row in rows if (found := form.fullmatch(row.key))}
        model = self.kind.model
        held = {
            record.id: record
            for record in session.scalars(
                self.kind.rows(self.actor).where(model.id.in_(list(ids.values())))
            )
        }
        return {key: held[number] for key, number in ids.items() if number in held}

    def _by_their_key(self, rows: Sequence[Row]) -> dict[str, object]:
        """Records by the key the bureau's own sheet gave them at an earlier import."""
        statement = sa.select(ImportKey.key, ImportKey.record_id).where(
            ImportKey.body_id == self.actor.body_id,
            ImportKey.kind == self.kind.name,
            ImportKey.key.in_([row.key for row in rows if row.key]),
        )
        ids = {row.key: row.record_id for row in session.execute(statement)}
        model = self.kind.model
        records = session.scalars(self.kind.rows(self.actor).where(model.id.in_(ids.values())))
        held = {record.id: record for record in records}
        return {key: held[number] for key, number in ids.items() if number in held}

    def _carry_out(self, rows: Sequence[Row], outcome: Outcome) -> Iterator[Fault]:
        """Rows that are new are looked up and created together; the rest follows one by one."""
        fresh: list[Row] = []
        looked = [(row, self._look(row)) for row in rows]
        self._read_by_record([row for row, faults in looked if self._says_old_words(row, faults)])
        for row, faults in looked:
            if faults and row.number not in self.by_record:
                yield from faults
                continue
            if row.number in self.by_record:
                yield from self._update(row, self.by_record[row.number], outcome)
            elif row.key in self.by_key:
                yield from self._update(row, self.by_key[row.key], outcome)
            elif first := self._first_of(row):
                yield row, None, f"与第{first}行是同一条记录"
            else:
                fresh.append(row)
        yield from self._enter(fresh, outcome)

    def _look(self, row: Row) -> list[Fault]:
        """What is wrong with the row by itself; else its values are read."""
        key_fault = self._key_fault(row)
        if key_fault:
            return [(row, KEY, key_fault)]
        record = self.by_key.get(row.key) if row.key else None
        present = self.kind.said(record, self.names) if record is not None else None
        return [(row, *fault) for fault in read(row, self.kind, self.names, present)]

    def _says_old_words(self, row: Row, faults: Sequence[Fault]) -> bool:
        """Whether nothing is wrong with a row but words that are in no dictionary now."""
        old = {one.name for one in self.kind.fields if one.cell.retires}
        return (
            bool(faults) and row.key not in self.by_key and {name for _, name, _ in faults} <= old
        )

    def _read_by_record(self, rows: Sequence[Row]) -> None:
        """Rows of records that say the same old words: known by the rest of what they say, and read beside these."""
        found = self.kind.find([row.values for row in rows], self.names, self.actor) if rows else ()
        for row, record in zip(rows, found, strict=True):
            if record is not None and not isinstance(record, DomainError):
                offers, row.offers = row.offers, []
                if read(row, self.kind, self.names, self.kind.said(record, self.names)):
                    row.offers = offers
                else:
                    self.by_record[row.number] = record

    def _first_of(self, row: Row) -> int | None:
        """The row that names the same new record, when one came before; else this one is the first."""
        number, about = self.kind.numbered(row.values) or None, self.kind.identity(row.values)
        if number:
            first = self.bare.get(about) or self.named.setdefault(number, row.number)
            self.alike.setdefault(about, row.number)
        else:
            first = self.alike.get(about) or self.bare.setdefault(about, row.number)
        return first if first != row.number else None

    def _enter(self, rows: Sequence[Row], outcome: Outcome) -> Iterator[Fault]:
        held = self.kind.find([row.values for row in rows], self.names, self.actor)
        fresh = []
        for row, record in zip(rows, held, strict=True):
            if isinstance(record, DomainError):
                yield self._refused(row, record)
            elif record is None:
                fresh.append(row)
            else:
                read(row, self.kind, self.names, self.kind.said(record, self.names))
                yield from self._update(row, record, outcome)
        told = [{**row.values, ROW: row.number} for row in fresh]
        for row, whole in zip(fresh, self.kind.complete(told, self.names), strict=True):
            row.values = dict(whole)
        made = self.kind.create([row.values for row in fresh], self.names, self.actor)
        for row, record in zip(fresh, made, strict=True):
            if isinstance(record, DomainError):
                yield self._refused(row, record)
                continue
            self._remember_key(row, record)
            outcome.narrow(self._circle(record))
            past = self.kind.past(row.values, None)
            self._changed(outcome, row, record, None, (), past=past)

    def _update(self, row: Row, record: Any, outcome: Outcome) -> Iterator[Fault]:
        if (first := self.seen.setdefault(record.id, row.number)) != row.number:
            yield row, None, f"与第{first}行是同一条记录"
            return
        before = self.kind.said(record, self.names)
        differences = self._differences(before, row.values)
        if differences:
            past, seeing = self.kind.past(row.values, record), self._circle(record)
            try:
                self.kind.update(record, row.values, self.names, self.actor)
            except DomainError as refusal:
                yield self._refused(row, refusal)
                return
            outcome.narrow(within(seeing, self._circle(record)))
            self._changed(outcome, row, record, before, differences, past=past)
        else:
            outcome.unchanged += 1
        self._remember_key(row, record)

    def _changed(
        self,
        outcome: Outcome,
        row: Row,
        record: Any,
        before: Mapping[str, Any] | None,
        differences: Sequence[tuple[str, str, str]],
        *,
        past: bool,
    ) -> None:
        title, about = self.kind.title(row.values), self.kind.about(row.values)
        outcome.changes.append(Change(row.number, title, record, before, differences, past, about))

    def _circle(self, record: object) -> frozenset[int] | None:
        return frozenset(self.kind.circle(record)) if self.kind.circle else None

    def _refused(self, row: Row, refusal: DomainError) -> Fault:
        self._forget_unsaved()
        name = self.kind.service_fields.get(refusal.field or "", refusal.field)
        return row, name, refusal.message

    def _key_fault(self, row: Row) -> str | None:
        if not row.key:
            return None
        if reason := without_result(row.key):
            return reason
        if len(row.key) > KEY_LENGTH:
            return f"行键最多{KEY_LENGTH}个字"
        first = self.seen_keys.setdefault(row.key, row.number)
        if first != row.number:
            return f"行键“{row.key}”与第{first}行重复"
        if re.fullmatch(rf"{self.kind.letter}\d+", row.key) and row.key not in self.by_key:
            return f"行键“{row.key}”没有对应的{self.kind.label}；新增的行请不填行键"
        return None

    def _differences(
        self, before: Mapping[str, object], values: Mapping[str, object]
    ) -> list[tuple[str, str, str]]:
        return [
            (one.label, shown(before[one.name]), shown(values[one.name]))
            for one in self.kind.fields
            if shown(before[one.name]) != shown(values[one.name])
        ]

    def _remember_key(self, row: Row, record: Any) -> None:
        own = row.key == self.kind.key_of(record)
        if row.key and not own and row.key not in self.by_key:
            self.keys.append(
                {"body_id": record.body_id, "kind": self.kind.name, "key": row.key,
                 "record_id": record.id}
            )  # fmt: skip

    def _forget_unsaved(self) -> None:
        """What a refused row left half done; a run with a fault is rolled back as a whole anyway."""
        if not session.new and not session.dirty:
            return
        for row in list(session.new):
            session.expunge(row)
        session.expire_all()
        self.names = self._load_names()
