"""Taking an import back, while nothing depends on what it brought."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files import Attachment
from supervision.core.pairs import DEMAND, Confirmation
from supervision.imports.fields import Names
from supervision.imports.kinds import KINDS, Kind
from supervision.imports.models import BatchStatus, ImportBatch, ImportedRow, ImportKey
from supervision.imports.service import APPLIED, at_once, check_own, hand_over

UNDO = "import.undo_sheet"  # the act of two persons for sheets of 补录
# Events that change nothing of a record: somebody read it, a copy was made, a calendar moved its day.
LOOKS = ("read", "archived_pdf", "calendar")
REFERRED_TO = "导入的记录已被别的记录引用（如文书、人员），不能撤销"


def traces_of(batch: ImportBatch, *, most: int) -> list[ImportedRow]:
    """What is left to take back, the latest first."""
    left = sa.select(ImportedRow).where(ImportedRow.batch_id == batch.id)
    return list(session.scalars(left.order_by(ImportedRow.id.desc()).limit(most)))


def undo(batch: ImportBatch, *, actor: Principal, confirmation: Confirmation | None = None) -> None:
    """Take an import back while nothing depends on it: new records go, changed ones say what they said.

    A sheet of 补录 only with the reviewer's look, as it came in.
    """
    _check_applied(batch, actor)
    if batch.past:
        if confirmation is None:
            raise Forbidden(DEMAND)
        confirmation.require(UNDO, batch)
    if _is_large(batch):
        refuse_changed(batch, KINDS[batch.kind])
        hand_over(batch, BatchStatus.UNDOING, actor)
        return
    _take_all_back(batch, actor)
    note_undone(batch, actor=actor)
    session.flush()


def try_undo(batch: ImportBatch, *, actor: Principal) -> None:
    """DomainError where it can't be taken back now; nothing is."""
    _check_applied(batch, actor)
    if _is_large(batch):
        refuse_changed(batch, KINDS[batch.kind])
        return
    trial = session.begin_nested()
    try:
        _take_all_back(batch, actor)
    finally:
        trial.rollback()


def _check_applied(batch: ImportBatch, actor: Principal) -> None:
    actor.require(Permission.IMPORT)
    check_own(batch, actor)
    if batch.status is not BatchStatus.APPLIED:
        raise WrongState(f"此次导入“{batch.status.label}”，无需撤销")


def _is_large(batch: ImportBatch) -> bool:
    return batch.size > at_once(KINDS[batch.kind])


def _take_all_back(batch: ImportBatch, actor: Principal) -> None:
    traces = traces_of(batch, most=batch.size)
    try:
        take_back(KINDS[batch.kind], Names.of(actor), traces, actor=actor)
        session.flush()
    except IntegrityError:
        raise DomainError(REFERRED_TO) from None


def circle_now(batch: ImportBatch) -> frozenset[int] | None:
    """Who may see every record it brought; None: whoever sees the body's."""
    kind = KINDS[batch.kind]
    if kind.circle is None:
        return None
    brought = sa.select(ImportedRow.record_id).where(ImportedRow.batch_id == batch.id)
    records = session.scalars(sa.select(kind.model).where(kind.model.id.in_(brought))).unique()
    seeing = [frozenset(kind.circle(record)) for record in records]
    return frozenset[int]().union(*seeing[:1]).intersection(*seeing)


def note_undone(batch: ImportBatch, *, actor: Principal) -> None:
    """The import is taken back."""
    batch.status, batch.undone_at = BatchStatus.UNDONE, clock.now()
    audit.record(batch, action="import.undo", label="撤销导入", actor=actor)


def refuse_changed(batch: ImportBatch, kind: Kind) -> None:
    """DomainError when any record of a large import has been changed since; one query."""
    changed = (
        sa.select(ImportedRow.id)
        .join(kind.model, kind.model.id == ImportedRow.record_id)
        .where(ImportedRow.batch_id == batch.id, kind.model.version != ImportedRow.record_version)
    )
    if session.scalar(changed.limit(1)) is not None:
        raise DomainError("导入的记录在导入之后已有改动，不能撤销此次导入")


def take_back(kind: Kind, names: Names, traces: Sequence[ImportedRow], *, actor: Principal) -> None:
    """Undo some rows. DomainError when something was done to one of them since."""
    found = session.scalars(sa.select(kind.model).where(_among(kind.model.id, traces)))
    records = {record.id: record for record in found.unique()}
    handled = [one for one in records.values() if not getattr(one, "back_entered", False)]
    touched = _with_attachments(kind, traces) | _worked_on(kind, traces, handled)
    for one in traces:
        record = records.get(one.record_id)
        if record is None:
            raise DomainError("导入的记录已不存在，不能撤销")
        if record.version != one.record_version or record.id in touched:
            title = kind.title(kind.values(record))
            raise DomainError(f"“{title}”在导入之后已有改动或佐证，不能撤销此次导入")
    came = [one for one in traces if one.before is None]
    session.execute(
        sa.delete(ImportKey).where(ImportKey.kind == kind.name, _among(ImportKey.record_id, came))
    )
    kind.remove([records[one.record_id] for one in came])
    for one in traces:
        if one.before is not None:
            kind.update(records[one.record_id], _typed(kind, one.before), names, actor)


def _worked_on(kind: Kind, traces: Sequence[ImportedRow], records: Sequence[Any]) -> set[int]:
    """Records with which something was done since that leaves their version as it is (working material).

    Of what was entered late it is for `let_go` and the correction to say.
    """
    keys = [one.id for one in records]
    if not keys:
        return set()
    applied = (ImportBatch.__tablename__, traces[0].batch_id, APPLIED)
    return audit.worked_on(kind.model.__tablename__, keys, after=applied, aside=LOOKS)


def _among(
    column: InstrumentedAttribute[int], traces: Sequence[ImportedRow]
) -> sa.ColumnElement[bool]:
    return column.in_([one.record_id for one in traces])


def _typed(kind: Kind, before: Mapping[str, str]) -> dict[str, object]:
    """What stood there before, its days as days again."""
    dates = {one.name for one in kind.fields if one.cell.is_date}
    return {
        name: date.fromisoformat(value) if name in dates and value else value
        for name, value in before.items()
    }


def _with_attachments(kind: Kind, traces: Sequence[ImportedRow]) -> set[int]:
    statement = sa.select(Attachment.root_id).where(
        Attachment.root_type == kind.model.__tablename__, _among(Attachment.root_id, traces)
    )
    return set(session.scalars(statement))
