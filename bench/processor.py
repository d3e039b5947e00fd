"""Processor time and memory of processes, as the kernel counts them: never the clock on the wall alone."""

import os
import re
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.002  # seconds between two looks at a process that will be gone


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run."""
    text = (PROC / str(pid) / "task" / str(pid) / "children").read_text("ascii")
    return [int(one) for one in text.split()]


def seconds_of(pids: list[int]) -> float:
    """Processor seconds these processes have used in all their threads."""
    total = 0
    for pid in pids:
        for task in (PROC / str(pid) / "task").glob("*/schedstat"):
            total += int(task.read_text("ascii").split()[0])
    return total / 1e9


def megabytes_of(pids: list[int]) -> float:
    """Memory these processes really take (PSS: what they share counts once in all)."""
    total = 0
    for pid in pids:
        for line in (PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def own_seconds() -> float:
    """Processor seconds of this process and of those it has waited for, finer than the hundredths of `os.times`."""
    used = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def highest(pid: int | str = "self") -> float:
    """The most memory a process has held (MB) since it began its program or forgot; 0 when it is gone.

    Not `ru_maxrss`: that of a child begins with all that its parent held.
    """
    try:
        status = (PROC / str(pid) / "status").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0


def forget_highest() -> None:
    """What this process held before counts no more in `highest`."""
    (PROC / "self" / "clear_refs").write_text("5")


@contextmanager
def children_watched() -> Iterator[list[float]]:
    """The most that a process held which was started inside (MB), in the list's one place at the end."""
    most, over = [0.0], threading.Event()
    own = (PROC / "self" / "cmdline").read_bytes()

    def look() -> None:
        while not over.wait(EVERY):
            for pid in children_of(os.getpid()):
                if _program(pid) not in (b"", own):  # until then it is a copy of this process
                    most[0] = max(most[0], highest(pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        over.set()
        looking.join()


def _program(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""
