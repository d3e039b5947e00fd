"""The bureau's own terms over papers: sending, deciding an extension, 核查, the other opinion on 销号.

Review and signature have none: their heads are not timed (`staying`), and a review of an objection has its kind's.
"""

import datetime as dt

import sqlalchemy as sa

from supervision.core.access.scope import within
from supervision.core.db import Expression, Query
from supervision.core.pending import OwnTerm
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import PENDING_EXTENSION, ExtensionStatus
from supervision.instruments.models import (
    Delivery,
    Instrument,
    InstrumentItem,
    ReplyRound,
    WriteOffOpinion,
)
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying.agreement import still_open

UNSENT = (Instrument.status == S.SIGNED, Instrument.sent_at.is_(None))
_SETTLING = [one for one in Conclusion if one.settles]
_BY_NOW = (S.REPLIED, S.SUPPLEMENT, S.VERIFIED)  # an item may wait for the other opinion


def replied_on() -> Expression:
    """When the last reply of a paper came."""
    rounds = sa.select(sa.func.max(ReplyRound.received_on))
    return rounds.where(ReplyRound.instrument_id == Instrument.id).scalar_subquery()


def _unsettled() -> Expression:
    """Whether an item still wants a conclusion that settles it."""
    item = InstrumentItem
    open_one = (item.instrument_id == Instrument.id, still_open())
    unsettled = sa.or_(item.conclusion.is_(None), item.conclusion.not_in(_SETTLING))
    return sa.exists().where(*open_one, unsettled).correlate(Instrument)


def checking_since() -> Expression:
    """Since when a reply waits for 核查; nothing once every item is concluded."""
    return sa.case((_unsettled(), replied_on()))


def agreed_on() -> Expression:
    """When somebody first agreed to write off an item that is not yet."""
    item, opinion = InstrumentItem, WriteOffOpinion
    first = sa.select(sa.func.min(opinion.given_on)).join(item, item.id == opinion.item_id)
    open_one = (item.instrument_id == Instrument.id, still_open())
    settled = (item.conclusion.in_(_SETTLING), opinion.opinion == Opinion.AGREE)
    return first.where(*open_one, *settled).correlate(Instrument).scalar_subquery()


def _papers(begun: Expression, *where: Expression) -> Query:
    return sa.select(Instrument.id, begun.label("begun")).where(*within(Instrument), *where)


def _unsent() -> Query:
    return _papers(Instrument.signed_on, *UNSENT)


def _sent(first: dt.date, last: dt.date) -> Query:
    sent = sa.select(sa.func.min(Delivery.sent_on)).where(Delivery.instrument_id == Instrument.id)
    ended = sent.correlate(Instrument).scalar_subquery()
    signed = (Instrument.signed_on.between(first, last), Instrument.back_entered.is_(False))
    columns = (Instrument.signed_on.label("begun"), ended.label("ended"))
    return sa.select(*columns).where(*within(Instrument), *signed, ended.is_not(None))


def _asked() -> Query:
    waiting = Extension.status.in_(PENDING_EXTENSION)
    columns = (Extension.instrument_id.label("id"), Extension.asked_on.label("begun"))
    return sa.select(*columns).where(waiting)


def _decided(first: dt.date, last: dt.date) -> Query:
    decided = sa.func.coalesce(Extension.decided_on, Extension.reviewed_on)
    done = Extension.status.in_((ExtensionStatus.GRANTED, ExtensionStatus.REFUSED))
    columns = (Extension.asked_on.label("begun"), decided.label("ended"))
    asked = (Extension.asked_on.between(first, last), done, decided.is_not(None))
    return sa.select(*columns).where(*within(Extension), *asked)


def _to_check() -> Query:
    return _papers(replied_on(), Instrument.status == S.REPLIED, _unsettled())


def _checked(first: dt.date, last: dt.date) -> Query:
    """By round: returned, or every item concluded."""
    item, one = InstrumentItem, ReplyRound
    concluded = sa.select(sa.func.max(item.concluded_on)).where(
        item.instrument_id == one.instrument_id, item.concluded_on >= one.received_on
    )
    settled = sa.exists().where(
        Instrument.id == one.instrument_id,
        Instrument.status.in_((S.VERIFIED, S.CLOSED, S.ARCHIVED)),
    )
    last_one = sa.case((settled.correlate(one), concluded.correlate(one).scalar_subquery()))
    ended = sa.func.coalesce(one.returned_on, last_one)
    columns = (one.received_on.label("begun"), ended.label("ended"))
    came = (one.received_on.between(first, last), ended.is_not(None))
    return sa.select(*columns).where(*within(one), *came)


def _to_agree() -> Query:
    return _papers(agreed_on(), Instrument.status.in_(_BY_NOW), agreed_on().is_not(None))


def _written_off(first: dt.date, last: dt.date) -> Query:
    """By item: from the first agreement to its 销号."""
    item, opinion = InstrumentItem, WriteOffOpinion
    begun = sa.func.min(opinion.given_on)
    found = sa.select(begun.label("begun"), item.written_off_on.label("ended"))
    agreed = (opinion.opinion == Opinion.AGREE, opinion.given_on.between(first, last))
    found = found.join(item, item.id == opinion.item_id).where(*within(opinion), *agreed)
    return found.where(item.written_off_on.is_not(None)).group_by(item.id, item.written_off_on)


SEND = OwnTerm("paper.send", "送出已签发文书", "签发", 2, "instrument", _unsent, _sent)
EXTENSION = OwnTerm("extension.decide", "决定延期申请", "申请", 3, "instrument", _asked, _decided)
CHECK = OwnTerm("reply.check", "核查反馈", "收到反馈", 10, "instrument", _to_check, _checked)
AGREE = OwnTerm(
    "write_off.second", "第二人销号意见", "首人同意销号", 5, "instrument", _to_agree, _written_off
)
OWN_TERMS = (SEND, EXTENSION, CHECK, AGREE)
