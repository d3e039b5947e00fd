"""What higher slices hang on an action: their say on archiving, their part of its page, their tally.

Actions know nothing of problems or papers; `create_app()` registers here what each of them adds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attached:
    """One slice's part. `objection`: why an action may not be archived yet, or None.

    `template` is included on the action's page with `context(action)` as `attached`; `tally` gives
    a word for each of the action ids of a list page, in one query.
    """

    name: str
    objection: Callable[[Any], str | None]
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    tally: Callable[[Sequence[int]], Mapping[int, str]]


_registered: dict[str, Attached] = {}


def register(part: Attached) -> None:
    """Add a slice's part; once more under the same name replaces it."""
    _registered[part.name] = part


def parts() -> list[Attached]:
    """All parts, in the order of registration."""
    return list(_registered.values())


def objection(action: object) -> str | None:
    """The first reason why `action` may not be archived; refused as long as nobody can tell."""
    if not _registered:
        return "无法确认问题是否均已了结"
    return next((said for part in parts() if (said := part.objection(action))), None)
