"""What belongs to a paper, in one question: its parts, and for its page the papers and requests around it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body
from supervision.core.db import Expression
from supervision.core.files import StoredFile
from supervision.core.held import hold
from supervision.core.together import Part, together
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.chasing.service import CLIMBED
from supervision.instruments.children import CHILDREN
from supervision.instruments.extending.asking import EXTENSIONS
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import (
    Delivery,
    Instrument,
    InstrumentItem,
    InstrumentKind,
    ReplyRound,
    WriteOffOpinion,
)
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.raising import OBJECTIONS
from supervision.instruments.onward.offering import KINDS, offered_kinds
from supervision.instruments.reviewing.models import ReviewNote

COLLECTIONS = frozenset({"items", "deliveries", "rounds"})


def load_parts(paper: Instrument) -> None:
    """Its items with problem and opinions, its deliveries and rounds."""
    if COLLECTIONS & sa.inspect(paper).unloaded:
        _fill(paper, together(*_parts(paper)))


def load_page(paper: Instrument) -> None:
    """The same with its review, the requests, what was done to hurry it, the papers before and after."""
    own = (Extension, Objection, ChaseEvent)
    parts = [
        *_parts(paper),
        Part(ReviewNote, [ReviewNote.instrument_id == paper.id]),
        *(Part(one, [one.instrument_id == paper.id], _order(one)) for one in own),
        Part(Instrument, [_around(paper)], along=(joinedload(Instrument.kind),)),
        Part(StoredFile, [StoredFile.id == paper.archive_id]),
        Part(InstrumentKind, offered_kinds(paper)),
        Part(Body, [Body.id == paper.body_id]),
        Part(SupervisionAction, [SupervisionAction.id == paper.action_id]),
    ]
    found = together(*parts)
    _fill(paper, found)
    notes, extensions, objections, climbed, papers, _archive, kinds, *_ = found[4:]
    children = [one for one in papers if one.parent_id == paper.id]
    set_committed_value(paper, "notes", notes)
    named = {
        EXTENSIONS: extensions, OBJECTIONS: objections, CLIMBED: climbed, CHILDREN: children,
        KINDS: kinds,
    }  # fmt: skip
    for name, rows in named.items():
        hold(paper, name, rows)
    hold(paper, "around", found)  # the session knows what somebody holds: these are asked by key


def _around(paper: Instrument) -> sa.ColumnElement[bool]:
    """The papers that follow from this one, and the one it follows from."""
    after = Instrument.parent_id == paper.id
    return sa.or_(after, Instrument.id == paper.parent_id) if paper.parent_id else after


def _order(kind: object) -> tuple[Expression, ...]:
    orders: dict[object, tuple[Expression, ...]] = {
        Extension: (Extension.number,),
        ChaseEvent: (ChaseEvent.on,),
    }
    return orders.get(kind, ())


def _parts(paper: Instrument) -> list[Part]:
    return [
        Part(InstrumentItem, [InstrumentItem.instrument_id == paper.id], (InstrumentItem.seq,),
             along=(joinedload(InstrumentItem.problem),)),
        Part(WriteOffOpinion, [WriteOffOpinion.instrument_id == paper.id]),
        Part(Delivery, [Delivery.instrument_id == paper.id]),
        Part(ReplyRound, [ReplyRound.instrument_id == paper.id], (ReplyRound.number,)),
    ]  # fmt: skip


def _fill(paper: Instrument, found: list[list[Any]]) -> None:
    items, opinions, deliveries, rounds = found[:4]
    for name, rows in (("items", items), ("deliveries", deliveries), ("rounds", rounds)):
        set_committed_value(paper, name, rows)
    for item in items:
        own = [one for one in opinions if one.item_id == item.id]
        set_committed_value(item, "opinions", own)
