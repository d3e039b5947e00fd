"""Every day that stands in more than one place: its one source, and the columns that follow from it.

A delivery's day is the delivery's, a last day is the due date's; papers, reply rounds, objections and
problems show them.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from supervision.core.derived import Derivation, Only, Rows, Touch
from supervision.core.duedates import UNIT_KINDS, DueDate, DueKind
from supervision.core.duedates.derived import last_day_of, same_day, term_of
from supervision.instruments.models import Delivery, Instrument, InstrumentItem, ReplyRound
from supervision.instruments.objecting.models import Objection
from supervision.instruments.standing import STANDING


def _days(only: Only) -> Rows:
    """The day of the delivery that was received, and the last day of the term that runs or was met."""
    received = sa.select(sa.func.min(Delivery.received_on))
    received = received.where(Delivery.instrument_id == Instrument.id)
    return sa.select(
        Instrument.id,
        received.scalar_subquery().label("delivered_on"),
        last_day_of("instrument", Instrument.id, *UNIT_KINDS).label("due_on"),
    ).where(only(Instrument.id))


def _supplements(only: Only) -> Rows:
    """The first return of a paper has its first sub-deadline, the second its second."""
    returned, term = _returns(only).subquery("returned"), _terms(only).subquery("term")
    same = sa.and_(term.c.paper_id == returned.c.paper_id, term.c.place == returned.c.place)
    due = sa.select(term.c.due).join(returned, same).where(returned.c.id == ReplyRound.id)
    return sa.select(ReplyRound.id, due.scalar_subquery().label("supplement_due")).where(
        only(ReplyRound.id)
    )


def _returns(only: Only) -> Rows:
    place = sa.func.row_number().over(
        partition_by=ReplyRound.instrument_id, order_by=ReplyRound.number
    )
    return sa.select(
        ReplyRound.id,
        ReplyRound.instrument_id.label("paper_id"),
        place.label("place"),
    ).where(ReplyRound.returned_on.is_not(None), ReplyRound.instrument_id.in_(_papers(only)))


def _terms(only: Only) -> Rows:
    place = sa.func.row_number().over(partition_by=DueDate.owner_id, order_by=DueDate.id)
    return sa.select(
        DueDate.owner_id.label("paper_id"),
        DueDate.due,
        place.label("place"),
    ).where(
        DueDate.owner_type == "instrument",
        DueDate.kind == DueKind.SUPPLEMENT,
        DueDate.owner_id.in_(_papers(only)),
    )


def _papers(only: Only) -> Rows:
    another = sa.orm.aliased(ReplyRound)
    return sa.select(another.instrument_id).where(only(another.id))


def _rounds_of(papers: Sequence[int]) -> Rows:
    return sa.select(ReplyRound.id).where(ReplyRound.instrument_id.in_(papers))


def _reviews(only: Only) -> Rows:
    ends = last_day_of("objection", Objection.id, DueKind.OBJECTION, fallen_away=True)
    due = sa.func.coalesce(
        ends, Objection.due_on
    )  # the day it was raised with, until it has a term
    return sa.select(Objection.id, due.label("due_on")).where(only(Objection.id))


PAPER_DAYS = Derivation(
    name="paper_days",
    label="文书的送达日和到期日",
    model=Instrument,
    columns=("delivered_on", "due_on"),
    computed=_days,
    touches=(
        Touch(Instrument, "id", ("delivered_on", "due_on")),
        Touch(Delivery, "instrument_id", ("received_on",)),
        term_of("instrument", *UNIT_KINDS),
    ),
    shown="number",
)
SUPPLEMENTS = Derivation(
    name="supplements",
    label="退回补充的期限",
    model=ReplyRound,
    columns=("supplement_due",),
    computed=_supplements,
    touches=(
        Touch(ReplyRound, "id", ("supplement_due", "returned_on")),
        term_of("instrument", DueKind.SUPPLEMENT, columns=("due",), through=_rounds_of),
    ),
)
REVIEWS = Derivation(
    name="reviews",
    label="异议的复查期限",
    model=Objection,
    columns=("due_on",),
    computed=_reviews,
    touches=(
        Touch(Objection, "id", ("due_on",)),
        term_of("objection", DueKind.OBJECTION, columns=("due",)),
    ),
)
DERIVED = (PAPER_DAYS, SUPPLEMENTS, REVIEWS, STANDING)
AGREEMENTS = (
    same_day(
        "plans", "整改方案的计划完成日期", InstrumentItem, DueKind.PLAN,
        lambda: InstrumentItem.plan_until,
    ),
)  # fmt: skip
