"""The list of receipts: a unit's inbox of papers to many, the bureau's table of who has signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from supervision.agencies.picking import unit_name, unit_options
from supervision.agencies.succession import held_by
from supervision.core.db import session
from supervision.core.duedates import DueKind, Lamp, ShownLight
from supervision.core.keys import identifier
from supervision.core.listing import Choice, Column, DateRange, Listing, Sort, Tab
from supervision.core.listing.rows import Line
from supervision.instruments.models import Instrument
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.receipts.service import of_paper


def lights(rows: Sequence[Line]) -> dict[int, ShownLight | None]:
    """The light of each that is not signed for."""
    waiting = [row.id for row in rows if row.received_on is None]
    return Lamp().of_owners("paper_receipt", waiting, (DueKind.RECEIPT,))


@dataclass(frozen=True)
class Signed:
    """A line of the table on a paper's page."""

    id: int
    place: int
    name: str
    received_on: date | None
    recipient: str
    registered: bool
    light: ShownLight | None


def rows(paper: Instrument) -> list[Signed]:
    """Who the paper went to and who has signed, with the light of whoever has not."""
    found = of_paper(paper)
    waiting = [one.id for one in found if one.sent_on and one.received_on is None]
    lamp = Lamp().of_owners("paper_receipt", waiting, (DueKind.RECEIPT,)) if waiting else {}
    return [
        Signed(
            one.id,
            one.place,
            one.name,
            one.received_on,
            one.recipient,
            one.registered,
            lamp.get(one.id),
        )
        for one in found
    ]


@dataclass(frozen=True)
class Waiting:
    """What one's unit has not signed for, in its inbox."""

    id: int
    number: str
    title: str
    sent_on: date | None
    light: ShownLight | None


def unsigned(most: int) -> list[Waiting]:
    """The oldest first; rows come by the unit's scope."""
    of = Receipt
    waiting = sa.select(of.id, of.number, of.title, of.sent_on).where(of.received_on.is_(None))
    found = session.execute(waiting.order_by(of.id).limit(most)).all()
    lamp = Lamp().of_owners("paper_receipt", [row.id for row in found], (DueKind.RECEIPT,))
    return [Waiting(row.id, row.number, row.title, row.sent_on, lamp.get(row.id)) for row in found]


RECEIPTS = Listing(
    model=Receipt,
    fields=(
        Receipt.number, Receipt.title, Receipt.kind_name, Receipt.name, Receipt.sent_on,
        Receipt.received_on, Receipt.recipient, Receipt.registered,
    ),
    columns=(
        Column("number", "文号", cell="number", look="cell-lead"),
        Column("kind", "文种", "kind_name", shown=False),
        Column("title", "标题", width=40, look="wide"),
        Column("unit", "主送单位", "name", look="cell-unit"),
        Column("sent", "发出", "sent_on", sheet="发出日期", look="nowrap", phone="发出"),
        Column("received", "签收", "received_on", sheet="签收日期", look="nowrap", phone="签收"),
        Column("recipient", "签收人", look="soft nowrap"),
        Column("standing", "状态", cell="standing", look="cell-mark",
               value=lambda row: "已签收" if row.received_on else "未签收"),
    ),
    beside={"light": lights},
    sorts=(Sort("new", Receipt.id, descending=True),),
    filters=(
        Choice("unit", "主送单位", lambda key: held_by(Receipt.unit_id, key), unit_options,
               coerce=identifier, find=unit_name, typed=True, by_key=True),
        DateRange("sent", "发出日期", Receipt.sent_on),
    ),
    base=lambda: (Receipt.sent_on.is_not(None),),
    tabs=(
        Tab("all", "全部"),
        Tab("unsigned", "未签收", (Receipt.received_on.is_(None),)),
        Tab("signed", "已签收", (Receipt.received_on.is_not(None),)),
    ),
)  # fmt: skip
OF_UNIT = replace(
    RECEIPTS,
    columns=tuple(one for one in RECEIPTS.columns if one.key != "unit"),
    filters=tuple(one for one in RECEIPTS.filters if one.name != "unit"),
)
"""What a unit was sent with others, as its own people see it; rows come by the unit's scope."""
