"""The sweep of due dates: its whole work beside the mere find, and its longest transaction."""

import gc
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from bench.city.made import opened
from bench.figure import Figure, figure
from bench.lists import MILLION
from bench.run import Run
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import db, session, unit_of_work
from supervision.core.duedates import DueDate, DueState
from supervision.reminders.sweep import sweep

SHARE = range(97)  # of a thousand due dates are due
FIRST = range(
    997, 1000
)  # and before, for the first sweep of a process; they end in the one that is measured
STATISTICS = ("without statistics", "with statistics")


def run(run: Run) -> list[Figure]:
    """Once without the store's statistics, once with them."""
    found: list[Figure] = []
    for statistics in STATISTICS[:1] if run.quick else STATISTICS:
        with run.city_to_change() as city:
            found += _measured(run, city, statistics)
    return found


def _measured(run: Run, city: Path, statistics: str) -> list[Figure]:
    app = opened(city)
    held, lengths = [0.0], [0.0]
    with app.app_context(), seeing(EVERYTHING):
        with unit_of_work():
            _make_due(statistics, FIRST)
        _sweep()  # of a worker that has not swept yet: it makes the statements and reckons the holidays of the years
        with unit_of_work():
            _make_due(statistics, SHARE)
        engine = db.engine
        gc.collect()
        gc.freeze()  # as gunicorn.conf.py: what the benches before left is no part of a transaction
        sa.event.listen(engine, "before_cursor_execute", _noting(held))
        sa.event.listen(engine, "commit", lambda _c: _noted(held, lengths))
        find, many = _find()
        begun = time.process_time()
        _sweep()
        whole = time.process_time() - begun
        begun = time.process_time()
        _sweep()
        again = time.process_time() - begun
        db.session.remove()
        engine.dispose()
        gc.unfreeze()
    at = f"{many:,} due of {run.rows:,}, {statistics}"
    million = run.rows >= MILLION
    return [
        figure(f"sweep ÷ find, {at}", [whole], "s CPU", floor=[find], most=5, judged=million),
        figure(f"sweep with nothing to tell, {at}", [again], "s CPU", floor=[find]),
        figure(f"longest transaction, {at}", [max(lengths)], "s CPU", against="", most=0.1),
    ]


def _sweep() -> None:
    """At any hour of the day the bench is run."""
    with patch(f"{sweep.__module__}.is_open", return_value=True), unit_of_work():
        sweep()


def _make_due(statistics: str, share: range) -> None:
    """So many of the due dates were due within the last year, the others are not open."""
    own = session.connection()
    today = clock.today()
    place = (DueDate.id + DueDate.id // 1000 * 31) % 1000  # copies' keys differ by thousands
    chosen = sa.and_(place >= share.start, place < share.stop)
    open_now = DueDate.state == DueState.OPEN
    table = DueDate.__table__
    day = today - timedelta(days=3)
    own.execute(sa.text("DROP TABLE IF EXISTS sqlite_stat1"))
    ended = {"state": DueState.ENDED, "closed_on": today}
    own.execute(sa.update(table).where(sa.not_(chosen), open_now).values(ended))
    own.execute(sa.update(table).where(chosen).values(state=DueState.OPEN, due=day, closed_on=None))
    if statistics == "with statistics":
        own.execute(sa.text("ANALYZE"))


def _find() -> tuple[float, int]:
    """The mere question what is due."""
    begun = time.process_time()
    with unit_of_work(write=False):
        found = sa.select(DueDate.id).where(
            DueDate.state == DueState.OPEN, DueDate.due <= clock.today()
        )
        many = len(session.scalars(found).all())
    return time.process_time() - begun, many


def _noting(held: list[float]) -> Any:
    """Remember when a write transaction began."""

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement == "BEGIN IMMEDIATE":
            held[0] = time.process_time()

    return note


def _noted(held: list[float], lengths: list[float]) -> None:
    if held[0]:
        lengths.append(time.process_time() - held[0])
        held[0] = 0.0
