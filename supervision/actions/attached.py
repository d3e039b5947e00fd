"""What higher slices hang on an action: their say on archiving and on its plan, their part of its page, their
tally.

Actions know nothing of problems or papers; each of them joins here what it adds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from supervision.core.seams import Seam

M = TypeVar("M")


@dataclass(frozen=True)
class Planned(Generic[M]):
    """What of a plan binds whatever was found under it; a None stays as it is."""

    starts_on: date | None = None
    measure: M | None = None
    unit_ids: frozenset[int] | None = None


@dataclass(frozen=True)
class Attached:
    """One slice's part. `objection`: why an action may not be archived yet, or None; `holds`: the same, asked of
    the store for the actions of a key column.

    `replan`: the plan is about to become this; DomainError where what hangs on it does not allow it.

    `template` is included on the action's page with `context(action)` as `attached`; `tally` gives
    a word for each of the action ids of a list page, in one query.
    """

    objection: Callable[[Any], str | None]
    holds: Callable[[Any], sa.Exists]
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    tally: Callable[[Sequence[int]], Mapping[int, str]]
    replan: Callable[[Any, Planned[Any]], None]


ATTACHED: Seam[Attached] = Seam("what hangs on an action")


def objection(action: object) -> str | None:
    """The first reason why `action` may not be archived; refused as long as nobody can tell."""
    parts = ATTACHED.parts()
    if not parts:
        return "无法确认问题是否均已了结"
    return next((said for part in parts if (said := part.objection(action))), None)


def replan(action: object, planned: Planned[Any]) -> None:
    """Let what hangs on `action` follow its changed plan, or object to it."""
    for part in ATTACHED.parts():
        part.replan(action, planned)
