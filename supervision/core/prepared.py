"""Questions that every page of a list asks, made once a process: afterwards only their values change.

Making a statement, its key in SQLAlchemy's own cache and its parameters costs a page ten times what the store takes to
answer. Here a question is known by its shape: whoever asks says what it is made of (`shape`) and gives the conditions
it holds (`parts`); two that are alike in both differ in nothing but the values of the conditions. The statement is
made as always, with the criteria of the present scope, which is part of what it is known by; kept are its text, the
place of each value in it, and how values are written and read. A condition that a statement does not hold as it was
given is noticed when the statement is made: such a question is asked, and not kept.

Writing a statement as text costs more than all else. The text is therefore shared by all statements that SQLAlchemy's
own key says are alike (other people, other days), whoever asked first: `_text_of`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, TypeAlias

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.scope import guarded, present_scope
from supervision.core.db import Query, affected, session
from supervision.core.held import let_go_of_all
from supervision.core.unchanged import until_written

Row: TypeAlias = tuple[Any, ...]
Bind: TypeAlias = sa.BindParameter[Any]
Asked: TypeAlias = Query | sa.CompoundSelect[*tuple[object, ...]]
Change: TypeAlias = sa.Update | sa.Delete
Criteria: TypeAlias = Sequence[sa.ColumnElement[bool]]
MOST_KEPT = 2_000  # all are thrown away then, and made again as they are asked
_SAID = "said_of_this_condition"
MOST_VALUES = 200  # a question with more (the keys of an export) is not worth keeping


@dataclass(frozen=True)
class Place:
    """A parameter whose value is known when it is asked: its number among all, and which value (and which of several)
    belongs there, or what is found out then (`live`, a bindparam with a callable)."""

    number: int
    live: Callable[[], object] | None
    source: int | None
    among: int | None
    write: Callable[[object], object] | None

    def fill(self, values: Sequence[Any]) -> object:
        if self.source is not None:
            value = values[self.source]
            value = value if self.among is None else value[self.among]
        else:
            value = self.live() if self.live is not None else None
        return self.write(value) if self.write else value


@dataclass(frozen=True)
class Question:
    """A statement as text; `constants` stand in it as written, but for the `places`. Of the statement itself nothing
    is held: a thousand questions weigh little. `whole`: every value that was given has its place in it."""

    text: str
    constants: tuple[object, ...]
    places: tuple[Place, ...]
    by_name: tuple[str, ...] | None  # where the store's driver wants names
    types: tuple[sa.types.TypeEngine[object], ...]
    names: tuple[str, ...]
    whole: bool

    def given(self, values: Sequence[object] = ()) -> tuple[object, ...]:
        """The parameters for these values, as the store is given them."""
        given = list(self.constants)
        for place in self.places:
            given[place.number] = place.fill(values)
        return tuple(given)

    def sent(self, values: Sequence[object] = ()) -> sa.CursorResult[Any]:
        """What the store says to these values."""
        given = self.given(values)
        asked = dict(zip(self.by_name, given, strict=True)) if self.by_name else given
        return session.connection().exec_driver_sql(self.text, asked)

    def rows(self, values: Sequence[object] = ()) -> list[Row]:
        """The answer of the store for these values."""
        result = self.sent(values)
        kinds = tuple([one[1] for one in result.cursor.description]) if result.cursor else ()
        readers = _readers(self.types, session.get_bind().dialect, kinds)
        rows = [list(row) for row in result.all()]
        for row in rows:
            for place, read in readers:
                row[place] = read(row[place])
        return [tuple(row) for row in rows]


@lru_cache(maxsize=1_000)
def _readers(
    types: Sequence[sa.types.TypeEngine[object]], dialect: sa.Dialect, kinds: Sequence[object]
) -> list[tuple[int, Callable[[object], object]]]:
    """The columns that the store gives otherwise than as we know them, and how each is read."""
    readers = [
        held.dialect_impl(dialect).result_processor(dialect, kind)
        for held, kind in zip(types, kinds, strict=True)
    ]
    return [(place, read) for place, read in enumerate(readers) if read]


@dataclass(frozen=True)
class Slot:
    """A place of a text: which of a statement's parameters (and of its several values) stands there; where it came in
    by writing (SQLite's OFFSET 0) its `value`, or what is found out each time (`live`)."""

    value: object
    live: Callable[[], object] | None
    parameter: int | None
    among: int | None
    write: Callable[[object], object] | None

    def fill(
        self, n: int, parameters: Sequence[Bind], number: Mapping[str, int]
    ) -> tuple[object, Place | None]:
        """What stands there for ever, or the place of what does not: of those given (`number`, by key), or live."""
        value, live, source = self.value, self.live, None
        if self.parameter is not None:
            bind = parameters[self.parameter]
            live, source = bind.callable, _among(bind, number)
            value = None if live or source is not None else bind.value
        if live is not None or source is not None:
            return None, Place(n, live, source, self.among, self.write)
        if self.among is not None and self.parameter is not None:
            several: Any = value
            value = several[self.among]
        return (self.write(value) if self.write else value), None


@dataclass(frozen=True)
class Text:
    """What all statements of one shape are written as."""

    statement: str
    slots: tuple[Slot, ...]
    by_name: tuple[str, ...] | None
    types: tuple[sa.types.TypeEngine[object], ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Rows, and what their columns are called."""

    names: tuple[str, ...]
    rows: list[Row]

    @property
    def named(self) -> list[SimpleNamespace]:
        """The rows, each column by its name."""
        return [SimpleNamespace(**dict(zip(self.names, row, strict=True))) for row in self.rows]


def ask(shape: Hashable, parts: Criteria, make: Callable[[], Asked]) -> Answer:
    """The rows of the statement that `make` makes of `parts`, within the present scope."""
    found, values = _told(shape, parts, make)
    return Answer(found.names, found.rows(values))


def ask_once(shape: Hashable, parts: Criteria, make: Callable[[], Asked]) -> Answer:
    """The same for what nobody needs anew while nothing has been written: counts, which cost the store more than rows."""
    found, values = _told(shape, parts, make)
    return _unless_written(found, values)


def _unless_written(found: Question, values: Sequence[object] = ()) -> Answer:
    given = found.given(values)
    return Answer(found.names, until_written((found.text, given), lambda: found.rows(values)))


def change(shape: Hashable, parts: Criteria, make: Callable[[], Change]) -> int:
    """How many rows the UPDATE or DELETE that `make` makes of `parts` has touched, within the present scope.

    What it sets is of the shape, or a bindparam with a callable. Nothing that the session has loaded is told of it.
    """
    found, values = _told(shape, parts, make)
    touched = found.sent(values)
    let_go_of_all(session())  # type: ignore[operator]
    return affected(touched)


def _told(
    shape: Hashable, parts: Criteria, make: Callable[[], Asked | Change]
) -> tuple[Question, list[object]]:
    """The question that is known by this shape and these parts, and the values they hold now."""
    if session.autoflush and (session.new or session.dirty or session.deleted):
        session.flush()
    said = [_said(part) for part in parts]
    given = [bind for one in said if one for bind in one.bindparams]
    values = [bind.effective_value for bind in given]
    sizes = _sizes(values)
    if None in said or sum(size or 1 for size in sizes) > MOST_VALUES:
        found = _made(make, given)
    else:
        place = {id(bind): i for i, bind in enumerate(given)}
        same = tuple([place[id(bind)] for bind in given])  # what stands there twice has one value
        alike = (shape, tuple([one.key for one in said if one]), sizes, same)
        found = _known((alike, present_scope(), session.get_bind().dialect.driver), make, given)
    return found, values


def _said(part: sa.ColumnElement[bool]) -> Any:
    """What a condition is made of and its parameters: worked out once for one that is kept (a body, a view)."""
    kept = vars(part)
    if _SAID not in kept:
        kept[_SAID] = part._generate_cache_key()  # noqa: SLF001  (as SQLAlchemy's own example)
    return kept[_SAID]


def question(statement: Asked) -> Question:
    """A whole statement within the present scope, to be kept by whoever knows for how long it holds."""
    return _made(lambda: statement, [])


def ask_today(key: Hashable, make: Callable[[], Asked]) -> Answer:
    """The rows of a statement whose criteria are dear to make: kept whole for `key`, the present scope and the day.

    `key` says all that `make` takes its values from; what moves within a day is a bindparam with a callable. Figures
    are dear to count as well: nobody asks anew while nothing has been written.
    """
    if session.autoflush and (session.new or session.dirty or session.deleted):
        session.flush()
    whole = (key, present_scope(), clock.today(), session.get_bind().dialect.driver)
    return _unless_written(_known(whole, make, []))


@cache
def _kept() -> dict[Hashable, Question]:
    return {}


@cache
def _texts() -> dict[Hashable, Text]:
    return {}


def _known(key: Hashable, make: Callable[[], Asked | Change], given: Sequence[Bind]) -> Question:
    held = _kept()
    found = held.get(key)
    if found is None:
        found = _made(make, given)
        if len(held) >= MOST_KEPT:
            held.clear()
        if found.whole:
            held[key] = found
    return found


def _made(make: Callable[[], Asked | Change], given: Sequence[Bind]) -> Question:
    """The statement as text. A value is found by the parameter that carried it, or a copy of that."""
    statement = guarded(make())
    held, text = _text_of(statement)
    number = {bind.key: i for i, bind in enumerate(given)}
    filled = [one.fill(n, held, number) for n, one in enumerate(text.slots)]
    places = tuple([place for _, place in filled if place])
    return Question(
        text.statement,
        tuple([constant for constant, _ in filled]),
        places,
        text.by_name,
        text.types,
        text.names,
        whole={one.source for one in places} - {None} == set(number.values()),
    )


def _text_of(statement: Asked | Change) -> tuple[Sequence[Bind], Text]:
    """The parameters of a statement, and its text: written once for all statements that are alike."""
    said = statement._generate_cache_key()  # noqa: SLF001  (as SQLAlchemy's own example)
    if said is None:
        return (), _written(statement, ())
    key, held = (
        (
            said.key,
            _sizes([bind.value for bind in said.bindparams]),
            session.get_bind().dialect.driver,
        ),
        _texts(),
    )
    if key not in held:
        if len(held) >= MOST_KEPT:
            held.clear()
        held[key] = _written(statement, said.bindparams)
    return said.bindparams, held[key]


def _written(statement: Asked | Change, known: Sequence[Bind]) -> Text:
    dialect = session.get_bind().dialect
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state()
    number = {bind.key: i for i, bind in enumerate(known)}
    one_of = {
        name: (whole, i)
        for whole, several in state.parameter_expansion.items()
        for i, name in enumerate(several)
    }
    names = tuple(state.positiontup or state.parameters)
    shown = sa.select() if isinstance(statement, (sa.Update, sa.Delete)) else statement
    columns = shown.selected_columns
    slots = []
    for name in names:
        whole, among = one_of.get(name, (name, None))
        bind = compiled.binds[whole]
        write = bind.type.dialect_impl(dialect).bind_processor(dialect)
        parameter = _among(bind, number)
        own, live = (
            (None, None) if parameter is not None else (state.parameters[name], bind.callable)
        )
        slots.append(Slot(own, live, parameter, among, write))
    return Text(
        state.statement,
        tuple(slots),
        None if state.positiontup else names,
        tuple([column.type for column in columns]),
        tuple(columns.keys()),
    )


def _sizes(values: Sequence[object]) -> tuple[int | None, ...]:
    """How many values each has that may have several: so many places are written for it."""
    return tuple([len(one) if isinstance(one, (list, tuple)) else None for one in values])


def _among(bind: Bind, number: Mapping[str, int]) -> int | None:
    """Which of those known it is, or is a copy of."""
    if not number or bind.key in number:
        return number.get(bind.key)
    return next((number[one.key] for one in bind._cloned_set if one.key in number), None)  # noqa: SLF001  (as the compiler)
