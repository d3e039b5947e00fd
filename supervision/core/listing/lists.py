"""A list as one declaration; how it is read stands in reading.py, what a page shows of it in page.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from supervision.core.listing.columns import MOST_PLACES, Column
from supervision.core.listing.filters import Criterion, Filter
from supervision.core.listing.keyset import Sort
from supervision.core.listing.rows import Beside

PAGE_SIZE = 50
# Names in a list's address that are not a filter's.
HIDE = "hide"
CHOICES = "choices"  # all choices of every filter stand in the page
TAKEN = frozenset({"tab", "sort", "after", "before", "list", HIDE, CHOICES})


@dataclass(frozen=True)
class Join:
    """A table some columns come from."""

    target: Any
    on: Criterion
    outer: bool = False


@dataclass(frozen=True, eq=False)
class Tab:
    """A standing view: its criteria, or a function that makes them for each page (they may depend on today).

    `each`: a column and the values of the view. Each value is a walk along its own index, and the
    walks are merged: asked for together, no order would lie in any index. `by_key`: its criteria
    name few rows by a key of theirs, so that they lead and no body is walked.
    """

    name: str
    label: str
    where: Callable[[], Sequence[Criterion]] | Sequence[Criterion] = ()
    each: tuple[Any, Sequence[Any]] | None = None
    by_key: bool = False
    sort: str | None = None
    tone: str | None = None

    def criteria(self) -> list[Criterion]:
        """What it demands of a row."""
        return [*self._own, *([self.each[0].in_(self.each[1])] if self.each else [])]

    def walks(self) -> list[list[Criterion]]:
        """The same as parts that have no row in common."""
        own = self._own
        return [[*own, *part] for part in self._parts]

    @property
    def _own(self) -> Sequence[Criterion]:
        return self.where() if callable(self.where) else self.where

    @cached_property
    def _parts(self) -> list[list[Criterion]]:
        """What tells the walks apart, which is always the same."""
        if self.each is None:
            return [[]]
        column, values = self.each
        return [[column == value] for value in values]


@dataclass(frozen=True, eq=False)
class Listing:
    """A list: what is read (`fields` of `model` and of `joins`), shown, filtered and sorted by.

    The first of `sorts` and of `tabs` is the default. Filters and tabs speak of `model`'s own
    columns (of another table by EXISTS); `base` always holds. Each wants an index ending in the
    sort column and the key. `led_by`: the rows that a reader may know of, where those are few, instead of
    the body's. `behind`: the column of the views that leads to no index once a filter does.
    `beside` loads for a batch of rows what no join can give; with
    `line_per` a sheet has a line for each of these, as `row.each`. `narrowed`: which of `beside` is less under
    the filters that are set (what they carry in the address), so that page and sheet tell what was asked for.
    """

    model: Any
    fields: tuple[object, ...]
    columns: tuple[Column, ...]
    sorts: tuple[Sort, ...]
    filters: tuple[Filter, ...] = ()
    joins: tuple[Join, ...] = ()
    tabs: tuple[Tab, ...] = ()
    base: Callable[[], Sequence[Criterion]] = lambda: ()
    led_by: Callable[[], Sequence[Criterion]] | None = None
    behind: str = ""
    beside: Beside = field(default_factory=dict)
    line_per: str = ""
    narrowed: Callable[[Mapping[str, str]], Beside] | None = None
    size: int = PAGE_SIZE

    def __post_init__(self) -> None:
        """Mistakes that would show in one address only are refused when the list is declared."""
        keys = [one.key for one in self.columns]
        names = [name for one in self.filters for name in one.parameters]
        sorts = {one.name for one in self.sorts}
        wrong = {key for key in keys if keys.count(key) > 1 or not key.isidentifier()}
        wrong |= {name for name in names if names.count(name) > 1 or name in TAKEN}
        wrong |= {one.sort for one in self.columns if one.sort} - sorts
        wrong |= {one.sort for one in self.tabs if one.sort} - sorts
        if wrong or len(self.on_screen) >= MOST_PLACES:
            raise ValueError(f"{self.model.__name__}: {sorted(wrong)}")

    @property
    def on_screen(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.shown)

    @property
    def hideable(self) -> tuple[Column, ...]:
        """Columns people may do without: not the first, which leads to the record."""
        return tuple(one for one in self.on_screen[1:] if not one.quiet)

    @property
    def in_sheets(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.in_sheets)

    @property
    def on_paper(self) -> tuple[Column, ...]:
        return tuple(one for one in self.on_screen if not one.quiet)
