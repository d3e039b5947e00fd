"""A changed calendar and 异议: the term nobody keeps as a due date moves, and who was late by it may not have been."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from supervision.calendar.reaching import Moving, Shift
from supervision.core import clock
from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.raising import window
from supervision.instruments.objecting.states import ObjectionStatus
from supervision.instruments.states import ANSWERABLE, InstrumentStatus
from supervision.instruments.telling import both_sides

_SPAN = {Unit.DAY: 1, Unit.WORKDAY: 2, Unit.MONTH: 31}  # days one of a term can take
_HOLIDAYS = 40  # and what a term may roll over beside
Found = TypeVar("Found")
_UNDER_REVIEW = (ObjectionStatus.RAISED, ObjectionStatus.DECIDED)


def shifts(moving: Moving) -> Iterator[Shift]:
    """Terms of papers to which may still be objected, and objections that were late and are not."""
    yield from _windows(moving)
    yield from _judged(moving)


def _windows(moving: Moving) -> Iterator[Shift]:
    open_to = Instrument.status.in_((*ANSWERABLE, InstrumentStatus.REPLIED))
    raised = sa.exists().where(
        Objection.instrument_id == Instrument.id, Objection.status.in_(_UNDER_REVIEW)
    )
    found = sa.select(Instrument).where(open_to, ~raised.correlate_except(Objection))
    for paper in session.scalars(_around(found, moving)).all():
        before, after = _ends(paper, moving)
        if before != after:
            words = f"异议期限由{clock.chinese_date(before)}改为{clock.chinese_date(after)}"
            yield Shift(paper, f"{paper.number or paper.title}：{words}", both_sides(paper))


def _judged(moving: Moving) -> Iterator[Shift]:
    late = sa.select(Objection).join(Instrument, Instrument.id == Objection.instrument_id)
    late = late.where(Objection.raised_on > Objection.last_day)
    for one in session.scalars(_around(late, moving)).all():
        paper, (_, after) = one.instrument, _ends(one.instrument, moving)
        if one.raised_on <= after:
            words = (
                f"异议期限由{clock.chinese_date(one.last_day)}改为{clock.chinese_date(after)}，"
                f"{clock.chinese_date(one.raised_on)}提出的异议不再作逾期"
            )
            yield Shift(
                one, f"{paper.number or paper.title}：{words}", both_sides(paper),
                write=partial(setattr, one, "last_day", after),
            )  # fmt: skip


def _around(found: sa.Select[Found], moving: Moving) -> sa.Select[Found]:
    """Of papers delivered so that their term may span one of the days."""
    first = min(moving.days) - dt.timedelta(days=_longest())
    found = found.join(InstrumentKind, InstrumentKind.id == Instrument.kind_id).where(
        InstrumentKind.objection_number.is_not(None),
        Instrument.delivered_on.between(first, max(moving.days)),
    )
    if moving.bodies is not None:
        found = found.where(Instrument.body_id.in_(moving.bodies))
    return found.order_by(Instrument.id)


def _longest() -> int:
    """Days that the longest of the terms that kinds set may take."""
    terms = sa.select(InstrumentKind.objection_number, InstrumentKind.objection_unit)
    terms = terms.where(InstrumentKind.objection_number.is_not(None)).distinct()
    return _HOLIDAYS + max(
        ((number or 0) * _SPAN[Unit(unit)] for number, unit in session.execute(terms)), default=0
    )


def _ends(paper: Instrument, moving: Moving) -> tuple[dt.date, dt.date]:
    """The last day by the calendar before and after."""
    before, after = (window(paper, by(paper.body_id)) for by in (moving.before, moving.after))
    assert before is not None  # noqa: S101  (asked of delivered papers of kinds with a term)
    assert after is not None  # noqa: S101
    return before.due, after.due
