"""Dashboards and the year's figures beside the ledger, and large beside small."""

from collections.abc import Callable
from functools import partial

from bench.figure import Figure, figure
from bench.lists import MILLION
from bench.run import SMALL, Run, in_turns

LEDGER = "/problems/ledger"
PAGES = {"工作台": "/", "整改态势": "/reports/dashboard", "年度数据": "/reports/?year=2023"}


def run(run: Run) -> list[Figure]:
    """Each page at most thrice the ledger, and hardly dearer than in a small office."""
    large, small = run.server(), run.server(SMALL)
    works: dict[str, Callable[[], float]] = {LEDGER: partial(large.cost, LEDGER)}
    for name, page in PAGES.items():
        works[name] = partial(large.cost, page)
        works[f"small {name}"] = partial(small.cost, page)
    found = in_turns(works, rounds=run.rounds)
    judged = run.rows >= MILLION
    return [
        one
        for name in PAGES
        for one in (
            figure(f"{name} ÷ ledger", found[name], "ms CPU", peer=found[LEDGER],
                   against="peer", most=3, judged=judged),
            figure(f"{name} {run.rows:,} ÷ {SMALL:,} rows", found[name], "ms CPU",
                   peer=found[f"small {name}"], against="peer", most=1.5, judged=judged),
        )
    ]  # fmt: skip
