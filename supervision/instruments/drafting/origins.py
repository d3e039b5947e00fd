"""Papers that come of a clue: what the draft begins with, and the panel on the clue's page."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies import succession
from supervision.clues.models import Clue
from supervision.clues.states import UNDER_WAY
from supervision.core import clock
from supervision.core.db import session
from supervision.core.deadlines import Term, Unit, compute
from supervision.core.duedates import UNIT_KINDS, calendar_of
from supervision.core.duedates.shown import tentative
from supervision.core.errors import WrongState
from supervision.core.keys import identifiers
from supervision.core.related import Panel
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import WITHOUT_EFFECT, KindPurpose, Nature


def asked_clue(args: Mapping[str, str]) -> Clue | None:
    """The clue the address names, if the present scope sees it."""
    keys = identifiers([args.get("clue", "")])
    return session.get(Clue, keys[0]) if keys else None


def check(kind: InstrumentKind, clue: Clue | None) -> None:
    """WrongState where a letter would pass on what is not under way: its delivery would move nothing."""
    if clue is not None and kind.purpose is KindPurpose.TRANSFER and clue.status not in UNDER_WAY:
        raise WrongState(f"线索“{clue.status.label}”，不能转办")


def from_clue(kind: InstrumentKind, clue: Clue) -> dict[str, object]:
    """The first state of the form: unit, term and one item from the clue; never the informant."""
    item = {
        "nature": Nature(kind.natures[0]),
        "heading": clue.subject[:60],
        "statement": clue.content,
        "demand": "请依法调查处理，并报送办理结果及佐证材料。",
    }
    return {
        "unit_id": succession.present(clue.unit).id if clue.unit else None,
        "term_number": kind.term_number,
        "term_unit": kind.term_unit,
        "items": [item] if kind.natures else [],
    }


def outruns(paper: Instrument) -> str | None:
    """Why the term given to the unit is too long for the clue it comes of, or None.

    Before delivery the term is counted from today: later delivery only makes it longer.
    """
    clue = session.get(Clue, paper.clue_id) if paper.clue_id else None
    if clue is None or clue.due_on is None or paper.status in WITHOUT_EFFECT:
        return None
    due = paper.due_on or paper.fixed_due or _due_if_delivered_today(paper)
    if due is None or due <= clue.due_on:
        return None
    given = clock.chinese_date(due)
    return (
        f"给单位的期限到{given}，晚于{clue.source_organ or clue.source.label}"
        f"要求的{clock.chinese_date(clue.due_on)}"
    )


def _due_if_delivered_today(paper: Instrument) -> Any:
    if paper.term_number is None:
        return None
    term = Term(paper.term_number, Unit(paper.term_unit))
    return compute(clock.today(), term, calendar_of(paper.body_id)).due


def papers_of(clue: Clue) -> Mapping[str, object]:
    """The clue's papers, and what is wrong with the terms they give."""
    statement = (
        sa.select(Instrument)
        .where(Instrument.clue_id == clue.id)
        .options(joinedload(Instrument.kind))
        .order_by(Instrument.id)
    )
    papers = list(session.scalars(statement))
    return {
        "papers": papers,
        "unsure": tentative("instrument", [paper.id for paper in papers], UNIT_KINDS),
        "warnings": [said for one in papers if (said := outruns(one))],
    }


PANEL = Panel("clue", "instruments/of_clue.html", papers_of)
