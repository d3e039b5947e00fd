"""What higher slices show on the page of a lower slice's record: papers of a clue, referrals of a problem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from supervision.core.seams import Seam


@dataclass(frozen=True)
class Panel:
    """On every page of a record of `table`: `template` is included with `context(record)` as `part`."""

    table: str
    template: str
    context: Callable[[Any], Mapping[str, Any]]


PANELS: Seam[Panel] = Seam("panels on the pages of records")


def parts_of(record: Any) -> list[tuple[str, Mapping[str, object]]]:
    """(template, context) of each panel of `record`, in the order of the slices."""
    own = [panel for panel in PANELS.parts() if panel.table == record.__tablename__]
    return [(panel.template, panel.context(record)) for panel in own]
