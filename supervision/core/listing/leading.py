"""Which criteria of a walk lead along an index, where a planner could choose wrongly."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

from supervision.core.listing.filters import Criterion


class unled(FunctionElement[bool]):  # noqa: N801  (an SQL function)
    """A criterion that SQLite asks of each row, and leads along no index of its own."""

    inherit_cache = True
    type = sa.Boolean()

    def self_group(self, against: object = None) -> Any:
        """As it stands."""
        return self


@compiles(unled)
def _plain(element: unled, compiler: sa.Compiled, **options: object) -> str:
    return f"({compiler.process(element.clauses, **options)})"


@compiles(unled, "sqlite")
def _asked(element: unled, compiler: sa.Compiled, **options: object) -> str:
    return f"+({compiler.process(element.clauses, **options)})"


class one_of_few(FunctionElement[bool]):  # noqa: N801  (an SQL function)
    """A column holds one of the few values that a question without outer columns gives.

    PostgreSQL, before it knows anything of a table, would rather read the few anew for each row than
    once: so they are an array there, made before the first row.
    """

    inherit_cache = True
    type = sa.Boolean()

    def self_group(self, against: object = None) -> Any:
        """As it stands."""
        return self


@compiles(one_of_few)
def _held(element: one_of_few, compiler: sa.Compiled, **options: object) -> str:
    column, few = element.clauses
    return f"{compiler.process(column, **options)} IN {compiler.process(few, **options)}"


@compiles(one_of_few, "postgresql")
def _held_once(element: one_of_few, compiler: sa.Compiled, **options: object) -> str:
    column, few = element.clauses
    return f"{compiler.process(column, **options)} = ANY(ARRAY{compiler.process(few, **options)})"


def columns_of(criterion: Criterion) -> set[str]:
    """The columns a criterion speaks of."""
    return {one.name for one in visitors.iterate(criterion) if isinstance(one, sa.Column)}
