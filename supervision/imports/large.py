"""Large sheets: gone through in the background, part by part, so that nobody else waits for the store.

Each part is a transaction of its own and its progress is committed with it: a process that is
killed is followed by another. A sheet that fails while being imported is taken back as a whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import bulk, clock
from supervision.core.access.principal import Principal, acting
from supervision.core.access.scope import scope_of, seeing
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonArray, JsonObject
from supervision.core.leases import Lease, LeaseLost, note, take
from supervision.imports import service, undoing
from supervision.imports.fields import Names
from supervision.imports.kinds import KINDS, Kind
from supervision.imports.models import BatchStatus, ImportBatch, ImportedRow
from supervision.imports.plan import Layout, Row, in_order, lay_out, rows_of, sliced
from supervision.imports.report import MOST_MARKS, SHOWN, circle_of, digest_of, report_of
from supervision.imports.run import Outcome, Run, within

PART = 200
LEASE = timedelta(minutes=2)
RUNNING = (BatchStatus.QUEUED, BatchStatus.APPLYING, BatchStatus.UNDOING)


@dataclass
class Work:
    """A sheet being gone through by this process."""

    lease: Lease
    actor: Principal
    kind: Kind
    layout: Layout
    parts: Iterator[list[Row]]
    run: Run


def run_waiting() -> str | None:
    """Go through every large sheet that waits; the job's work."""
    with unit_of_work(write=False) as store:
        waiting = sa.select(ImportBatch.id).where(ImportBatch.status.in_(RUNNING))
        ids = list(store.scalars(waiting.order_by(ImportBatch.id)))
    done = [lease for key in ids if (lease := _claimed(key)) and _go_through(lease)]
    return f"处理大表格 {len(done)} 个" if done else None


def _claimed(batch_id: int) -> Lease | None:
    """The right to work on it, unless another process has it."""
    now = clock.now()
    free = ImportBatch.lease_until.is_(None) | (ImportBatch.lease_until < now)
    with unit_of_work() as store:
        batch = store.get_one(ImportBatch, batch_id, with_for_update=True)
        if batch.status is BatchStatus.QUEUED:  # what was seen so far is only in memory
            batch.done = batch.created = batch.updated = batch.unchanged = batch.faults = 0
            batch.past = 0
            batch.report = {**batch.report, "changes": [], "marks": [], "circle": None, "parts": {}}
        lease = take(
            store, ImportBatch, batch_id, attempt=batch.attempt, ripe=free, until=now + LEASE
        )
        if lease is None:
            store.rollback()
        return lease


def _go_through(lease: Lease) -> bool:
    work = _prepared(lease)
    if work is None:
        return False
    with acting(work.actor), seeing(scope_of(work.actor)):
        try:
            while _step(work):
                pass
        except LeaseLost:
            return False
    return True


def _prepared(lease: Lease) -> Work | None:
    """The sheet read and laid out, nothing locked meanwhile."""
    with unit_of_work(write=False) as store:
        batch = store.get_one(ImportBatch, lease.id)
        actor = principal_of(store.get_one(User, batch.run_by_id))
        kind, table = KINDS[batch.kind], service.table_of(batch)
        layout = lay_out(table, kind, batch.mapping, batch.answers)
        rows = islice(in_order(rows_of(table, layout), kind), batch.done, None)
        parts = sliced(rows, kind, _part(kind))
        with acting(actor), seeing(scope_of(actor)):
            return Work(lease, actor, kind, layout, parts, Run(kind, actor))


def _step(work: Work) -> bool:
    """One part; whether there is more to do."""
    with unit_of_work() as store:
        batch = store.get_one(ImportBatch, work.lease.id)
        step = _STEPS.get(batch.status)
        until = clock.now() + LEASE if step else None
        note(store, ImportBatch, work.lease, lease_until=until)
        if step is None:
            return False
    try:
        with unit_of_work() as store:
            batch = store.get_one(ImportBatch, work.lease.id)
            step(work, batch)
            store.flush()
    except (DomainError, IntegrityError) as refusal:
        _stopped(work, refusal)
    return True


