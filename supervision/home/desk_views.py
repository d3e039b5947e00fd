"""What the desk of the bureau shows besides what waits: the ledger's next rows, other days to come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa
from flask import url_for

from supervision.core import clock
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import within
from supervision.core.db import Query
from supervision.core.duedates import (
    UNIT_KINDS,
    DueDate,
    DueKind,
    DueState,
    ShownLight,
    lights,
)
from supervision.core.listing.keyset import Order
from supervision.core.listing.reading import window
from supervision.core.listing.rows import Line
from supervision.core.places import page_of
from supervision.core.prepared import ask
from supervision.problems.bulk import actions_for
from supervision.problems.lights import IN_HAND
from supervision.problems.lines import chased, short, standings
from supervision.problems.lists import LEDGER
from supervision.problems.models import Problem, ProblemStatus

NEXT_ROWS = 8
NEXT_DAYS = 6
AHEAD = timedelta(days=30)
SHOWN = (  # of a due date: what it is, and what its light depends on
    DueDate.id, DueDate.title, DueDate.kind, DueDate.root_type, DueDate.root_id, DueDate.state,
    DueDate.due, DueDate.start, DueDate.closed_on, DueDate.amber_at_half, DueDate.provisional,
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A due date that is not a paper's reply: a clue, a promise, a certificate, a phase."""

    title: str
    kind: str
    url: str | None
    light: ShownLight | None


def of_the_bureau(me: Principal) -> dict[str, object]:
    """Everything the template needs for whoever sees problems and papers."""
    if not me.can(P.PROBLEM_VIEW):
        return {"rows": [], "days": []}
    rows = _next_rows()
    in_row = [one for one in actions_for("ledger", me) if one.row]
    return {
        "rows": rows,
        "standings": standings(rows),
        "chased": chased,
        "short": short,
        "in_row": [(one.label, url_for(one.endpoint)) for one in in_row],
        "days": _days(),
    }


def _next_rows() -> list[Line]:
    """The ledger's rows whose unit has to answer next, the overdue first."""
    rectifying = Problem.status == ProblemStatus.RECTIFYING
    asked = (*within(Problem), IN_HAND, rectifying, Problem.due_on.is_not(None))
    by_day = next(one for one in LEDGER.sorts if one.name == "due")
    order = Order(replace(by_day, nullable=False), Problem.id, descending=False)  # all have one
    return window(LEDGER, [asked], order, None, NEXT_ROWS).rows


def _days() -> list[Day]:
    """Other due dates of the next 30 days and those past; what a unit must answer stands in the rows."""
    parts = (*within(DueDate), DueDate.due <= clock.today() + AHEAD)
    found = ask("days-ahead", parts, lambda: _first_days(parts)).named
    shown = lights(found)
    return [
        Day(row.title, row.kind.label, page_of(row.root_type, row.root_id), shown[row.id])
        for row in found
    ]


def _first_days(parts: Sequence[sa.ColumnElement[bool]]) -> Query:
    """The nearest of all, from the nearest of each kind."""
    kinds = [kind for kind in DueKind if kind not in UNIT_KINDS]
    first_of_each = sa.union_all(*(_first_of(kind, parts) for kind in kinds)).subquery()
    return (
        sa.select(*SHOWN)
        .where(DueDate.id.in_(sa.select(first_of_each.c.id)))
        .order_by(DueDate.due, DueDate.id)
        .limit(NEXT_DAYS)
    )


def _first_of(kind: DueKind, parts: Sequence[sa.ColumnElement[bool]]) -> Query:
    """The nearest of one kind: each a walk of its own, for most open days are papers' replies."""
    few = (
        sa.select(DueDate.id)
        .where(*parts, DueDate.state == DueState.OPEN, DueDate.kind == kind)
        .order_by(DueDate.due, DueDate.id)
        .limit(NEXT_DAYS)
        .subquery()
    )
    return sa.select(few.c.id)
