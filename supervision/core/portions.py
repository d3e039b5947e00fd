"""Long jobs in short transactions: what is to do is found without a lock, then done a portion at a time."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from supervision.core.db import commit_so_far, read_phase

PORTION = 300  # rows a transaction: 1,000 notices took up to 0.22 s of CPU in a city of a million, which all writers waited for
Found = TypeVar("Found")


def look(find: Callable[[], Found]) -> Found:
    """What `find` reads, with nothing locked; what was done so far is committed."""
    commit_so_far()
    with read_phase():
        return find()


def in_portions(
    keys: Sequence[int], work: Callable[[Sequence[int]], int], *, size: int | None = None
) -> int:
    """`work` on the rows of these keys, a transaction each `size` (PORTION); the sum of what it says it did.

    A row may have changed since it was found: `work` asks again whether it is one of them. Killed in
    between, a second run finds the rest.
    """
    done, step = 0, size or PORTION
    for start in range(0, len(keys), step):
        done += work(keys[start : start + step])
        commit_so_far()
    return done


def led_by(
    key: InstrumentedAttribute[int],
    keys: Sequence[int] | sa.BindParameter[Any],
    *,
    still: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    """The rows of a portion that `still` are what was looked for, found by their keys (or a parameter that
    will hold them).

    The condition offers itself to no index: without statistics a planner would walk everything open
    once a portion.
    """
    return sa.and_(key.in_(keys), sa.case((still, 1), else_=0) == 1)
