"""What a slice declares of its derived columns, and what is known of a row that was written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

Only = Callable[[object], sa.ColumnElement[bool]]
Rows = sa.Select[*tuple[Any, ...]]
BECAUSE = "because"  # what a statement says beside the columns: why a status followed


@dataclass(frozen=True)
class Touch:
    """Rows whose coming, going or change of a `watched` column moves derived rows.

    `key` names their column that leads to the derived row, `through` leads on from there (from the
    keys of papers to those of the problems on them). `where`: such rows only, by column and value,
    or several values.
    """

    model: type[Any]
    key: str
    watched: tuple[str, ...]
    where: Mapping[str, object] = field(default_factory=dict)
    through: Callable[[Sequence[int]], Rows] | None = None

    def concerns(self, row: Mapping[str, object]) -> bool:
        """Whether a row with these values is one of them."""
        return all(row.get(name) in _several(wanted) for name, wanted in self.where.items())


def _several(wanted: object) -> Sequence[object]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


@dataclass(frozen=True, eq=False)
class Derivation:
    """Columns of `model` that follow from other rows.

    `computed(only)` is asked once a process, so it rests on nothing but tables. It gives a row for every
    row of the model for which `only(model.id)` holds: `id`, each of `columns` by its name, and BECAUSE where `status` is among them. A column that follows
    in some states only is given back as it stands in the others. `shown` names the column by which
    people know a row.
    """

    name: str
    label: str
    model: type[Any]
    columns: tuple[str, ...]
    computed: Callable[[Only], Rows]
    touches: tuple[Touch, ...]
    shown: str = "id"


@dataclass(frozen=True)
class Agreement:
    """Two places which the verbs keep in step: compared like a derivation, made anew by nobody.

    `broken()` gives the rows that disagree: `id`, `shown`, `stored`, `wanted`.
    """

    name: str
    label: str
    broken: Callable[[], Rows]


@dataclass(frozen=True)
class Written:
    """A row that was written: its values before (None: it came) and after (None: it went)."""

    model: type[object]
    changed: frozenset[str]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
