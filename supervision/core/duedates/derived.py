"""What a slice declares of its records' due dates: the last day they show, or the day both must name."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from supervision.core.derived import Agreement, Rows, Touch
from supervision.core.duedates.models import DueDate, DueKind, DueState


def last_day_of(
    owner_type: str, owner_id: object, *kinds: DueKind, fallen_away: bool = False
) -> sa.ScalarSelect[object]:
    """The last day of a record's newest term of these kinds; none once that term fell away.

    `fallen_away`: the day of a term that fell away is given nevertheless.
    """
    has_day = DueDate.state.in_((DueState.OPEN, DueState.MET))  # one that stands still has none
    due = DueDate.due if fallen_away else sa.case((has_day, DueDate.due))
    return (
        sa.select(due)
        .where(
            DueDate.owner_type == owner_type,
            DueDate.owner_id == owner_id,
            DueDate.kind.in_(kinds),
        )
        .order_by(DueDate.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def term_of(
    owner_type: str, *kinds: DueKind, columns: tuple[str, ...] = ("due", "state"), **more: Any
) -> Touch:
    """What shows a term of a record is shown anew when these columns of the term change."""
    where = {"owner_type": owner_type, "kind": kinds}
    return Touch(DueDate, "owner_id", columns, where=where, **more)


def same_day(
    name: str, label: str, model: type[Any], kind: DueKind, day: Callable[[], Any]
) -> Agreement:
    """A record names the `day` itself, an open due date of `kind` reminds of it: both say the same."""

    def broken() -> Rows:
        return (
            sa.select(
                sa.literal(DueDate.__tablename__).label("table"),
                DueDate.id,
                DueDate.title.label("shown"),
                DueDate.due.label("stored"),
                day().label("wanted"),
            )
            .join(model, model.id == DueDate.owner_id)
            .where(DueDate.owner_type == model.__tablename__, DueDate.kind == kind)
            .where(DueDate.state == DueState.OPEN, DueDate.due.is_distinct_from(day()))
        )

    return Agreement(name, label, broken)
