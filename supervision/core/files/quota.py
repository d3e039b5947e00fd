"""How much one person may leave lying: files that hang on nothing, and all that is sent in a day."""

import datetime as dt

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.config import MEGABYTE
from supervision.core.db import Base
from supervision.core.files.models import StoredFile
from supervision.core.files.types import Refused
from supervision.core.waiting import one_by_one

GIVEN_UP = dt.timedelta(days=7)  # an upload that was never attached is removed after it
A_DAY = dt.timedelta(days=1)


def unclaimed() -> sa.ColumnElement[bool]:
    """Files that hang on no record and that no row names."""
    table = StoredFile.__table__
    referring = [
        column
        for other in Base.metadata.tables.values()
        for column in other.columns
        if any(key.column is table.c.id for key in column.foreign_keys)
    ]
    return sa.and_(
        table.c.attached.is_(False),
        *(~sa.exists().where(column == table.c.id) for column in referring),
    )


def refuse_over(own: Session, size: int, *, actor: Principal) -> None:
    """Raise Refused where the person's share is used up."""
    one_by_one(own, f"uploads of {actor.user_id}")
    table = StoredFile.__table__
    mine = sa.select(sa.func.coalesce(sa.func.sum(table.c.size), 0)).where(
        table.c.created_by_id == actor.user_id
    )
    lying: int = own.scalar(mine.where(unclaimed())) or 0
    if lying + size > (most := current_app.config["UPLOADS_LYING"]):
        message = (
            f"您已上传而没有提交的文件合计将超过{most // MEGABYTE} MB：请先提交或保存已上传的，"
            f"没有用上的{GIVEN_UP.days}日后自动清理"
        )
        raise Refused(message)
    today: int = own.scalar(mine.where(table.c.created_at > clock.now() - A_DAY)) or 0
    if today + size > (most := current_app.config["UPLOADS_A_DAY"]):
        raise Refused(f"您一日内上传的文件合计将超过{most // MEGABYTE} MB，请明日再传")
