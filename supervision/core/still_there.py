"""Records brought into a form by their keys: one that is gone when the form comes back is told of."""

from typing import Any

import sqlalchemy as sa
from wtforms import Field, Form, ValidationError

from supervision.core.db import session
from supervision.core.keys import identifiers


class StillThere:
    """Of a hidden field with keys: those of records that are gone are left out, and the person reads so first."""

    def __init__(self, model: Any, what: str, measure: str) -> None:
        """`what`, with its measure word, as the person reads of it."""
        self.model, self.what, self.measure = model, what, measure

    def __call__(self, _form: Form, field: Field) -> None:
        wanted = identifiers((field.data or "").split(","))
        found = sa.select(self.model).where(self.model.id.in_(wanted))
        there = {row.id for row in session.scalars(found).unique()} if wanted else set()
        left = [key for key in wanted if key in there]
        if len(left) < len(wanted):
            field.data = ",".join(map(str, left))
            gone = f"{len(wanted) - len(left)}{self.measure}{self.what}"
            raise ValidationError(f"带入的{gone}已不存在，已从中去掉；请核对后再保存")
