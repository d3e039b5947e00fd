"""The stages of a record's life, as the stepper draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision.core.words import Word


class Reached(Word):
    """How a stage stands; the word is what a screen reader says of it."""

    DONE = "done", "已完成"
    CURRENT = "current", "进行中"
    TODO = "todo", "未开始"
    SKIPPED = "skipped", "未经此环节"


@dataclass(frozen=True)
class Stage:
    """A stage of a record's life: its name, the day it was reached, and whether it is passed by."""

    label: str
    on: date | None = None
    note: str = ""
    skipped: bool = False


@dataclass
class Drawn:
    """A stage as components/stepper.html draws it."""

    label: str
    detail: str
    state: Reached


def progress(stages: Sequence[Stage], *, reached: int, stopped: bool = False) -> list[Drawn]:
    """The stages as the stepper draws them.

    `reached` is the present one, their number when over; `stopped`: nothing goes on, none is.
    """
    return [
        _drawn(stage, position - reached, stopped=stopped) for position, stage in enumerate(stages)
    ]


def _drawn(stage: Stage, ahead: int, *, stopped: bool) -> Drawn:
    if stage.skipped:
        state = Reached.SKIPPED
    elif ahead < 0:
        state = Reached.DONE
    else:
        state = Reached.CURRENT if ahead == 0 and not stopped else Reached.TODO
    detail = " ".join(part for part in (str(stage.on or ""), stage.note) if part)
    return Drawn(stage.label, detail, state)
