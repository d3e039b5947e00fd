"""List pages over HTTP: their processor time beside the floor's, small beside large, and the peers'."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import quote

from bench import peers
from bench.figure import Figure, figure
from bench.run import SMALL, Run, in_turns
from bench.serving import Server

LEDGER = "/problems/ledger"
PAGES = {  # page → table of the floor
    LEDGER: "problem",
    "/problems/ledger?tab=all": "problem",
    "/problems/ledger?category=其他": "problem",
    "/problems/": "problem",
    "/instruments/": "instrument",
    "/clues/": "clue",
    "/actions/": "supervision_action",
}
PEER = "/problems/ledger?tab=all"
MILLION = 1_000_000


def run(run: Run) -> list[Figure]:
    """Every list against the floor; all against the small city; the ledger against the peers."""
    with ThreadPoolExecutor() as starting:  # two processors start two servers in the time of one
        large, small = starting.map(run.server, (run.rows, SMALL))
    floor = run.kept(peers.floor(run.city(), workers=run.workers))
    works: dict[str, Callable[[], float]] = {}
    for page, table in PAGES.items():
        works[page] = partial(large.cost, quoted(page))
        works[f"small {page}"] = partial(small.cost, quoted(page))
        works[f"floor {table}"] = partial(floor.cost, f"/{table}")
    others = _peers(run)
    works |= {name: partial(server.cost, path) for name, (server, path) in others.items()}
    found = in_turns(works, rounds=run.rounds)
    of_floor = [
        figure(f"list {page}", found[page], "ms CPU", floor=found[f"floor {table}"], most=12)
        for page, table in PAGES.items()
    ]
    grown = [
        figure(
            f"{run.rows:,} ÷ {SMALL:,} rows {page}", found[page], "ms CPU",
            peer=found[f"small {page}"], against="peer", most=1.3, judged=run.rows >= MILLION,
        )
        for page in PAGES
    ]  # fmt: skip
    beside = [
        figure(
            f"ledger ÷ {name}", found[PEER], "ms CPU", peer=found[name], against="peer",
            most=0.5 if name.startswith("Django") else 0.4, judged=run.rows >= MILLION,
        )
        for name in others
    ]  # fmt: skip
    first = figure("first page of a new worker: /problems/ledger", [large.first[LEDGER]], "ms CPU")
    return [*of_floor, *grown, *beside, first]


def quoted(page: str) -> str:
    """A path as a browser sends it."""
    return quote(page, safe="/?=&")


def _peers(run: Run) -> dict[str, tuple[Server, str]]:
    if not peers.installed(run):
        return {}
    django = peers.django_admin(run.city(), workers=run.workers)
    flask = peers.flask_admin(run.city(), workers=run.workers)
    with ThreadPoolExecutor() as starting:
        own, other = starting.map(run.kept, (django, flask))
    return {
        "Django admin, tuned": (own, "/admin/city/problem/"),
        "Flask-Admin": (other, "/admin/problem/"),
    }
