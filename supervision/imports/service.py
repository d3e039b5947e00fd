"""Business verbs on imports, in life-cycle order: check, apply, undo."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core import audit, bulk, clock, jobs, pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.editions import digest
from supervision.core.errors import Forbidden, VersionConflict, WrongState
from supervision.core.files import StoredFile
from supervision.core.files.store import content_of
from supervision.core.importer import Table, read_table
from supervision.core.pairs import DEMAND, Confirmation
from supervision.imports.kinds import KINDS, Kind
from supervision.imports.models import (
    BatchStatus,
    ImportBatch,
    ImportedRow,
    ImportViewer,
)
from supervision.imports.plan import (
    MOST_ROWS,
    Layout,
    find_headings,
    headings_of,
    lay_out,
    missing_of,
    size_of,
)
from supervision.imports.remembering import remember, remembered
from supervision.imports.report import empty_report, report_of
from supervision.imports.run import Answers, Change, Outcome, Run

LOOK = "import.past_sheet"  # the act of two persons for sheets of 补录
OTHERWISE = "检查之后记录有变动，导入结果会与预览不同，请重新上传检查"
APPLIED = "import.apply"  # the event on the trail of a sheet
MAPPABLE = (BatchStatus.COLUMNS, BatchStatus.FAULTY, BatchStatus.CHECKED)
JOB = "imports-large"  # the sweep that goes through large sheets, in the table of jobs


def receive(kind: Kind, stored: StoredFile, table: Table, *, actor: Principal) -> ImportBatch:
    """A sheet that came in: checked at once, or put down to be checked, or asked about its columns."""
    actor.require(Permission.IMPORT)
    layout = find_headings(table, kind)
    mapping = remembered(kind, headings_of(table, layout), actor=actor)
    if mapping is None and missing_of(layout, kind) and layout.key_column is None:
        return _keep(kind, stored, BatchStatus.COLUMNS, {}, actor=actor)
    size = size_of(table, layout)
    if size <= at_once(kind):
        return check(kind, stored, table, actor=actor, mapping=mapping)
    report = empty_report(lay_out(table, kind, mapping))
    batch = _keep(kind, stored, BatchStatus.QUEUED, report, actor=actor)
    batch.size, batch.mapping = size, mapping
    hand_over(batch, BatchStatus.QUEUED, actor)
    return batch


def check(
    kind: Kind,
    stored: StoredFile,
    table: Table,
    *,
    actor: Principal,
    mapping: dict[str, int] | None = None,
) -> ImportBatch:
    """Carry the sheet out, look, and take all of it back: nothing is changed but the note of it."""
    actor.require(Permission.IMPORT)
    outcome = _tried(kind, table, mapping, actor)
    batch = _keep(kind, stored, BatchStatus.CHECKED, {}, actor=actor)
    batch.mapping = mapping
    _note(batch, outcome)
    session.flush()
    return batch


def assign_columns(
    batch: ImportBatch, table: Table, mapping: Mapping[str, int], *, actor: Principal
) -> None:
    """What a person says of the sheet's columns; it is checked anew by it."""
    actor.require(Permission.IMPORT)
    check_own(batch, actor)
    check_mappable(batch)
    layout = lay_out(table, KINDS[batch.kind], mapping)
    batch.mapping = dict(mapping)
    remember(KINDS[batch.kind], headings_of(table, layout), batch.mapping, actor=actor)
    _check_anew(batch, table, layout, actor)


def check_mappable(batch: ImportBatch) -> None:
    """DomainError once it is carried out, or while the background is at it."""
    if batch.status not in MAPPABLE:
        raise WrongState(f"此次导入“{batch.status.label}”，不能再改列的对应")


def answer(
    batch: ImportBatch, table: Table, name: str, said: str, meant: str, *, actor: Principal
) -> None:
    """A person says what the cells of one column that say `said` mean; the sheet is checked anew by it."""
    actor.require(Permission.IMPORT)
    check_own(batch, actor)
    if batch.status is not BatchStatus.FAULTY:
        raise WrongState(f"此次导入“{batch.status.label}”，没有要更正的")
    if [name, said] not in [one[:2] for one in batch.report.get("offers", [])]:
        raise WrongState(f"“{said}”已经更正，或者没有可更正的")
    held: dict[str, dict[str, str]] = batch.answers or {}
    batch.answers = {**held, name: {**held.get(name, {}), said: meant}}
    layout = lay_out(table, KINDS[batch.kind], batch.mapping, batch.answers)
    _check_anew(batch, table, layout, actor)


def check_own(batch: ImportBatch, actor: Principal) -> None:
    """Forbidden to whoever only looks at it."""
    if not batch.of(actor.user_id):
        raise Forbidden("这张表由导入人办理")


def edition(batch: ImportBatch) -> str:
    """Changes with how the sheet is read and with what a check of it found: what its page shows."""
    counts = (batch.created, batch.updated, batch.unchanged, batch.faults, batch.past)
    return digest((batch.status.value, batch.mapping, batch.answers, batch.report, *counts))


def check_seen(batch: ImportBatch, seen: str | None) -> None:
    """DomainError where a colleague has had it read otherwise since the page was opened."""
    if seen and seen != edition(batch):
        message = (
            "您打开此页面之后，同事改过列的对应或更正过写法，表格已重新检查。请看过现在的结果再办理"
        )
        raise VersionConflict(message)


