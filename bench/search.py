"""Searching: pages for words of every length, and the index beside LIKE over the same text."""

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.city import Size, clones_for
from bench.figure import Figure, figure
from bench.lists import MILLION, quoted
from bench.run import Run, in_turns
from supervision.core.search.stores import SqliteTokens
from supervision.core.search.tokens import filed, fold, tokens_asked

FREQUENT = ("监", "执法", "行政执法", "行政处罚决定书")
RARE = clones_for(Size(10_000), seeds=40)[5].firm  # the firm of one copy in some hundred

KIND = "problem"  # of which index and LIKE are asked


def run(run: Run) -> list[Figure]:
    """≤ 40 ms a page for every word; the index ≥ 300 × LIKE on rare ones."""
    server = run.server()
    works: dict[str, Callable[[], float]] = {
        word: partial(server.cost, quoted(f"/search/?q={word}")) for word in _words()
    }
    pages = in_turns(works, rounds=run.rounds)
    million = run.rows >= MILLION
    found = [
        figure(f"search page, {len(word)} characters “{word}”", taken, "ms CPU", against="",
               most=40, judged=million)
        for word, taken in pages.items()
    ]  # fmt: skip
    beside = in_turns(_index_and_like(run.city()), rounds=run.rounds)
    ours_by, like = beside["index"], beside["LIKE"]
    speed = [one / other for one, other in zip(like, ours_by, strict=True)]
    return [
        *found,
        figure("rare word: LIKE ÷ index", speed, "times", against="", least=300, judged=million),
    ]


def _words() -> tuple[str, ...]:
    return (*FREQUENT, RARE, f"{RARE}企业", "龘", "绝无此词")


def _index_and_like(city: Path) -> dict[str, Callable[[], float]]:
    store = sqlite3.connect(f"file:{city / 'supervision.sqlite3'}?mode=ro", uri=True)
    word = fold(f"{RARE}企业")
    match = " AND ".join(f'"{token}"' for token in sorted(filed(KIND, tokens_asked(word))))
    table = SqliteTokens.table.name
    by_index = (
        f"SELECT e.id FROM search_entry e JOIN {table} t ON t.rowid = e.id "
        f"WHERE t.{table} MATCH ? AND instr(e.folded, ?) ORDER BY e.id DESC LIMIT 20"
    )
    by_like = "SELECT id FROM search_entry WHERE kind = ? AND folded LIKE ? ORDER BY id DESC"
    return {
        "index": partial(_timed, store, by_index, (match, word)),
        "LIKE": partial(_timed, store, by_like, (KIND, f"%{word}%")),
    }


def _timed(store: sqlite3.Connection, statement: str, given: tuple[str, ...]) -> float:
    before = time.thread_time()
    store.execute(statement, given).fetchall()
    return (time.thread_time() - before) * 1000
