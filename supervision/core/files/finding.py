"""Attachments among what can be found: by those who see the record they hang on."""

from typing import Any

import sqlalchemy as sa

from supervision.core.access.policy import Permission
from supervision.core.files.models import Attachment
from supervision.core.seams import Seam
from supervision.core.search import Source

WITH_FILES: Seam[Any] = Seam("classes of records whose attachments can be found")


def _wanted(row: Attachment) -> bool:
    return row.root_type in {model.__tablename__ for model in WITH_FILES.parts()}


def _visible() -> tuple[sa.ColumnElement[bool], ...]:
    """Asked of the one record by its key: a list of all that are seen would be made for each search."""
    seen = (
        sa.and_(
            Attachment.root_type == model.__tablename__,
            sa.select(model.id).where(model.id == Attachment.root_id).exists(),
        )
        for model in WITH_FILES.parts()
    )
    return (sa.or_(*seen),)


SOURCES = (
    Source(
        kind="attachment",
        label="附件",
        model=Attachment,
        title=lambda row: row.file.name,
        texts=lambda row: (row.shows,),
        permissions=(Permission.PROBLEM_VIEW, Permission.INSTRUMENT_VIEW),
        rank=100,
        wanted=_wanted,
        visible=_visible,
    ),
)
