"""A sheet of problems from its upload to the last entry of the search, beside calamine's mere read."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import python_calamine
import sqlalchemy as sa
import xlsxwriter

from bench.city.made import opened
from bench.figure import Figure, figure
from bench.processor import children_watched, forget_highest, highest, own_seconds
from bench.run import SMALL, Run
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.agencies.models import Dictionary, DictionaryEntry, Unit
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import db, unit_of_work
from supervision.core.export import XLSX
from supervision.core.files.store import content_of, save_bytes
from supervision.core.importer import read_table
from supervision.imports import large, service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.imports.plan import MOST_ROWS

HEAD = ("行键", "单位名称", "存在问题", "问题类别", "发现时间", "案由", "事实")
FULL = 100_000
QUICK = MOST_ROWS + 1  # fewer are taken at once, not in the background that is measured


def run(run: Run) -> list[Figure]:
    """Checked, confirmed, carried out, undone; quickly in the small city and not undone; each in processor seconds, children included."""
    rows = QUICK if run.quick else FULL
    judged = rows >= FULL
    with run.city_to_change(SMALL if run.quick else None) as city:
        app = opened(city)
        with app.app_context(), seeing(EVERYTHING):
            actor, units, category = _town()
            sheet = _sheet(rows, units, category)
            read = [_read(sheet) for _ in range(run.rounds)]
            child = _child(sheet)
            forget_highest()  # what other benches of this run have held
            taken = _imported(actor, sheet, undone=not run.quick)
            own = highest()
            db.session.remove()
            db.engine.dispose()
    undone = [
        figure(f"import {rows:,} rows: undo", [spent], "s CPU", floor=read)
        for work, spent in taken.items()
        if work == "undo"
    ]
    return [
        figure(f"import {rows:,} rows: check + apply ÷ calamine", [taken["check"] + taken["apply"]],
               "s CPU", floor=read, most=15, judged=judged),
        figure(f"import {rows:,} rows: check", [taken["check"]], "s CPU", floor=read),
        figure(f"import {rows:,} rows: apply", [taken["apply"]], "s CPU", floor=read),
        *undone,
        figure("import, a row", [1000 * (taken["check"] + taken["apply"]) / rows], "ms CPU"),
        figure(f"import {rows:,} rows: peak with its child", [own + child], "MB", against="",
               most=300, judged=judged),
        figure(f"import {rows:,} rows: of that the child that reads", [child], "MB", against=""),
    ]  # fmt: skip


def _town() -> tuple[Principal, list[str], str]:
    with unit_of_work(write=False) as store:
        user = store.scalars(sa.select(User).where(User.username == "zhou")).one()
        actor = principal_of(user)
        units = store.scalars(sa.select(Unit.name).where(Unit.body_id == user.body_id).limit(50))
        word = sa.select(DictionaryEntry.label).where(
            DictionaryEntry.dictionary == Dictionary.CATEGORY, DictionaryEntry.active
        )
        return actor, list(units), store.scalars(word.limit(1)).one()


def _sheet(rows: int, units: list[str], category: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for number in range(rows):
            cells = (
                f"量{number}", units[number % len(units)], f"量测问题{number}执法文书不规范", category,
                "2023-03-01", f"某公司第{number}号案", "未按规定告知听证权利，" * 8,
            )  # fmt: skip
            sheet.write_row(number + 1, 0, cells)
    return target.getvalue()


def _read(sheet: bytes) -> float:
    """The floor: calamine's own read of the same sheet."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(sheet)
        begun = time.process_time()
        book = python_calamine.CalamineWorkbook.from_path(file.name)
        book.get_sheet_by_index(0).to_python()
        return time.process_time() - begun


def _child(sheet: bytes) -> float:
    """The most memory of the child that reads the sheet."""
    with children_watched() as most:
        read_table("量测.xlsx", sheet)
    return most[0]


def _imported(actor: Principal, sheet: bytes, *, undone: bool) -> dict[str, float]:
    taken = {}
    with unit_of_work():
        stored = save_bytes("量测.xlsx", XLSX, sheet, actor=actor)
        table = read_table("量测.xlsx", content_of(stored))
        batch = service.receive(KINDS["problems"], stored, table, actor=actor)
        key = batch.id
    taken["check"] = _cost(large.run_waiting)
    _demand(key, BatchStatus.CHECKED)
    with unit_of_work() as store:
        batch = store.get_one(ImportBatch, key)
        service.apply(batch, service.table_of(batch), actor=actor)
    taken["apply"] = _cost(large.run_waiting)
    _demand(key, BatchStatus.APPLIED)
    if not undone:
        return taken
    with unit_of_work() as store:
        undoing.undo(store.get_one(ImportBatch, key), actor=actor)
    taken["undo"] = _cost(large.run_waiting)
    _demand(key, BatchStatus.UNDONE)
    return taken


def _cost(work: Callable[[], object]) -> float:
    begun = own_seconds()
    work()
    return own_seconds() - begun


def _demand(key: int, status: BatchStatus) -> None:
    with unit_of_work(write=False) as store:
        batch = store.get_one(ImportBatch, key)
        if batch.status is not status:
            message = f"{batch.status}: {batch.report['marks'][:2]} {batch.report.get('stopped')}"
            raise RuntimeError(message)
