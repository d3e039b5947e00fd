"""The stages of a record's life, as the stepper draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stage:
    """A stage of a record's life: its name, the day it was reached, and whether it is passed by."""

    label: str
    on: date | None = None
    note: str = ""
    skipped: bool = False


def progress(
    stages: Sequence[Stage], *, reached: int, stopped: bool = False
) -> list[dict[str, str]]:
    """The stages as the stepper draws them.

    `reached` is the present one, their number when over; `stopped`: nothing goes on, none is.
    """
    return [
        _drawn(stage, position - reached, stopped=stopped) for position, stage in enumerate(stages)
    ]


def _drawn(stage: Stage, ahead: int, *, stopped: bool) -> dict[str, str]:
    if stage.skipped:
        state = "skipped"
    elif ahead < 0:
        state = "done"
    else:
        state = "current" if ahead == 0 and not stopped else "todo"
    detail = " ".join(part for part in (str(stage.on or ""), stage.note) if part)
    return {"label": stage.label, "detail": detail, "state": state}
