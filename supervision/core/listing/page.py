"""One page of a list, in the state its URL describes: what templates draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict
from wtforms import Form

from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.listing.filters import BadValue, Criterion, Option, Reading
from supervision.core.listing.keyset import Cursor, Order, cursor_text, read_cursor
from supervision.core.listing.saved import ViewLink, links

if TYPE_CHECKING:
    from supervision.core.listing.lists import Column, Listing, Tab

CAP = 1000  # nothing is counted beyond
HIDE = "hide"  # the parameter that names columns not shown


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: str
    value_label: str
    remove_url: str


@dataclass
class Page:
    """One page of a list, in the state its URL describes."""

    listing: "Listing"
    args: Mapping[str, str]
    path: str
    notes: list[str] = field(default_factory=list)

    @cached_property
    def options(self) -> dict[str, Sequence[Option]]:
        """Choices by filter name."""
        load = cache(lambda loader: loader())
        return {one.name: one.offered(load) for one in self.listing.filters}

    @cached_property
    def readings(self) -> list[Reading]:
        """The filters that are set."""
        found = []
        for one in self.listing.filters:
            if not any(self.args.get(name) for name in one.parameters):
                continue
            try:
                reading = one.read(self.args, self.options[one.name])
            except BadValue as bad:
                self.notes.append(f"筛选条件“{bad}”无法识别，已忽略。")
                continue
            if reading is not None:
                found.append(reading)
        return found

    @cached_property
    def tab(self) -> "Tab | None":
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
    def _common(self) -> list[Criterion]:
        return [*self.listing.base(), *(reading.criterion for reading in self.readings)]

    def _walks(self, tab: "Tab | None") -> list[list[Criterion]]:
        """The list under its filters in one view, as walks along indexes."""
        by_key = any(one.filter.by_key for one in self.readings) or (tab and tab.by_key)
        body = () if by_key else within(self.listing.model)
        return [[*body, *self._common, *view] for view in (tab.walks() if tab else [[]])]

    def window(self, cursor: Cursor | None, size: int) -> list[Any]:
        """Rows beyond `cursor`, at most `size`."""
        return self.listing.window(self._walks(self.tab), self.order, cursor, size)

    @cached_property
    def _around(self) -> tuple[list[Any], bool, bool]:
        """The rows, whether there are earlier ones, whether there are later ones."""
        cursor = read_cursor(self.args, self.order.sort)
        rows = self.window(cursor, self.listing.size + 1)
        more = len(rows) > self.listing.size
        rows = rows[: self.listing.size]
        if cursor is not None and cursor.backwards:
            return rows[::-1], more, True
        return rows, cursor is not None, more

    @property
    def rows(self) -> list[Any]:
        return self._around[0]

    @property
    def prev_url(self) -> str | None:
        rows, earlier, _ = self._around
        return self._edge("before", rows[0]) if earlier and rows else None

    @property
    def next_url(self) -> str | None:
        rows, _, later = self._around
        return self._edge("after", rows[-1]) if later and rows else None

    def _edge(self, name: str, row: Any) -> str:
        return self.url({**self._sorted(), name: cursor_text(row.sort_key, row.id)})

    @cached_property
    def counts(self) -> dict[str, str]:
        """Rows of each view under the filters that are set, by its name; exact up to CAP."""
        views = {tab.name: self._walks(tab) for tab in self.listing.tabs} or {"": self._walks(None)}
        capped: list[Any] = [sum(map(self._capped_count, walks)) for walks in views.values()]
        found = session.execute(sa.select(*capped)).one()
        return {
            name: str(n) if n <= CAP else f"{CAP}+" for name, n in zip(views, found, strict=True)
        }

    def _capped_count(self, criteria: "Sequence[Criterion]") -> sa.ScalarSelect[int]:
        rows = sa.select(self.listing.model.id).where(*criteria).limit(CAP + 1)
        return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()

    @property
    def total(self) -> str:
        return self.counts[self.tab.name if self.tab else ""]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """For the tabs component."""
        return [
            {
                "label": tab.label,
                "count": self.counts[tab.name],
                "tone": tab.tone if self.counts[tab.name] != "0" else None,
                "active": tab is self.tab,
                "url": self.url({"tab": tab.name}),
            }
            for tab in self.listing.tabs
        ]

    @property
    def filters(self) -> list[Chip]:
        """Chips of what is set."""
        return [
            Chip(one.filter.label, one.shown, self.url(self._sorted(), without=one))
            for one in self.readings
        ]

    @cached_property
    def form(self) -> Form:
        """For the filter bar; it stands as the URL says, nonsense left out."""
        fields = {}
        for one in self.listing.filters:
            fields.update(one.fields(self.options[one.name]))
        given = {name: value for one in self.readings for name, value in one.values.items()}
        form: Form = type("Filters", (Form,), fields)(formdata=MultiDict(given))
        return form

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter bar carries along."""
        tab = [("tab", self.tab.name)] if self.tab and self.args.get("tab") else []
        return [*tab, *([(HIDE, self._hiding(self.hidden))] if self.hidden else [])]

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Columns not shown, by their place; the first always is, and so are those without a word."""
        given = self.args.get(HIDE, "").split("-")
        may = {n for n, one in enumerate(self.listing.headings) if n and not one.quiet}
        return frozenset(int(n) for n in given if n.isascii() and n.isdigit()) & may

    @staticmethod
    def _hiding(places: Iterable[int]) -> str:
        return "-".join(str(place) for place in sorted(places))

    @property
    def column_choices(self) -> list[dict[str, Any]]:
        """For the menu of columns: each that can be hidden, and the address with it the other way."""
        return [
            {
                "label": one.label,
                "shown": place not in self.hidden,
                "url": self.url({HIDE: self._hiding(self.hidden ^ {place}), **self._sorted()}),
            }
            for place, one in enumerate(self.listing.headings)
            if place and not one.quiet
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """For the table component."""
        headings = enumerate(self.listing.headings)
        return [{**self._heading(one), "hidden": place in self.hidden} for place, one in headings]

    def _heading(self, column: "Column") -> dict[str, Any]:
        heading: dict[str, Any] = {
            "label": column.label,
            "num": column.num,
            "quiet": column.quiet,
        }
        sort = next((one for one in self.listing.sorts if one.name == column.sort), None)
        if sort is None:
            return heading
        current = self.order.sort is sort
        descending = not self.order.descending if current else sort.descending
        heading["sort"] = self.url({"sort": f"{'-' if descending else ''}{sort.name}"})
        if current:
            heading["sorted"] = "desc" if self.order.descending else "asc"
        return heading

    def _sorted(self) -> dict[str, str]:
        return {"sort": self.args["sort"]} if self.args.get("sort") else {}

    def url(self, more: Mapping[str, str], *, without: Reading | None = None) -> str:
        """This list's address with its filters and view and `more`; always a first page."""
        query = dict(self.keep)
        for one in self.readings:
            if one is not without:
                query.update(one.values)
        query.update(more)
        query = {name: value for name, value in query.items() if value or name != HIDE}
        return f"{self.path}?{urlencode(query)}" if query else self.path

    @property
    def query(self) -> dict[str, str]:
        """Filters, view and sorting as URL parameters: what an export link carries."""
        values = {name: value for one in self.readings for name, value in one.values.items()}
        return {**dict(self.keep), **values, **self._sorted()}

    @cached_property
    def views(self) -> list[ViewLink]:
        """The saved views of this list, for the menu of the filter bar."""
        return links(self.path, self.query)

    @property
    def view_name(self) -> str:
        """The saved view this page stands in."""
        return next((view.label for view in self.views if view.active), "未选")
