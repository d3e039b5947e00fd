"""A workflow's steps on a page: the buttons a person may press, the form that asks for the day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.core.access.principal import Principal
from supervision.core.forms import BaseForm, day, paragraph
from supervision.core.workflow import Flow


@dataclass(frozen=True)
class Button:
    """A transition as the actions component draws it; it leads to the page that asks for the day."""

    name: str
    label: str
    url: str
    primary: bool = False
    dangerous: bool = False
    method: str = "GET"
    needs_reason: bool = False
    consequence: str = ""


def buttons(
    flow: Flow, record: Any, actor: Principal, *, address: Callable[[str], str]
) -> list[Button]:
    """Exactly what `actor` may do with `record` now; `address` gives a transition's page by its name."""
    return [
        Button(
            name=step.name,
            label=step.label,
            url=address(step.name),
            primary=step.primary,
            dangerous=step.dangerous,
        )
        for step in flow.available(record, actor)
        if not step.hidden
    ]


class StepForm(BaseForm):
    """A step without particulars: only its day."""

    on = day("办理日期", hint="事情发生的日期，不是录入日期")


class ReasonedStepForm(StepForm):
    """A step that wants a reason."""

    reason = paragraph("理由", most=2000)


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
