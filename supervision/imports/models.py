"""Tables: one import of a sheet, the rows it wrote, and the keys by which rows come in again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.access.confined import seen_with
from supervision.core.access.scope import BodyScoped, keys_alone
from supervision.core.db import Identified, Model, Stamped
from supervision.core.files import StoredFile
from supervision.core.json_values import JsonObject
from supervision.core.leases import Leased
from supervision.core.words import Word
from supervision.referrals.models import Referral

FOR_NAMED_PEOPLE = (
    "referrals",
)  # what a sheet says of these is seen by its importer and its viewers


class BatchStatus(Word):
    """State of an import."""

    COLUMNS = "columns", "待对应列", "near"
    QUEUED = "queued", "检查中", "active"
    FAULTY = "faulty", "有错误", "overdue"
    CHECKED = "checked", "待确认导入", "active"
    APPLYING = "applying", "导入中", "active"
    APPLIED = "applied", "已导入", "done"
    UNDOING = "undoing", "撤销中", "active"
    UNDONE = "undone", "已撤销", "draft"

    @property
    def running(self) -> bool:
        """Whether the background is at work on it."""
        return self in (BatchStatus.QUEUED, BatchStatus.APPLYING, BatchStatus.UNDOING)


class ImportBatch(Identified, Stamped, Leased, BodyScoped, Model):
    """One sheet: what it would change when it was checked, and whether it has been applied."""

    __tablename__ = "import_batch"
    __title__ = "表格导入"

    kind: Mapped[str] = mapped_column(sa.String(20), doc="导入内容")
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    status: Mapped[BatchStatus] = mapped_column(doc="状态")
    created: Mapped[int] = mapped_column(default=0, doc="新增行数")
    updated: Mapped[int] = mapped_column(default=0, doc="更新行数")
    past: Mapped[int] = mapped_column(default=0, doc="补录行数")  # of those new and updated
    unchanged: Mapped[int] = mapped_column(default=0, doc="无变化行数")
    faults: Mapped[int] = mapped_column(default=0, doc="错误数")
    size: Mapped[int] = mapped_column(default=0, doc="数据行数")
    done: Mapped[int] = mapped_column(
        default=0, info={"secret": True}
    )  # rows the background has gone through
    mapping: Mapped[JsonObject | None] = mapped_column(sa.JSON(none_as_null=True), doc="对应的列")
    answers: Mapped[JsonObject | None] = mapped_column(sa.JSON(none_as_null=True), doc="更正的写法")
    report: Mapped[JsonObject] = mapped_column(info={"secret": True})
    run_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), info={"secret": True}
    )  # for whom the background works
    applied_at: Mapped[datetime | None] = mapped_column(doc="导入时间")
    undone_at: Mapped[datetime | None] = mapped_column(doc="撤销时间")

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.Index("ix_import_batch_list", "body_id", "id"),)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        viewer = sa.exists().where(ImportViewer.batch_id == cls.id, ImportViewer.user_id == user_id)
        still = sa.and_(viewer.correlate_except(ImportViewer), ~_taken_out(cls.id, user_id))
        named = sa.or_(cls.created_by_id == user_id, still)
        return sa.or_(cls.kind.not_in(FOR_NAMED_PEOPLE), named)

    def of(self, user_id: int | None) -> bool:
        """Whether this person may do anything with it: a sheet for named people is its importer's."""
        return self.kind not in FOR_NAMED_PEOPLE or self.created_by_id == user_id

    @property
    def percent(self) -> int:
        """How much of the sheet the background has gone through."""
        return min(99, self.done * 100 // self.size) if self.size else 0

    @property
    def step(self) -> str:
        return f"{self.done} / {self.size} 行"


def _taken_out(batch_id: object, user_id: int) -> sa.ColumnElement[bool]:
    """Whether the sheet wrote something that is there still and of whose circle the person is no more."""
    there, row = keys_alone(Referral), ImportedRow
    seen = seen_with(sa.literal(Referral.__tablename__), row.record_id, user_id)
    demands = [sa.false()] if seen is None else [~seen]
    stands = sa.exists().where(there.c.id == row.record_id).correlate(row)
    found = sa.exists().where(row.batch_id == batch_id, stands, *demands)
    return found.correlate_except(row)


class ImportViewer(Identified, BodyScoped, Model):
    """Somebody of the circle of all rows of a sheet: they may look at it while it waits, and afterwards."""

    __tablename__ = "import_viewer"
    __audited__ = False

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batch.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("batch_id", "user_id"),)


class ImportedRow(Identified, BodyScoped, Model):
    """A record written by an import: the version it then had, and what it said before."""

    __tablename__ = "imported_row"
    __audited__ = False

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batch.id"))
    record_id: Mapped[int]
    record_version: Mapped[int]
    before: Mapped[JsonObject | None] = mapped_column(sa.JSON(none_as_null=True))

    __table_args__ = (sa.Index("ix_imported_row_batch", "batch_id", "id"),)


class ImportMapping(Identified, BodyScoped, Model):
    """What a person said of the columns of a sheet with these headings; the next one is read so at once."""

    __tablename__ = "import_mapping"
    __audited__ = False

    kind: Mapped[str] = mapped_column(sa.String(20))
    headings: Mapped[str] = mapped_column(sa.String(64))  # a digest of the row of headings
    mapping: Mapped[JsonObject] = mapped_column(sa.JSON())

    __table_args__ = (sa.UniqueConstraint("body_id", "kind", "headings"),)


class ImportKey(Identified, BodyScoped, Model):
    """行键 of the bureau's own sheet and the record it stands for."""

    __tablename__ = "import_key"
    __audited__ = False

    kind: Mapped[str] = mapped_column(sa.String(20))
    key: Mapped[str] = mapped_column(sa.String(64))
    record_id: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("body_id", "kind", "key"),
        sa.Index("ix_import_key_record", "kind", "record_id"),
    )
