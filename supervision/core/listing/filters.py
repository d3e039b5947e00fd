"""Kinds of filter: each reads its own part of the URL, draws its field and gives its criterion."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa
from wtforms import Field, SelectField, StringField
from wtforms.fields import SelectChoice

from supervision.core import clock
from supervision.core.day_field import ChineseDateField
from supervision.core.db import Expression
from supervision.core.pick_field import PickField, named
from supervision.core.picking import find, spellings
from supervision.core.typed_days import NotADay, understand

Criterion = sa.ColumnElement[bool]
Load = Callable[[Callable[[], object]], Any]
Choices = Callable[[], Sequence["Option"]]
MAX_LENGTH = 100
MAX_WORD = 60


class BadValue(Exception):
    """A value in the URL that this filter cannot mean; it is ignored and named on the page."""


@dataclass(frozen=True)
class Option:
    """One choice: its value in the URL, its word, and what else it is called, for finding it by typing."""

    value: str
    label: str
    names: tuple[str, ...] = ()

    @property
    def spelled(self) -> tuple[str, ...]:
        """Every way in which it may be typed (core/picking.py)."""
        return spellings((self.label, *self.names))


def any_word(word: str) -> str | None:
    """For `Choice.find`: a word no longer offered still filters the records that carry it."""
    return word if len(word) <= MAX_WORD and word.isprintable() else None


@dataclass(frozen=True)
class Reading:
    """A filter that is set: what the URL carries, what the chip says, what it demands of a row."""

    filter: "Filter"
    values: Mapping[str, str]
    shown: str
    criterion: Criterion


class Filter(Protocol):
    """What a list asks of each of its filters."""

    def __hash__(self) -> int:
        """It is known again as itself."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def by_key(self) -> bool:
        """Whether it names few rows by a key of theirs, so that it leads and no body is walked."""

    @property
    def found_in(self) -> str:
        """The kind of search entry that holds what is typed into it; empty for other filters."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names it uses in the URL."""

    @property
    def typed(self) -> bool:
        """Whether it is chosen by typing a name; its choices are fetched when somebody begins to."""

    def read(self, args: Mapping[str, str], choices: Choices) -> Reading | None:
        """What the URL says; None when it says nothing, BadValue when it makes no sense."""

    def offered(self, load: Load) -> Sequence[Option]:
        """The choices of the present person. `load` calls each loader once a page."""

    def fields(self, options: Sequence[Option], *, whole: bool) -> dict[str, Field]:
        """Unbound form fields by parameter name; `whole`: `options` are all there are."""


def options_of(enumeration: Iterable[Any]) -> list[Option]:
    """An enumeration's members as choices."""
    return [Option(str(member.value), member.label) for member in enumeration]


@dataclass(frozen=True)
class Choice:
    """One of several: an enumeration, words, or records by id (`coerce=identifier`).

    `options` loads the choices; with `pick` it loads those of several filters at once, by name.
    `find` names a value that is not (or no longer) among the offered ones; None refuses it.
    """

    name: str
    label: str
    where: Callable[[Any], Criterion]
    options: Callable[[], object]
    coerce: Callable[[str], object] = str
    find: Callable[[Any], str | None] | None = None
    typed: bool = False
    pick: object = None
    by_key: bool = False
    found_in: ClassVar[str] = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def offered(self, load: Load) -> Sequence[Option]:
        loaded = load(self.options)
        offered: Sequence[Option] = loaded if self.pick is None else loaded[self.pick]
        return offered

    def read(self, args: Mapping[str, str], choices: Choices) -> Reading | None:
        given = args.get(self.name, "").strip()
        if not given:
            return None
        shown = self._record(given)
        if shown is not None:
            return Reading(self, {self.name: given}, shown, self.where(self.coerce(given)))
        options = choices()
        if self.typed:
            given = _meant(given, options)
        try:
            value = self.coerce(given)
        except ValueError:
            raise BadValue(self.label) from None
        shown = next((option.label for option in options if option.value == given), None)
        if shown is None and self.find is not None:
            shown = self.find(value)
        if shown is None:
            raise BadValue(self.label)
        return Reading(self, {self.name: given}, shown, self.where(value))

    def _record(self, given: str) -> str | None:
        """The name of the record whose key was given: found without its fellows."""
        if self.find is None or self.coerce is str:
            return None  # a word may be another's pinyin
        try:
            return self.find(self.coerce(given))
        except ValueError:
            return None

    def fields(self, options: Sequence[Option], *, whole: bool) -> dict[str, Field]:
        choices = [SelectChoice("", self.label)]
        render = {"data-combobox": True}
        if self.typed and whole:
            choices += [named(option.value, option.label, *option.names) for option in options]
            return {self.name: PickField(self.label, choices=choices, render_kw=render)}
        choices += [SelectChoice(option.value, option.label) for option in options]
        more = render if self.typed else None
        field = SelectField(self.label, choices=choices, validate_choice=False, render_kw=more)
        return {self.name: field}


