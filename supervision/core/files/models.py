"""Tables: a stored file (bytes on disk) and its attachment to a record."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.access.confined import seen_with
from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.words import Word


class StoredFile(Identified, Stamped, Model):
    """Bytes under a random name; the same content is recognised by its SHA-256."""

    __tablename__ = "stored_file"
    __audited__ = False

    name: Mapped[str] = mapped_column(doc="文件名")
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    token: Mapped[str] = mapped_column(sa.String(43), unique=True)
    attached: Mapped[bool] = mapped_column(default=False, index=True)

    __table_args__ = (sa.Index("ix_stored_file_by_day", "created_by_id", "created_at"),)


class Purpose(Word):
    """What an attachment is for."""

    EVIDENCE = "evidence", "佐证材料"
    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    SIGNED_SCAN = "signed_scan", "签批扫描件"
    SEALED_SCAN = "sealed_scan", "盖章扫描件"
    RECEIPT = "receipt", "送达回证"
    REPLY_SCAN = "reply_scan", "来文扫描件"
    ARCHIVE = "archive", "归档文件"
    OTHER = "other", "其他"


class Attachment(Identified, Stamped, BodyScoped, Model):
    """A stored file in the place it has in a record; a unit sees those shared with it."""

    __tablename__ = "attachment"
    __title__ = "附件"

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    owner_type: Mapped[str] = mapped_column(sa.String(64))
    owner_id: Mapped[int]
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.EVIDENCE, doc="用途")
    shows: Mapped[LongText] = mapped_column(default="", doc="证明内容")
    event_date: Mapped[date | None] = mapped_column(doc="事发日期")
    pair_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("attachment.id"), doc="整改前后对应件"
    )
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    root_type: Mapped[str] = mapped_column(sa.String(64))
    root_id: Mapped[int]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.Index("ix_attachment_owner", "owner_type", "owner_id"),)

    @property
    def audit_root(self) -> tuple[str, int]:
        return self.root_type, self.root_id

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.unit_id.in_(unit_ids)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        return seen_with(cls.root_type, cls.root_id, user_id)
