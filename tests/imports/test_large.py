"""Large sheets: gone through part by part in the background, all of it or nothing in the end."""

from queue import SimpleQueue
from typing import Any

import pytest
import sqlalchemy as sa
from apscheduler.events import EVENT_JOB_EXECUTED
from flask import Flask

from supervision.core import jobs
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import is_writing
from supervision.core.errors import DomainError
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import Table, read_table
from supervision.core.jobs import by_name
from supervision.core.jobs.clockwork import Clockwork
from supervision.core.leases import LeaseLost
from supervision.imports import large, service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.problems.models import Problem
from tests.make import sheets
from tests.make.offices import Office, found_office
from tests.support.work import Inside

PATIENCE = 60  # seconds; a busy machine is no fault
HEAD = ["单位名称", "存在问题", "问题类别", "发现时间"]


def rows(count: int, **wrong: str) -> list[list[Any]]:
    day = {f"r{number}": "2023-3-1" for number in range(count)} | wrong
    return [HEAD, *[["示例市甲局", f"问题{n}", "其他", day[f"r{n}"]] for n in range(count)]]


@pytest.fixture
def town(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Sheets of more than three rows are large; a part is two rows."""
    monkeypatch.setattr(service, "MOST_ROWS", 3)
    monkeypatch.setattr(large, "PART", 2)
    with inside():
        return found_office()


def received(inside: Inside, town: Office, given: list[list[Any]]) -> int:
    content = sheets.xlsx(given)
    with inside():
        stored = save_bytes("大表.xlsx", XLSX, content, actor=town.handler)
        table = read_table("大表.xlsx", content)
        batch = service.receive(KINDS["problems"], stored, table, actor=town.handler)
        assert batch.status is BatchStatus.QUEUED
        return batch.id


def state(inside: Inside, key: int) -> tuple[BatchStatus, int, int, int, int]:
    with inside() as own:
        one = own.get_one(ImportBatch, key)
        return one.status, one.created, one.unchanged, one.faults, one.done


def problems(inside: Inside) -> int:
    with inside() as own:
        return own.scalar(sa.select(sa.func.count(Problem.id))) or 0


def go(app: Flask) -> str | None:
    """What the background job does when its turn comes."""
    with app.app_context(), seeing(EVERYTHING):
        return large.run_waiting()


def carry_out(inside: Inside, town: Office, key: int, verb: str = "apply") -> None:
    with inside() as own:
        batch = own.get_one(ImportBatch, key)
        if verb == "apply":
            service.apply(batch, service.table_of(batch), actor=town.handler)
        else:
            undoing.undo(batch, actor=town.handler)


@pytest.mark.store
def test_a_large_sheet_is_checked_imported_and_undone_in_parts(
    app: Flask, inside: Inside, town: Office
) -> None:
    key = received(inside, town, rows(5))
    go(app)
    assert state(inside, key) == (BatchStatus.CHECKED, 5, 0, 0, 5)
    assert problems(inside) == 0
    carry_out(inside, town, key)
    assert state(inside, key)[0] is BatchStatus.APPLYING
    go(app)
    assert state(inside, key)[0] is BatchStatus.APPLIED
    assert problems(inside) == 5
    again = received(inside, town, rows(5))
    go(app)
    assert state(inside, again) == (BatchStatus.CHECKED, 0, 5, 0, 5)
    carry_out(inside, town, key, "undo")
    go(app)
    assert state(inside, key)[0] is BatchStatus.UNDONE
    assert problems(inside) == 0


def test_a_sheet_is_read_while_everybody_may_write(
    app: Flask, inside: Inside, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a hundred thousand rows takes seconds, in which nobody could save anything."""
    read, locked = service.table_of, list[bool]()

    def watched(batch: ImportBatch) -> Table:
        locked.append(is_writing())
        return read(batch)

    received(inside, town, rows(5))
    monkeypatch.setattr(service, "table_of", watched)
    go(app)
    assert locked == [False]


def test_a_serving_process_begins_at_once_and_no_person_waits_for_a_slot(
    app: Flask, inside: Inside, town: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever orders it: the clockwork of this process is asked right after the commit."""
    with app.app_context():
        job = by_name(jobs.table(), service.JOB)
    clockwork = Clockwork(app, [])
    clockwork._jobs = [job]  # its slots never come: what happens here happens at once
    done: SimpleQueue[str] = SimpleQueue()
    clockwork._scheduler.remove_job("take-over")
    clockwork._scheduler.add_listener(lambda event: done.put(event.job_id), EVENT_JOB_EXECUTED)
    clockwork.start()
    monkeypatch.setitem(app.extensions, "clockwork", clockwork)
    try:
        key = received(inside, town, rows(5))
        assert done.get(timeout=PATIENCE) == f"soon {service.JOB}"
        assert state(inside, key)[0] is BatchStatus.CHECKED
        carry_out(inside, town, key)
        assert done.get(timeout=PATIENCE) == f"soon {service.JOB}"
        assert state(inside, key)[0] is BatchStatus.APPLIED
    finally:
        clockwork.stop()
    assert problems(inside) == 5


def test_faults_of_every_part_are_found_and_a_row_named_twice_across_parts(
    app: Flask, inside: Inside, town: Office
) -> None:
    given = rows(5, r0="某日", r4="2023-2-30")
    given.append(given[2])
    key = received(inside, town, given)
    go(app)
    with inside() as own:
        batch = own.get_one(ImportBatch, key)
        assert batch.status is BatchStatus.FAULTY
        assert [mark[0] for mark in batch.report["marks"]] == [2, 6, 7]
        assert "第3行" in batch.report["marks"][2][2]


def test_an_import_that_fails_half_way_is_taken_back_as_a_whole(
    app: Flask, inside: Inside, town: Office
) -> None:
    key = received(inside, town, rows(5))
    go(app)
    carry_out(inside, town, key)
    kind = KINDS["problems"]
    real = kind.create

    def refusing(given: Any, names: Any, actor: Any) -> Any:
        if any(values["title"] == "问题4" for values in given):
            return [DomainError("单位已撤并") for _ in given]
        return real(given, names, actor)

    object.__setattr__(kind, "create", refusing)
    try:
        go(app)
    finally:
        object.__setattr__(kind, "create", real)
    assert state(inside, key)[0] is BatchStatus.FAULTY
    assert problems(inside) == 0
    with inside() as own:
        assert "单位已撤并" in own.get_one(ImportBatch, key).report["stopped"]


def test_what_a_killed_process_left_is_gone_on_with(
    app: Flask, inside: Inside, town: Office
) -> None:
    key = received(inside, town, rows(5))
    go(app)
    carry_out(inside, town, key)
    with app.app_context(), seeing(EVERYTHING):
        lease = large._claimed(key)
        assert lease is not None
        work = large._prepared(lease)
        assert work is not None
        large._step(work)  # two rows, then it is killed
    assert problems(inside) == 2
    assert go(app) is None  # somebody may still be at it
    with inside() as own:
        own.get_one(ImportBatch, key).lease_until = None
    go(app)
    assert problems(inside) == 5
    assert state(inside, key)[0] is BatchStatus.APPLIED
    with app.app_context(), seeing(EVERYTHING), pytest.raises(LeaseLost):
        large._step(work)  # it was not dead after all: what it holds is no right any more
