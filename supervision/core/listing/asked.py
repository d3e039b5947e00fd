"""What an address asks of a list: filters, view, sorting, columns not shown; nonsense is noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import sqlalchemy as sa

from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.listing.columns import Column
from supervision.core.listing.filters import BadValue, Criterion, Filter, Option, Reading
from supervision.core.listing.keyset import Cursor, Order, read_cursor
from supervision.core.listing.leading import columns_of, unled
from supervision.core.listing.lists import HIDE, Listing, Tab
from supervision.core.listing.reading import Stretch, window
from supervision.core.listing.rows import Beside
from supervision.core.listing.typed import Typed


@dataclass
class Asked:
    """A list in the state its address describes."""

    listing: Listing
    args: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    @cached_property
    def _load(self) -> Callable[[Callable[[], object]], object]:
        """Calls each loader of choices once."""
        return cache(lambda loader: loader())

    def choices(self, one: Filter) -> Sequence[Option]:
        """What a filter of the list offers."""
        return one.offered(self._load)

    @cached_property
    def readings(self) -> list[Reading]:
        """The filters that are set."""
        found = []
        for one in self.listing.filters:
            if not any(self.args.get(name) for name in one.parameters):
                continue
            try:
                reading = one.read(self.args, partial(self.choices, one))
            except BadValue as bad:
                self.notes.append(f"筛选条件“{bad}”无法识别，已忽略。")
                continue
            if reading is not None:
                found.append(reading)
        return found

    @property
    def values(self) -> dict[str, str]:
        """What the filters that are set carry in the address."""
        return {name: value for one in self.readings for name, value in one.values.items()}

    @cached_property
    def tab(self) -> Tab | None:
        """The view in force."""
        tabs = self.listing.tabs
        wanted = self.args.get("tab")
        return next((tab for tab in tabs if tab.name == wanted), tabs[0] if tabs else None)

    @cached_property
    def order(self) -> Order:
        """The sorting in force: asked for, or the view's own, or the list's."""
        by_name = {sort.name: sort for sort in self.listing.sorts}
        wanted = self.args.get("sort", "")
        if wanted.lstrip("-") in by_name:
            sort, descending = by_name[wanted.lstrip("-")], wanted.startswith("-")
        else:
            own = self.tab.sort if self.tab and self.tab.sort else self.listing.sorts[0].name
            sort, descending = by_name[own], by_name[own].descending
        return Order(sort, self.listing.model.id, descending)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The keys of columns not shown."""
        given = set(self.args.get(HIDE, "").split("-"))
        return frozenset(given & {one.key for one in self.listing.hideable})

    @property
    def in_sheets(self) -> list[Column]:
        """The columns of its files: what is hidden on screen is not wanted there either."""
        columns = self.listing.in_sheets
        return [one for one in columns if not self.hidden & {one.key, one.within}]

    @cached_property
    def typed(self) -> Typed:
        """The filters that are set whose words the search index knows."""
        return Typed([one for one in self.readings if one.filter.found_in])

    @cached_property
    def common(self) -> list[Criterion]:
        """What every view demands of a row under the filters that are set, but for typed words."""
        plain = (one.criterion for one in self.readings if not one.filter.found_in)
        return [*self.listing.base(), *plain]

    @cached_property
    def led(self) -> list[Criterion]:
        """The rows that the search index leads to, where it leads."""
        if not self.typed.leads:
            return []
        return [self.typed.among(self.listing.model.id), *self.typed.exact]

    def walks(self, tab: Tab | None) -> list[list[Criterion]]:
        """The list under its filters in one view, as walks along indexes."""
        by_key = any(one.filter.by_key for one in self.readings) or (tab and tab.by_key)
        lead = self.listing.led_by() if self.listing.led_by else within(self.listing.model)
        common = (*(() if by_key or self.led else lead), *self.common, *self.led)
        return [[*common, *self._behind(view)] for view in (tab.walks() if tab else [[]])]

    def _behind(self, view: Sequence[Criterion]) -> list[Criterion]:
        """A view's criteria under a filter whose own index ends in what the view asks for."""
        filtered = any(not one.filter.found_in for one in self.readings)
        if not (filtered and self.listing.behind):
            return list(view)
        return [unled(one) if columns_of(one) == {self.listing.behind} else one for one in view]

    def number(self, below: int) -> int | None:
        """How many rows the view has under the filters that are set; None for `below` and more."""
        sought = self.typed.exact if self.typed.in_many else []
        model = self.listing.model
        walks = [sa.select(model.id).where(*one, *sought) for one in self.walks(self.tab)]
        counts = [
            sa.select(sa.func.count()).select_from(one.limit(below).subquery()).scalar_subquery()
            for one in walks
        ]
        found = sum(session.execute(sa.select(*counts)).one())
        return found if found < below else None

    @property
    def cursor(self) -> Cursor | None:
        return read_cursor(self.args, self.order.sort)

    @cached_property
    def _beside(self) -> Beside | None:
        """What stands beside the rows, where the filters that are set have a say in it."""
        narrowed, values = self.listing.narrowed, self.values
        return {**self.listing.beside, **narrowed(values)} if narrowed and values else None

    def window(self, cursor: Cursor | None, size: int) -> Stretch:
        """Rows beyond `cursor`, at most `size`."""
        sought = self.typed.exact if self.typed.in_many else []
        return window(
            self.listing, self.walks(self.tab), self.order, cursor, size, sought=sought,
            beside=self._beside,
        )  # fmt: skip


def hiding(keys: frozenset[str]) -> str:
    """Columns not shown as an address carries them: in one order, whatever the list's is."""
    return "-".join(sorted(keys))