def _part(kind: Kind) -> int:
    """Rows of one transaction: about a second's work."""
    return min(PART, kind.at_once // 10)


def _check(work: Work, batch: ImportBatch) -> None:
    """Try a part and take it back; what it would do is added to the report."""
    rows = next(work.parts, [])
    if not rows:
        batch.size = batch.done
        batch.status = BatchStatus.FAULTY if batch.faults else BatchStatus.CHECKED
        return
    done = batch.done
    with bulk.tried():
        outcome = _carried_out(work, rows)
        report = report_of(outcome)
    batch.done = done + len(rows)
    _count(batch, outcome, report)
    parts = {**batch.report.get("parts", {}), str(rows[0].number): report["digest"]}
    batch.report = {**batch.report, "parts": parts}


def _carried_out(work: Work, rows: list[Row]) -> Outcome:
    """The names are read anew at once: one by one, each record of the last transaction would be."""
    work.run.names = Names.of(work.actor)
    return work.run.part(work.layout, rows)


def _count(batch: ImportBatch, outcome: Outcome, report: JsonObject) -> None:
    batch.created += outcome.created
    batch.updated += len(outcome.changes) - outcome.created
    batch.unchanged += outcome.unchanged
    batch.faults += len(outcome.marks)
    batch.past += outcome.past
    held = batch.report
    circle = within(circle_of(held), outcome.circle)
    batch.report = {
        **held,
        "changes": [*held["changes"], *report["changes"]][:SHOWN],
        "marks": [*held["marks"], *report["marks"]][:MOST_MARKS],
        "offers": _joined(held.get("offers", []), report["offers"]),
        "skipped": report["skipped"],
        "circle": None if circle is None else sorted(circle),
    }


def _joined(held: JsonArray, more: JsonArray) -> JsonArray:
    known = {(name, said) for name, said, _meant in held}
    return [*held, *(one for one in more if (one[0], one[1]) not in known)][:SHOWN]


def _apply(work: Work, batch: ImportBatch) -> None:
    """Carry out a part for good, each record with its trace."""
    rows = next(work.parts, [])
    if not rows:
        service.note_applied(batch, actor=work.actor)
        return
    outcome = _carried_out(work, rows)
    if outcome.marks:
        first = outcome.marks[0]
        raise DomainError(f"检查之后记录有变动，第{first.row}行：{first.reason}")
    service.refuse_more_past(batch, outcome)
    said = digest_of(outcome)
    if batch.report.get("parts", {}).get(str(rows[0].number), said) != said:
        raise DomainError(service.OTHERWISE)
    service.leave_traces(batch, outcome.changes)
    batch.done += len(rows)


def _undo(work: Work, batch: ImportBatch) -> None:
    """Take back a part, the latest first."""
    traces = undoing.traces_of(batch, most=_part(work.kind))
    if not traces:
        _taken_back(work, batch)
        return
    undoing.take_back(work.kind, Names.of(work.actor), traces, actor=work.actor)
    bulk.delete(ImportedRow, ImportedRow.id.in_([one.id for one in traces]))
    batch.done += len(traces)


def _taken_back(work: Work, batch: ImportBatch) -> None:
    if batch.report.get("stopped"):
        batch.status, batch.done = BatchStatus.FAULTY, 0
        return
    undoing.note_undone(batch, actor=work.actor)


def _stopped(work: Work, refusal: Exception) -> None:
    """A part was refused: an import is taken back as a whole, an undoing stays where it is."""
    reason = refusal.message if isinstance(refusal, DomainError) else undoing.REFERRED_TO
    with unit_of_work() as store:
        batch = store.get_one(ImportBatch, work.lease.id)
        batch.report = {**batch.report, "stopped": reason}
        if batch.status is BatchStatus.APPLYING:
            batch.status, batch.done = BatchStatus.UNDOING, 0
        elif batch.status is BatchStatus.UNDOING:
            batch.status = BatchStatus.APPLIED
        else:
            batch.status = BatchStatus.FAULTY


_STEPS: dict[BatchStatus, Callable[[Work, ImportBatch], None]] = {
    BatchStatus.QUEUED: _check,
    BatchStatus.APPLYING: _apply,
    BatchStatus.UNDOING: _undo,
}
