"""What two workers take: untouched, and after forty-eight pages of the ledger, half of them from each.

Until 2026-11-28 the system dealt the pages out, and sometimes gave all of them to one worker: 144 MB of the same
program that took 206 when both had served.
"""

from bench.figure import Figure, figure
from bench.people import ours
from bench.processor import children_of, megabytes_of
from bench.run import Run

PAGES = 48
LEDGER = "/problems/ledger"


def run(run: Run) -> list[Figure]:
    """PSS of master and workers: what they share counts once."""
    with ours(run.city()) as server:
        everybody = [server.process.pid, *server.workers]
        untouched = megabytes_of(everybody)
        for worker in server.workers:
            with server.only(worker):
                for _ in range(PAGES // len(server.workers)):
                    server.ask(LEDGER)
        used = megabytes_of([server.process.pid, *server.workers])
        serving = megabytes_of(server.workers)
        beside = megabytes_of([one for worker in server.workers for one in children_of(worker)])
    return [
        figure("two workers, signed in once", [untouched], "MB PSS"),
        figure(f"two workers after {PAGES} ledger pages", [used], "MB PSS", against="", most=160),
        figure("of these the workers themselves, without their master", [serving], "MB PSS"),
        figure("processes beside them, gone a minute after", [beside], "MB PSS"),
    ]