def _check_anew(batch: ImportBatch, table: Table, layout: Layout, actor: Principal) -> None:
    kind = KINDS[batch.kind]
    if pairs.waiting_on(batch, LOOK) is not None:
        raise WrongState("已提请审核人核对，请先撤回提请再改")
    bulk.delete(ImportViewer, ImportViewer.batch_id == batch.id)  # they were named for what it said
    batch.size = size_of(table, layout)
    if batch.size > at_once(kind):
        batch.report = empty_report(layout)
        hand_over(batch, BatchStatus.QUEUED, actor)
    else:
        _note(batch, _tried(kind, table, batch.mapping, actor, batch.answers))
    session.flush()


def at_once(kind: Kind) -> int:
    return min(MOST_ROWS, kind.at_once)


def _tried(
    kind: Kind,
    table: Table,
    mapping: Mapping[str, object] | None,
    actor: Principal,
    answers: Answers | None = None,
) -> Outcome:
    with bulk.tried():
        return Run(kind, actor).over(table, mapping, answers)


def _keep(
    kind: Kind,
    stored: StoredFile,
    status: BatchStatus,
    report: dict[str, object],
    *,
    actor: Principal,
) -> ImportBatch:
    batch = ImportBatch(
        body_id=actor.body_id, created_by_id=actor.user_id, kind=kind.name, file=stored,
        status=status, report=report,
    )  # fmt: skip
    batch.file.attached = True
    session.add(batch)
    session.flush()
    return batch


def _note(batch: ImportBatch, outcome: Outcome) -> None:
    """Put down what a check found."""
    batch.status = BatchStatus.FAULTY if outcome.marks else BatchStatus.CHECKED
    batch.created = outcome.created
    batch.updated = len(outcome.changes) - outcome.created
    batch.unchanged, batch.faults, batch.past = (
        outcome.unchanged, len(outcome.marks), outcome.past
    )  # fmt: skip
    batch.size = batch.created + batch.updated + batch.unchanged + batch.faults
    batch.report = report_of(outcome)


def table_of(batch: ImportBatch) -> Table:
    """The sheet of a batch, read once more."""
    return read_table(batch.file.name, content_of(batch.file))


def apply(
    batch: ImportBatch,
    table: Table,
    *,
    actor: Principal,
    confirmation: Confirmation | None = None,
) -> None:
    """Carry the sheet out for good, all of it or nothing; a sheet of 补录 only with the reviewer's look.

    DomainError when the records have changed since the check, so that it would do something else.
    """
    actor.require(Permission.IMPORT)
    check_own(batch, actor)
    check_ready(batch)
    if batch.past:
        if confirmation is None:
            raise Forbidden(DEMAND)
        confirmation.require(LOOK, batch)
    if batch.size > at_once(KINDS[batch.kind]):
        hand_over(batch, BatchStatus.APPLYING, actor)
        return
    outcome = Run(KINDS[batch.kind], actor).over(table, batch.mapping, batch.answers)
    if outcome.marks:
        first = outcome.marks[0]
        raise WrongState(f"检查之后记录有变动，第{first.row}行：{first.reason}。请重新上传检查")
    refuse_more_past(batch, outcome)
    now = report_of(outcome)
    if any(now[part] != batch.report.get(part, now[part]) for part in ("changes", "digest")):
        raise WrongState(OTHERWISE)
    leave_traces(batch, outcome.changes)
    note_applied(batch, actor=actor)


def refuse_more_past(batch: ImportBatch, outcome: Outcome) -> None:
    """A row has become 补录 since a check that found none: nobody has looked at it."""
    if outcome.past and not batch.past:
        raise WrongState("检查之后记录有变动，其中有了须经核对的补录，请重新上传检查")


def check_ready(batch: ImportBatch) -> None:
    """DomainError unless the sheet was checked and not carried out yet."""
    if batch.status is not BatchStatus.CHECKED:
        raise WrongState(f"此次导入“{batch.status.label}”，不能再导入")


def note_applied(batch: ImportBatch, *, actor: Principal) -> None:
    """The import is done."""
    batch.status, batch.applied_at = BatchStatus.APPLIED, clock.now()
    label = f"导入{KINDS[batch.kind].label}：新增{batch.created}，更新{batch.updated}"
    audit.record(batch, action=APPLIED, label=label, actor=actor)
    session.flush()


def hand_over(batch: ImportBatch, status: BatchStatus, actor: Principal) -> None:
    """Leave a large sheet to the background (see large.py), which begins once this is committed."""
    batch.status, batch.done, batch.run_by_id = status, 0, actor.user_id
    session.flush()
    jobs.soon(JOB)


def leave_traces(batch: ImportBatch, changes: Sequence[Change]) -> None:
    """What was written, and what stood there before: by it the import can be undone."""
    session.flush()
    bulk.insert(
        ImportedRow,
        [
            {
                "body_id": batch.body_id,
                "batch_id": batch.id,
                "record_id": one.record.id,
                "record_version": one.record.version,
                "before": one.before and _plain(one.before),
            }
            for one in changes
        ],
    )


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def recent(actor: Principal, *, most: int = 20) -> list[ImportBatch]:
    """The latest imports of the actor's body."""
    statement = sa.select(ImportBatch).where(ImportBatch.body_id == actor.body_id)
    return list(session.scalars(statement.order_by(ImportBatch.id.desc()).limit(most)))
