"""The day an item's 整改方案 names: the item's own deadline, beside the paper's."""

from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.duedates import DueKind
from supervision.instruments.models import Instrument, InstrumentItem

BASIS = "单位报送的整改方案载明的日期"


def follow(item: InstrumentItem, *, actor: Principal) -> None:
    """Let the common table of due dates say what the plan says; an answered item is done."""
    paper = item.instrument
    duedates.follow(
        item, DueKind.PLAN, None if item.answered else item.plan_until,
        title=f"{paper.number} 第{item.seq}条整改方案", basis=BASIS, moved="整改方案调整", actor=actor,
        unit_id=paper.unit_id, holder_id=paper.handler_id, met=item.answered,
    )  # fmt: skip


def filed(paper: Instrument) -> None:
    """The term for filing plans is met once every item has its own."""
    if all(item.plan or item.answered for item in paper.items):
        duedates.end(paper, DueKind.PLAN, on=clock.today())


def settle(paper: Instrument, *, on: date, met: bool) -> None:
    """The unit has replied, or the paper is over: no plan is waited for any more."""
    duedates.end(paper, DueKind.PLAN, on=on, met=False)
    for item in paper.items:
        if item.plan_until:
            duedates.end(item, DueKind.PLAN, on=on, met=met)
