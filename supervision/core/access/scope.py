"""Row scope: which rows the present context sees. No scope means no rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.functions import FunctionElement

from supervision.core.access.principal import Principal


class BodyScoped:
    """A business row: it belongs to one supervising body, the natural distribution key.

    A class that a supervised unit may see overrides `unit_criteria`; one that not every
    supervisor of the body may see overrides `staff_criteria`.
    """

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))  # an index on it alone misleads

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        """Rows a supervised unit's people see: none unless a class says otherwise."""
        return sa.false()

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        """A restriction beyond the body for the body's own people: none unless a class says so."""
        return None


_NOTHING_MORE = sa.literal_column("0", sa.Integer())


class mostly_so(FunctionElement[bool]):  # noqa: N801  (an SQL function)
    """A condition that holds for nearly every row, said so that PostgreSQL expects it.

    It takes an equation of an expression for true in one row of two hundred, and would rather sort a
    whole table than walk an index for so few; that there is a value at all, for true.
    """

    inherit_cache = True
    type = sa.Boolean()

    def self_group(self, against: object = None) -> Any:
        """As it stands: put as an equation with 1, SQLite would expect it to hold for few rows."""
        return self


@compiles(mostly_so)
def _plain(element: mostly_so, compiler: sa.Compiled, **options: object) -> str:
    return f"({compiler.process(element.clauses, **options)})"


@compiles(mostly_so, "postgresql")
def _expected(element: mostly_so, compiler: sa.Compiled, **options: object) -> str:
    return f"(CASE WHEN {compiler.process(element.clauses, **options)} THEN 1 END IS NOT NULL)"


class Guarding(LoaderCriteriaOption):
    """Criteria of the scope. They stand in every statement, so their part of its cache key is made once."""

    _traverse_internals = LoaderCriteriaOption._traverse_internals  # noqa: SLF001
    _said: tuple[object, list[object]] | None = None

    def _gen_cache_key(self, anon_map: Any, bindparams: list[object]) -> object:
        if self._said is None:
            values: list[object] = []
            self._said = super()._gen_cache_key(type(anon_map)(), values), values
        said, held = self._said
        if said is None:  # none to be had, which the statement must be told
            return super()._gen_cache_key(anon_map, bindparams)
        bindparams.extend(held)
        return said


@dataclass(frozen=True)
class Scope:
    """What a context may see: everything, some bodies' rows, or some units' rows."""

    everything: bool = False
    body_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    user_id: int = 0

    @property
    def options(self) -> tuple[Any, ...]:
        """Loader criteria for every scoped class, built once a process: they say nothing but the scope.

        The body stands in them as a sum, which no index answers: it guards every statement, but
        leads none. One body holds nearly all rows, and a store that takes it for selective reads
        them all instead of the few whose keys were given. What walks a body says so: `within`.
        """
        return _options_of(self)

    def criteria(self) -> Iterator[object]:
        """What `options` keeps."""
        if self.unit_ids:
            yield from self._unit_options()
            return
        body_ids = self.body_ids
        yield Guarding(
            BodyScoped,
            lambda cls: mostly_so((cls.body_id + _NOTHING_MORE).in_(body_ids)),
            include_aliases=True,
        )
        yield from self._staff_options()

    def _unit_options(self) -> Iterator[object]:
        for scoped in scoped_classes():
            criteria = scoped.unit_criteria(self.unit_ids, self.user_id)
            yield Guarding(scoped, criteria, include_aliases=True)

    def _staff_options(self) -> Iterator[object]:
        for scoped in scoped_classes():
            criteria = scoped.staff_criteria(self.user_id)
            if criteria is not None:
                yield Guarding(scoped, criteria, include_aliases=True)


@lru_cache(maxsize=1024)
def _options_of(scope: Scope) -> tuple[Any, ...]:
    return tuple(scope.criteria())


NOTHING = Scope()
EVERYTHING = Scope(everything=True)
_scope: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


def scoped_classes() -> list[type[BodyScoped]]:
    """Every mapped class with row scope, sub-classes of sub-classes included."""
    found: list[type[BodyScoped]] = []
    waiting: list[type[BodyScoped]] = [BodyScoped]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if hasattr(child, "__mapper__"):
                found.append(child)
    return found


def scope_of(principal: Principal | None) -> Scope:
    """What `principal` may see. Administrators see no business rows at all."""
    if principal is None or principal.user_id is None:
        return NOTHING
    if principal.is_bureau:
        return Scope(body_ids=principal.readable_body_ids, user_id=principal.user_id)
    if principal.is_unit and principal.unit_ids:
        return Scope(unit_ids=principal.unit_ids, user_id=principal.user_id)
    return Scope(user_id=principal.user_id)


def present_scope() -> Scope:
    """What this context may see."""
    return _scope.get()


def set_scope(scope: Scope) -> None:
    """Set the scope of this context; the web does it at the start of every request."""
    _scope.set(scope)


def within(model: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """The bodies of the present scope as a criterion for whatever walks one (a list, a count).

    It only leads to an index; what may be seen is guarded beside it, whoever forgets this.
    """
    return _within(model, _scope.get().body_ids)


@lru_cache(maxsize=1024)
def _within(model: Any, bodies: tuple[int, ...]) -> tuple[sa.ColumnElement[bool], ...]:
    return (model.body_id.in_(bodies),) if bodies and issubclass(model, BodyScoped) else ()


def keys_alone(model: Any) -> Any:
    """The rows of `model` under no restriction, to be found by their keys inside a question that asks
    the records themselves in the scope: what leads to a row shows nothing of it."""
    return model.__table__.alias()


@contextmanager
def seeing(scope: Scope) -> Iterator[None]:
    """Explicit scope for jobs, commands and tests: `with seeing(EVERYTHING): …`."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def guarded(statement: Any) -> Any:
    """A statement with the criteria of the present scope."""
    scope = _scope.get()
    return statement if scope.everything else statement.options(*scope.options)


@event.listens_for(Session, "do_orm_execute")
def _apply_scope(state: ORMExecuteState) -> None:
    """Add the criteria to every ORM statement, whether or not its columns name an entity."""
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return  # a refresh of a row already seen; loaders inherit the criteria of their parent
    state.statement = guarded(state.statement)
