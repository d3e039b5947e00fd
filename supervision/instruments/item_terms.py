"""本条期限: a past paper may have given one item another last day than the others; the item keeps it.

The paper's own term is the last of them. Once that is moved, or the paper sent back with a further one,
all its items follow the paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit, compute, term_text
from supervision.core.duedates import DueDate, DueKind, DueState, calendar_of
from supervision.core.duedates.lighting import ShownLight, lights
from supervision.instruments.models import Instrument, InstrumentItem

OWNER = InstrumentItem.__tablename__


@dataclass(frozen=True)
class ItemTerm:
    """A term from the day of delivery, or the last day as the paper names it."""

    number: int | None = None
    unit: str = ""
    fixed_due: date | None = None

    def __str__(self) -> str:
        return term_text(self.number, self.unit or Unit.DAY) or str(self.fixed_due or "")

    def last_day(self, delivered: date, *, body_id: int) -> date | None:
        """The last day of a paper that was delivered then."""
        if not self.number:
            return self.fixed_due
        term = Term(self.number, Unit(self.unit or Unit.DAY))
        return compute(delivered, term, calendar_of(body_id)).due


def begin(item: InstrumentItem, own: ItemTerm, *, on: date, actor: Principal) -> None:
    """The item is to be answered within its own term, from the delivery of its paper on."""
    paper = item.instrument
    title = f"{paper.number} 第{item.seq}条反馈"
    basis = f"{paper.kind.name}为第{item.seq}条载明的期限"
    if own.fixed_due is not None:
        duedates.start_fixed(
            item, DueKind.REPLY, own.fixed_due, title=title, basis=basis, actor=actor,
            unit_id=paper.unit_id, holder_id=paper.handler_id,
        )  # fmt: skip
    elif own.number:
        term = Term(own.number, Unit(own.unit or Unit.DAY))
        duedates.start(
            item, DueKind.REPLY, term, on=on, title=title, basis=basis, actor=actor,
            unit_id=paper.unit_id, holder_id=paper.handler_id, at_half=paper.kind.amber_at_half,
        )  # fmt: skip


def of_paper(paper: Instrument) -> Mapping[int, DueDate]:
    """The own term of each item that has one, by the item's id."""
    if not paper.back_entered:
        return {}
    found = sa.select(DueDate).where(
        DueDate.root_type == paper.__tablename__, DueDate.root_id == paper.id,
        DueDate.owner_type == OWNER, DueDate.kind == DueKind.REPLY, DueDate.state != DueState.ENDED,
    )  # fmt: skip
    return {row.owner_id: row for row in session.scalars(found)}


def said_of(row: DueDate) -> ItemTerm:
    """The term as it was said."""
    return ItemTerm(row.number, row.unit) if row.number else ItemTerm(fixed_due=row.due)


def shown(paper: Instrument) -> dict[int, tuple[str, ShownLight | None]]:
    """What the page says beside an item with an own term: the term and its light."""
    held = [item.problem.due_on for item in paper.items if item.problem is not None]
    if held and set(held) == {paper.due_on}:  # what its problems show already: nothing to ask for
        return {}
    rows = of_paper(paper)
    lit = lights(rows.values()) if rows else {}
    return {key: (str(said_of(row)), lit[row.id]) for key, row in rows.items()}


def settle(paper: Instrument, *, on: date, posted: date | None = None, met: bool = True) -> None:
    """The unit answered, or nothing is to be answered any more."""
    for row in of_paper(paper).values():
        if not row.state.over:
            duedates.close(row, on=on, met=met, posted=posted)


def drop(paper: Instrument) -> None:
    """The own terms fall away: the paper is written anew."""
    for row in of_paper(paper).values():
        _fall_away(row)


def _fall_away(row: DueDate) -> None:
    duedates.close(row, on=clock.today(), met=False)


def follow_paper(paper: Instrument, *, actor: Principal) -> None:
    """The term of the whole paper was moved: it is that of every item not written off yet, and the trail says so."""
    open_items = {item.id for item in paper.items if item.written_off_on is None}
    rows = [row for key, row in of_paper(paper).items() if key in open_items]
    for row in rows:
        _fall_away(row)
    if rows:
        record(paper, action="item_terms", label="各条原有期限不再适用，随全件的期限", actor=actor)
