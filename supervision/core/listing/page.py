"""One page of a list, in the state its address describes: what templates draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

import sqlalchemy as sa
from markupsafe import Markup

from supervision.core.db import Query, session
from supervision.core.listing.asked import Asked, hiding
from supervision.core.listing.columns import Column
from supervision.core.listing.controls import Control, controls
from supervision.core.listing.filters import Criterion, Filter, Option, Reading
from supervision.core.listing.keyset import cursor_text, turned
from supervision.core.listing.lists import CHOICES, HIDE, Listing, Tab
from supervision.core.listing.reading import Place, place_of
from supervision.core.listing.rows import Line
from supervision.core.listing.saved import ViewLink, links
from supervision.core.listing.table import Cells, looks
from supervision.core.prepared import ask_once

CAP = 1000  # nothing is counted beyond


@lru_cache(maxsize=4_000)
def _written(query: tuple[tuple[str, str], ...]) -> str:
    """As an address carries it: each page says it of each tab, heading and column."""
    return urlencode(query)


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address of the list without it."""

    label: str
    value_label: str
    remove_url: str


class Page:
    """One page of a list, in the state its address describes.

    Values that make no sense are ignored and named in `notes`.
    """

    def __init__(self, listing: Listing, args: Mapping[str, str], path: str) -> None:
        self.listing = listing
        self.path = path
        self.asked = Asked(
            listing, dict(args.items())
        )  # plain: asked for each filter, which are mostly not set

    @property
    def notes(self) -> list[str]:
        words = [self.asked.typed.note] if self.asked.typed.in_many else []
        return [*self.asked.notes, *words]

    @property
    def tab(self) -> Tab | None:
        """The view in force."""
        return self.asked.tab

    @cached_property
    def _around(self) -> tuple[list[Line], Place | None, Place | None]:
        """The rows, and the places beyond which there are earlier and later ones."""
        cursor = self.asked.cursor
        found = self.asked.window(cursor, self.listing.size + 1)
        beyond_end = cursor is not None and found.last is None and not self.asked.typed.in_many
        if cursor is not None and beyond_end:  # what stood there is gone: the nearest that is left
            cursor = turned(cursor, self.asked.order)
            found = self.asked.window(cursor, self.listing.size + 1)
        rows = found.rows[: self.listing.size]
        more = len(found.rows) > self.listing.size
        ahead = place_of(rows[-1]) if more else found.stopped
        behind = place_of(rows[0]) if cursor is not None and rows and not beyond_end else None
        if cursor is not None and cursor.backwards:
            return rows[::-1], ahead, behind
        return rows, behind, ahead

    @property
    def rows(self) -> list[Line]:
        return self._around[0]

    @property
    def prev_url(self) -> str | None:
        _, earlier, _ = self._around
        return self._edge("before", earlier) if earlier else None

    @property
    def next_url(self) -> str | None:
        _, _, later = self._around
        return self._edge("after", later) if later else None

    def _edge(self, name: str, place: Place) -> str:
        return self.url({**self._sorted(), name: cursor_text(*place)})

    @cached_property
    def counts(self) -> dict[str, str]:
        """Rows of each view under the filters that are set, by its name; exact up to CAP."""
        if self.asked.typed.readings:
            return self._counts_among()
        walks = self.asked.walks
        views = {tab.name: walks(tab) for tab in self.listing.tabs} or {"": walks(None)}

        def statement() -> Query:
            each = (sum(map(self._capped_count, one), sa.literal(0)) for one in views.values())
            return sa.select(*each)

        parts = [demand for view in views.values() for walk in view for demand in walk]
        sizes = tuple(tuple(map(len, view)) for view in views.values())
        (found,) = ask_once(("counts", self.listing.model, CAP, sizes), parts, statement).rows
        return {
            name: str(n) if n <= CAP else f"{CAP}+" for name, n in zip(views, found, strict=True)
        }

    def _counts_among(self) -> dict[str, str]:
        """The same for typed words: one pass over the records that the index leads to."""
        typed, tabs = self.asked.typed, self.listing.tabs
        views = {tab.name: tab.criteria() for tab in tabs} or {"": []}
        each = (sa.case((sa.and_(sa.true(), *one), 1), else_=0) for one in views.values())
        among = (typed.among(self.listing.model.id), *typed.exact, *self.asked.common)
        found = session.execute(sa.select(*map(sa.func.sum, each)).where(*among)).one()
        numbers = dict(zip(views, (number or 0 for number in found), strict=True))
        more = typed.in_many
        return {
            name: f"{min(n, CAP)}+" if more or n > CAP else str(n) for name, n in numbers.items()
        }

    def _capped_count(self, criteria: Iterable[Criterion]) -> sa.ScalarSelect[int]:
        rows = sa.select(self.listing.model.id).where(*criteria).limit(CAP + 1)
        return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()

    @property
    def total(self) -> str:
        return self.counts[self.tab.name if self.tab else ""]

    @property
    def tabs(self) -> list[dict[str, object]]:
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
            for one in self.asked.readings
        ]

    @property
    def controls(self) -> list[Control]:
        """For the filter bar; it stands as the URL says, nonsense left out."""
        return [control for one in self.listing.filters for control in self._controls(one)]

    def _controls(self, one: Filter) -> Sequence[Control]:
        whole = not one.typed or self._with_choices
        chosen = (reading for reading in self.asked.readings if reading.filter is one)
        values = {name: value for reading in chosen for name, value in reading.values.items()}
        return controls(one, self._offered(one, whole=whole), values, whole=whole)

    @property
    def _with_choices(self) -> bool:
        return bool(self.asked.args.get(CHOICES))

    def _offered(self, one: Filter, *, whole: bool) -> list[Option]:
        """What stands in the field of a filter: its choices and what is chosen, or only that."""
        options = list(self.asked.choices(one)) if whole else []
        known = {option.value for option in options}
        chosen = (reading for reading in self.asked.readings if reading.filter is one)
        named = ((value, reading.shown) for reading in chosen for value in reading.values.values())
        return [*options, *(Option(*pair) for pair in named if pair[0] not in known)]

    @property
    def choices_url(self) -> str | None:
        """Where the choices stand that this page leaves out, in the same state."""
        if self._with_choices or not any(one.typed for one in self.listing.filters):
            return None
        return self.url({**self._sorted(), CHOICES: "1"})

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter bar carries along."""
        tab = [("tab", self.tab.name)] if self.tab and self.asked.args.get("tab") else []
        return [*tab, *([(HIDE, hiding(self.asked.hidden))] if self.asked.hidden else [])]

    @property
    def column_choices(self) -> list[dict[str, object]]:
        """For the menu of columns: each that can be hidden, and the address with it the other way."""
        hidden = self.asked.hidden
        return [
            {
                "label": one.label,
                "shown": one.key not in hidden,
                "url": self.url({HIDE: hiding(hidden ^ {one.key}), **self._sorted()}),
            }
            for one in self.listing.hideable
        ]

    @cached_property
    def _shown_columns(self) -> list[Column]:
        return [one for one in self.listing.on_screen if one.key not in self.asked.hidden]

    @property
    def columns(self) -> list[dict[str, object]]:
        """Headings of the columns shown, for the table component."""
        return [self._heading(one) for one in self._shown_columns]

    def looks(self, *, select: bool) -> str:
        """Classes of the table, for the table component."""
        return looks(self._shown_columns, select=select)

    def lines(self, cells: Cells, *, select: bool) -> Markup:
        """The rows, for the table component; `select`: each may be chosen."""
        return cells.rows(self._shown_columns, self.rows, select=select)

    @cached_property
    def on_paper(self) -> list[Column]:
        """The columns that are printed: what is hidden on screen is not wanted on paper either."""
        return [one for one in self.listing.on_paper if one.key not in self.asked.hidden]

    def printed_looks(self) -> str:
        """Classes of the printed table."""
        return looks(self.on_paper, select=False, printed=True)

    def printed(self, rows: Iterable[Line], cells: Cells) -> Markup:
        """Rows of the printed list."""
        return cells.rows(self.on_paper, rows, select=False, printed=True)

    def _heading(self, column: Column) -> dict[str, object]:
        heading: dict[str, object] = {
            "label": column.label,
            "num": column.num,
            "quiet": column.quiet,
        }
        sort = next((one for one in self.listing.sorts if one.name == column.sort), None)
        if sort is None:
            return heading
        order = self.asked.order
        current = order.sort is sort
        descending = not order.descending if current else sort.descending
        heading["sort"] = self.url({"sort": f"{'-' if descending else ''}{sort.name}"})
        if current:
            heading["sorted"] = "desc" if order.descending else "asc"
        return heading

    def _sorted(self) -> dict[str, str]:
        return {"sort": self.asked.args["sort"]} if self.asked.args.get("sort") else {}

    def url(self, more: Mapping[str, str], *, without: Reading | None = None) -> str:
        """This list's address with its filters and view and `more`; always a first page."""
        query = dict(self.keep)
        for one in self.asked.readings:
            if one is not without:
                query.update(one.values)
        query.update(more)
        query = {name: value for name, value in query.items() if value or name != HIDE}
        return f"{self.path}?{_written(tuple(query.items()))}" if query else self.path

    @property
    def query(self) -> dict[str, str]:
        """Filters, view and sorting as URL parameters: what an export link carries."""
        return {**dict(self.keep), **self.asked.values, **self._sorted()}

    @property
    def whole_query(self) -> dict[str, str]:
        """The same for a file of every column."""
        return {name: value for name, value in self.query.items() if name != HIDE}

    @cached_property
    def views(self) -> list[ViewLink]:
        """The saved views of this list, for the menu of the filter bar."""
        return links(self.path, self.query)

    @property
    def view_name(self) -> str:
        """The saved view this page stands in."""
        return next((view.label for view in self.views if view.active), "未选")
