"""The table of what can be found: one row a record, its text as shown and as compared."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, LongText, Model


class SearchEntry(Identified, BodyScoped, Model):
    """What is found of one record. It follows the record, so it is no business row of its own.

    Its body and unit only narrow the walk; who may see the record is asked of the record itself.
    """

    __tablename__ = "search_entry"
    __audited__ = False

    kind: Mapped[str] = mapped_column(sa.String(32))
    record_id: Mapped[int]
    unit_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(sa.String(400))
    text: Mapped[LongText]
    folded: Mapped[LongText]

    __table_args__ = (sa.UniqueConstraint("kind", "record_id"),)

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.unit_id.in_(unit_ids)
