"""Dashboards and the year's figures beside the ledger, and large beside small."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from bench.figure import Figure, figure
from bench.lists import MILLION
from bench.run import SMALL, Run, in_turns

LEDGER = "/problems/ledger"
PAGES = {"工作台": "/", "整改态势": "/reports/dashboard", "年度数据": "/reports/?year=2023"}


def run(run: Run) -> list[Figure]:
    """Each page at most thrice the ledger, and hardly dearer than in a small office.

    What they count holds until somebody writes: each is asked after a write of somebody else as well.
    """
    large, small = run.server(), run.server(SMALL)
    works: dict[str, Callable[[], float]] = {LEDGER: partial(large.cost, LEDGER)}
    written = dict(works)
    for name, page in PAGES.items():
        works[name] = partial(large.cost, page)
        works[f"small {name}"] = partial(small.cost, page)
        written[name] = partial(large.cost, page, between=partial(_write, run.city()))
    found, after = (in_turns(some, rounds=run.rounds) for some in (works, written))
    judged = run.rows >= MILLION
    return [
        one
        for name in PAGES
        for one in (
            figure(f"{name} ÷ ledger, nothing written since", found[name], "ms CPU",
                   peer=found[LEDGER], against="peer", most=3, judged=judged),
            figure(f"{name} {run.rows:,} ÷ {SMALL:,} rows, nothing written since", found[name],
                   "ms CPU", peer=found[f"small {name}"], against="peer", most=1.5, judged=judged),
            figure(f"{name} ÷ ledger, after each write", after[name], "ms CPU",
                   peer=after[LEDGER], against="peer", most=3, judged=judged),
        )
    ]  # fmt: skip


def _write(city: Path) -> None:
    """A commit of somebody else, which changes no row: a number in the file's head."""
    with closing(sqlite3.connect(city / "supervision.sqlite3", timeout=10)) as store:
        (number,) = store.execute("PRAGMA user_version").fetchone()
        store.execute(f"PRAGMA user_version = {number + 1}")
