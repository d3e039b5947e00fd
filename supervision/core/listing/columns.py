"""A column of a list, declared once: heading and cell on screen and A3, place in sheets, saved views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from supervision.core.listing.rows import Line

Cell = str | Callable[[Any], str]  # of the value
MOST_PLACES = (
    16  # columns on screen that static/css knows by their place, the box of choice among them
)


@dataclass(frozen=True)
class Column:
    """What a list shows of a row under one heading.

    `value` is what it holds: an attribute's name (the key unless said), or a function of the row.
    `cell` draws it: the name of a macro in the slice's cells.html, or a function that gives words
    for the value; by itself it is the value in words. `printed` is the same for the A3 print.
    `sheet` is its heading in XLSX and CSV (the label unless said), None keeps it out of them;
    `shown` False keeps it out of the screen and the print; `within`: the column on screen that tells it there, with
    which it is hidden. Saved views know it by `key`.
    """

    key: str
    label: str
    value: str | Callable[[Line], object] = ""
    cell: Cell = ""
    printed: Cell = ""
    sheet: str | None = ""
    width: int = 0  # characters in a sheet; by its heading unless said
    sort: str | None = None
    look: str = ""  # classes of the cell, see components/table.html
    phone: str = ""  # printed before the value on a phone: one of the words of static/css/said.css
    quiet: bool = False  # its heading is only read, and it cannot be hidden
    shown: bool = True
    within: str = ""

    @property
    def read(self) -> Callable[[Line], object]:
        """Gives the value of a row."""
        if callable(self.value):
            return self.value
        return attrgetter(self.value or self.key)

    @property
    def in_sheets(self) -> bool:
        return self.sheet is not None

    @property
    def heading(self) -> str:
        """What stands above it in a sheet."""
        return self.sheet or self.label

    @property
    def num(self) -> bool:
        """Whether it is a column of figures."""
        return "num" in self.look.split()


def words(value: object) -> str:
    """A value as a person reads it in a list; nothing is said of what is not there."""
    if value is None or isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "label", value))
