"""Tables of the audit trail; append-only by triggers on both stores (see triggers.py)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import LongText, Model


class AuditEvent(Model):
    """One thing that happened: who, when, to what. `seq` is gapless from 1."""

    __tablename__ = "audit_event"
    __audited__ = False

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    body_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(64))
    label: Mapped[LongText]
    reason: Mapped[LongText]
    subject_type: Mapped[str] = mapped_column(sa.String(64))
    subject_id: Mapped[int]
    root_type: Mapped[str] = mapped_column(sa.String(64))
    root_id: Mapped[int]
    fields: Mapped[list[str]]
    form: Mapped[int | None]  # which columns the MAC is over; None: those of the first version
    address: Mapped[str | None] = mapped_column(sa.String(45))
    session_no: Mapped[int | None]  # the browser session it came from
    row_before: Mapped[str | None] = mapped_column(sa.String(80))  # digests of the subject's facts,
    row_after: Mapped[str | None] = mapped_column(sa.String(80))  # "" where there was no such row
    values_mac: Mapped[str] = mapped_column(sa.String(64))
    previous_mac: Mapped[str] = mapped_column(sa.String(64))
    mac: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (
        sa.Index("ix_audit_event_at", "at", "seq"),
        sa.Index("ix_audit_event_actor", "actor_id", "at", "seq"),
        sa.Index("ix_audit_event_actor_name", "actor_name", "at", "seq"),
        sa.Index("ix_audit_event_root", "root_type", "root_id", "at", "seq"),
        sa.Index("ix_audit_event_root_type", "root_type", "at", "seq"),
        sa.Index("ix_audit_event_subject", "subject_type", "subject_id", "seq"),
    )


class AuditValue(Model):
    """Old and new value of a changed field, beside the chain: retention may destroy it."""

    __tablename__ = "audit_value"
    __audited__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(sa.String(64))
    label: Mapped[str] = mapped_column(sa.String(64))
    old: Mapped[LongText | None]
    new: Mapped[LongText | None]


class AuditHead(Model):
    """The one row that anchors how many events there are and the last one's MAC."""

    __tablename__ = "audit_head"
    __audited__ = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    mac: Mapped[str] = mapped_column(sa.String(64))
    seal: Mapped[str] = mapped_column(sa.String(64))


class FactList(Model):
    """A version of the list of facts of one table, as digests were made by it (see facts.py)."""

    __tablename__ = "fact_list"
    __audited__ = False

    subject_type: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    names: Mapped[LongText]


class RowSeal(Model):
    """The digest of a row that no event vouches for: sealed as a batch, by one event over all of it."""

    __tablename__ = "row_seal"
    __audited__ = False

    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject_type: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mac: Mapped[str] = mapped_column(sa.String(80))
