"""What higher slices show on the page of a lower slice's record: papers of a clue, referrals of a problem.

The lower slice knows nothing of them; `create_app()` registers each part here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A panel: `template` is included with `context(record)` as `part`."""

    name: str
    template: str
    context: Callable[[Any], Mapping[str, Any]]


_parts: dict[str, dict[str, Part]] = defaultdict(dict)


def register(record_type: str, part: Part) -> None:
    """Show `part` on every page of records of the table `record_type`."""
    _parts[record_type][part.name] = part


def parts_of(record: Any) -> list[tuple[str, Mapping[str, object]]]:
    """(template, context) of each part of `record`, in the order of registration."""
    registered = _parts[record.__tablename__].values()
    return [(part.template, part.context(record)) for part in registered]
