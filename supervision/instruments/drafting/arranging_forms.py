"""The items and annexes of a draft's form put otherwise by its buttons: nothing is saved by it.

The page does the same by itself where it has a script (static/js/items.js, annexes.js).
"""

from collections.abc import Callable

from supervision.core.errors import DomainError
from supervision.core.json_values import JsonObject
from supervision.instruments.drafting.forms import MOST_ITEMS, ItemForm, PaperForm
from supervision.instruments.drafting.pasting import items_of
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import Nature

ASKED = "arrange"  # the name of the buttons; the value is the verb, and which item
ANNEXES = "annexes"  # those of the annexes: up and down alone
Row = JsonObject
Rows = list[Row]


def blank_of(kind: InstrumentKind) -> Row:
    """What a new item begins with."""
    return {"nature": Nature(kind.natures[0])}


def blank_form(kind: InstrumentKind) -> ItemForm | None:
    """An empty item for the page to copy; None where items come of problems alone."""
    if not kind.natures or kind.needs_problems:
        return None
    return ItemForm(formdata=None, prefix="items-N", data=blank_of(kind))


def arrange(form: PaperForm, kind: InstrumentKind, asked: str) -> None:
    """Do to the items what the button says; what is typed in them stays."""
    verb, at = _asked(asked)
    rows: Rows = [dict(entry.form.data) for entry in form["items"]]
    if verb == "paste":
        _paste(form, kind, rows)
    elif verb == "add":
        _add(rows, kind, len(rows))
    elif verb in _VERBS and 0 <= at < len(rows):
        _VERBS[verb](rows, kind, at)
    form["items"].process(None, rows)


def reorder(form: PaperForm, asked: str) -> None:
    """Put an annex before or after its neighbour; what is typed in it stays with it."""
    verb, at = _asked(asked)
    rows: Rows = [dict(entry.form.data) for entry in form["attached"]]
    other = {"up": at - 1, "down": at + 1}.get(verb, -1)
    if 0 <= at < len(rows) and 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    form["attached"].process(None, rows)


def _asked(asked: str) -> tuple[str, int]:
    """The verb, and the place it speaks of; -1 for none."""
    verb, _, which = asked.partition("-")
    return verb, int(which) - 1 if which.isascii() and which.isdigit() else -1


def _paste(form: PaperForm, kind: InstrumentKind, rows: Rows) -> None:
    try:
        fresh = items_of(form.pasted.data or "", "demand", most=MOST_ITEMS - len(rows))
    except DomainError as refusal:
        form.pasted.errors = [*form.pasted.errors, refusal.message]
        return
    if kind.needs_problems:
        return
    while rows and not any(rows[-1].get(name) for name in ("heading", "statement", "demand")):
        rows.pop()
    rows.extend({**blank_of(kind), **one} for one in fresh)
    form.pasted.data = ""


def _add(rows: Rows, kind: InstrumentKind, at: int) -> None:
    if len(rows) < MOST_ITEMS and not kind.needs_problems:
        rows.insert(at, blank_of(kind))


def _below(rows: Rows, kind: InstrumentKind, at: int) -> None:
    _add(rows, kind, at + 1)


def _up(rows: Rows, _kind: InstrumentKind, at: int) -> None:
    rows.insert(max(at - 1, 0), rows.pop(at))


def _down(rows: Rows, _kind: InstrumentKind, at: int) -> None:
    rows.insert(at + 1, rows.pop(at))


def _drop(rows: Rows, _kind: InstrumentKind, at: int) -> None:
    rows.pop(at)


_VERBS: dict[str, Callable[[Rows, InstrumentKind, int], None]] = {
    "below": _below,
    "up": _up,
    "down": _down,
    "drop": _drop,
}
