"""A first visit: the ledger's page and everything it makes a browser fetch; and the start of a worker."""

import re
import subprocess
import sys

from bench.figure import Figure, figure
from bench.processor import own_seconds
from bench.run import Run
from bench.serving import ROOT, Server

LEDGER = "/problems/ledger"
_PARTS = re.compile(r"<(?:link[^>]+href|script[^>]+src|img[^>]+src)=\"(/[^\"]+)\"", re.IGNORECASE)
START = "import supervision; supervision.create_app()"


def run(run: Run) -> list[Figure]:
    """As a browser that accepts gzip sees it."""
    page, sizes = _visit(run.server())
    starts = [] if run.quick else [_start() for _ in range(run.rounds)]
    found = [
        figure("first visit: requests", [len(sizes)], "requests", against="", most=12),
        figure("first visit: over the wire", [sum(sizes.values()) / 1000], "KB", against="", most=150),
        figure("ledger: HTML of fifty rows", [page / 1000], "KB", against="", most=40),
    ]  # fmt: skip
    return [*found, figure("a process, ready to serve", starts, "s CPU")] if starts else found


def _visit(server: Server) -> tuple[int, dict[str, int]]:
    accepts = {"Accept-Encoding": "gzip"}
    answer = server.ask(LEDGER, **accepts)
    sizes = {LEDGER: len(answer.body)}
    html = server.ask(LEDGER).body
    for path in dict.fromkeys(_PARTS.findall(html.decode())):
        sizes[path] = len(server.ask(path, **accepts).body)
    return len(html), sizes


def _start() -> float:
    begun = own_seconds()
    subprocess.run([sys.executable, "-W", "ignore", "-c", START], cwd=ROOT, check=True)
    return own_seconds() - begun
