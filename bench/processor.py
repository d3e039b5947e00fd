"""Processor time and memory of processes, as the kernel counts them: never the clock on the wall alone."""

import os
import resource
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


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
