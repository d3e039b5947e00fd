"""Long jobs in short transactions: what is to do is found without a lock, then done a slice at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from supervision.core.db import commit_so_far, read_phase

SLICE = 400  # rows a transaction: far below 0.1 s, and seldom enough
Found = TypeVar("Found")


def look(find: Callable[[], Found]) -> Found:
    """What `find` reads, with nothing locked; what was done so far is committed."""
    commit_so_far()
    with read_phase():
        return find()


def in_slices(keys: Sequence[int], work: Callable[[Sequence[int]], int]) -> int:
    """`work` on the rows of these keys, a transaction a slice; the sum of what it says it did.

    A row may have changed since it was found: `work` asks again whether it is one of them. Killed in
    between, a second run finds the rest.
    """
    done = 0
    for start in range(0, len(keys), SLICE):
        done += work(keys[start : start + SLICE])
        commit_so_far()
    return done
