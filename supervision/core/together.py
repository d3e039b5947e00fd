"""The small parts of a record in one question: a page needs a few rows of many kinds, none of many.

Each kind's keys are found by criteria of its own and laid one under the other; what belongs to a key is
joined beside it. No row of one kind meets a row of another, so nothing multiplies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.core.db import session


@dataclass(frozen=True)
class Part:
    """Rows of `model` under `where`, in the order of `by` (of their keys without it).

    `along`: relationships to one row each, loaded with them.
    """

    model: Any
    where: Sequence[sa.ColumnElement[bool]]
    by: Sequence[Any] = ()
    along: Sequence[Any] = ()


def together(*parts: Part) -> list[list[Any]]:
    """The rows of each part, in its order; the present scope sees each as if it were asked alone.

    A model stands in one part only: some criteria of the scope know no alias.
    """
    keys = sa.union_all(*(_keys(number, part) for number, part in enumerate(parts)))
    found = keys.subquery()
    statement: sa.Select[Any] = sa.select(*(part.model for part in parts)).select_from(found)
    for number, part in enumerate(parts):
        beside = sa.and_(found.c.part == number, part.model.id == found.c.key)
        statement = statement.outerjoin(part.model, beside)
        statement = statement.options(*map(joinedload, part.along))
    rows = session.execute(statement.order_by(found.c.part, found.c.place)).unique()
    several: list[list[Any]] = [[] for _ in parts]
    for row in rows:
        for held, record in zip(several, row, strict=True):
            if record is not None:
                held.append(record)
    return several


def _keys(number: int, part: Part) -> sa.Select[Any]:
    place = sa.func.row_number().over(order_by=(*part.by, part.model.id))
    columns = (sa.literal(number).label("part"), part.model.id.label("key"), place.label("place"))
    return sa.select(*columns).where(*part.where)
