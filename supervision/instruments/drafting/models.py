"""Table of what was submitted: the wording of a paper at each submission."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.instruments.models import OfInstrument


class TextVersion(Identified, Stamped, OfInstrument, Model):
    """The paper's text as it stood at each submission: what the reviewer compares."""

    __tablename__ = "text_version"
    __title__ = "送审稿"
    __on_timeline__ = False

    number: Mapped[int]
    text: Mapped[LongText] = mapped_column(info={"secret": True})

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return sa.false()  # drafts are never the unit's
