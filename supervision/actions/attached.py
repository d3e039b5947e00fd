"""What higher slices hang on an action: their say on archiving, their part of its page, their tally.

Actions know nothing of problems or papers; each of them joins here what it adds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supervision.core.seams import Seam


@dataclass(frozen=True)
class Attached:
    """One slice's part. `objection`: why an action may not be archived yet, or None.

    `template` is included on the action's page with `context(action)` as `attached`; `tally` gives
    a word for each of the action ids of a list page, in one query.
    """

    objection: Callable[[Any], str | None]
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    tally: Callable[[Sequence[int]], Mapping[int, str]]


ATTACHED: Seam[Attached] = Seam("what hangs on an action")


def objection(action: object) -> str | None:
    """The first reason why `action` may not be archived; refused as long as nobody can tell."""
    parts = ATTACHED.parts()
    if not parts:
        return "无法确认问题是否均已了结"
    return next((said for part in parts if (said := part.objection(action))), None)