def _meant(given: str, options: Sequence[Option]) -> str:
    """The value of the one option that was meant by a name, else what was given."""
    if any(option.value == given for option in options):
        return given
    return find(given, {option.value: option.spelled for option in options}).value or given


@dataclass(frozen=True)
class Text:
    """Typed words. `where` says what they mean of the record itself.

    `found_in`: the kind of search entry that has all the words `where` compares; the index leads to
    the records then (typed.py). Without it `where` must be something an index of the table answers.
    """

    name: str
    label: str
    where: Callable[[str], Criterion]
    by_key: bool = False
    found_in: str = ""
    typed: ClassVar[bool] = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def offered(self, load: Load) -> Sequence[Option]:
        return ()

    def read(self, args: Mapping[str, str], choices: Choices) -> Reading | None:
        given = "".join(char for char in args.get(self.name, "") if ord(char) >= 32).strip()
        if not given:
            return None
        if len(given) > MAX_LENGTH:
            raise BadValue(self.label)
        return Reading(self, {self.name: given}, given, self.where(given))

    def fields(self, options: Sequence[Option], *, whole: bool) -> dict[str, Field]:
        return {self.name: StringField(self.label, render_kw={"maxlength": MAX_LENGTH})}


@dataclass(frozen=True)
class DateRange:
    """From a day to a day, both included; either may be open. In the URL `name_from`, `name_to`."""

    name: str
    label: str
    column: Expression
    by_key: ClassVar[bool] = False
    found_in: ClassVar[str] = ""
    typed: ClassVar[bool] = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return f"{self.name}_from", f"{self.name}_to"

    def offered(self, load: Load) -> Sequence[Option]:
        return ()

    def read(self, args: Mapping[str, str], choices: Choices) -> Reading | None:
        given = {name: args.get(name, "").strip() for name in self.parameters}
        values = {name: text for name, text in given.items() if text}
        if not values:
            return None
        first, last = (self._day(given[name]) for name in self.parameters)
        if first and last and last < first:
            raise BadValue(self.label)
        demands = [self.column >= first] if first else []
        demands += [self.column <= last] if last else []
        shown = f"{self.label} {first or ''}至{last or ''}"
        days = dict(zip(self.parameters, (first, last), strict=True))
        values = {name: day.isoformat() for name, day in days.items() if day}
        return Reading(self, values, shown, sa.and_(*demands))

    def _day(self, text: str) -> date | None:
        return _day_of(text, self.label) if text else None

    def fields(self, options: Sequence[Option], *, whole: bool) -> dict[str, Field]:
        first, last = self.parameters
        return {
            first: ChineseDateField(f"{self.label}自"),
            last: ChineseDateField(f"{self.label}至"),
        }


def _day_of(text: str, label: str) -> date:
    try:
        return understand(text, today=clock.today())
    except NotADay:
        raise BadValue(label) from None


@dataclass(frozen=True)
class AsOf:
    """The day a list is taken at (today unless the URL says otherwise); narrows nothing by itself."""

    name: str
    label: str
    by_key: ClassVar[bool] = False
    found_in: ClassVar[str] = ""
    typed: ClassVar[bool] = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return (self.name,)

    def offered(self, load: Load) -> Sequence[Option]:
        return ()

    def day(self, args: Mapping[str, str]) -> date:
        """The day meant; for the list's own criteria."""
        try:
            return understand(args.get(self.name, ""), today=clock.today())
        except NotADay:
            return clock.today()

    def read(self, args: Mapping[str, str], choices: Choices) -> Reading | None:
        day = _day_of(args.get(self.name, ""), self.label)
        return Reading(self, {self.name: day.isoformat()}, f"截至 {day}", sa.true())

    def fields(self, options: Sequence[Option], *, whole: bool) -> dict[str, Field]:
        return {self.name: ChineseDateField(self.label)}
