"""Records only named people of their body see; whatever hangs on them is seen with them.

A slice declares the class in its manifest; attachments, due dates and papers, which point to their
record by table name and key, ask `seen_with()` for the restriction that follows.
"""

from typing import Any

import sqlalchemy as sa

from supervision.core.seams import Composed, keyed


def _table(model: Any) -> str:
    name: str = model.__tablename__
    return name


CONFINED = Composed("classes whose rows only named people see", keyed(type, _table))


def seen_with(
    record_type: Any, record_id: object, user_id: int, *, apart_from: str = ""
) -> sa.ColumnElement[bool] | None:
    """The restriction on a row that points to (`record_type`, `record_id`); None where none holds.

    A confined class that itself points to records names its own table in `apart_from`.
    """
    demands = [
        sa.or_(record_type != name, _seen(model, record_id, user_id))
        for name, model in CONFINED.whole().items()
        if name != apart_from
    ]
    return sa.and_(*demands) if demands else None


def _seen(model: Any, record_id: Any, user_id: int) -> sa.ColumnElement[bool]:
    restriction = model.staff_criteria(user_id)
    demands = [] if restriction is None else [restriction]
    found = sa.exists().where(model.id == record_id, *demands)
    return found.correlate_except(
        model
    )  # a query that joins `model` itself must not lend it its rows
