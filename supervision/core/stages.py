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


def progress(stages: Sequence[Stage], *, reached: int) -> list[dict[str, str]]:
    """The stages as the stepper draws them; `reached` is the present one, their number when over."""
    return [_drawn(stage, position - reached) for position, stage in enumerate(stages)]


def _drawn(stage: Stage, ahead: int) -> dict[str, str]:
    state = "skipped" if stage.skipped else "current" if ahead == 0 else "done"
    if ahead > 0 and not stage.skipped:
        state = "todo"
    detail = " ".join(part for part in (str(stage.on or ""), stage.note) if part)
    return {"label": stage.label, "detail": detail, "state": state}
