"""The day an item's 整改方案 names: the item's own deadline, beside the paper's."""

from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.deadlines import fixed
from supervision.core.duedates import DueKind, current_calendar
from supervision.instruments.models import Instrument, InstrumentItem

BASIS = "单位报送的整改方案载明的日期"


def follow(item: InstrumentItem, *, actor: Principal) -> None:
    """Let the common table of due dates say what the plan says; an answered item is done."""
    held = duedates.open_of(item, DueKind.PLAN)
    until = None if item.answered else item.plan_until
    if until is None:
        if held is not None:
            duedates.close(held, on=clock.today(), met=item.answered)
    elif held is None:
        paper = item.instrument
        title = f"{paper.number} 第{item.seq}条整改方案"
        duedates.start_fixed(
            item, DueKind.PLAN, until, title=title, basis=BASIS, actor=actor,
            unit_id=paper.unit_id, holder_id=paper.handler_id,
        )  # fmt: skip
    elif held.due != until:
        duedates.move(held, fixed(until, current_calendar()), reason="整改方案调整", actor=actor)


def settle(paper: Instrument, *, on: date, met: bool) -> None:
    """The unit has replied, or the paper is over: no plan is waited for any more."""
    for item in paper.items:
        held = duedates.open_of(item, DueKind.PLAN) if item.plan_until else None
        if held is not None:
            duedates.close(held, on=on, met=met)
